"""From text to the terms that are indexed: word stems, and the character n-grams of words.

Stems bring `diseases` and `disease` together; n-grams also bring `compunding` near `compounding`.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

__all__ = ["NGRAM", "STOPWORDS", "Token", "ngrams", "remember_stems", "stem", "stems", "tokens"]

NGRAM = 4
"""Characters of an n-gram. Of 3, 4 and 5, 4 finds best on the article and on COVID-QA (docs/architecture.md)."""

_MOST_STEMS = 1 << 17

_WORD = re.compile(r"[^\W_]+(?:['.,/-][^\W_]+)*", re.UNICODE)
_NUMBER_AND_UNIT = re.compile(
    r"(\d(?:[\d.,]*\d)?)(mg|mcg|ug|g|ml|wks?|weeks?|months?|mths?|days?|hrs?|years?|yrs?)\b", re.IGNORECASE
)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-"})

STOPWORDS = frozenset(
    """
    a about above after again against ain all also am an and any anybody anyone are aren as at b be because been before
    being below between both but by can cannot cant could couldn d did didn do does doesn doing don done dont down
    during each else even ever every few for from further get gets getting give go goes going gonna got had hadn has
    hasn have haven having he hello her here hers herself hey hi him himself his how however i if im in into is isn it
    its itself ive just know kind let ll lot m many may me might more most much my myself n na need no nor not now o of
    off ok okay on once one only or other our ours ourselves out over own please pls r re really s said same say says
    shall shan she should shouldn so some someone something still such t tell than thank thanks that thats the their
    theirs them themselves then there these they thing things this those though through to too u under until up upon ur
    us use used using ve very vs want was wasn way we were weren what whats when where whether which while who whom whos
    whose why will with won would wouldn y yes yet you your youre yours yourself yourselves
    """.split()
)
"""Words that are in any question. rank-bm25's idf floor would let them outrank rare words."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: as it was typed, and the bare form that is stemmed."""

    shown: str
    bare: str


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of `text` in order. `Crohn’s 4.5mg` has `crohn`, `4.5` and `mg` as its bare forms."""
    normal = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    for match in _WORD.finditer(_NUMBER_AND_UNIT.sub(r"\1 \2", normal)):
        for part in re.split("[/-]", match.group()):
            if part:
                yield Token(part, part.casefold().removesuffix("'s").replace("'", ""))


def stems(text: str) -> Iterator[str]:
    """Yield the stem of every word of `text` that is not a stopword."""
    for token in tokens(text):
        if token.bare not in STOPWORDS:
            yield stem(token.bare)


_memory: dict[str, str] = {}
"""Stems worked out or read before: the same for everybody, so shared by everybody."""


def stem(word: str) -> str:
    """Return the Snowball (Porter 2) stem of a lower-case word. Words with a digit are their own stem."""
    known = _memory.get(word)
    if known is None:
        known = word if any(character.isdigit() for character in word) else str(_stemmer().stem(word))
        if len(_memory) < _MOST_STEMS:
            _memory[word] = known
    return known


def remember_stems(known: Mapping[str, str]) -> None:
    """Take over stems worked out before, so that nltk is loaded only for a word that is new."""
    _memory.update(known)


@cache
def _stemmer() -> Any:
    from nltk.stem.snowball import EnglishStemmer  # importing nltk costs more than answering

    return EnglishStemmer()


def ngrams(text: str, size: int = NGRAM) -> Iterator[str]:
    """Yield the character n-grams of each word of `text` that is not a stopword, with its edges marked by a space."""
    for token in tokens(text):
        if token.bare in STOPWORDS:
            continue
        edged = f" {token.bare} "
        if len(edged) <= size:
            yield edged
        else:
            yield from (edged[start : start + size] for start in range(len(edged) - size + 1))
