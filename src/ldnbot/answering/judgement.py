"""Whether the best passage answers the question, is only near, or the corpus does not speak of it.

A BM25 score is not a confidence. What is judged is evidence: named features, added up with weights that were fitted to
labelled questions (`ldnbot eval --calibrate`) and stand in calibration.json. There is one set of weights for a corpus
with also-asked and not-covered lines, and one for a corpus with neither.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

import msgspec

from ldnbot.answering.answer import Status
from ldnbot.answering.features import Evidence, gather
from ldnbot.retrieval.analysis import Query
from ldnbot.retrieval.index import Hit, PassageIndex

__all__ = ["Calibration", "Judgement", "Weighing", "judge", "shipped_calibration"]


@dataclass(frozen=True, slots=True)
class Weighing:
    """How evidence is added up, and where the bounds lie."""

    weights: Mapping[str, float]
    intercept: float
    answered_from: float
    """The least sum, squeezed to 0 to 1, at which a passage counts as answering."""

    related_from: float
    """The least at which a passage is worth showing as near."""

    def weigh(self, features: Mapping[str, float]) -> float:
        """Return the evidence as one number, 0 to 1. It is compared with the bounds and never shown."""
        total = self.intercept + sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weighings for the two sorts of corpus."""

    with_lines: Weighing
    without_lines: Weighing


@dataclass(frozen=True, slots=True)
class Judgement:
    """The status of a question, and what it was judged by."""

    status: Status
    evidence: Evidence | None = None
    """None where no passage holds a word of the question."""

    weight: float = 0.0
    """The evidence as one number, 0 to 1, for comparing judgements; never shown to a member."""

    worths: tuple[tuple[str, float], ...] = ()
    """What each feature added to or took from the sum, the weightiest first."""


@cache
def shipped_calibration() -> Calibration:
    """Return the weighings that come with ldnbot."""
    text = files("ldnbot.answering").joinpath("calibration.json").read_bytes()
    return msgspec.json.decode(text, type=Calibration)


def judge(query: Query, hits: Sequence[Hit], index: PassageIndex, calibration: Calibration) -> Judgement:
    """Return the judgement of a question from its hits, best first."""
    if not hits or not index.recognises(query):
        return Judgement(Status.NOT_COVERED)
    evidence = gather(query, hits, index)
    weighing = calibration.with_lines if index.taught else calibration.without_lines
    weight = weighing.weigh(evidence.features)
    if weight >= weighing.answered_from:
        status = Status.ANSWERED
    elif weight >= weighing.related_from:
        status = Status.RELATED
    else:
        status = Status.NOT_COVERED
    worths = ((name, factor * evidence.features[name]) for name, factor in weighing.weights.items())
    return Judgement(status, evidence, weight, tuple(sorted(worths, key=lambda worth: -abs(worth[1]))))
