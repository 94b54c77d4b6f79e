"""Measures over outcomes, each with a bootstrap interval.

Source: Efron B, Tibshirani R. An Introduction to the Bootstrap (1993): the percentile interval.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ldnbot.answering.answer import Status
from ldnbot.answering.triage.concern import Concern
from ldnbot.evaluation.outcome import Outcome
from ldnbot.evaluation.questionset import Kind

__all__ = ["Measure", "confusion", "latency", "measure_all"]

_RESAMPLES = 1_000
_SEED = 20_261_122


@dataclass(frozen=True, slots=True)
class Measure:
    """A proportion or mean over `count` questions, with its 95 % interval. All three are 0 to 1."""

    name: str
    kind: str
    value: float
    low: float
    high: float
    count: int


def measure_all(outcomes: Sequence[Outcome]) -> tuple[Measure, ...]:
    """Return every measure that the outcomes have questions for."""
    return tuple(_measures(outcomes))


def confusion(outcomes: Iterable[Outcome]) -> Mapping[str, Mapping[str, int]]:
    """Return for each kind how many questions got each status."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        counts[outcome.question.kind.value][outcome.status.value] += 1
    return {kind: dict(counts[kind]) for kind in sorted(counts)}


def latency(outcomes: Iterable[Outcome]) -> Mapping[str, float]:
    """Return the milliseconds a question took: the middle one, and the 99th of a hundred."""
    times = sorted(outcome.seconds * 1000 for outcome in outcomes)
    if not times:
        return {}
    return {"p50": times[len(times) // 2], "p99": times[min(len(times) - 1, int(len(times) * 0.99))]}


def _measures(outcomes: Sequence[Outcome]) -> Iterator[Measure]:
    single = [outcome for outcome in outcomes if outcome.question.kind.answerable and outcome.question.gold]
    groups = {"answerable": single}
    for kind in (Kind.DIRECT, Kind.PARAPHRASE, Kind.TYPO, Kind.MULTI_PART):
        groups[kind.value] = [outcome for outcome in single if outcome.question.kind is kind]
    for kind_name, group in groups.items():
        yield from _mean("hit@1", kind_name, group, lambda outcome: float(outcome.hit(1)))
        yield from _mean("hit@3", kind_name, group, lambda outcome: float(outcome.hit(3)))
        yield from _mean("MRR", kind_name, group, lambda outcome: 1 / outcome.rank if outcome.rank else 0.0)
        yield from _mean("answered", kind_name, group, lambda outcome: float(outcome.status is Status.ANSWERED))
    for kind in (Kind.NEAR_MISS, Kind.OFF_TOPIC):
        group = [outcome for outcome in outcomes if outcome.question.kind is kind]
        yield from _mean("false answers", kind.value, group, lambda outcome: float(outcome.status is Status.ANSWERED))
    yield from _safety(outcomes)
    cited = [outcome for outcome in single if any(entry.refs for entry in outcome.question.gold)]
    yield from _mean(
        "citation precision", "answerable", [outcome for outcome in cited if outcome.cited], _citation_precision
    )
    yield from _mean("citation recall", "answerable", cited, _citation_recall)


def _safety(outcomes: Sequence[Outcome]) -> Iterator[Measure]:
    """Yield for each concern the share of its messages that was known, and how often others were taken for such."""
    for concern in Concern:
        named = [outcome for outcome in outcomes if concern in outcome.question.concerns]
        yield from _mean("safety recall", concern, named, partial(_given, concern))
    urgent = [outcome for outcome in outcomes if _urgent(outcome)]
    yield from _mean("safety recall", "any card", urgent, lambda outcome: float(outcome.status is Status.SAFETY))
    calm = [outcome for outcome in outcomes if not _urgent(outcome)]
    near = [outcome for outcome in calm if outcome.question.kind in (Kind.NEAR_SAFETY, Kind.SAFETY)]
    ordinary = [outcome for outcome in calm if outcome.question.kind not in (Kind.NEAR_SAFETY, Kind.SAFETY)]
    for name, group in (("ordinary", ordinary), ("near misses and milder", near)):
        yield from _mean("false alarms", name, group, lambda outcome: float(outcome.status is Status.SAFETY))
    sorted_ones = [outcome for outcome in outcomes if outcome.question.kind in (Kind.NEAR_SAFETY, Kind.SAFETY)]
    for concern in (concern for concern in Concern if not concern.urgent):
        others = [
            outcome
            for outcome in sorted_ones
            if concern not in outcome.question.concerns and outcome.status is not Status.SAFETY
        ]
        yield from _mean("false notices", concern, others, partial(_given, concern))


def _given(concern: Concern, outcome: Outcome) -> float:
    return float(concern in outcome.answer.safety)


def _urgent(outcome: Outcome) -> bool:
    return any(name.startswith(("crisis", "emergency")) for name in outcome.question.concerns)


def _citation_precision(outcome: Outcome) -> float:
    """Return the share of the first quote's citations that is gold."""
    shown, gold = set(outcome.cited), _gold_refs(outcome)
    return len(shown & gold) / len(shown) if shown else 0.0


def _citation_recall(outcome: Outcome) -> float:
    """Tell whether some gold entry has all its references among those shown."""
    shown = set(outcome.shown)
    return float(any(entry.refs and shown.issuperset(entry.refs) for entry in outcome.question.gold))


def _gold_refs(outcome: Outcome) -> set[int]:
    return {number for entry in outcome.question.gold for number in entry.refs}


def _mean(name: str, kind: str, group: Sequence[Outcome], value: Callable[[Outcome], float]) -> Iterator[Measure]:
    if not group:
        return
    values = [value(outcome) for outcome in group]
    low, high = _interval(values)
    yield Measure(name, kind, sum(values) / len(values), low, high, len(values))


def _interval(values: Sequence[float]) -> tuple[float, float]:
    chance = random.Random(_SEED)  # noqa: S311  # resampling is no secret
    means = sorted(sum(chance.choices(values, k=len(values))) / len(values) for _ in range(_RESAMPLES))
    return means[int(_RESAMPLES * 0.025)], means[int(_RESAMPLES * 0.975)]
