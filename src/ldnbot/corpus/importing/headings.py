"""Which lines of an article without markup are headings, and which of them stand below another."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ldnbot.corpus.importing.citationmarks import find_marks
from ldnbot.corpus.importing.piece import Piece, PieceKind

__all__ = ["guess_headings", "guess_levels", "looks_like_heading", "title_scores"]

_LONGEST = 120
_MOST_WORDS = 18
_MOST_WORDS_IN_SENTENCE_CASE = 9
_ENDS_TEXT = re.compile(r"[.!,;:…]$")
_WORD = re.compile(r"[^\W_]+")
_NUMBERING = re.compile(r"(\d+(?:\.\d+)+)\.?\s")
_FUNCTION_WORDS = frozenset(
    "a about after against all also an and any are as at be because been before being but by can could did do does for"
    " from get had has have here how i if in into is it its like may me might more most my need no not of on or our"
    " ready should some start such than that the their them then there these they this those to too us want was we were"
    " what when where which while who why will with would yes you your".split()
)


def looks_like_heading(text: str) -> bool:
    """Tell whether a line of its own is short, has no final stop, and is in title case, a question or a few words."""
    words = text.split()
    if not words or len(text) > _LONGEST or len(words) > _MOST_WORDS or find_marks(text):
        return False
    first = next((character for character in text if character.isalnum()), "")
    if _ENDS_TEXT.search(text) or not (first.isupper() or first.isdigit()):
        return False
    long_words = [word for word in _WORD.findall(text) if len(word) > 3]
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in long_words)
    return len(words) <= _MOST_WORDS_IN_SENTENCE_CASE or capitals * 3 >= len(long_words) * 2


def guess_headings(pieces: Sequence[Piece]) -> tuple[bool, ...]:
    """Tell for each piece of a body without markup whether it is taken for a heading.

    It is if it looks like one and text follows, with at most one other heading between: a longer run of short lines is
    a list without bullets, of which only the last can be a heading.
    """
    looks = [piece.kind is PieceKind.LINE and looks_like_heading(piece.text) for piece in pieces]
    found = [False] * len(pieces)
    start = 0
    while start < len(pieces):
        if not looks[start]:
            start += 1
            continue
        end = start
        while end < len(pieces) and looks[end]:
            end += 1
        if end < len(pieces):
            for position in range(start if end - start <= 2 else end - 1, end):
                found[position] = True
        start = end
    return tuple(found)


def guess_levels(headings: Sequence[str]) -> tuple[int, ...]:
    """Return 2 or 3 for each heading in order.

    Two or more in a row that begin with the same two words, not both mere function words (`Ginger for Colds`, `Ginger
    for Cramps`), stand below the heading before them. So does one numbered `2.1` below `2`.
    """
    leads = [tuple(_lead(heading)) for heading in headings]
    levels = [2] * len(headings)
    for position in range(1, len(headings)):
        numbering = _NUMBERING.match(headings[position])
        if numbering:
            levels[position] = min(2 + numbering[1].count("."), 6)
            continue
        lead = leads[position]
        if len(lead) < 2 or all(word in _FUNCTION_WORDS for word in lead):
            continue
        shared_before = position > 1 and leads[position - 1] == lead
        shared_after = position + 1 < len(leads) and leads[position + 1] == lead
        if shared_before or (shared_after and leads[position - 1] != lead):
            levels[position] = 3
    return tuple(levels)


def title_scores(candidates: Iterable[str], body: str) -> tuple[float, ...]:
    """Return for each candidate how much the body keeps using its words: the sum of log(1 + count) over them."""
    counts = Counter(word.lower() for word in _WORD.findall(body))
    return tuple(
        sum(math.log1p(counts[word]) for word in {word.lower() for word in _WORD.findall(text)} - _FUNCTION_WORDS)
        for text in candidates
    )


def _lead(heading: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(heading)][:2]
