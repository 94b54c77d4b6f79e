"""rank-bm25's scoring with Lucene's idf: the counting that an index is built with, and that tests compare with."""

import math
from collections.abc import Mapping

from rank_bm25 import BM25Okapi

__all__ = ["LuceneBM25"]


class LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """BM25Okapi whose idf is never negative nor zero."""

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        for term, holders in nd.items():
            self.idf[term] = math.log(1 + (self.corpus_size - holders + 0.5) / (holders + 0.5))
