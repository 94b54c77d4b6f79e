import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from ldnbot.retrieval.bm25 import B, build_bm25
from ldnbot.retrieval.lucene import LuceneBM25

TERMS = st.sampled_from("dose night cramp price kidney dizzy".split())
DOCUMENTS = st.lists(st.lists(TERMS, max_size=12), min_size=1, max_size=8).filter(any)


@given(DOCUMENTS, st.lists(TERMS, min_size=1, max_size=6))
def test_scores_are_those_of_rank_bm25(documents: list[list[str]], query: list[str]) -> None:
    expected = LuceneBM25(documents, b=B).get_scores(query)
    scored = build_bm25(documents).scores({term: float(query.count(term)) for term in query})
    assert [scored.get(document, 0.0) for document in range(len(documents))] == pytest.approx(list(expected))


@given(DOCUMENTS)
def test_every_term_of_a_corpus_tells_something(documents: list[list[str]]) -> None:
    assert all(idf > 0 for idf in build_bm25(documents).idf.values())


def test_a_term_in_half_of_the_documents_counts_unlike_in_plain_rank_bm25() -> None:
    documents = [["dose", "night"], ["dose", "price"], ["kidney"], ["cramp"]]
    assert BM25Okapi(documents).idf["dose"] == 0
    assert build_bm25(documents).idf["dose"] == pytest.approx(math.log(2))


@pytest.mark.parametrize("documents", [[], [[]], [[], []]])
def test_no_documents_and_empty_documents_have_no_scores(documents: list[list[str]]) -> None:
    assert build_bm25(documents).scores({"dose": 1.0}) == {}


def test_a_term_counts_by_its_weight() -> None:
    index = build_bm25([["dose"], ["night"]])
    assert index.scores({"dose": 3.0})[0] == pytest.approx(3 * index.scores({"dose": 1.0})[0])
