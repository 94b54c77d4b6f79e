"""Phrases over folded words, found in one pass.

A phrase is words with spaces between. `a/b/c` is any of them, `<name>` any of a named set, `?x` may be left out, `_`
joins words inside an alternative, and `...` stands for up to three words. Numbers are also `<number>`, from four
`<many>`, and from ten `<big>`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import NamedTuple

__all__ = ["Match", "Phrase", "PhraseBook", "build_phrase_book"]

_GAP_TEXT = "..."
_LONGEST_GAP = 3
_REACHES = (1, 3, 8)
"""Words between which the second word of a phrase is looked for: few different ones, because each costs time."""

_NUMBERS = ("<number>", "<many>", "<big>")
_MANY, _BIG = 4, 10


Place = int
"""One place of a phrase: twice the number of the set of words that may stand there, and one more if it may be left out.
-1 is a gap of up to three words of any kind."""

GAP = -1


class Phrase(NamedTuple):
    """One phrase of an owner, the place that it is looked for by, and the place that is compared next (-1 if none)."""

    owner: str
    places: tuple[Place, ...]
    anchor: int
    second: int


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: whose it is, and its words `start` up to, not including, `end`."""

    owner: str
    start: int
    end: int


@dataclass(slots=True)
class _Around:
    """The phrases that one word is the anchor of, by the word that is compared next."""

    near: list[tuple[int, int, dict[str, list[Phrase]]]]
    """How far from the anchor that word stands, from and to, and the phrases of each such word."""

    alone: list[Phrase]
    """Those that nothing is compared for."""


@dataclass(frozen=True, slots=True, eq=False)
class PhraseBook:
    """Phrases, and the sets of words in their places. Compared by identity."""

    sets: tuple[frozenset[str], ...]
    phrases: tuple[Phrase, ...]
    by_word: Mapping[str, Sequence[Phrase]] = field(init=False)

    def __post_init__(self) -> None:
        by_word: defaultdict[str, list[Phrase]] = defaultdict(list)
        for phrase in self.phrases:
            for word in self.sets[phrase.places[phrase.anchor] >> 1]:
                by_word[word].append(phrase)
        object.__setattr__(self, "by_word", dict(by_word))

    def matches(self, words: Sequence[str]) -> Iterator[Match]:
        """Yield every phrase in the words, in order of the word it was looked for by."""
        by_word = self.by_word
        last = len(words) - 1
        for place, word in enumerate(words):
            anchors = (word,) if word in by_word else ()
            if word[0] <= "9" and word[0].isdigit():
                anchors = (*anchors, *(face for face in _faces(word) if face in by_word))
            for anchor in anchors:
                around = _around(self, anchor)
                for nearest, farthest, phrases in around.near:
                    for at in range(max(0, place + nearest), min(last, place + farthest) + 1):
                        if words[at] in phrases:
                            for phrase in phrases[words[at]]:
                                yield from self._match(phrase, words, place)
                for phrase in around.alone:
                    yield from self._match(phrase, words, place)

    def _match(self, phrase: Phrase, words: Sequence[str], at: int) -> Iterator[Match]:
        start = self._walk(phrase.places, phrase.anchor - 1, words, at - 1, -1)
        if start is not None:
            end = self._walk(phrase.places, phrase.anchor + 1, words, at + 1, 1)
            if end is not None:
                yield Match(phrase.owner, start + 1, end)

    def _walk(self, places: Sequence[Place], number: int, words: Sequence[str], at: int, step: int) -> int | None:
        """Return the first position not used when the places from `number` on match from `at`, or None."""
        while 0 <= number < len(places):
            place = places[number]
            if place == GAP:
                for skipped in range(_LONGEST_GAP + 1):
                    found = self._walk(places, number + step, words, at + step * skipped, step)
                    if found is not None:
                        return found
                return None
            holds = 0 <= at < len(words) and _holds(self.sets[place >> 1], words[at])
            if place & 1:
                if holds:
                    found = self._walk(places, number + step, words, at + step, step)
                    if found is not None:
                        return found
            elif not holds:
                return None
            else:
                at += step
            number += step
        return at


@lru_cache(maxsize=20_000)
def _around(book: PhraseBook, word: str) -> _Around:
    """Return the phrases of an anchor by the word that is compared next: worked out when the anchor is first met."""
    reaches: dict[tuple[int, int], dict[str, list[Phrase]]] = {}
    alone: list[Phrase] = []
    for phrase in book.by_word[word]:
        if phrase.second < 0:
            alone.append(phrase)
            continue
        found = reaches.setdefault(_reach(phrase), {})
        for other in book.sets[phrase.places[phrase.second] >> 1]:
            found.setdefault(other, []).append(phrase)
    return _Around([(nearest, farthest, found) for (nearest, farthest), found in reaches.items()], alone)


def _reach(phrase: Phrase) -> tuple[int, int]:
    """Return how far from the anchor the second place of a phrase may stand, from and to, as one of few reaches."""
    low, high = sorted((phrase.anchor, phrase.second))
    most = sum(_LONGEST_GAP if place == GAP else 1 for place in phrase.places[low + 1 : high]) + 1
    reach = next((reach for reach in _REACHES if most <= reach), most)
    return (1, reach) if phrase.second > phrase.anchor else (-reach, -1)


def build_phrase_book(
    phrases: Mapping[str, Sequence[str]],
    sets: Mapping[str, str],
    fold: Callable[[str], str],
    frequency: Callable[[str], float],
) -> PhraseBook:
    """Return the book of each owner's phrases.

    `fold` brings a word to the form that messages are read in; a phrase is looked for by its place whose words have the
    least `frequency` in the language.

    Raises:
        ValueError: a phrase names a set that there is none of, or has no word to be looked for by.
    """
    known: dict[str, frozenset[str]] = {}
    for name, text in sets.items():
        known[name] = _alternatives(text, known, fold)
    numbers: dict[frozenset[str], int] = {}
    found: dict[Phrase, None] = {}
    for owner, texts in phrases.items():
        for text in texts:
            for read in _read(text, known, fold):
                places = tuple(
                    GAP if words is None else 2 * numbers.setdefault(words, len(numbers)) + optional
                    for words, optional in read
                )
                found[Phrase(owner, places, *_anchors(read, text, frequency))] = None
    return PhraseBook(tuple(numbers), tuple(found))


_Read = tuple[frozenset[str] | None, bool]
"""The words of a place, None for a gap, and whether they may be left out."""


def _alternatives(text: str, known: Mapping[str, frozenset[str]], fold: Callable[[str], str]) -> frozenset[str]:
    """Return the alternatives of one place: each a word, or several with spaces between."""
    found: set[str] = set()
    for part in (part.strip() for part in text.split("/")):
        if part in _NUMBERS:
            found.add(part)
        elif part.startswith("<"):
            name = part.strip("<>")
            if name not in known:
                raise ValueError(f"there is no set <{name}>")
            found |= known[name]
        elif part:
            found.add(fold(part.replace("_", " ")))
    return frozenset(found - {""})


def _read(text: str, known: Mapping[str, frozenset[str]], fold: Callable[[str], str]) -> Iterator[tuple[_Read, ...]]:
    """Yield the places of a phrase; more than once where a place may hold several words."""
    options: list[list[tuple[_Read, ...]]] = []
    for part in text.split():
        if part == _GAP_TEXT:
            options.append([((None, False),)])
            continue
        optional = part.startswith("?")
        words = _alternatives(part.removeprefix("?"), known, fold)
        single = frozenset(word for word in words if " " not in word)
        here: list[tuple[_Read, ...]] = [((single, optional),)] if single else []
        several = sorted(words - single)
        here.extend(tuple((frozenset((word,)), False) for word in phrase.split()) for phrase in several)
        if optional and not single:
            here.append(())
        options.append(here)
    for chosen in product(*options):
        yield tuple(place for places in chosen for place in places)


def _anchors(places: Sequence[_Read], text: str, frequency: Callable[[str], float]) -> tuple[int, int]:
    """Return the place whose words are least frequent, and the next of those that hold no number."""
    fit = sorted(
        (sum(frequency(word) for word in words), number)
        for number, (words, optional) in enumerate(places)
        if words and not optional
    )
    if not fit:
        raise ValueError(f"the phrase {text!r} has no word to look for it by")
    plain = (number for _, number in fit[1:] if not any(word.startswith("<") for word in places[number][0] or ()))
    return fit[0][1], next(plain, -1)


def _holds(wanted: frozenset[str], word: str) -> bool:
    return word in wanted or (word[0].isdigit() and any(face in wanted for face in _faces(word)))


def _faces(word: str) -> tuple[str, ...]:
    try:
        number = float(word)
    except ValueError:
        return ()
    if number >= _BIG:
        return _NUMBERS
    return _NUMBERS[:2] if number >= _MANY else _NUMBERS[:1]
