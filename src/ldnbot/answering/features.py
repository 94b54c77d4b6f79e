"""What a question is judged by: each feature a number with a name that a moderator understands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ldnbot.corpus.lexicon import Topic
from ldnbot.retrieval.analysis import Query
from ldnbot.retrieval.english import rarity
from ldnbot.retrieval.index import FieldName, Hit, PassageIndex, Texts
from ldnbot.retrieval.likeness import Vector, vector
from ldnbot.retrieval.terms import STOPWORDS, stem, stems, tokens

__all__ = ["Evidence", "gather", "known_by_class", "never_heard"]

_THINGS = frozenset(
    (Topic.MEDICINE, Topic.SUBSTANCE, Topic.CONDITION, Topic.SYMPTOM, Topic.TEST, Topic.FORM, Topic.LIFE)
)
"""What a question can be about, so that an article which never mentions it cannot answer."""

_EVERYDAY = frozenset("job shift-work disability emergency recovery-sobriety tablet capsule form oral".split())
"""Concepts whose words stand in anybody's message: that an article never mentions them tells nobody anything."""

_FIGURE = re.compile(
    r"percent|%|\bhow many\b|\bodds\b|\bchances?\b|\brates?\b|\bname of\b|\bwhat'?s? the name\b|\bwho (?:is|was) the\b"
)
_UNKNOWN_IDF = 7.0
_MOST_ELSEWHERE = 10.0
"""Log odds beyond which more words add nothing: a long story is no more on topic than a short one."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against the first hit answering the question."""

    features: Mapping[str, float]
    line: str
    """The also-asked line of the passage that the question is most like, or empty."""

    not_covered: str
    """The question that nothing answers which it is most like, or empty."""

    missing: tuple[str, ...]
    """The words for things asked about that neither the passage nor that line speaks of."""

    unheard: tuple[str, ...]
    """Those of them that the whole corpus never mentions."""

    unknown: tuple[str, ...]
    """Words that neither corpus nor lexicon knows."""


def gather(query: Query, hits: Sequence[Hit], index: PassageIndex) -> Evidence:
    """Return the evidence on the first of the hits. There must be one."""
    number = hits[0].number
    asked_vector = vector(index.analyser, query.text)
    line, line_text = _most_alike(asked_vector, index.asked, number)
    sentence, _ = _most_alike(asked_vector, index.sentences, number)
    uncovered, uncovered_text = _most_alike(asked_vector, index.not_covered, -1)
    held = index.concepts[number] | frozenset(index.analyser.concepts(line_text))
    concepts = _Concepts(query, index, held)
    words = _words_held(query, index, index.stems[number] | frozenset(stems(line_text)))
    unknown = _unknown(query, index)
    features = {
        "like a line of the passage": line,
        "like a sentence of the passage": sentence,
        "like a question that nothing answers": uncovered,
        "nearer to the passage than to such questions": max(line, sentence) - uncovered,
        "words held": words,
        "concepts held": concepts.share,
        "no concept": float(not concepts.counted),
        "things missing": min(2.0, float(len(concepts.missing))),
        "things unheard of": min(2.0, float(len(concepts.unheard))),
        "other concepts missing": min(3.0, float(concepts.others_missing)),
        "other concepts unheard of": min(2.0, float(concepts.others_unheard)),
        "people missing": min(2.0, float(concepts.people_missing)),
        "rare unknown words": min(2.0, sum(rarity(word) for word in unknown)),
        "common unknown words": min(3.0, float(sum(rarity(word) == 0 for word in unknown))),
        "words of other topics": max(-_MOST_ELSEWHERE, min(_MOST_ELSEWHERE, index.topicality.elsewhere(query.text))),
        "best by its words": _of_the_best(query, index, FieldName.WORDS, number),
        "n-grams held by a sentence": _share(query, index, FieldName.SENTENCES, number),
        "concepts held, by weight": _share(query, index, FieldName.CONCEPTS, number),
        "asks for a figure or name": float(bool(_FIGURE.search(query.text.casefold()))),
    }
    return Evidence(features, line_text, uncovered_text, concepts.missing, concepts.unheard, unknown)


def never_heard(query: Query, index: PassageIndex) -> tuple[str, ...]:
    """Return the words for things that a question names and no passage of the corpus speaks of."""
    everyday = {mention.words for mention in query.mentions if mention.concept in _EVERYDAY}
    return tuple(words for words in _Concepts(query, index, frozenset()).unheard if words not in everyday)


def known_by_class(query: Query, index: PassageIndex) -> tuple[tuple[str, str], ...]:
    """Return the words for things that no passage names, each with a word for its class that some passage does name."""
    lexicon = index.analyser.lexicon
    found: dict[str, str] = {}
    for mention in query.mentions:
        concept = lexicon.concepts[mention.concept]
        if concept.topic in _THINGS and concept.name not in index.spoken:
            above = next((name for name in lexicon.classes_of(concept.name) if name in index.spoken), "")
            if above and lexicon.concepts[above].words:
                found[mention.words] = lexicon.concepts[above].words[0]
    return tuple(found.items())


class _Concepts:
    """Which of a question's concepts a passage speaks of, by name or by a class they belong to."""

    def __init__(self, query: Query, index: PassageIndex, held: frozenset[str]) -> None:
        lexicon = index.analyser.lexicon
        weight = total = 0.0
        missing: dict[str, None] = {}
        unheard: dict[str, None] = {}
        self.counted = self.others_missing = self.others_unheard = self.people_missing = 0
        for name, words in {mention.concept: mention.words for mention in query.mentions}.items():
            concept = lexicon.concepts[name]
            if concept.topic is Topic.CHATTER or name in index.common:
                continue
            self.counted += 1
            total += concept.weight
            family = {name, *lexicon.classes_of(name)}
            if family & held:
                weight += concept.weight
                continue
            nowhere = not family & index.spoken
            if concept.topic in _THINGS:
                missing[words] = None
                if nowhere:
                    unheard[words] = None
            elif concept.topic is Topic.PERSON:
                self.people_missing += 1
            else:
                self.others_missing += 1
                self.others_unheard += nowhere
        self.share = weight / total if total else 0.5
        self.missing = tuple(missing)
        self.unheard = tuple(unheard)


def _most_alike(asked: Vector, texts: Texts, owner: int) -> tuple[float, str]:
    found = [(alike, -number) for number, alike in texts.likeness.to(asked).items() if texts.owners[number] == owner]
    if not found:
        return 0.0, ""
    alike, number = max(found)
    return alike, texts.texts[-number]


def _of_the_best(query: Query, index: PassageIndex, name: FieldName, number: int) -> float:
    """Return the passage's score in a field over the best that any passage has there: 1 where both ways agree."""
    scores = index.scores(query, name)
    best = max(scores.values(), default=0.0)
    return scores.get(number, 0.0) / best if best else 0.0


def _share(query: Query, index: PassageIndex, name: FieldName, number: int) -> float:
    """Return the passage's score in a field over what its terms could weigh: the same for questions of any length."""
    idf = index.fields[name].bm25.idf
    most = sum(weight * idf.get(term, _UNKNOWN_IDF) for term, weight in index.terms(query, name).items())
    return min(2.0, index.scores(query, name).get(number, 0.0) / most) if most else 0.0


def _words_held(query: Query, index: PassageIndex, held: frozenset[str]) -> float:
    idf = index.fields[FieldName.WORDS].bm25.idf
    found = list(dict.fromkeys(stems(query.text)))
    total = sum(idf.get(term, _UNKNOWN_IDF) for term in found)
    return sum(idf.get(term, _UNKNOWN_IDF) for term in found if term in held) / total if total else 0.0


def _unknown(query: Query, index: PassageIndex) -> tuple[str, ...]:
    named = {place for mention in query.mentions for place in range(mention.first, mention.end)}
    words = index.fields[FieldName.WORDS].bm25.idf
    lines = index.fields[FieldName.ASKED_WORDS].bm25.idf
    return tuple(
        token.bare
        for place, token in enumerate(tokens(query.text))
        if place not in named
        and token.bare not in STOPWORDS
        and stem(token.bare) not in words
        and stem(token.bare) not in lines
    )
