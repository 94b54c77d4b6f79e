"""Small signs that add up: which cues are found or negated, which words stand there, and what they weigh together."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import log

from ldnbot.answering.triage.book import Book
from ldnbot.answering.triage.concern import URGENT, Concern, Sign
from ldnbot.answering.triage.scales import unpack

__all__ = ["blocks", "spoken_for", "stretches", "weigh"]

_BLOCK = 20
"""Words of a block. Two blocks in a row are weighed together: forty words, a thought or two."""

_LONG, _LONG_URGENT = 60, 10
"""What the bound rises by with the logarithm of a message's length, in hundredths; less for an urgent concern, lest
filler hides it."""

_BESIDE = 3
"""Words before a cue in which a negation takes it back."""

_NEGATIONS = frozenset("not no never without nor hardly isn cannot neither nobody".split())
_TELLING = 30
"""What a sign must weigh to be named in an explanation, in hundredths."""


def weigh(words: Sequence[str], book: Book) -> Iterator[Sign]:
    """Yield a sign for each concern whose signs, in some two blocks in a row, add up to its bound."""
    found = blocks(words, book)
    weighed = list(map(book.scales.weigh, found))
    ends = list(pairwise(range(len(found)))) or [(0, 0)]
    sums = [unpack(weighed[first] + (weighed[last] if last > first else 0)) for first, last in ends]
    # In a long message there are more places where signs can meet by chance.
    long = log(max(1.0, len(ends) / 2))
    for concern, (intercept, bound) in book.bounds.items():
        spoken = [number for number, weights in enumerate(sums) if concern in weights]
        if not spoken:
            continue
        best = max(spoken, key=lambda number: sums[number][concern])
        if intercept + sums[best][concern] >= bound + (_LONG_URGENT if concern.urgent else _LONG) * long:
            first, last = ends[best]
            named = {name: book.scales.weight(name, concern) for name in found[first] | found[last]}
            telling = sorted((-weight, name) for name, weight in named.items() if weight > _TELLING)
            here = " ".join(words[first * _BLOCK : (last + 1) * _BLOCK])
            yield Sign(concern, ", ".join(name for _, name in telling), here)


def spoken_for(signs: Iterable[str], book: Book) -> frozenset[Concern]:
    """Return the concerns that a cue speaks for, and the urgent ones: for those, words alone may speak too."""
    found = {book.about[name] for name in signs if name in book.about}
    return URGENT.union(concern for concern in Concern if concern in found)


def stretches(words: Sequence[str], book: Book) -> list[list[str]]:
    """Return all signs that would be weighed together, also those without a weight: for fitting the weights."""
    found = blocks(words, book)
    before = ""
    for place, word in enumerate(words):
        found[place // _BLOCK].add(f"“{word}”")
        found[max(0, place - 1) // _BLOCK].add(f"“{before} {word}”")
        before = word
    return [[*one, *other] for one, other in pairwise(found)] or [list(found[0])]


def blocks(words: Sequence[str], book: Book) -> list[set[str]]:
    """Return the signs of each block of the words; there is at least one block. Words without weight are left out.

    A sign is the name of a cue, `not NAME` if it is negated, or a word or two in a row as `“word word”`. What runs over
    the end of a block belongs to the block that it begins in. The first word is also `“ word”`, in the last block.
    """
    scales = book.scales
    single = list(map(scales.single.__getitem__, words))
    double = list(map(scales.double.__getitem__, pairwise(words)))
    found: list[set[str]] = []
    for place in range(0, max(1, len(words)), _BLOCK):
        signs = {*filter(None, single[place : place + _BLOCK]), *filter(None, double[place : place + _BLOCK])}
        found.append(signs)
    if words and (begins := scales.double["", words[0]]):
        found[-1].add(begins)
    # The words that a negation may take back what begins at.
    negated = {
        after
        for place, word in enumerate(words)
        if word in _NEGATIONS
        for after in range(place + 1, place + _BESIDE + 1)
    }
    for start, owners in book.finder.matches(words):
        if start in negated:
            found[start // _BLOCK].update([f"not {owner}" for owner in owners])
        else:
            found[start // _BLOCK].update(owners)
    return found
