"""Citation marks in running text, and the numbers they are shown with.

A mark is `[@parker2018; @toljan2018]` in the source, as pandoc writes it, and `[1, 2]` when shown.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ldnbot.corpus.span import Span

__all__ = [
    "KEY",
    "Citation",
    "cited_numbers",
    "find_citations",
    "number_keys",
    "remove_citations",
    "render_citations",
]

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
"""A citation key: a letter, then letters, digits, `-` and `_`."""

_MARK = re.compile(r"\[(?=[^\[\]]*(?<![\w@])@\w)[^\[\]]*\]")
_CITED = re.compile(r"(?<![\w@])@([A-Za-z][A-Za-z0-9_-]*)")
_SHOWN = re.compile(r"\[(\d+(?:, \d+)*)\]")
_PLAIN = re.compile(r"\[\s*@[A-Za-z][A-Za-z0-9_-]*(?:\s*;\s*@[A-Za-z][A-Za-z0-9_-]*)*\s*\]")


@dataclass(frozen=True, slots=True)
class Citation:
    """One mark: the reference keys it cites, and the half-open span it fills in the passage's text."""

    keys: tuple[str, ...]
    span: Span
    plain: bool = True
    """False where the mark holds more than keys (a prefix, a page): ldnbot does not show that part."""


def find_citations(text: str) -> tuple[Citation, ...]:
    """Return the marks of `text` in order. A mark whose keys are malformed has the well-formed ones only."""
    return tuple(
        Citation(
            keys=tuple(dict.fromkeys(_CITED.findall(mark.group()))),
            span=Span(*mark.span()),
            plain=_PLAIN.fullmatch(mark.group()) is not None,
        )
        for mark in _MARK.finditer(text)
    )


def number_keys(citations: Iterable[Citation]) -> Mapping[str, int]:
    """Return each cited key's display number: 1, 2, … in order of first citation."""
    keys = dict.fromkeys(key for citation in citations for key in citation.keys)
    return {key: number for number, key in enumerate(keys, start=1)}


def render_citations(text: str, numbers: Mapping[str, int]) -> str:
    """Return `text` with each mark as its sorted display numbers, `[1, 2]`.

    Raises:
        KeyError: a key without a number; a corpus that was read has none.
    """

    def shown(mark: re.Match[str]) -> str:
        cited = sorted({numbers[key] for key in _CITED.findall(mark.group())})
        return f"[{', '.join(map(str, cited))}]"

    return _MARK.sub(shown, text)


def cited_numbers(shown: str) -> tuple[int, ...]:
    """Return the display numbers in text whose marks are rendered, ascending."""
    return tuple(sorted({int(number) for mark in _SHOWN.findall(shown) for number in mark.split(", ")}))


def remove_citations(text: str) -> str:
    """Return `text` without its marks and the space before each."""
    return re.sub(rf"\s*{_MARK.pattern}", "", text)
