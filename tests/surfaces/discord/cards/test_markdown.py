"""Escaped text is shown as it was, by a reader that knows nothing of how it was escaped."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatmarkdown import read_line
from ldnbot.corpus.span import Span
from ldnbot.surfaces.discord.cards.markdown import bold, escape, length, link, quote_block
from madeanswers import NASTY

LINES = st.lists(st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=("C", "Z")), max_size=5), max_size=8)


@given(LINES.map(" ".join))
@example("*a* **b** _c_ __d__ ~~e~~ ||f|| `g` ```h```")
@example("# heading")
@example("[x](https://evil.example) [1](https://evil.example)")
def test_what_a_person_typed_is_shown_as_it_is_and_does_nothing(text: str) -> None:
    line = read_line(escape(text))
    assert line.text == text
    assert (line.effects, line.bold, line.links, line.kind, line.quoted) == ([], [], [], "", False)


@given(LINES.map(" ".join))
def test_what_the_corpus_says_is_shown_as_it_is_in_a_quote(text: str) -> None:
    line = read_line(quote_block(escape(text, addresses=True)))
    assert (line.text, line.quoted, line.effects, line.bold) == (text, True, [], [])
    assert all(address in text and address.startswith(("http://", "https://")) for address in line.links)


@given(LINES.map(" ".join), LINES.map(" ".join), LINES.map(" ".join))
def test_a_stretch_in_bold_is_that_stretch(before: str, marked: str, after: str) -> None:
    words = f"The {marked} end."
    text = f"{before} {words} {after}".strip()
    start = text.index(words)
    line = read_line(quote_block(bold(text, Span(start, start + len(words)))))
    assert (line.text, line.bold, line.effects) == (text, [words], [])


@pytest.mark.parametrize("text", ["- item", "12. item", "  - deeper"])
def test_an_item_of_a_list_stays_one_when_it_is_in_bold(text: str) -> None:
    line = read_line(quote_block(bold(text, Span(0, len(text)))))
    assert line.text == text
    assert line.bold == [text.strip().split(" ", 1)[1]]


def test_a_link_leads_where_it_says() -> None:
    line = read_line(link("DOI", "https://doi.org/10.5555/a_b*c"))
    assert (line.text, line.links) == ("DOI", ["https://doi.org/10.5555/a_b*c"])


def test_length_is_what_discord_counts() -> None:
    assert (length("abc"), length("💊"), length("👩‍⚕️")) == (3, 2, 5)
