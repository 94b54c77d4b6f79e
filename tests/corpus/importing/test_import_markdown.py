"""Whatever the words are, the corpus reader gives them back."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ldnbot.corpus.article import BlockKind, Passage
from ldnbot.corpus.importing.citationmarks import cite, find_marks, superscript_mark
from ldnbot.corpus.importing.cleantext import clean, fold
from ldnbot.corpus.importing.markdown import write_pieces
from ldnbot.corpus.importing.piece import Line, Piece, PieceKind
from ldnbot.corpus.reader import read_article

ANY = st.text(max_size=60).map(lambda text: fold(clean(text))).filter(bool)
MARKUP = st.text(alphabet="*_#<>[]@$`\\~^|{}!&;:=-+.()1a \n", min_size=1, max_size=30).map(fold).filter(bool)
WORDS = ANY | MARKUP

UNHURRIED = settings(deadline=None)  # the first text of several sentences loads nltk


def passages(*pieces: Piece) -> list[Passage]:
    body = write_pieces(pieces, lambda line: cite(line.text, {})[0])
    article, _ = read_article(f"---\ntitle: x\n---\n\n{body}", "x", "x.md")
    return list(article.passages)


@UNHURRIED
@given(WORDS)
@example("1. first")
@example("12) twelfth")
@example("- dash")
@example("+")
@example("---")
@example("===")
@example("::: {#refs}")
@example("> quote")
@example("# no heading")
@example("a &amp; b &#42; <b>c</b> <!-- d -->")
@example("[a](b) ![c](d) [e]: f [@g]")
@example("~~~")
@example("\\")
@example("| a | b |")
def test_a_paragraph_reads_back_word_for_word(text: str) -> None:
    (passage,) = passages(Piece(PieceKind.PARAGRAPH, (Line(text),)))
    assert (passage.text, passage.kind) == (text, BlockKind.PARAGRAPH)


@UNHURRIED
@given(st.lists(WORDS, min_size=1, max_size=3))
def test_a_call_out_reads_back_word_for_word(texts: list[str]) -> None:
    (passage,) = passages(Piece(PieceKind.QUOTE, tuple(Line(text) for text in texts)))
    assert (passage.text, passage.kind) == ("\n".join(texts), BlockKind.CALLOUT)


@UNHURRIED
@given(st.lists(WORDS, min_size=1, max_size=4), st.booleans())
def test_a_list_reads_back_word_for_word_and_stays_apart_from_the_next(texts: list[str], numbered: bool) -> None:
    items = tuple(Line(text, label=position if numbered else 0) for position, text in enumerate(texts, start=1))
    first, second = passages(Piece(PieceKind.LIST, items), Piece(PieceKind.LIST, items))
    expected = "\n".join(f"{f'{item.label}.' if numbered else '-'} {item.text}" for item in items)
    assert (first.text, second.text) == (expected, expected)


@UNHURRIED
@given(st.lists(st.lists(WORDS, min_size=2, max_size=3), min_size=1, max_size=3))
def test_a_table_reads_back_word_for_word(rows: list[list[str]]) -> None:
    lines = tuple(Line(" ".join(row), cells=tuple(row)) for row in rows)
    (passage,) = passages(Piece(PieceKind.TABLE, lines))
    assert (passage.text, passage.kind) == ("\n".join(" | ".join(row) for row in rows), BlockKind.TABLE)


@UNHURRIED
@given(WORDS)
def test_a_heading_reads_back_word_for_word(text: str) -> None:
    body = write_pieces([Piece(PieceKind.HEADING, (Line(text),), 2)], lambda line: cite(line.text, {})[0])
    article, _ = read_article(f"---\ntitle: x\n---\n\n{body}\n\ntext\n", "x", "x.md")
    assert [section.heading for section in article.sections] == [text]


def test_ranges_lists_and_dashes_are_marks_and_years_are_none() -> None:
    marks = find_marks("a [1, 8, 22] b [7–10] c [7-9,12; 3] d [2019] e [see 4] f [ 5 ] (6)")
    assert [mark.numbers for mark in marks] == [(1, 8, 22), (7, 8, 9, 10), (7, 8, 9, 12, 3), (5,)]


def test_a_mark_keeps_its_place_and_does_not_become_a_link() -> None:
    markdown, stayed = cite("Yes [1].[2] No [1](2) [1]: x [3]", {1: "a1", 2: "b2"})
    assert markdown == r"Yes [@a1].[@b2] No [@a1]\(2) [@a1]\: x \[3\]"
    assert stayed == ("[3]",)


def test_a_mark_that_lacks_one_of_its_references_stays_whole() -> None:
    assert cite("So [1, 3].", {1: "a1"}) == (r"So \[1, 3\].", ("[1, 3]",))


def test_a_range_that_runs_backwards_or_too_far_stays_as_it_is() -> None:
    keys = {number: f"k{number}" for number in range(1, 999)}
    assert cite("[9–7] [1–900]", keys) == (r"\[9–7\] \[1–900\]", ("[9–7]", "[1–900]"))


def test_raised_words_stay_words() -> None:
    assert superscript_mark("th", "the 5", linked=False) == "th"
    assert superscript_mark("2", "3 km", linked=False) == "²"
    assert superscript_mark("2,4", "pain.", linked=False) == " [2,4]"
