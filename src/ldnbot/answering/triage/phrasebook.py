"""The book that phrases are found by: what is worked out about them when it is made, so that finding costs little.

A phrase is found by its key: places in a row, without a gap. Keys stand in trees, each under the set of words that they
begin with. Most phrases are their keys. The others are checked whole where their key is found.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import prod

import msgspec

from ldnbot.answering.triage.phrases import LONGEST_GAP, Phrase, Place, faces

__all__ = ["GAP", "Checked", "Node", "PhraseBook", "build_phrase_book"]

GAP = -1
"""The number of a gap. Another place has twice the number of its set of words, and one more if it may be left out."""

_FARTHEST = 8
"""Words beside a key that may be looked at for another place before the phrase is checked whole."""

_TOGETHER = 3.0
"""How much likelier a word is beside another of the same phrase than elsewhere."""


class Node(msgspec.Struct, eq=False, array_like=True):
    """A node of a tree of keys. Compared by identity."""

    owners: tuple[int, ...] = ()
    """Whose phrases end here."""

    checked: tuple[int, ...] = ()
    """The phrases to check whole whose keys end here."""

    after: dict[int, "Node"] = msgspec.field(default_factory=dict)
    """Number of a place → the node after it."""


class Checked(msgspec.Struct, frozen=True, eq=False, array_like=True):
    """A phrase that is checked whole where its key is found. Compared by identity."""

    owner: int
    places: tuple[int, ...]
    anchor: int
    first: int
    """The first place of the key."""

    beside: int
    """Another place that must be filled, or -1 if it is not worth looking at before the whole phrase."""

    reach: int
    """How far the word in that place is from the key at most: above 0 after it, below 0 before it."""

    choice: bool
    """Whether it needs no check where its key is found but once: its anchor only chooses between beginnings."""


@dataclass(frozen=True, slots=True, eq=False)
class PhraseBook:
    """Phrases as they are found. A message needs little of them, so each part is decoded when it is first needed."""

    owners: tuple[str, ...]
    words: Mapping[str, msgspec.Raw]
    """Word → the numbers of the sets that hold it."""

    trees: tuple[msgspec.Raw, ...]
    """The Node after each set that a key begins with, in order of the sets' numbers. Other sets have higher numbers."""

    checked: tuple[msgspec.Raw, ...]
    """Each a Checked."""


def build_phrase_book(phrases: Sequence[Phrase], frequency: Callable[[str], float]) -> PhraseBook:
    """Return the book of the phrases. `frequency` is a word's in the language, 0 to 1."""
    making = _Making(frequency)
    keyed = [(phrase, *making.key(phrase)) for phrase in dict.fromkeys(phrases)]
    for phrase, first, _ in keyed:
        making.number(phrase.places[first])
    making.trees.extend(Node() for _ in making.sets)
    for phrase, first, end in keyed:
        making.add(phrase, first, end)
    return making.book()


@dataclass(slots=True)
class _Making:
    """A book that phrases are added to."""

    frequency: Callable[[str], float]
    owners: dict[str, int] = field(default_factory=dict)
    sets: dict[frozenset[str], int] = field(default_factory=dict)
    trees: list[Node] = field(default_factory=list)
    checked: list[Checked] = field(default_factory=list)
    frequencies: dict[Place, float] = field(default_factory=dict)

    def key(self, phrase: Phrase) -> tuple[int, int]:
        """Return the first place of a phrase's key, and the one after its last."""
        return min(_runs(phrase.places), key=lambda run: self._share(phrase.places[slice(*run)]))

    def number(self, place: Place) -> int:
        """Return the number of a place."""
        if place.words is None:
            return GAP
        return 2 * self.sets.setdefault(place.words, len(self.sets)) + place.optional

    def add(self, phrase: Phrase, first: int, end: int) -> None:
        """Add a phrase whose key is that."""
        owner = self.owners.setdefault(phrase.owner, len(self.owners))
        places = tuple(map(self.number, phrase.places))
        node = self.trees[places[first] >> 1]
        for place in places[first + 1 : end]:
            node = node.after.setdefault(place, Node())
        is_key = _is_key(phrase)
        if is_key and not _has_choice(phrase):
            if owner not in node.owners:
                node.owners += (owner,)
        else:
            node.checked += (len(self.checked),)
            beside, reach = self._beside(phrase.places, first, end)
            self.checked.append(Checked(owner, places, phrase.anchor, first, beside, reach, is_key))

    def book(self) -> PhraseBook:
        """Return the book of all that was added."""
        words: dict[str, list[int]] = {}
        for members, number in self.sets.items():
            for word in members:
                words.setdefault(word, []).append(number)
        return PhraseBook(
            tuple(self.owners),
            {word: _raw(numbers) for word, numbers in sorted(words.items())},
            tuple(map(_raw, self.trees)),
            tuple(_raw(phrase) for phrase in self.checked),
        )

    def _share(self, run: Sequence[Place]) -> float:
        """Return how often, roughly, a run of places is met."""
        return prod(min(1.0, _TOGETHER * self._frequency(place)) for place in run if not place.optional)

    def _frequency(self, place: Place) -> float:
        if place not in self.frequencies:
            self.frequencies[place] = sum(map(self.frequency, sorted(place.words or ())))
        return self.frequencies[place]

    def _beside(self, places: Sequence[Place], first: int, end: int) -> tuple[int, int]:
        """Return the rarer of the places beside a key that must be filled, and how far it is at most; or -1 and 0."""
        after = _nearest(places, range(end, len(places)))
        before = ((number, -reach) for number, reach in _nearest(places, range(first - 1, -1, -1)))
        return min((*after, *before), key=lambda one: abs(one[1]) * self._frequency(places[one[0]]), default=(-1, 0))


def _runs(places: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """Yield the first place of each run without a gap, and the one after its last. Neither end may be left out."""
    needed: list[int] = []
    for number, place in enumerate((*places, Place(None))):
        if place.words is not None:
            needed.extend([number] * (not place.optional))
        elif needed:
            yield needed[0], needed[-1] + 1
            needed.clear()


def _nearest(places: Sequence[Place], numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first of those places that must be filled, and how far it is at most, unless that is too far."""
    reach = 1
    for number in numbers:
        if places[number].words is not None and not places[number].optional:
            if reach <= _FARTHEST:
                yield number, reach
            return
        reach += LONGEST_GAP if places[number].words is None else 1


def _is_key(phrase: Phrase) -> bool:
    """Tell whether a phrase is found wherever its key is: if it has no gap, and nothing to take in before the key.

    Digits that are not ASCII are numbers, but not as an anchor; so those are checked.
    """
    places = phrase.places
    numbers = any(word.startswith("<") for word in places[phrase.anchor].words or ())
    return not (places[0].optional or numbers or any(place.words is None for place in places))


def _has_choice(phrase: Phrase) -> bool:
    """Tell whether a phrase without a gap may have more than one beginning for one word at its anchor."""
    places, anchor = phrase.places, phrase.anchor
    # Two ways back from the anchor, word by word. If one is at the beginning and the other is not, there is a choice.
    ways = {(anchor, anchor)}
    seen: set[tuple[int, int]] = set()
    while ways:
        one, other = way = ways.pop()
        seen.add(way)
        if other == 0 < one:
            return True
        ways |= {
            (before, beside)
            for before in _before(places, one)
            for beside in _before(places, other)
            if not _readings(places[before]).isdisjoint(_readings(places[beside]))
        } - seen
    return False


def _before(places: Sequence[Place], number: int) -> Iterator[int]:
    """Yield the places that may be filled directly before one."""
    for before in range(number - 1, -1, -1):
        yield before
        if not places[before].optional:
            return


@cache
def _readings(place: Place) -> frozenset[str]:
    """Return the words of a place, and `0` if a number may stand there."""
    words = place.words or frozenset()
    numbers = any(word.startswith("<") or (word[0].isdigit() and faces(word)) for word in words)
    return words | {"0"} if numbers else words


def _raw(value: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))
