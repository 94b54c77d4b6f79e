"""The pieces that every input format is read as, before it is known what each of them is in the article."""

from dataclasses import dataclass, replace
from enum import StrEnum

from ldnbot.corpus.importing.draft import Note

__all__ = ["Line", "Piece", "PieceKind", "RawArticle"]


class PieceKind(StrEnum):
    """What the input says a piece is. A `line` is text of which it does not say whether it is a heading."""

    LINE = "line"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Line:
    """Text without markup, its white space folded, and where it stands in the input (from 1; 0 if unknown)."""

    text: str
    number: int = 0
    label: int = 0
    """The number before a list's item, 0 for a bullet."""

    depth: int = 0
    """How many lists the item's list stands in."""

    cells: tuple[str, ...] = ()
    """A table's row."""

    links: tuple[str, ...] = ()
    """The web addresses that the text links to."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of the input. Only lists, tables and quotes have more than one line."""

    kind: PieceKind
    lines: tuple[Line, ...]
    level: int = 0
    """A heading's level, 1 for the title's."""

    outside: bool = False
    """The input marks it as no part of the article's main text."""

    @property
    def text(self) -> str:
        """Return the words of all lines, joined by spaces."""
        return " ".join(line.text for line in self.lines)

    @property
    def number(self) -> int:
        """Return the line of the input where the piece begins."""
        return self.lines[0].number

    def as_kind(self, kind: PieceKind, *, level: int = 0) -> "Piece":
        """Return the same piece as another kind."""
        return replace(self, kind=kind, level=level)


@dataclass(frozen=True, slots=True)
class RawArticle:
    """What a format's reader found: pieces in reading order, and what the input says about itself."""

    pieces: tuple[Piece, ...]
    title: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    notes: tuple[Note, ...] = ()
