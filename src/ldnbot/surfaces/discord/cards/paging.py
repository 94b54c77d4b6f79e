"""Passages laid out over as many pages as they need. Nothing is cut but between sentences.

On every page stand the references of just the passages on it, and what must be on all: the disclaimer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ldnbot.corpus.citation import cited_numbers
from ldnbot.corpus.sentences import sentence_ends
from ldnbot.corpus.span import Span
from ldnbot.surfaces.discord.cards.markdown import bold, escape, length, quote_block
from ldnbot.surfaces.discord.cards.page import LONGEST_PAGE

__all__ = ["Leaf", "Piece", "TooLong", "leaves"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage, or a part of one between sentences, as it is shown."""

    text: str
    """Plain text with its citation marks as numbers."""

    heading: str = ""
    """Markdown above it, or empty."""

    marked: Span | None = None
    """The stretch of `text` in bold."""

    part: tuple[int, int] = (1, 1)
    """Which part of the passage it is, and of how many."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the display numbers it cites, ascending."""
        return cited_numbers(self.text)

    def markdown(self, part_line: Callable[[int, int], str], above: str = "") -> str:
        """Return what is shown of it; without its heading where that stands `above` already."""
        shown = bold(self.text, self.marked) if self.marked else escape(self.text, addresses=True)
        lines = [self.heading] if self.heading and self.heading != above else []
        if self.part[1] > 1:
            lines.append(part_line(*self.part))
        return "\n".join((*lines, quote_block(shown)))


class TooLong(Exception):
    """A single sentence with its references is longer than a message may be."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The pieces of one page, and the references that they cite."""

    pieces: tuple[Piece, ...]
    references: tuple[str, ...]

    def shown(self, part_line: Callable[[int, int], str]) -> tuple[str, ...]:
        """Return what is shown of the pieces, a heading that they share once."""
        aboves = ("", *(piece.heading for piece in self.pieces))
        return tuple(piece.markdown(part_line, above) for piece, above in zip(self.pieces, aboves, strict=False))


def leaves(
    pieces: Sequence[Piece],
    references: Mapping[int, str],
    *,
    around: Callable[[bool], int],
    most: int | None,
    part_line: Callable[[int, int], str],
) -> tuple[Leaf, ...]:
    """Return the pieces laid out over pages, in order.

    `around(first)` is how many characters a page needs for all else; `most` the most pieces of one page; `references`
    has the line of each display number.

    Raises:
        TooLong: a sentence fits on no page.
    """
    found: list[Leaf] = []
    here: list[Piece] = []

    def fits(more: Sequence[Piece]) -> bool:
        room = LONGEST_PAGE - around(not found)
        return _taken(more, references, part_line) <= room

    for piece in pieces:
        if here and ((most is not None and len(here) == most) or not fits([*here, piece])):
            found.append(_leaf(here, references))
            here = []
        if fits([piece, *here]):
            here.append(piece)
            continue
        for part in _parted(piece, lambda part: fits([part])):
            if here:
                found.append(_leaf(here, references))
            here = [part]
    if here or not found:
        found.append(_leaf(here, references))
    return tuple(found)


def _leaf(pieces: Sequence[Piece], references: Mapping[int, str]) -> Leaf:
    return Leaf(tuple(pieces), tuple(references[number] for number in _cited(pieces, references)))


def _cited(pieces: Sequence[Piece], references: Mapping[int, str]) -> list[int]:
    return sorted({number for piece in pieces for number in piece.numbers if number in references})


def _taken(pieces: Sequence[Piece], references: Mapping[int, str], part_line: Callable[[int, int], str]) -> int:
    shown = sum(length(piece.markdown(part_line)) for piece in pieces)
    return shown + sum(length(references[number]) + 1 for number in _cited(pieces, references))


def _parted(piece: Piece, fits: Callable[[Piece], bool]) -> Iterator[Piece]:
    """Yield the parts of a piece that is too long: as many sentences each as fit. The part in bold comes first."""
    cuts = sentence_ends(piece.text)
    spans: list[Span] = []
    start = 0
    end = 0
    for cut in cuts:
        if not fits(_part(piece, Span(start, cut), (98, 99))):
            if end == start:
                raise TooLong
            spans.append(Span(start, end))
            start = end
            if not fits(_part(piece, Span(start, cut), (98, 99))):
                raise TooLong
        end = cut
    spans.append(Span(start, end))
    parts = [_part(piece, span, (number, len(spans))) for number, span in enumerate(spans, start=1)]
    yield from sorted(parts, key=lambda part: part.marked is None)


def _part(piece: Piece, span: Span, part: tuple[int, int]) -> Piece:
    text = span.of(piece.text)
    lead = len(text) - len(text.lstrip())
    start, text = span.start + lead, text.strip()
    marked = None
    if piece.marked and start <= piece.marked.start < start + len(text):
        marked = Span(piece.marked.start - start, min(piece.marked.end - start, len(text)))
    return replace(piece, text=text, marked=marked, part=part)
