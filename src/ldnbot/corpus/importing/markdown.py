"""Pieces of an article as Markdown that reads back as exactly the same words.

The reader is CommonMark with tables; characters that pandoc's Markdown gives a meaning to (`$`, `@`, `^`, `~`, braces)
are escaped as well, because a corpus is meant for both.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from ldnbot.corpus.importing.piece import Line, Piece, PieceKind

__all__ = ["escape_inline", "escape_start", "write_pieces"]

_SPECIAL = re.compile(
    r"[\\`*_\[\]#$@^~{}|]"
    r"|<(?=[A-Za-z/!?])"  # the beginning of a tag
    r"|&(?=#?\w+;)"  # the beginning of an entity
)
_START = re.compile(r"(?=[>=]|[-+](?:\s|$|-)|:::)")
_START_NUMBER = re.compile(r"\d{1,9}(?=[.)](?:\s|$))")
_LABEL = re.compile(r"[^:.]{1,40}:(?= \S)")
_BETWEEN_LISTS = "<!-- -->"
"""Two lists without anything between them would be read as one."""


def escape_inline(text: str) -> str:
    """Return Markdown that a reader sees as `text`, wherever in a line it stands but at its start."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def escape_start(markdown: str) -> str:
    """Return a line of Markdown that begins no list, quote, heading or div, whatever its first characters are."""
    if number := _START_NUMBER.match(markdown):
        return f"{number.group()}\\{markdown[number.end() :]}"
    return f"\\{markdown}" if _START.match(markdown) else markdown


def write_pieces(pieces: Iterable[Piece], write: Callable[[Line], str]) -> str:
    """Return the Markdown of the pieces, an empty line after each. `write` turns a line's words into Markdown."""
    blocks: list[str] = []
    before: Piece | None = None
    for piece in pieces:
        if before and before.kind is piece.kind is PieceKind.LIST:
            blocks.append(_BETWEEN_LISTS)
        blocks.append(_block(piece, write))
        before = piece
    return "".join(f"{block}\n\n" for block in blocks)


def _block(piece: Piece, write: Callable[[Line], str]) -> str:
    match piece.kind:
        case PieceKind.HEADING:
            return f"{'#' * piece.level} {write(piece.lines[0])}"
        case PieceKind.LINE | PieceKind.PARAGRAPH:
            return escape_start(write(piece.lines[0]))
        case PieceKind.QUOTE:
            return "\n>\n".join(f"> {_labelled(escape_start(write(line)))}" for line in piece.lines)
        case PieceKind.LIST:
            return "\n".join(_items(piece.lines, write))
        case PieceKind.TABLE:
            return "\n".join(_rows(piece.lines, write))


def _labelled(markdown: str) -> str:
    label = _LABEL.match(markdown)
    if label is None or not label.group()[0].isalpha():
        return markdown
    return f"**{label.group()}**{markdown[label.end() :]}"


def _items(lines: Iterable[Line], write: Callable[[Line], str]) -> Iterator[str]:
    indents = [0]
    for line in lines:
        # An item cannot stand deeper than one list below the item before it.
        depth = min(line.depth, len(indents) - 1)
        marker = f"{line.label}. " if line.label else "- "
        yield " " * indents[depth] + marker + escape_start(write(line))
        indents[depth + 1 :] = [indents[depth] + len(marker)]


def _rows(lines: tuple[Line, ...], write: Callable[[Line], str]) -> Iterator[str]:
    width = max(len(line.cells) for line in lines)
    for position, line in enumerate(lines):
        cells = [write(Line(cell, line.number)) for cell in line.cells] + [""] * (width - len(line.cells))
        yield f"| {' | '.join(cells)} |"
        if position == 0:
            yield "|" + "---|" * width
