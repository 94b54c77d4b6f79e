"""A text as what it is looked up by: word stems, pairs of them, character n-grams, and the lexicon's concepts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ldnbot.corpus.lexicon import Lexicon, Topic
from ldnbot.retrieval.concepts import ConceptMatcher, Mention, build_matcher
from ldnbot.retrieval.terms import ngrams, stems

__all__ = ["Analyser", "Query", "build_analyser"]

KIND_OF = 0.8
"""How much a class counts when a question names a member of it."""

NEAR = 0.4
"""How much a concept counts that is only near the one a question names."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as weighted terms."""

    text: str
    stems: Mapping[str, float]
    pairs: Mapping[str, float]
    grams: Mapping[str, float]
    concepts: Mapping[str, float]
    mentions: tuple[Mention, ...] = ()
    """The concepts that the question itself names, in order."""


@dataclass(frozen=True, slots=True)
class Analyser:
    """Reads questions and documents with one lexicon."""

    lexicon: Lexicon
    matcher: ConceptMatcher

    def stems(self, text: str) -> list[str]:
        """Return the stems of a document."""
        return list(stems(text))

    def pairs(self, text: str) -> list[str]:
        """Return each two neighbouring stems of a document as one term."""
        return _pairs(stems(text))

    def grams(self, text: str) -> list[str]:
        """Return the character n-grams of a document."""
        return list(ngrams(text))

    def concepts(self, text: str) -> list[str]:
        """Return the names of the concepts that a document speaks of, each once for every time it does."""
        counted = [mention.concept for mention in self.matcher.mentions(text)]
        return [*counted, *sorted(self.matcher.everything(text) - frozenset(counted))]

    def query(self, text: str, context: str = "", share: float = 1.0) -> Query:
        """Return the query of a question, with the concepts that the lexicon adds.

        What only the context holds, the story around a question say, counts by that share.
        """
        mentions = tuple(self.matcher.mentions(text))
        around = tuple(self.matcher.mentions(context))
        found, story = list(stems(text)), list(stems(context))
        return Query(
            text=text,
            stems=_joined(_counted(found), _counted(story), share),
            pairs=_joined(_counted(_pairs(found)), _counted(_pairs(story)), share),
            grams=_joined(_counted(ngrams(text)), _counted(ngrams(context)), share),
            concepts=_joined(self._expanded(mentions), self._expanded(around), share),
            mentions=mentions,
        )

    def _expanded(self, mentions: Iterable[Mention]) -> Mapping[str, float]:
        weights: dict[str, float] = {}

        def add(name: str, weight: float) -> None:
            weights[name] = max(weight, weights.get(name, 0.0))

        for mention in mentions:
            concept = self.lexicon.concepts[mention.concept]
            if concept.topic is Topic.CHATTER and not concept.near:
                continue
            add(concept.name, concept.weight)
            classes = self.lexicon.classes_of(concept.name)
            for name in classes:
                add(name, KIND_OF * concept.weight)
            for name in concept.near:
                add(name, NEAR * concept.weight)
        return weights


def build_analyser(lexicon: Lexicon) -> Analyser:
    """Return an analyser for a lexicon, which may be empty."""
    return Analyser(lexicon, build_matcher(lexicon))


def _pairs(found: Iterable[str]) -> list[str]:
    return [f"{first} {second}" for first, second in pairwise(found)]


def _joined(own: Mapping[str, float], around: Mapping[str, float], share: float) -> Mapping[str, float]:
    return {**{term: share * weight for term, weight in around.items()}, **own}


def _counted(terms: Iterable[str]) -> Mapping[str, float]:
    return {term: float(count) for term, count in Counter(terms).items()}
