"""Pieces of an article as Markdown that reads back as exactly the same words.

The reader is CommonMark with tables; characters that pandoc's Markdown gives a meaning to (`$`, `@`, `^`, `~`, braces)
are escaped as well, because a corpus is meant for both.
"""

import re
from collections.abc import Callable

from ldnbot.corpus.importing.piece import Piece, PieceKind

__all__ = ["escape_text", "write_piece"]

_SPECIAL = re.compile(
    r"[\\`*_\[\]#$@^~{}|]"
    r"|<(?=[A-Za-z/!?])"  # the beginning of a tag
    r"|&(?=#?\w+;)"  # the beginning of an entity
)
_LEADING = re.compile(r"(?=[>=]|[-+](?:\s|$|-)|:::)")
_LEADING_NUMBER = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))")
_AFTER_MARK = re.compile(r"(?<=\])(?=[(:])")
_LABEL = re.compile(r"[^:.]{1,30}:(?= )")


def escape_text(text: str) -> str:
    """Return Markdown for one block that a reader sees as `text`."""
    return _LEADING_NUMBER.sub(r"\1\\", _LEADING.sub(r"\\", _SPECIAL.sub(r"\\\g<0>", text), count=0 if 0 else 1), 1)


def write_piece(piece: Piece, write: Callable[[str, int], str]) -> str:
    """Return the Markdown of a block, without the empty line after it.

    `write` turns a line's words and its place in the input into Markdown.
    """
    match piece.kind:
        case PieceKind.HEADING:
            return f"{'#' * piece.level} {write(piece.text, piece.number)}"
        case PieceKind.LINE | PieceKind.PARAGRAPH:
            return write(piece.text, piece.number)
        case PieceKind.QUOTE:
            return "\n>\n".join(f"> {_with_label(line, write)}" for line in piece.lines)
        case PieceKind.LIST:
            return "\n".join(_items(piece.lines, write))
        case PieceKind.TABLE:
            return "\n".join(_rows(piece.lines, write))
