"""Which concepts of the lexicon a text speaks of.

Words are compared by their stems, so a phrase is found in any inflection. The longest phrase wins: in `ms contin` there
is no `ms`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ldnbot.corpus.lexicon import Lexicon
from ldnbot.retrieval.terms import STOPWORDS, stem, tokens

__all__ = ["ConceptMatcher", "Mention", "build_matcher"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept spoken of in a text, and the words it was known by: tokens `first` up to, not including, `end`."""

    concept: str
    words: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class ConceptMatcher:
    """The phrases of a lexicon by the stem they begin with, longest first."""

    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, ...]]]]
    """First stem → (stems of the phrase, names of its concepts)."""

    exact: Mapping[str, tuple[str, ...]]
    """Forms that count only in their own letter case."""

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield the concepts mentioned in `text`, in order. A stretch of words belongs to one phrase."""
        found = list(tokens(text))
        stemmed = [stem(token.bare) for token in found]
        place = 0
        while place < len(found):
            names, length = self._at(found[place].shown, stemmed, place)
            shown = " ".join(token.shown for token in found[place : place + length])
            for name in names:
                yield Mention(name, shown, place, place + length)
            place += length

    def everything(self, text: str) -> frozenset[str]:
        """Return every concept whose phrase stands in `text`, also inside a longer one: `chronic pain` is `pain` too.

        For edited text, where an abbreviation means what it says.
        """
        found = list(tokens(text))
        stemmed = [stem(token.bare) for token in found]
        names = {name for token in found for name in self.exact.get(token.shown, ())}
        for place, first in enumerate(stemmed):
            for phrase, holders in self.phrases.get(first, ()):
                if tuple(stemmed[place : place + len(phrase)]) == phrase:
                    names.update(holders)
        return frozenset(names)

    def _at(self, shown: str, stemmed: Sequence[str], place: int) -> tuple[tuple[str, ...], int]:
        for phrase, names in self.phrases.get(stemmed[place], ()):
            if tuple(stemmed[place : place + len(phrase)]) == phrase:
                return names, len(phrase)
        return self.exact.get(shown, ()), 1


@lru_cache(maxsize=2)
def build_matcher(lexicon: Lexicon) -> ConceptMatcher:
    """Return the matcher of a lexicon; for the same lexicon the same one."""
    names: defaultdict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    exact: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for concept in lexicon.concepts.values():
        for form in (*concept.words, *concept.misspelt):
            phrase = tuple(stem(token.bare) for token in tokens(form))
            if phrase and not (len(phrase) == 1 and phrase[0] in STOPWORDS):
                names[phrase][concept.name] = None
        for form in concept.exact:
            exact[form][concept.name] = None
    phrases: defaultdict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
    for phrase, holders in sorted(names.items(), key=lambda item: -len(item[0])):
        phrases[phrase[0]].append((phrase, tuple(holders)))
    return ConceptMatcher(dict(phrases), {form: tuple(holders) for form, holders in exact.items()})
