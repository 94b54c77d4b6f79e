"""Triage: what a message needs before it is looked up. A pure function of its text.

Patterns decide by themselves. Cues, and the words beside them, add up: each has a weight for each concern, fitted to
labelled messages (`scripts/triage-book --fit`). Ordinary sayings take back what adds up without need. No corpus is
needed.
"""

from collections.abc import Iterator, Mapping

from ldnbot.answering.triage.book import Book, shipped_book
from ldnbot.answering.triage.concern import Concern, Sign, Triage
from ldnbot.answering.triage.folding import fold
from ldnbot.answering.triage.ordinary import taken_back
from ldnbot.answering.triage.weighing import weigh

__all__ = ["triage"]


def triage(typed: str) -> Triage:
    """Return what a message gives reason for. Of a long message 20,000 characters at each end are read."""
    return read_triage(typed, shipped_book())


def read_triage(typed: str, book: Book) -> Triage:
    """Return what a message gives reason for by that book."""
    text = fold(typed, book.spelling)
    words = text.split(" ") if text else []
    return Triage(tuple(_signs(text, words, book)))


def _signs(text: str, words: list[str], book: Book) -> Iterator[Sign]:
    found: set[Concern] = set()
    for pattern, matched in book.patterns.found(text, words):
        if not taken_back(pattern.concern, {pattern.name: pattern.concern}, text, book.ordinary):
            found.add(pattern.concern)
            yield Sign(pattern.concern, pattern.name, matched)
    for sign in weigh(words, book):
        if sign.concern not in found and not taken_back(sign.concern, _cues(sign, book), text, book.ordinary):
            yield sign


def _cues(sign: Sign, book: Book) -> Mapping[str, str]:
    """Return the cues in the words of a sign, each with what it speaks for."""
    return {owner: book.about[owner] for _, owners in book.finder.matches(sign.words.split(" ")) for owner in owners}
