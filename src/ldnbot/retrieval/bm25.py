"""BM25 scores of documents for weighted terms.

rank-bm25 counts; the score of every (term, document) pair is then worked out once, with its formula and parameters, so
that a query adds up a few numbers instead of visiting every document.

Source: Robertson S, Zaragoza H. The Probabilistic Relevance Framework: BM25 and Beyond (2009); the idf is Lucene's,
ln(1 + (N - n + 0.5) / (n + 0.5)), which is never negative nor zero: rank-bm25's own is 0 for a term that half of the
documents hold and is raised to a floor for commoner ones, so that in a small corpus common words outrank rare ones.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["B", "Bm25", "build_bm25"]


B = 0.5
"""How much a long document is held back, 0 to 1. Passages are of one topic, so less than rank-bm25's 0.75."""


@dataclass(frozen=True, slots=True)
class Bm25:
    """An index over documents numbered from 0."""

    postings: Mapping[str, tuple[tuple[int, float], ...]]
    """For each term its documents, in order, and their scores."""

    idf: Mapping[str, float]
    size: int

    def scores(self, terms: Mapping[str, float]) -> dict[int, float]:
        """Return the score of each document that holds any of the terms; each term's part counts by its weight."""
        totals: defaultdict[int, float] = defaultdict(float)
        for term, weight in terms.items():
            for document, score in self.postings.get(term, ()):
                totals[document] += weight * score
        return dict(totals)


def build_bm25(documents: Sequence[Sequence[str]]) -> Bm25:
    """Return the index of documents given as their terms. Documents may be empty, and there may be none."""
    if not any(documents):  # rank-bm25 divides by the mean length
        return Bm25({}, {}, len(documents))
    from ldnbot.retrieval.lucene import LuceneBM25  # numpy costs 100 ms, and an index that was stored needs none of it

    counted = LuceneBM25(documents, b=B)
    postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for document, (frequencies, length) in enumerate(zip(counted.doc_freqs, counted.doc_len, strict=True)):
        dampening = counted.k1 * (1 - counted.b + counted.b * length / counted.avgdl)
        for term, frequency in frequencies.items():
            score = counted.idf[term] * frequency * (counted.k1 + 1) / (frequency + dampening)
            postings[term].append((document, score))
    return Bm25({term: tuple(pairs) for term, pairs in postings.items()}, dict(counted.idf), len(documents))
