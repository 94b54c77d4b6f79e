"""How alike two short texts are, 0 to 1: the cosine of their tf-idf vectors over stems, n-grams and concepts.

Unlike a BM25 score it means the same for every question, so it can be judged by.

Source: Salton G, Buckley C. Term-weighting approaches in automatic text retrieval (1988).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ldnbot.corpus.lexicon import Topic
from ldnbot.retrieval.analysis import Analyser

__all__ = ["Likeness", "Vector", "build_likeness", "shared_idf", "vector"]

_GRAM = 0.35
"""How much an n-gram weighs beside a stem: a word of eight letters has seven of them."""

_CONCEPT = 1.5
_CLASS = 0.8
"""A concept that the text names, and a class that it is a kind of."""

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Texts numbered from 0, each as a vector of length 1."""

    postings: Mapping[str, tuple[tuple[int, float], ...]]
    idf: Mapping[str, float]
    unseen: float
    """The idf of a term that no text holds."""

    def to(self, query: Vector) -> Mapping[int, float]:
        """Return the likeness of each text that shares a term with the query."""
        weighed = {term: weight * self.idf.get(term, self.unseen) for term, weight in query.items()}
        length = math.sqrt(sum(weight * weight for weight in weighed.values()))
        alike: defaultdict[int, float] = defaultdict(float)
        for term, weight in weighed.items():
            for text, part in self.postings.get(term, ()):
                alike[text] += weight * part / length
        return alike


def vector(analyser: Analyser, text: str) -> Vector:
    """Return the term frequencies of a text, each sort of term by its weight."""
    weights = {f"word {stem}": float(count) for stem, count in Counter(analyser.stems(text)).items()}
    for gram, count in Counter(analyser.grams(text)).items():
        weights[f"gram {gram}"] = _GRAM * count
    for mention in analyser.matcher.mentions(text):
        concept = analyser.lexicon.concepts[mention.concept]
        if concept.topic is Topic.CHATTER:
            continue
        named = f"concept {concept.name}"
        weights[named] = max(weights.get(named, 0.0), _CONCEPT * concept.weight)
        for above in analyser.lexicon.classes_of(concept.name):
            weights[f"concept {above}"] = max(weights.get(f"concept {above}", 0.0), _CLASS)
    return weights


def shared_idf(vectors: Sequence[Vector]) -> tuple[Mapping[str, float], float]:
    """Return the idf of every term over all the texts together, and that of a term that none of them holds."""
    holders = Counter(term for frequencies in vectors for term in frequencies)
    count = len(vectors)
    return {term: math.log(1 + (count - held + 0.5) / (held + 0.5)) for term, held in holders.items()}, math.log(
        1 + (count + 0.5) / 0.5
    )


def build_likeness(vectors: Sequence[Vector], idf: Mapping[str, float], unseen: float) -> Likeness:
    """Return the index of texts given as their vectors, weighed by an idf that other indexes may share."""
    postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, frequencies in enumerate(vectors):
        weighed = {term: weight * idf[term] for term, weight in frequencies.items()}
        length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        for term, weight in weighed.items():
            postings[term].append((number, weight / length))
    return Likeness({term: tuple(pairs) for term, pairs in postings.items()}, idf, unseen)
