"""The passages of a corpus, indexed by words and by character n-grams.

The two scores are added up: words know what is meant, n-grams also find what is misspelt or inflected.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ldnbot.corpus.article import Passage, Sentence
from ldnbot.corpus.citation import remove_citations
from ldnbot.corpus.corpus import Corpus
from ldnbot.retrieval.bm25 import Bm25, build_bm25
from ldnbot.retrieval.query import Query
from ldnbot.retrieval.terms import ngrams, stems

__all__ = ["Hit", "PassageIndex", "build_index"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a query found, and how far it scored. Scores compare hits of one query and nothing else."""

    passage: Passage
    number: int
    """The passage's place in the corpus, from 0."""

    score: float


@dataclass(frozen=True, slots=True)
class PassageIndex:
    """An index of every passage with its heading path, and of each of its sentences."""

    passages: tuple[Passage, ...]
    words: Bm25
    grams: Bm25
    vocabulary: tuple[frozenset[str], ...]
    """The stems of each passage and its headings."""

    def search(self, query: Query) -> tuple[Hit, ...]:
        """Return every passage that holds a term of the query, best first; equal scores in reading order."""
        totals = Counter(self.words.scores(query.stems))
        totals.update(self.grams.scores(query.ngrams))
        ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Hit(self.passages[number], number, score) for number, score in ranked)

    def best_sentence(self, passage: Passage, query: Query) -> Sentence:
        """Return the sentence of the passage that holds most of the query, by idf; the first of equals."""

        def worth(sentence: Sentence) -> float:
            text = remove_citations(sentence.span.of(passage.text))
            held = sum(weight * self.words.idf.get(term, 0.0) for term, weight in _held(query.stems, stems(text)))
            similar = sum(weight * self.grams.idf.get(term, 0.0) for term, weight in _held(query.ngrams, ngrams(text)))
            return held + similar

        return max(passage.sentences, key=worth)


def build_index(corpus: Corpus) -> PassageIndex:
    """Return the index of a corpus. An empty corpus has an empty index."""
    passages = tuple(corpus.passages)
    texts = [_indexed_text(passage) for passage in passages]
    stemmed = [list(stems(text)) for text in texts]
    return PassageIndex(
        passages=passages,
        words=build_bm25(stemmed),
        grams=build_bm25([list(ngrams(text)) for text in texts]),
        vocabulary=tuple(frozenset(terms) for terms in stemmed),
    )


def _indexed_text(passage: Passage) -> str:
    return "\n".join((*passage.heading_path, remove_citations(passage.text)))


def _held(weights: Mapping[str, float], terms: Iterable[str]) -> Iterator[tuple[str, float]]:
    held = frozenset(terms)
    return ((term, weight) for term, weight in weights.items() if term in held)
