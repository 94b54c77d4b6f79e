"""Reviewed patterns that decide by themselves, each tied to words that it is looked for around.

They stand in patterns.yaml, with a note, a source, and examples that they catch and leave.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from ldnbot.answering.triage.concern import Concern
from ldnbot.answering.triage.kept import Kept
from ldnbot.answering.triage.openings import ANY, NUMBER

__all__ = ["Pattern", "PatternBook"]

_NEAR = 160
"""Characters looked at on either side of a word that a pattern is tied to: about 30 words."""

_MOST_KEPT = 50_000
_PART = re.compile(r"\w+")
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

    opens: tuple[tuple[str, str], ...] = ()
    """Words that a match can begin with, and words that can follow those (see openings.py); empty if any can."""


class PatternBook:
    """Patterns by the words that they are tied to, and by those that they can begin with."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self._near: dict[str, list[int]] = {}
        self._openings: dict[str, dict[str, int]] = {}
        """First word → second word → the patterns that can begin with them, as bits."""

        for number, pattern in enumerate(self.patterns):
            for word in pattern.near:
                self._near.setdefault(word, []).append(number)
            for firsts, seconds in pattern.opens:
                for first in firsts.split():
                    row = self._openings.setdefault(first, {})
                    for second in seconds.split():
                        row[second] = row.get(second, 0) | 1 << number
        self._first = Kept[str, int](self._open_with, _MOST_KEPT)
        self._pair = Kept[tuple[str, str], int](self._open_with_both, 4 * _MOST_KEPT)

    def found(self, text: str, words: Sequence[str]) -> Iterator[tuple[Pattern, str]]:
        """Yield each pattern that holds somewhere in a folded text, with the words that it matched."""
        places = [0, *accumulate([len(word) + 1 for word in words])]
        stretches = self._stretches(words, places)
        starts = self._starts(words, places, stretches)
        for number, held in stretches.items():
            pattern, here = self.patterns[number], starts[1 << number]
            for start, end in held:
                begins = {place - start for place in here if start <= place < end}
                begins.update(self._cut(text, start, end, number))
                if not pattern.opens:
                    begins.update(range(end - start))
                if begins and (matched := _held(pattern, text[start:end], sorted(begins))):
                    yield pattern, matched

    def _stretches(self, words: Sequence[str], places: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
        """Return the stretches of text around the words that patterns are tied to, by the number of the pattern."""
        stretches: dict[int, list[tuple[int, int]]] = {}
        for place, word, numbers in zip(places, words, map(self._near.get, words), strict=False):
            if numbers:
                start, end = max(0, place - _NEAR), place + len(word) + _NEAR
                for number in numbers:
                    held = stretches.setdefault(number, [])
                    if held and start <= held[-1][1]:
                        held[-1] = (held[-1][0], end)
                    else:
                        held.append((start, end))
        return stretches

    def _starts(
        self, words: Sequence[str], places: Sequence[int], numbers: Iterable[int]
    ) -> Mapping[int, Sequence[int]]:
        """Return where in the text each of those patterns can begin, by the bit of the pattern."""
        starts: dict[int, list[int]] = {1 << number: [] for number in numbers}
        tried = sum(starts)
        pairs = pairwise((*words, ANY))
        for place, word, opening in zip(places, words, map(self._pair.__getitem__, pairs), strict=False):
            left = opening & tried
            while left:
                lowest = left & -left
                left ^= lowest
                if word.isalnum():
                    starts[lowest].append(place)
                else:
                    starts[lowest].extend(place + offset for offset in _offsets(word))
        return starts

    def _cut(self, text: str, start: int, end: int, number: int) -> Iterator[int]:
        """Yield where a pattern can begin in a stretch because a word is cut at its beginning or end."""
        if start and text[start - 1] != " ":
            word = text[start:end].partition(" ")[0]
            if self._first[word] >> number & 1:
                yield from _offsets(word)
        if end < len(text) and text[end] != " ":
            # What is left of the last word can be the second word as well as the first.
            last = text.rfind(" ", start, end) + 1 or start
            before = text.rfind(" ", start, max(start, last - 1)) + 1 or start
            for place, word in ((before, text[before : last - 1]), (last, text[last:end])):
                if self._first[word] >> number & 1:
                    yield from (place - start + offset for offset in _offsets(word))

    def _open_with(self, word: str) -> int:
        """Return the patterns that can begin with a word, as bits."""
        return self._open_with_both((word, ANY))

    def _open_with_both(self, words: tuple[str, str]) -> int:
        """Return the patterns that can begin with two words in a row, as bits."""
        first, second = words
        rows = self._openings.values() if not first.isalnum() else map(self._openings.get, _kinds(first))
        found = 0
        for row in filter(None, rows):
            # Of a word with anything but letters and digits in it, a match can take any part.
            masks = row.values() if not second.isalnum() else (row.get(kind, 0) for kind in _kinds(second))
            for mask in masks:
                found |= mask
        return found


def _kinds(word: str) -> Sequence[str]:
    return (word, NUMBER, ANY) if word[0].isdigit() else (word, ANY)


def _offsets(word: str) -> Sequence[int]:
    """Return where in a word a match can begin."""
    return (0,) if word.isalnum() else [part.start() for part in _PART.finditer(word)]


def _held(pattern: Pattern, window: str, begins: Iterable[int]) -> str:
    """Return the first of what a pattern matches, at those places, without an exception directly before; or nothing."""
    match, not_after = _compiled(rf"\b(?:{pattern.match})\b"), None
    if pattern.not_after:
        not_after = _compiled(rf"\b(?:{pattern.not_after})$")
    for place in begins:
        if found := match.match(window, place):
            before = window[max(0, place - _BESIDE) : place].rstrip()
            if not_after is None or not not_after.search(before):
                return found.group()
    return ""


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern compiled: when it is first needed, because there are many and most messages need none."""
    return re.compile(pattern)
