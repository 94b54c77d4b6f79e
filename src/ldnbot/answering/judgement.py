"""Whether the best passage answers the question, is only near, or the corpus does not speak of it.

A BM25 score is not a confidence. What is judged is coverage: how much of the question's informative words, weighed by
how rare they are in the corpus, the passage really holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ldnbot.answering.answer import Status
from ldnbot.retrieval.analysis import Query
from ldnbot.retrieval.index import FieldName, Hit, PassageIndex

__all__ = ["ANSWERED_FROM", "RELATED_FROM", "Judgement", "judge"]

ANSWERED_FROM = 0.6
"""The least coverage, 0 to 1, at which a passage counts as answering."""

RELATED_FROM = 0.3
"""The least coverage at which a passage is worth showing as near."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The status of a question, and what it was judged by."""

    status: Status
    coverage: float
    """Of the best passage, 0 to 1."""

    missing: tuple[str, ...]
    """The question's terms that the best passage lacks."""

    unknown: tuple[str, ...]
    """The question's terms that no passage holds."""


def judge(query: Query, hits: Sequence[Hit], index: PassageIndex) -> Judgement:
    """Return the judgement of a question from its hits, best first."""
    unknown = tuple(term for term in query.stems if term not in index.fields[FieldName.WORDS].bm25.idf)
    if query.empty or not hits:
        return Judgement(Status.NOT_COVERED, 0.0, tuple(query.stems), unknown)
    held = index.stems[hits[0].number]
    missing = tuple(term for term in query.stems if term not in held)
    total = sum(_informative(term, index) for term in query.stems)
    coverage = 1 - sum(_informative(term, index) for term in missing) / total if total else 0.0
    if coverage >= ANSWERED_FROM:
        status = Status.ANSWERED
    elif coverage >= RELATED_FROM:
        status = Status.RELATED
    else:
        status = Status.NOT_COVERED
    return Judgement(status, coverage, missing, unknown)


def _informative(term: str, index: PassageIndex) -> float:
    # A word that the corpus never uses is the most informative of all: it may be what the question is about.
    return index.fields[FieldName.WORDS].bm25.idf.get(
        term, max(index.fields[FieldName.WORDS].bm25.idf.values(), default=1.0)
    )
