"""A question as the weighted terms that are looked up."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ldnbot.retrieval.terms import ngrams, stems

__all__ = ["Query", "make_query"]


@dataclass(frozen=True, slots=True)
class Query:
    """The terms of one question: stems and n-grams, each with its weight."""

    text: str
    stems: Mapping[str, float]
    ngrams: Mapping[str, float]

    @property
    def empty(self) -> bool:
        """Tell whether nothing of the question can be looked up."""
        return not self.stems


def make_query(text: str) -> Query:
    """Return the query of a question: every term weighs as often as it stands there."""
    return Query(text, _weights(stems(text)), _weights(ngrams(text)))


def _weights(terms: Iterable[str]) -> Mapping[str, float]:
    return {term: float(count) for term, count in Counter(terms).items()}
