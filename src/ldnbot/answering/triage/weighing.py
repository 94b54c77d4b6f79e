"""Small signs that add up: which cues are found or negated, which words stand there, and what they weigh together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import log

from ldnbot.answering.triage.book import Book
from ldnbot.answering.triage.concern import URGENT, Concern, Sign

__all__ = ["blocks", "spoken_for", "stretches", "weigh"]

_BLOCK = 20
"""Words of a block. Two blocks in a row are weighed together: forty words, a thought or two."""

_LONG, _LONG_URGENT = 0.6, 0.1
"""What the bound rises by with the logarithm of a message's length; less for an urgent one, lest filler hides it."""

_BESIDE = 3
"""Words before a cue in which a negation takes it back."""

_NEGATIONS = frozenset("not no never without nor hardly isn cannot neither nobody".split())
_NONE: Mapping[str, str] = {}
_TELLING = 0.3
"""What a sign must weigh to be named in an explanation."""


def weigh(words: Sequence[str], book: Book) -> Iterator[Sign]:
    """Yield a sign for each concern whose signs, in some two blocks in a row, add up to its bound."""
    found = blocks(words, book)
    about = [spoken_for(signs, book) for signs in found]
    sums = [_sums(signs, book) for signs in found]
    ends = list(pairwise(range(len(found)))) or [(0, 0)]
    # In a long message there are more places where signs can meet by chance.
    long = log(max(1.0, len(ends) / 2))
    for concern, weights in book.weights.items():
        spoken = [(first, last) for first, last in ends if concern in about[first] | about[last]]
        if not spoken:
            continue
        both = {
            (first, last): weights.intercept + sums[first][concern] + (sums[last][concern] if last > first else 0.0)
            for first, last in spoken
        }
        at = max(both, key=both.__getitem__)
        over = both[at] - weights.bound - (_LONG_URGENT if concern.urgent else _LONG) * long
        # Signs come in any order, and so does the error of their sum: a message always gets the same reply.
        if round(over, 6) >= 0:
            here = {name for signs in found[at[0] : at[1] + 1] for name in signs}
            telling = (name for name in here if weights.signs.get(name, 0.0) > _TELLING)
            named = sorted(telling, key=lambda name: (-weights.signs[name], name))
            yield Sign(concern, ", ".join(named), " ".join(words[at[0] * _BLOCK : (at[1] + 1) * _BLOCK]))


def _sums(signs: Iterable[str], book: Book) -> dict[Concern, float]:
    totals = dict.fromkeys(book.weights, 0.0)
    for name in signs:
        for concern, weight in book.table.get(name, ()):
            totals[concern] += weight
    return totals


def spoken_for(signs: Iterable[str], book: Book) -> frozenset[Concern]:
    """Return the concerns that a cue speaks for, and the urgent ones: for those, words alone may speak too."""
    found = {book.about[name] for name in signs if name in book.about}
    return URGENT.union(concern for concern in Concern if concern in found)


def stretches(words: Sequence[str], book: Book) -> list[list[str]]:
    """Return all signs that would be weighed together, also those without a weight: for fitting the weights."""
    found = blocks(words, book, every=True)
    return [[*one, *other] for one, other in pairwise(found)] or [list(found[0])]


def blocks(words: Sequence[str], book: Book, *, every: bool = False) -> list[set[str]]:
    """Return the signs of each block of the words; there is at least one block. Only `every` has words without weight.

    A sign is the name of a cue, `not NAME` if it is negated, or a word or two in a row as `“word word”`. What runs over
    the end of a block belongs to the block that it begins in.
    """
    found: list[set[str]] = [set() for _ in range(0, max(1, len(words)), _BLOCK)]
    single, double = book.single, book.double
    before = ""
    for place, word in enumerate(words):
        if every:
            found[place // _BLOCK].add(f"“{word}”")
            found[max(0, place - 1) // _BLOCK].add(f"“{before} {word}”")
        if name := single.get(word):
            found[place // _BLOCK].add(name)
        if name := double.get(before, _NONE).get(word):
            found[(place - 1) // _BLOCK].add(name)
        before = word
    for match in book.cues.matches(words):
        start = match.start
        negated = not _NEGATIONS.isdisjoint(words[max(0, start - _BESIDE) : start])
        found[start // _BLOCK].add(f"not {match.owner}" if negated else match.owner)
    return found
