"""Discord's markdown as HTML.

Discord's dialect is not CommonMark: every line break counts, empty lines stay, a block ends with its line, `__x__`
underlines, and `**bold.**next` is bold. So the blocks are found here, line by line, and markdown-it reads what stands
inside them, with rules that follow the patterns of Discord's own client. Nothing but text comes out of it unescaped:
there is no rule for HTML, and only http(s) addresses become links.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ldnbot.surfaces.preview.element import EMPTY, Html, element, join
from ldnbot.surfaces.preview.spans import render_spans

__all__ = ["render_line", "render_markdown"]

_DEEPEST_LIST = 10
"""Levels of a list. Discord shows no more either."""

_CODE = re.compile(r"```(?:[A-Za-z0-9_+.#-]*\n)?\n*[^\n][\s\S]*?\n*```")
_HEADING = re.compile(r" *(#{1,3})[ \t]+([^\n]*?[^\n#\s][^\n]*?)#*[ \t]*(?:\n|\Z)")
_SUBTEXT = re.compile(r" *-#[ \t]+([^\n]*\S[^\n]*)(?:\n|\Z)")
_QUOTE = re.compile(r"(?: *>(?!>>) +[^\n]*(?:\n|\Z))+")
_LONG_QUOTE = re.compile(r" *>>> +([\s\S]*)")
_QUOTE_MARK = re.compile(r"^ *> ?", re.MULTILINE)
_LIST = re.compile(
    r" *(?:[*-]|\d{1,9}\.) +\S[^\n]*(?:\n|\Z)(?: +\S[^\n]*(?:\n|\Z)| *(?:[*-]|\d{1,9}\.) +\S[^\n]*(?:\n|\Z))*"
)
_ITEM = re.compile(r"( *)([*-]|\d{1,9}\.) +(.*)")


@dataclass(slots=True)
class _Item:
    """One entry of a list: how far it stands to the right, its bullet or number, its lines."""

    indent: int
    mark: str
    lines: list[str]


def render_markdown(text: str, *, now: datetime) -> Html:
    """Return the text as Discord shows it. `now` is what relative times are counted from."""
    return join(_blocks(text.strip("\n"), now, quoted=False))


def render_line(text: str, *, now: datetime) -> Html:
    """Return one line's text with bold, links and the like, and no blocks, as in the title of an embed."""
    return render_spans(text, now=now)


def _blocks(text: str, now: datetime, *, quoted: bool) -> Iterator[Html]:
    plain = start = 0
    while start < len(text):
        found = _block(text, start, now, quoted=quoted)
        if found is None:
            start = _line_end(text, start)
            continue
        yield _paragraph(text[plain:start], now)
        shown, start = found
        plain = start
        yield shown
    yield _paragraph(text[plain:], now)


def _block(text: str, start: int, now: datetime, *, quoted: bool) -> tuple[Html, int] | None:
    """Return the block that begins at a line's start and where it ends, or None for a plain line."""
    if match := _HEADING.match(text, start):
        return element(f"h{len(match[1])}", "", render_spans(match[2], now=now)), match.end()
    if match := _SUBTEXT.match(text, start):
        return element("div", "subtext", render_spans(match[1], now=now)), match.end()
    if not quoted and (match := _LONG_QUOTE.match(text, start)):
        return _quote(match[1], now), match.end()
    if not quoted and (match := _QUOTE.match(text, start)):
        return _quote(_QUOTE_MARK.sub("", match[0]), now), match.end()
    if match := _LIST.match(text, start):
        return _list(_items(match[0]), now, depth=1), match.end()
    return None


def _line_end(text: str, start: int) -> int:
    """Return where the line ends, after its break: a code block that begins in it belongs to it whole."""
    end = start
    while True:
        stop = text.find("\n", end)
        stop = len(text) if stop < 0 else stop + 1
        code = _CODE.search(text, end, len(text))
        if code is None or code.start() >= stop:
            return stop
        end = code.end()


def _paragraph(lines: str, now: datetime) -> Html:
    if not lines:
        return EMPTY
    # A browser shows no line for a break at the very end, so the last line needs one of its own to count.
    return element("div", "lines", render_spans(lines if lines.endswith("\n") else f"{lines}\n", now=now))


def _quote(text: str, now: datetime) -> Html:
    return element("blockquote", "", *_blocks(text.rstrip("\n"), now, quoted=True))


def _items(text: str) -> list[_Item]:
    items: list[_Item] = []
    for line in text.split("\n"):
        if match := _ITEM.fullmatch(line):
            items.append(_Item(len(match[1]), match[2], [match[3]]))
        elif line.strip():
            items[-1].lines.append(line.strip())
    return items


def _list(items: Sequence[_Item], now: datetime, *, depth: int) -> Html:
    shown: list[Html] = []
    place = 0
    while place < len(items):
        below = place + 1
        while below < len(items) and items[below].indent > items[place].indent:
            below += 1
        inner = [render_spans("\n".join(items[place].lines), now=now)]
        nested = items[place + 1 : below]
        if nested and depth < _DEEPEST_LIST:
            inner.append(_list(nested, now, depth=depth + 1))
        shown.append(element("li", "", *inner))
        if depth >= _DEEPEST_LIST:
            shown.extend(element("li", "", render_spans("\n".join(item.lines), now=now)) for item in nested)
        place = below
    first = items[0].mark
    return element("ul", "", *shown) if first in "*-" else element("ol", "", *shown, start=str(int(first[:-1])))
