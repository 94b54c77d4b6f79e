"""Plain text as Discord's markdown that shows exactly that text.

Discord shows a backslash and the sign after it as the sign alone, for any sign that is no letter, digit or space.
Only the signs that would mean something are escaped: each backslash counts against the length of a message.
"""

import re

from ldnbot.corpus.span import Span

__all__ = ["bold", "escape", "length", "link", "quote_block"]

_ADDRESS = re.compile(r"https?://[^\s<>]+")
_MARK = re.compile(r"\[\d+(?:, \d+)*\]")
_SIGNS = re.compile(r"[\\*_~`|<\[]|(?<=\])\(|://")
_LINE_SIGNS = re.compile(r"^(\s*)(#{1,3}(?=\s)|-#(?=\s)|>)", re.MULTILINE)
_BULLET = re.compile(r"\s*(?:[-•]|\d+[.)])\s+")


def length(text: str) -> int:
    """Return how long Discord counts a text: in UTF-16 units, so that an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def escape(text: str, *, addresses: bool = False) -> str:
    """Return markdown that shows `text` as it is. Web addresses can be clicked only where `addresses` are allowed.

    Addresses are for what the corpus says. What a person typed must not become a link.
    """
    parts: list[str] = []
    end = 0
    kept = [match.span() for match in _MARK.finditer(text)]
    if addresses:
        kept.extend(match.span() for match in _ADDRESS.finditer(text))
    for start, stop in sorted(kept):
        if start >= end:
            parts += (_escaped(text[end:start]), text[start:stop])
            end = stop
    parts.append(_escaped(text[end:]))
    # A bracket that follows a mark would make a link of it.
    joined = re.sub(r"(?<=\])\((?=https?\b)", r"\\(", "".join(parts))
    return _LINE_SIGNS.sub(lambda sign: f"{sign[1]}\\{sign[2]}", joined)


def _escaped(text: str) -> str:
    return _SIGNS.sub(lambda sign: "\\://" if sign.group() == "://" else f"\\{sign.group()}", text)


def link(label: str, address: str) -> str:
    """Return a label that leads to an address, which must come from the corpus."""
    return f"[{label}](<{address}>)"


def bold(text: str, span: Span) -> str:
    """Return `text`, from the corpus, escaped and with that stretch of it in bold, line by line."""
    before, marked, after = text[: span.start], span.of(text), text[span.end :]
    lines: list[str] = []
    for line in marked.split("\n"):
        bullet = _BULLET.match(line) if not (before and not before.endswith("\n") and not lines) else None
        lead = bullet.group() if bullet else line[: len(line) - len(line.lstrip())]
        words = line[len(lead) :].rstrip()
        rest = line[len(lead) + len(words) :]
        lines.append(f"{lead}**{escape(words, addresses=True)}**{rest}" if words else line)
    return f"{escape(before, addresses=True)}{chr(10).join(lines)}{escape(after, addresses=True)}"


def quote_block(markdown: str) -> str:
    """Return markdown set off as a quote, every line of it."""
    return "\n".join(f"> {line}" for line in markdown.split("\n"))
