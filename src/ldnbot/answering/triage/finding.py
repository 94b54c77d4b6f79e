"""Phrases found in folded words, in one pass.

At each word the trees of keys that begin with it are followed, all at once: what they come to after some words is a
state, and which state another word leads to is worked out when that is first met, and kept (a deterministic automaton
built lazily, as in RE2: https://swtch.com/~rsc/regexp/regexp1.html). So most words cost a look-up or two.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from ldnbot.answering.triage.kept import Kept
from ldnbot.answering.triage.phrasebook import GAP, Checked, PhraseBook
from ldnbot.answering.triage.phrases import LONGEST_GAP, faces

__all__ = ["Finder", "Match"]

_MOST_KEPT = 30_000
"""Steps that are kept: those of some hundred long messages, 2 KB each."""

_MOST_WORDS = 20_000
_FEW = 40
"""Sets that are compared each time rather than that it is kept that none fits. Most words fit none."""

_Found = TypeVar("_Found")
_Sets = frozenset[int]
"""The numbers of the sets that a word fits."""


Match = tuple[int, tuple[str, ...]]
"""Where phrases begin, as the number of a word, and whose they are."""


@dataclass(frozen=True, slots=True, eq=False)
class _Phrase:
    """A phrase that is checked whole, and how far from the beginning of its key its anchor may stand."""

    owner: tuple[str]
    places: tuple[int, ...]
    anchor: int
    nearest: int
    farthest: int
    choice: bool
    beside: int
    """The set that a word within `reach` of the key must fit; above 0 after it, below 0 before it, 0 for none."""

    reach: int


@dataclass(slots=True, eq=False)
class _Node:
    """A node of a tree of keys, decoded when it is come to. Compared by identity."""

    raw: msgspec.Raw
    owners: tuple[int, ...] = ()
    checked: tuple[int, ...] = ()
    after: "Sequence[tuple[int, _Node]] | None" = None
    """Numbers of sets → the nodes after them."""

    beyond: "Sequence[_Node]" = ()
    """The nodes after places that may be left out."""

    def open(self) -> "Sequence[tuple[int, _Node]]":
        """Return the nodes after this one, each with the number of the set between."""
        if self.after is None:
            self.owners, self.checked, after = msgspec.json.decode(self.raw, type=_Stored)
            nodes = [(place, _Node(raw)) for place, raw in after.items()]
            self.after = [(place >> 1, node) for place, node in nodes]
            self.beyond = [node for place, node in nodes if place & 1]
        return self.after


_Stored = tuple[tuple[int, ...], tuple[int, ...], dict[int, msgspec.Raw]]
_BySet = Mapping[int, list[_Phrase]]


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What some words in a row come to."""

    owners: tuple[str, ...]
    """Whose phrases they are."""

    choices: tuple[_Phrase, ...]
    """Phrases that they are, if they begin here."""

    checked: tuple[_Phrase, ...]
    """Phrases to check, whose keys they are."""

    later: _BySet
    """The same, if a word shortly after them fits the set."""

    earlier: _BySet
    """The same, if a word shortly before them does."""

    reach: int
    """How many words that is."""

    ends: bool
    """Whether there is any of these."""

    nodes: Mapping[int, list[_Node]]
    """Where a word that fits a set leads to."""

    sets: _Sets
    after: "dict[str, _State | None]" = field(default_factory=dict)
    """Word → the state after it; not for all words that lead to none."""


class Finder:
    """Finds the phrases of a book. When more than `most_kept` steps are kept, all are forgotten."""

    def __init__(self, book: PhraseBook, most_kept: int = _MOST_KEPT) -> None:
        self._book = book
        self._most_kept = most_kept
        self._trees = Kept[int, _Node](self._tree, len(book.trees) + 1)
        self._phrases = Kept[int, _Phrase](self._phrase, len(book.checked) + 1)
        self._states: dict[frozenset[_Node], _State] = {}
        self._begun = Kept[str, _State | None](self._begin, _MOST_WORDS)
        self._kept = 0
        self.sets = Kept[str, frozenset[int]](self._fitting, _MOST_WORDS)
        """Word → the numbers of the sets that it fits, also as a number of some kind."""

    def matches(self, words: Sequence[str]) -> list[Match]:
        """Return every phrase in the words, as often as it has beginnings, or oftener."""
        if self._kept > self._most_kept:
            self._forget()
        sets, count = list(map(self.sets.__getitem__, words)), len(words)
        ends: list[tuple[_State, int, int]] = []
        for start, begun in enumerate(map(self._begun.__getitem__, words)):
            state, at = begun, start + 1
            while state is not None:
                if state.ends:
                    ends.append((state, start, at))
                if at == count:
                    break
                word, after = words[at], state.after
                if word in after:
                    state = after[word]
                elif not state.sets.isdisjoint(sets[at]):
                    state = after[word] = self._state(_under(state.nodes, sets[at]))
                    self._kept += 1
                else:
                    if len(state.sets) > _FEW < len(sets[at]):
                        after[word] = None
                    break
                at += 1
        return self._ended(ends, words, sets)

    def _ended(
        self, ends: Iterable[tuple[_State, int, int]], words: Sequence[str], sets: Sequence[_Sets]
    ) -> list[Match]:
        """Return the phrases of states that were come to, each with its first word and the one after its last."""
        found: list[Match] = []
        choices: dict[_Phrase, list[int]] = {}
        checks: list[tuple[_Phrase, int]] = []
        for state, start, end in ends:
            if state.owners:
                found.append((start, state.owners))
            for phrase in state.choices:
                choices.setdefault(phrase, []).append(start)
            checks.extend((phrase, start) for phrase in state.checked)
            if state.later:
                for fit in sets[end : end + state.reach]:
                    if not state.later.keys().isdisjoint(fit):
                        checks.extend((phrase, start) for phrase in _under(state.later, fit))
            if state.earlier:
                for fit in sets[max(0, start - state.reach) : start]:
                    if not state.earlier.keys().isdisjoint(fit):
                        checks.extend((phrase, start) for phrase in _under(state.earlier, fit))
        for phrase, starts in choices.items():
            if len(starts) == 1:
                found.append((starts[0], phrase.owner))
            else:
                checks.extend((phrase, start) for start in starts)
        for phrase, start in checks:
            anchor = phrase.places[phrase.anchor] >> 1
            for at in range(max(0, start + phrase.nearest), min(len(sets), start + phrase.farthest + 1)):
                if anchor in sets[at] and (words[at] < ":" or anchor in self._named(words[at])):
                    before = _walk(phrase.places, phrase.anchor - 1, sets, at - 1, -1)
                    if before is not None and _walk(phrase.places, phrase.anchor + 1, sets, at + 1, 1) is not None:
                        found.append((before + 1, phrase.owner))
        return found

    def _forget(self) -> None:
        self._kept = 0
        self._states.clear()
        for state in self._begun.values():
            if state is not None:
                state.after.clear()

    def _begin(self, word: str) -> _State | None:
        trees = len(self._book.trees)
        return self._state([self._trees[number] for number in self.sets[word] if number < trees])

    def _state(self, nodes: Iterable[_Node]) -> _State | None:
        """Return the state of being at any of the nodes, or at those after places that may be left out."""
        reached: set[_Node] = set()
        ahead = list(nodes)
        while ahead:
            node = ahead.pop()
            if node not in reached:
                reached.add(node)
                node.open()
                ahead.extend(node.beyond)
        if not reached:
            return None
        key = frozenset(reached)
        if key not in self._states:
            self._states[key] = self._new_state(key)
        return self._states[key]

    def _new_state(self, reached: Iterable[_Node]) -> _State:
        owners: set[int] = set()
        choices: list[_Phrase] = []
        checked: list[_Phrase] = []
        later: dict[int, list[_Phrase]] = {}
        earlier: dict[int, list[_Phrase]] = {}
        nodes: dict[int, list[_Node]] = {}
        reach = 0
        for node in reached:
            owners.update(node.owners)
            for phrase in map(self._phrases.__getitem__, node.checked):
                if phrase.choice:
                    choices.append(phrase)
                elif phrase.reach == 0:
                    checked.append(phrase)
                else:
                    waiting = later if phrase.reach > 0 else earlier
                    waiting.setdefault(phrase.beside, []).append(phrase)
                    reach = max(reach, abs(phrase.reach))
            for number, after in node.open():
                nodes.setdefault(number, []).append(after)
        names = tuple(self._book.owners[owner] for owner in sorted(owners))
        ends = bool(names or choices or checked or later or earlier)
        return _State(names, tuple(choices), tuple(checked), later, earlier, reach, ends, nodes, frozenset(nodes))

    def _tree(self, number: int) -> _Node:
        return _Node(self._book.trees[number])

    def _phrase(self, number: int) -> _Phrase:
        phrase = msgspec.json.decode(self._book.checked[number], type=Checked)
        low, high = sorted((phrase.anchor, phrase.first))
        between = phrase.places[low:high]
        fewest = sum(place != GAP and not place & 1 for place in between)
        most = sum(LONGEST_GAP if place == GAP else 1 for place in between)
        nearest, farthest = (fewest, most) if phrase.anchor > phrase.first else (-most, -fewest)
        return _Phrase(
            (self._book.owners[phrase.owner],),
            phrase.places,
            phrase.anchor,
            nearest,
            farthest,
            phrase.choice,
            phrase.places[phrase.beside] >> 1,
            phrase.reach,
        )

    def _fitting(self, word: str) -> _Sets:
        found = self._named(word)
        return found.union(*map(self._named, faces(word))) if word[0].isdigit() else found

    def _named(self, word: str) -> _Sets:
        """Return the numbers of the sets in which a word stands as it is."""
        raw = self._book.words.get(word)
        return frozenset() if raw is None else msgspec.json.decode(raw, type=_Sets)


def _walk(places: Sequence[int], number: int, sets: Sequence[_Sets], at: int, step: int) -> int | None:
    """Return the first position not used when the places from `number` on match from `at`, or None."""
    while 0 <= number < len(places):
        place = places[number]
        if place == GAP:
            number += step
            after = places[number] if 0 <= number < len(places) else GAP
            for here in range(at, at + step * (LONGEST_GAP + 1), step):
                # Where the place after the gap must be filled and is not, there is no need to walk on.
                if after & 1 or (0 <= here < len(sets) and after >> 1 in sets[here]):
                    found = _walk(places, number, sets, here, step)
                    if found is not None:
                        return found
            return None
        holds = 0 <= at < len(sets) and place >> 1 in sets[at]
        if place & 1:
            if holds:
                found = _walk(places, number + step, sets, at + step, step)
                if found is not None:
                    return found
        elif not holds:
            return None
        else:
            at += step
        number += step
    return at


def _under(by_set: Mapping[int, Iterable[_Found]], sets: _Sets) -> list[_Found]:
    """Return what stands under any of the sets."""
    if len(by_set) < len(sets):
        return [one for number, found in by_set.items() if number in sets for one in found]
    return [one for number in sets if number in by_set for one in by_set[number]]
