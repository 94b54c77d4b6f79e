"""Numbered citation marks in running text, `[1, 8, 22]` or `[7–10]`, and the keys they become."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ldnbot.corpus.importing.markdown import escape_inline
from ldnbot.corpus.span import Span

__all__ = ["NumberMark", "cite", "find_marks", "superscript_mark"]

_DASH = r"[-\u2010-\u2015\u2212]"
_NUMBERS = rf"\d{{1,3}}(?:\s*{_DASH}\s*\d{{1,3}})?(?:\s*[,;]\s*\d{{1,3}}(?:\s*{_DASH}\s*\d{{1,3}})?)*"
_MARK = re.compile(rf"\[\s*({_NUMBERS})\s*\]")
_SUPERSCRIPT = re.compile(rf"[\[(]?\s*({_NUMBERS})\s*[\])]?")
_RANGE = re.compile(rf"(\d+)\s*{_DASH}\s*(\d+)|(\d+)")
_WIDEST_RANGE = 60
_UNIT = re.compile(r"(?:^|[\s\d(/·])(?:[mckµn]?m|in|ft|kg|s|x|\d+)$")
_RAISED = str.maketrans("0123456789-\u2013\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")


@dataclass(frozen=True, slots=True)
class NumberMark:
    """One mark: the numbers it stands for, ranges spelt out, and the half-open span it fills in its text."""

    numbers: tuple[int, ...]
    span: Span


def find_marks(text: str) -> tuple[NumberMark, ...]:
    """Return the marks of `text` in order. Bracketed years and words are none."""
    return tuple(
        NumberMark(tuple(dict.fromkeys(_numbers(match[1]))), Span(*match.span())) for match in _MARK.finditer(text)
    )


def cite(text: str, keys: Mapping[int, str]) -> tuple[str, tuple[str, ...]]:
    """Return `text` as Markdown with each mark as `[@key; @key]`, and the marks that stayed as they were.

    A mark stays if the reference list lacks one of its numbers: its words are not changed.
    """
    parts: list[str] = []
    stayed: list[str] = []
    end = 0
    for mark in find_marks(text):
        parts.append(_after_mark(escape_inline(text[end : mark.span.start]), parts))
        end = mark.span.end
        if mark.numbers and all(number in keys for number in mark.numbers):
            parts.append(f"[{'; '.join(f'@{keys[number]}' for number in mark.numbers)}]")
        else:
            stayed.append(mark.span.of(text))
            parts.append(escape_inline(mark.span.of(text)))
    parts.append(_after_mark(escape_inline(text[end:]), parts))
    return "".join(parts), tuple(stayed)


def superscript_mark(raised: str, before: str, *, linked: bool) -> str:
    """Return raised text as it goes on after `before`: a mark in brackets, raised characters (`m²`), or as it is.

    Args:
        raised: the text of HTML's `<sup>`.
        before: the text that stands before it.
        linked: it links to a place on the same page, which only citations do.
    """
    match = _SUPERSCRIPT.fullmatch(raised.strip())
    if match is None:
        number = re.fullmatch(r"[-\u2013\u2212]?\d+", raised.strip())
        return raised.translate(_RAISED) if number else raised
    if not linked and _UNIT.search(before):
        return raised.translate(_RAISED)
    return f"{' ' if before[-1:].strip() else ''}[{match[1]}]"


def _numbers(text: str) -> Iterator[int]:
    for match in _RANGE.finditer(text):
        if match[3]:
            yield int(match[3])
            continue
        first, last = int(match[1]), int(match[2])
        if first <= last <= first + _WIDEST_RANGE:
            yield from range(first, last + 1)
        else:  # no range that anybody writes: zero has no reference, so the mark stays as it is
            yield 0


def _after_mark(markdown: str, parts: list[str]) -> str:
    """Return `markdown` so that the mark before it does not become a link or a link's definition."""
    return f"\\{markdown}" if parts and markdown[:1] in ("(", ":") else markdown
