"""What a measurement found, as one value that is printed, written as JSON and compared with an earlier one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ldnbot.answering.answer import Status
from ldnbot.answering.assistant import Assistant
from ldnbot.answering.explanation import explain
from ldnbot.errors import QuestionsInvalid
from ldnbot.evaluation.measures import Measure, confusion, latency, measure_all
from ldnbot.evaluation.outcome import Outcome
from ldnbot.evaluation.questionset import Kind

__all__ = ["Failure", "Report", "changes", "make_report", "read_report"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that was answered wrongly, or not at all, and why."""

    id: str
    kind: str
    question: str
    fault: str
    explanation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Every measure, and every failure with its explanation."""

    corpus_version: str
    questions: int
    measures: tuple[Measure, ...]
    confusion: Mapping[str, Mapping[str, int]]
    milliseconds: Mapping[str, float]
    results: Mapping[str, str]
    """Question id → what came of it in a word or two, for comparing."""

    failures: tuple[Failure, ...]


def make_report(assistant: Assistant, outcomes: Sequence[Outcome], *, quotes: int) -> Report:
    """Return the report on outcomes of that assistant."""
    return Report(
        corpus_version=assistant.corpus.version,
        questions=len(outcomes),
        measures=measure_all(outcomes),
        confusion=confusion(outcomes),
        milliseconds=latency(outcomes),
        results={outcome.question.id: _result(outcome) for outcome in outcomes},
        failures=tuple(_failures(assistant, outcomes, quotes)),
    )


def read_report(path: Path) -> Report:
    """Return a report that `ldnbot eval --json` wrote.

    Raises:
        QuestionsInvalid: the file cannot be read, or is no report.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Report)
    except OSError as error:
        what = f"the report cannot be read ({error.strerror})"
        raise QuestionsInvalid(what, where=str(path), fix="name what ldnbot eval --json wrote") from error
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        what = f"this is no report: {error}"
        raise QuestionsInvalid(what, where=str(path), fix="name what ldnbot eval --json wrote") from error


def changes(before: Report, after: Report) -> Iterator[str]:
    """Yield what changed from one report to another: measures that moved, questions that fare otherwise."""
    earlier = {(measure.name, measure.kind): measure.value for measure in before.measures}
    for measure in after.measures:
        old = earlier.get((measure.name, measure.kind))
        if old is not None and abs(old - measure.value) > 5e-4:
            yield f"{measure.name} {measure.kind}: {old:.3f} → {measure.value:.3f}"
    for key, result in after.results.items():
        old_result = before.results.get(key)
        if old_result is not None and old_result != result:
            yield f"{key}: {old_result} → {result}"


def _result(outcome: Outcome) -> str:
    if not outcome.question.gold or not outcome.question.kind.answerable:
        return outcome.status.value
    return f"{outcome.status.value}, {f'found at {outcome.rank}' if outcome.rank else 'not found'}"


def _fault(outcome: Outcome) -> str:
    kind, status = outcome.question.kind, outcome.status
    if kind.answerable and outcome.question.gold:
        if outcome.rank is None:
            return f"{status.value}: the passage that answers is not among the quotes"
        if not outcome.hit(1):
            return f"{status.value}: the passage that answers is quote {outcome.rank}"
        return "" if status is Status.ANSWERED else f"found, and called {status.value}"
    if kind in (Kind.NEAR_MISS, Kind.OFF_TOPIC) and status is Status.ANSWERED:
        return "answered, and nothing answers it"
    return ""


def _failures(assistant: Assistant, outcomes: Sequence[Outcome], quotes: int) -> Iterator[Failure]:
    for outcome in outcomes:
        if fault := _fault(outcome):
            question = outcome.question
            lines = tuple(explain(assistant.ask(question.question, quotes=quotes)))
            yield Failure(question.id, question.kind.value, question.question, fault, lines)
