"""The passages of a corpus, indexed by all that they can be found by.

A passage's score is a weighted sum of BM25 scores, one for each field: its words with its headings, pairs of words, the
character n-grams, the n-grams of its best sentence, the lexicon's concepts, and the best of its also-asked lines. The
weights and what each field is worth are in docs/architecture.md.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ldnbot.corpus.article import Passage, Sentence
from ldnbot.corpus.citation import remove_citations
from ldnbot.corpus.corpus import Corpus
from ldnbot.retrieval.analysis import Analyser, Query, build_analyser
from ldnbot.retrieval.bm25 import Bm25, build_bm25
from ldnbot.retrieval.likeness import Likeness, build_likeness, shared_idf, vector
from ldnbot.retrieval.spelling import Speller, build_speller
from ldnbot.retrieval.terms import ngrams, stems, tokens
from ldnbot.retrieval.topicality import Topicality, build_topicality

__all__ = ["WEIGHTS", "Field", "FieldName", "Hit", "PassageIndex", "Texts", "build_index"]

_COMMENT_SHARE = 0.8
"""How far a comment scores: it says again what it comments on, and less of it."""

_COMMON_FROM = 0.4
"""The share of the passages above which a concept is what the corpus is about."""


class FieldName(StrEnum):
    """What a passage can be found by."""

    WORDS = "words"
    PAIRS = "pairs"
    GRAMS = "n-grams"
    SENTENCES = "best sentence"
    CONCEPTS = "concepts"
    ASKED_WORDS = "also asked, words"
    ASKED_GRAMS = "also asked, n-grams"
    ASKED_CONCEPTS = "also asked, concepts"


WEIGHTS: Mapping[FieldName, float] = {
    FieldName.WORDS: 1.0,
    FieldName.PAIRS: 1.0,
    FieldName.GRAMS: 0.5,
    FieldName.SENTENCES: 0.5,
    FieldName.CONCEPTS: 6.0,
    FieldName.ASKED_WORDS: 2.0,
    FieldName.ASKED_GRAMS: 1.0,
    FieldName.ASKED_CONCEPTS: 4.0,
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a query found, and how far it scored. Scores compare hits of one query and nothing else."""

    passage: Passage
    number: int
    """The passage's place in the corpus, from 0."""

    score: float


@dataclass(frozen=True, slots=True)
class Field:
    """One BM25 index whose documents belong to passages."""

    bm25: Bm25
    owners: tuple[int, ...]
    """For each document, the number of its passage."""

    def scores(self, terms: Mapping[str, float]) -> Mapping[int, float]:
        """Return the score of each passage: that of its best document."""
        best: dict[int, float] = {}
        for document, score in self.bm25.scores(terms).items():
            owner = self.owners[document]
            if score > best.get(owner, 0.0):
                best[owner] = score
        return best


@dataclass(frozen=True, slots=True)
class Texts:
    """Short texts that a question can be like: sentences, also-asked lines, questions that nothing answers."""

    texts: tuple[str, ...]
    owners: tuple[int, ...]
    """For each text the number of its passage, or -1 where it belongs to none."""

    likeness: Likeness


@dataclass(frozen=True, slots=True)
class PassageIndex:
    """Every passage of a corpus with its headings, sentences, concepts and also-asked lines."""

    passages: tuple[Passage, ...]
    fields: Mapping[FieldName, Field]
    analyser: Analyser
    speller: Speller
    stems: tuple[frozenset[str], ...]
    """The stems of each passage and its headings."""

    concepts: tuple[frozenset[str], ...]
    """The concepts of each passage and its headings."""

    spoken: frozenset[str]
    """Every concept that some passage speaks of."""

    common: frozenset[str]
    """Those that so many passages speak of that they tell none of them apart: what the corpus is about."""

    asked: Texts
    sentences: Texts
    not_covered: Texts

    comments: frozenset[int]
    """The numbers of the passages that comment on others, and so come after what they comment on."""

    topicality: Topicality
    taught: bool
    """Whether the corpus has both also-asked lines and questions that nothing answers."""

    def query(self, text: str, context: str = "", share: float = 1.0) -> Query:
        """Return the query of a question; what only its context holds counts by that share."""
        return self.analyser.query(text, context, share)

    def recognises(self, query: Query) -> bool:
        """Tell whether any word of the query is one of the articles, of their lines, or of the lexicon.

        Parts of words are shared by chance: what holds nothing else is noise.
        """
        words, lines = self.fields[FieldName.WORDS].bm25.idf, self.fields[FieldName.ASKED_WORDS].bm25.idf
        return bool(query.concepts) or any(term in words or term in lines for term in query.stems)

    def search(self, query: Query, weights: Mapping[FieldName, float] = WEIGHTS) -> tuple[Hit, ...]:
        """Return every passage that holds a term of the query, best first; equal scores in reading order."""
        totals: defaultdict[int, float] = defaultdict(float)
        for name, weight in weights.items():
            if weight:
                for number, score in self.scores(query, name).items():
                    totals[number] += weight * score * (_COMMENT_SHARE if number in self.comments else 1.0)
        ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Hit(self.passages[number], number, score) for number, score in ranked)

    def terms(self, query: Query, name: FieldName) -> Mapping[str, float]:
        """Return the terms of the query that a field is searched with, each with its weight."""
        return _terms(query, name)

    def scores(self, query: Query, name: FieldName) -> Mapping[int, float]:
        """Return the score in one field of each passage that holds a term of the query."""
        return self.fields[name].scores(_terms(query, name))

    def best_sentence(self, passage: Passage, query: Query) -> Sentence:
        """Return the sentence of the passage that holds most of the query, by idf; the first of equals."""
        words, grams = self.fields[FieldName.WORDS].bm25, self.fields[FieldName.GRAMS].bm25
        concepts = self.fields[FieldName.CONCEPTS].bm25

        def worth(sentence: Sentence) -> float:
            text = remove_citations(sentence.span.of(passage.text))
            return (
                _held(query.stems, stems(text), words)
                + _held(query.grams, ngrams(text), grams)
                + WEIGHTS[FieldName.CONCEPTS] * _held(query.concepts, self.analyser.concepts(text), concepts)
            )

        return max(passage.sentences, key=worth)


def build_index(corpus: Corpus) -> PassageIndex:
    """Return the index of a corpus. An empty corpus has an empty index."""
    analyser = build_analyser(corpus.lexicon)
    passages = tuple(corpus.passages)
    whole = list(enumerate(_indexed_text(passage) for passage in passages))
    sentences = list(_sentences(passages))
    asked = [
        (number, line)
        for number, passage in enumerate(passages)
        for line in corpus.questions.also_asked.get(passage.id, ())
    ]
    headed = [(number, f"{_last_heading(passages[number])}{text}") for number, text in sentences]
    not_covered = [(-1, line) for line in (*corpus.questions.not_covered, *corpus.lexicon.off_topic)]
    asked_texts, sentence_texts, not_covered_texts = _alike(analyser, asked, headed, not_covered)
    bare_words = frozenset(token.bare for _, text in (*whole, *asked) for token in tokens(text))
    concepts = tuple(frozenset(analyser.concepts(text)) for _, text in whole)
    holders = Counter(name for held in concepts for name in held)
    return PassageIndex(
        passages=passages,
        fields={
            FieldName.WORDS: _field(whole, analyser.stems),
            FieldName.PAIRS: _field(whole, analyser.pairs),
            FieldName.GRAMS: _field(whole, analyser.grams),
            FieldName.SENTENCES: _field(sentences, analyser.grams),
            FieldName.CONCEPTS: _field(whole, analyser.concepts),
            FieldName.ASKED_WORDS: _field(asked, analyser.stems),
            FieldName.ASKED_GRAMS: _field(asked, analyser.grams),
            FieldName.ASKED_CONCEPTS: _field(asked, analyser.concepts),
        },
        analyser=analyser,
        speller=build_speller(corpus.lexicon, bare_words),
        stems=tuple(frozenset(stems(text)) for _, text in whole),
        concepts=concepts,
        spoken=frozenset(holders),
        common=frozenset(name for name, count in holders.items() if count > _COMMON_FROM * len(passages)),
        asked=asked_texts,
        sentences=sentence_texts,
        not_covered=not_covered_texts,
        comments=_comments(corpus),
        topicality=build_topicality(corpus.sample, corpus.lexicon.off_topic),
        taught=bool(asked and corpus.questions.not_covered),
    )


def _comments(corpus: Corpus) -> frozenset[int]:
    declared = {f"{article.name}/{name}" for article in corpus.articles for name in article.front_matter.comments}
    return frozenset(number for number, passage in enumerate(corpus.passages) if passage.id in declared)


def _alike(analyser: Analyser, *groups: Sequence[tuple[int, str]]) -> Iterator[Texts]:
    """Yield each group of (owner, text) as texts to be compared with, all weighed by one idf."""
    vectors = [[vector(analyser, text) for _, text in group] for group in groups]
    idf, unseen = shared_idf([found for group in vectors for found in group])
    for group, found in zip(groups, vectors, strict=True):
        yield Texts(
            tuple(text for _, text in group),
            tuple(owner for owner, _ in group),
            build_likeness(found, idf, unseen),
        )


def _last_heading(passage: Passage) -> str:
    return f"{passage.heading_path[-1]}. " if passage.heading_path else ""


def _indexed_text(passage: Passage) -> str:
    # A full stop keeps a phrase from running over from a heading into the text.
    return "\n".join((*(f"{heading}." for heading in passage.heading_path), remove_citations(passage.text)))


def _sentences(passages: Sequence[Passage]) -> Iterator[tuple[int, str]]:
    for number, passage in enumerate(passages):
        for sentence in passage.sentences:
            yield number, remove_citations(sentence.span.of(passage.text))


def _field(documents: Sequence[tuple[int, str]], terms_of: Callable[[str], list[str]]) -> Field:
    bm25 = build_bm25([terms_of(text) for _, text in documents])
    return Field(bm25, tuple(number for number, _ in documents))


def _terms(query: Query, name: FieldName) -> Mapping[str, float]:
    match name:
        case FieldName.WORDS | FieldName.ASKED_WORDS:
            return query.stems
        case FieldName.PAIRS:
            return query.pairs
        case FieldName.GRAMS | FieldName.SENTENCES | FieldName.ASKED_GRAMS:
            return query.grams
        case FieldName.CONCEPTS | FieldName.ASKED_CONCEPTS:
            return query.concepts


def _held(weights: Mapping[str, float], terms: Iterable[str], bm25: Bm25) -> float:
    held = frozenset(terms)
    return sum(weight * bm25.idf.get(term, 0.0) for term, weight in weights.items() if term in held)
