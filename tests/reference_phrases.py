"""The phrase language read the plain way, one phrase after another: slow, and short enough to be seen to be right."""

from collections.abc import Iterator, Sequence

from ldnbot.answering.triage.phrases import LONGEST_GAP, Phrase, Place, faces

__all__ = ["plain_matches"]


def plain_matches(phrases: Sequence[Phrase], words: Sequence[str]) -> set[tuple[int, str]]:
    """Return the first word of each match, and whose phrase it is."""
    return {
        (start, phrase.owner)
        for phrase in phrases
        for at, word in enumerate(words)
        if fits(phrase.places[phrase.anchor], word, as_anchor=True)
        and (start := beginning(phrase, words, at)) is not None
        and any(True for _ in ends(phrase.places[phrase.anchor + 1 :], words[at + 1 :]))
    }


def beginning(phrase: Phrase, words: Sequence[str], at: int) -> int | None:
    """Return the first word of the match whose anchor is at `at`: by the first way back that leads through."""
    before = phrase.places[: phrase.anchor][::-1]
    return next((at - taken for taken in ends(before, words[:at][::-1])), None)


def ends(places: Sequence[Place], words: Sequence[str]) -> Iterator[int]:
    """Yield how many of the words the places take, in order of preference: optional words taken, gaps short."""
    if not places:
        yield 0
        return
    place, rest = places[0], places[1:]
    if place.words is None:
        for skipped in range(LONGEST_GAP + 1):
            yield from (skipped + taken for taken in ends(rest, words[skipped:]))
        return
    if words and fits(place, words[0]):
        yield from (1 + taken for taken in ends(rest, words[1:]))
    if place.optional:
        yield from ends(rest, words)


def fits(place: Place, word: str, *, as_anchor: bool = False) -> bool:
    """Tell whether a word may stand in a place, as it is or as a number; only one of ASCII digits can be an anchor."""
    words = place.words or frozenset()
    number = word[0].isdigit() and (word[0].isascii() or not as_anchor)
    return word in words or (number and not words.isdisjoint(faces(word)))
