"""Whether the words of a message are those of people who ask about a medicine, or of people who talk of something else.

The log odds of each word between two samples of lines, as in a naive Bayes classifier. A word in neither says nothing.

Source: Robinson G. A Statistical Approach to the Spam Problem (2003), and the usual add-half smoothing.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ldnbot.retrieval.terms import stem, tokens

__all__ = ["Topicality", "build_topicality"]

_STRONGEST = 3.0
"""The most that one word may say: a word that stands in one sample alone proves nothing."""


@dataclass(frozen=True, slots=True)
class Topicality:
    """What each stem says for another topic (above 0) or for this one (below 0)."""

    odds: Mapping[str, float]

    def elsewhere(self, text: str) -> float:
        """Return how much the words of `text` speak of other topics: 0 is undecided, below 0 is this topic."""
        return sum(self.odds.get(word, 0.0) for word in _words(text))


def build_topicality(here: Sequence[str], elsewhere: Sequence[str]) -> Topicality:
    """Return the log odds of every word between lines on the topic and lines on others; none if a sample is empty."""
    if not here or not elsewhere:
        return Topicality({})
    ours, theirs = _counted(here), _counted(elsewhere)
    return Topicality({word: _odds(ours[word], len(here), theirs[word], len(elsewhere)) for word in {*ours, *theirs}})


def _odds(ours: int, all_ours: int, theirs: int, all_theirs: int) -> float:
    log_odds = math.log(((theirs + 0.5) / (all_theirs + 1)) / ((ours + 0.5) / (all_ours + 1)))
    return max(-_STRONGEST, min(_STRONGEST, log_odds))


def _counted(lines: Iterable[str]) -> Counter[str]:
    return Counter(word for line in lines for word in _words(line))


def _words(text: str) -> frozenset[str]:
    return frozenset(stem(token.bare) for token in tokens(text))
