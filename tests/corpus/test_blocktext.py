import pytest

from ldnbot.corpus.blocktext import block_text
from ldnbot.corpus.manuscript import parse_manuscript


def text_of(source: str) -> str:
    return block_text(parse_manuscript(source).blocks[0].tokens).text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("One *two*\n**three** `four`", "One two three four"),
        ("A [link](https://example.org) and &amp; \\* and [@a; @b].", "A link and & * and [@a; @b]."),
        ("A  \nhard\\\nbreak", "A hard break"),
        ("![what it shows](picture.png) there", "what it shows there"),
        ("- one\n- two\n  more\n\n  again\n- three", "- one\n- two more again\n- three"),
        ("- one\n  - inner\n- two", "- one\n  - inner\n- two"),
        ("| a | b |\n|---|---|\n| c | |", "a | b\nc"),
        ("> **Note:** one\n>\n> two", "Note: one\ntwo"),
    ],
)
def test_markup_is_left_out_and_lines_are_kept_apart(source: str, text: str) -> None:
    assert text_of(source) == text


@pytest.mark.parametrize("source", ["1. a\n2. b\n2. c\n4. d", "7) a\n3) b", "0. a\n1. b"])
def test_an_ordered_list_shows_the_numbers_that_were_written(source: str) -> None:
    assert text_of(source) == source


def test_the_lines_hold_the_words_without_the_markers() -> None:
    body = block_text(parse_manuscript("1. one\n2. two\n   - three").blocks[0].tokens)
    assert [line.of(body.text) for line in body.lines] == ["one", "two", "three"]
