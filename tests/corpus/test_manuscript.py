import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generated import corpora, markdown
from ldnbot.corpus.manuscript import LONGEST_TEXT, BlockType, parse_manuscript, write_manuscript


@given(st.text() | markdown())
@example("---\ntitle: x\n---")
@example("a\rb\r\n\r\n# c\r")
@settings(max_examples=400)
def test_writing_what_was_parsed_gives_the_same_text(text: str) -> None:
    assert write_manuscript(parse_manuscript(text)) == text


@given(corpora())
@settings(max_examples=25)
def test_writing_a_parsed_article_gives_the_same_text(texts: dict[str, str]) -> None:
    for text in texts.values():
        assert write_manuscript(parse_manuscript(text)) == text


@given(markdown())
@settings(max_examples=200)
def test_a_block_begins_on_the_line_that_it_names(text: str) -> None:
    manuscript = parse_manuscript(text)
    before = manuscript.front_matter + manuscript.preamble
    for block in manuscript.blocks:
        assert block.line == before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        before += block.source


@pytest.mark.parametrize(
    ("text", "yaml"),
    [
        ("---\ntitle: x\n---\nA.\n", "title: x\n"),
        ("---\r\ntitle: x\r\n---\r\nA.\r\n", "title: x\r\n"),
        ("\ufeff---\ntitle: x\n---\n", "title: x\n"),
        ("--- \ntitle: x\n...\nA.\n", "title: x\n"),
        ("---\ntitle: x\n---", "title: x\n"),
        ("---\ntitle: x\n---\x0c\nA.\n", "title: x\n"),
        ("A.\n\n---\ntitle: x\n---\n", ""),
    ],
)
def test_front_matter_stands_between_two_fences(text: str, yaml: str) -> None:
    assert parse_manuscript(text).yaml == yaml


@pytest.mark.parametrize("text", ["---\ntitle: x\n\nA.\n", "---", "\ufeff---\ntitle: x"])
def test_front_matter_without_a_last_fence_is_unclosed(text: str) -> None:
    assert parse_manuscript(text).unclosed


@pytest.mark.parametrize("text", ["", "A.\n", "---\ntitle: x\n---\nA.\n", "A.\n\n---\n"])
def test_an_article_whose_front_matter_ends_or_never_begins_is_not_unclosed(text: str) -> None:
    assert not parse_manuscript(text).unclosed


def test_each_kind_of_block_is_told_apart() -> None:
    text = "# H\n\nP.\n\n- L\n\n|a|\n|-|\n\n> Q\n\n<!-- c -->\n\n::: {#refs}\n:::\n\n```\ncode\n```\n"
    assert [block.type for block in parse_manuscript(text).blocks] == list(BlockType)


def test_replacing_a_block_changes_no_other() -> None:
    text = "One.\n\nTwo.\n\nThree.\n"
    assert write_manuscript(parse_manuscript(text).replace_block(3, "Zwei.\n\n")) == "One.\n\nZwei.\n\nThree.\n"


def test_a_text_of_more_than_ten_pages_in_one_block_is_set_aside() -> None:
    first, second = parse_manuscript(f"{'a' * (LONGEST_TEXT + 1)}\n\nb\n").blocks
    assert (first.too_long, second.too_long) == (True, False)


@pytest.mark.parametrize("nested", [">" * 5000 + " a\n", "\n".join("  " * level + "- a" for level in range(300))])
def test_nesting_beyond_what_is_read_is_told(nested: str) -> None:
    assert parse_manuscript(nested).blocks[0].too_deep


@pytest.mark.parametrize("levels", [1, 5, 9])
def test_usual_nesting_is_read(levels: int) -> None:
    assert not parse_manuscript("\n".join("  " * level + "- a" for level in range(levels))).blocks[0].too_deep


@pytest.mark.parametrize("hard", ["[", "*a ", "![", "<a ", "`` ` ", ">", "[a](", "&", "_a", "a_ "])
def test_a_long_block_made_to_be_slow_is_read_at_once(hard: str) -> None:
    began = time.monotonic()
    parse_manuscript(hard * (1_900_000 // len(hard)))
    assert time.monotonic() - began < 5
