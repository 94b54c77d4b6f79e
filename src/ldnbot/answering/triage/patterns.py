"""Reviewed patterns that decide by themselves, each tied to words that it is looked for around.

They stand in patterns.yaml, with a note, a source, and examples that they catch and leave.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ldnbot.answering.triage.concern import Concern

__all__ = ["Pattern", "PatternBook"]

_NEAR = 160
"""Characters looked at on either side of a word that a pattern is tied to: about 30 words."""

_BESIDE = 60
"""Characters before a match in which its exception must end."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One reviewed pattern over folded words."""

    name: str
    concern: Concern
    near: tuple[str, ...]
    """The pattern is tried only around one of these words."""

    match: str
    """A regular expression over folded words."""

    not_after: str = ""
    """A regular expression for words directly before a match that take it back, such as a negation; or empty."""


@dataclass(frozen=True, slots=True)
class PatternBook:
    """Patterns by the words that they are tied to."""

    patterns: tuple[Pattern, ...]
    by_word: Mapping[str, Sequence[int]] = field(init=False)

    def __post_init__(self) -> None:
        by_word: dict[str, list[int]] = {}
        for number, pattern in enumerate(self.patterns):
            for word in pattern.near:
                by_word.setdefault(word, []).append(number)
        object.__setattr__(self, "by_word", by_word)

    def found(self, text: str, words: Sequence[str]) -> Iterator[tuple[Pattern, str]]:
        """Yield each pattern that holds somewhere in a folded text, with the words that it matched."""
        for pattern, window in self._windows(words, text):
            matched = _held(pattern, window)
            if matched:
                yield pattern, matched

    def _windows(self, words: Sequence[str], text: str) -> Iterator[tuple[Pattern, str]]:
        """Yield each pattern with the stretches of text around the words that it is tied to."""
        spans: dict[int, list[tuple[int, int]]] = {}
        place = 0
        for word in words:
            for number in self.by_word.get(word, ()):
                start, end = max(0, place - _NEAR), place + len(word) + _NEAR
                held = spans.setdefault(number, [])
                if held and start <= held[-1][1]:
                    held[-1] = (held[-1][0], end)
                else:
                    held.append((start, end))
            place += len(word) + 1
        for number, held in spans.items():
            for start, end in held:
                yield self.patterns[number], text[start:end]


def _held(pattern: Pattern, window: str) -> str:
    """Return what a pattern matches somewhere without an exception directly before, or an empty string."""
    match, not_after = _compiled(rf"\b(?:{pattern.match})\b"), None
    if pattern.not_after:
        not_after = _compiled(rf"\b(?:{pattern.not_after})$")
    place = 0
    while found := match.search(window, place):
        before = window[max(0, found.start() - _BESIDE) : found.start()].rstrip()
        if not_after is None or not not_after.search(before):
            return found.group()
        place = found.start() + 1
    return ""


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern compiled: when it is first needed, because there are many and most messages need none."""
    return re.compile(pattern)
