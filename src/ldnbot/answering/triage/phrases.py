"""Phrases over folded words: the language that they are written in.

A phrase is words with spaces between. `a/b/c` is any of them, `<name>` any of a named set, `?x` may be left out, `_`
joins words inside an alternative, and `...` stands for up to three words. Numbers are also `<number>`, from four
`<many>`, and from ten `<big>`.

A phrase has an anchor: the place whose words are rarest. Each word that may stand there gives one match at most. From
there to either side, what may be left out is taken where it can be, and a gap is as short as it can be.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

__all__ = ["LONGEST_GAP", "Phrase", "Place", "faces", "read_phrases"]

LONGEST_GAP = 3
"""Words that a gap stands for at most."""

_GAP_TEXT = "..."
_NUMBERS = ("<number>", "<many>", "<big>")
_MANY, _BIG = 4, 10


class Place(NamedTuple):
    """One place of a phrase: the words that may stand there, None for a gap, and whether it may be left out."""

    words: frozenset[str] | None
    optional: bool = False


class Phrase(NamedTuple):
    """One phrase of an owner, with the number of the place that is its anchor."""

    owner: str
    places: tuple[Place, ...]
    anchor: int


def read_phrases(
    phrases: Mapping[str, Sequence[str]],
    sets: Mapping[str, str],
    fold: Callable[[str], str],
    frequency: Callable[[str], float],
) -> Iterator[Phrase]:
    """Yield the phrases of each owner, the same one perhaps more than once.

    `fold` brings a word to the form that messages are read in; `frequency` is a word's in the language, 0 to 1.

    Raises:
        ValueError: a phrase names a set that there is none of, or has no word to be looked for by.
    """
    known: dict[str, frozenset[str]] = {}
    for name, text in sets.items():
        known[name] = _alternatives(text, known, fold)
    for owner, texts in phrases.items():
        for text in texts:
            for places in _read(text, known, fold):
                yield Phrase(owner, places, _anchor(places, text, frequency))


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


def _read(text: str, known: Mapping[str, frozenset[str]], fold: Callable[[str], str]) -> Iterator[tuple[Place, ...]]:
    """Yield the places of a phrase; more than once where a place may hold several words."""
    options: list[list[tuple[Place, ...]]] = []
    for part in text.split():
        if part == _GAP_TEXT:
            options.append([(Place(None),)])
            continue
        optional = part.startswith("?")
        words = _alternatives(part.removeprefix("?"), known, fold)
        single = frozenset(word for word in words if " " not in word)
        here: list[tuple[Place, ...]] = [(Place(single, optional),)] if single else []
        several = sorted(words - single)
        here.extend(tuple(Place(frozenset((word,))) for word in phrase.split()) for phrase in several)
        if optional and not single:
            here.append(())
        options.append(here)
    for chosen in product(*options):
        yield tuple(place for places in chosen for place in places)


def _anchor(places: Sequence[Place], text: str, frequency: Callable[[str], float]) -> int:
    """Return the place whose words are least frequent, of those that may not be left out."""
    fit = [
        (sum(frequency(word) for word in place.words), number)
        for number, place in enumerate(places)
        if place.words and not place.optional
    ]
    if not fit:
        raise ValueError(f"the phrase {text!r} has no word to look for it by")
    return min(fit)[1]


def faces(word: str) -> tuple[str, ...]:
    """Return the kinds of number that a word is; none if it is no number."""
    try:
        number = float(word)
    except ValueError:
        return ()
    if number >= _BIG:
        return _NUMBERS
    return _NUMBERS[:2] if number >= _MANY else _NUMBERS[:1]
