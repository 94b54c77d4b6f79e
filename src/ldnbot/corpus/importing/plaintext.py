"""Pasted text as pieces: a line of text is a line, lines that were wrapped by hand are put together again."""

import re
from collections.abc import Iterator, Sequence

from ldnbot.corpus.importing.cleantext import fold
from ldnbot.corpus.importing.piece import Line, Piece, PieceKind

__all__ = ["pieces_of_lines", "read_plain_text"]

_BULLET = re.compile(r"(\s*)[-*•‣◦▪●–]\s+(?=\S)")
_NUMBERED = re.compile(r"(\s*)(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})[.)])\s+(?=\S)")
_CONTINUES = re.compile(r"https?://|[a-z(]")
_WIDEST_WRAP = 120
_NARROWEST_WRAP = 40
_SLACK = 0.75


def read_plain_text(text: str) -> tuple[Piece, ...]:
    """Return the pieces of a text in which empty lines part paragraphs, and markup is unknown."""
    return pieces_of_lines([Line(line, number) for number, line in enumerate(text.split("\n"), start=1)])


def pieces_of_lines(lines: Sequence[Line]) -> tuple[Piece, ...]:
    """Return the pieces of lines as printed, their indentation and the empty ones among them kept."""
    return tuple(_lists(_joined(lines)))


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield whole lines, indentation kept, with those that only go on joined to the one before."""
    width = max((len(line.text.rstrip()) for line in lines), default=0)
    wrapped = _NARROWEST_WRAP <= width <= _WIDEST_WRAP
    gathered: list[str] = []
    number = 0
    for line in lines:
        text = line.text.rstrip()
        begins_item = _BULLET.match(text) or _NUMBERED.match(text)
        if text and gathered and not begins_item and _goes_on(gathered, text, width if wrapped else 0):
            gathered.append(text)
            continue
        if gathered:
            yield Line(" ".join(gathered), number)
        gathered, number = [text] if text else [], line.number
    if gathered:
        yield Line(" ".join(gathered), number)


def _goes_on(gathered: Sequence[str], following: str, width: int) -> bool:
    """Tell whether `following` goes on with the lines above, which may be an item or a wrapped paragraph."""
    first, last = gathered[0], gathered[-1]
    if _NUMBERED.match(first) or _BULLET.match(first):
        indented = len(following) - len(following.lstrip()) > len(first) - len(first.lstrip())
        if indented or _CONTINUES.match(following.lstrip()):
            return True
    # A line was wrapped if the next one's first word had no room on it.
    return width > 0 and len(last) + 1 + len(following.split()[0]) > width * _SLACK


def _lists(lines: Iterator[Line]) -> Iterator[Piece]:
    """Yield pieces, with bullets and numbers that count up as lists."""
    items: list[Line] = []

    def close() -> Iterator[Piece]:
        if len(items) > 1 or (items and not items[0].label):
            yield Piece(PieceKind.LIST, tuple(items))
        else:  # one number alone is a numbered heading, or a line that begins with a number
            for item in items:
                yield Piece(PieceKind.LINE, (Line(f"{item.label}. {item.text}", item.number),))
        items.clear()

    for line in lines:
        words = fold(line.text)
        item = _item(line)
        if item is None:
            yield from close()
            yield Piece(PieceKind.LINE, (Line(words, line.number),))
        elif item.label and not (items and item.label == items[-1].label + 1 and items[0].label):
            yield from close()
            items.append(item)
        else:
            if not item.label and items and items[0].label:
                yield from close()
            items.append(item)
    yield from close()


def _item(line: Line) -> Line | None:
    if match := _NUMBERED.match(line.text):
        return Line(fold(line.text[match.end() :]), line.number, label=int(match[2] or match[3] or match[4]))
    if match := _BULLET.match(line.text):
        return Line(fold(line.text[match.end() :]), line.number)
    return None
