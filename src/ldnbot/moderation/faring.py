"""How questions fare with one version of a corpus, and which of them fare better or worse with another."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ldnbot.answering.answer import Answer, Role, Status
from ldnbot.answering.assistant import Assistant
from ldnbot.corpus.corpus import Corpus
from ldnbot.errors import QuestionsInvalid
from ldnbot.evaluation.questionset import Kind, LabelledQuestion, own_questions

__all__ = [
    "AnswerChange",
    "Fared",
    "Fares",
    "Progress",
    "Verdict",
    "answered_as_taught",
    "ask_each",
    "compare_fares",
    "fared_of",
    "tested_with",
]


@dataclass(frozen=True, slots=True)
class Fared:
    """How one question fared: what kind of reply it got, and the passages quoted."""

    status: Status
    passages: tuple[str, ...] = ()
    """Those that answer, best first; then those that come along as cautions and limits."""

    cautions: tuple[str, ...] = ()
    """Those among them that warn of something the question names."""

    @property
    def first(self) -> str:
        """Return the first passage quoted, or an empty string."""
        return self.passages[0] if self.passages else ""


Fares = Mapping[str, Fared]
"""Question as asked → how it fared."""

Progress = Callable[[int, int], None]
"""Called with how many questions were asked, and of how many."""


class Verdict(StrEnum):
    """How an answer changed."""

    BETTER = "better"
    WORSE = "worse"
    OTHERWISE = "differently"
    """Another status or first passage, as good as before."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One of the corpus's own questions that is answered differently."""

    id: str
    question: str
    verdict: Verdict
    before: Fared
    after: Fared
    expected: tuple[str, ...] = ()
    """The passages that answer it; none where nothing does."""

    new: bool = False
    """The question is added by the change itself."""


def tested_with(corpus: Corpus) -> tuple[LabelledQuestion, ...]:
    """Return the corpus's own questions; none if there are none, or they cannot be used, which `check` says."""
    try:
        return own_questions(corpus.questions)
    except QuestionsInvalid:
        return ()


def ask_each(assistant: Assistant, questions: Iterable[str], *, quotes: int, progress: Progress) -> Fares:
    """Return how each question fares, asked once."""
    wanted = list(dict.fromkeys(questions))
    found = {}
    for number, question in enumerate(wanted):
        progress(number, len(wanted))
        answer = assistant.ask(question, quotes=quotes).answer
        found[question] = fared_of(answer)
    progress(len(wanted), len(wanted))
    return found


def fared_of(answer: Answer) -> Fared:
    """Return what a reply shows of how its question fared."""
    ordered = sorted(answer.quotes, key=lambda quote: quote.role is not Role.ANSWER)
    cautions = tuple(quote.passage for quote in answer.quotes if quote.role is Role.CAUTION)
    return Fared(answer.status, tuple(quote.passage for quote in ordered), cautions)


def compare_fares(
    before: Sequence[LabelledQuestion],
    after: Sequence[LabelledQuestion],
    fared: Fares,
    fares: Fares,
    renamed: Mapping[str, str],
) -> Iterator[AnswerChange]:
    """Yield the questions that fare differently: the worse first, then the better, then those answered differently.

    Among equals those that the change itself added come first, then those that moved furthest.

    `fared` is how they fared before, `fares` how they fare now, `renamed` old id → new id of passages. A question that
    went is measured by what answered it, since it may have gone with the passage that did.
    """
    old = {question.id: question for question in before}
    new = {question.id: question for question in after}
    found: list[tuple[int, bool, int, int, AnswerChange]] = []
    for id_ in dict.fromkeys((*old, *new)):
        labelled = new.get(id_) or old[id_]
        was, now = fared.get(labelled.question), fares.get(labelled.question)
        if was is None or now is None:
            continue
        was = Fared(was.status, _renamed(was.passages, renamed), _renamed(was.cautions, renamed))
        gained = _grade(labelled, _gold(labelled, renamed), now) - _grade(
            labelled, _gold(old.get(id_) or labelled, renamed), was
        )
        if not set(was.cautions) <= set(now.cautions):
            gained = min(gained, 0) - 1  # a warning that is missing makes no answer better
        if gained or (was.status, was.first) != (now.status, now.first):
            verdict = Verdict.BETTER if gained > 0 else Verdict.WORSE if gained < 0 else Verdict.OTHERWISE
            expected = tuple(sorted(frozenset().union(*_gold(labelled, renamed))))
            change = AnswerChange(id_, labelled.question, verdict, was, now, expected, new=id_ not in old)
            found.append((_ORDER.index(verdict), not change.new, -abs(gained), len(found), change))
    yield from (change for *_, change in sorted(found))


def answered_as_taught(question: LabelledQuestion, fared: Fared) -> bool:
    """Tell whether a question fares as it says itself: with its passages quoted first, or refused."""
    if question.kind in _SAFETY:
        return (fared.status is Status.SAFETY) == bool(question.concerns)
    parts = _gold(question, {})
    return _grade(question, parts, fared) == (4 if parts and question.kind.answerable else 1)


_ORDER = (Verdict.WORSE, Verdict.BETTER, Verdict.OTHERWISE)
_SAFETY = (Kind.SAFETY, Kind.NEAR_SAFETY, Kind.ADVERSARIAL)

Parts = Sequence[frozenset[str]]
"""For each part of a question the passages of which any one answers it."""


def _gold(question: LabelledQuestion, renamed: Mapping[str, str]) -> Parts:
    parts = [[passage for entry in part for passage in entry.passages] for part in question.parts]
    return [frozenset(_renamed(part, renamed)) for part in parts]


def _renamed(passages: Iterable[str], renamed: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(renamed.get(passage, passage) for passage in passages)


def _grade(question: LabelledQuestion, parts: Parts, fared: Fared) -> int:
    """Return how good a reply is: the higher, the better. Only grades of one question compare.

    Unlike in `ldnbot eval`, a caution that comes first does not put the answer into the second place.
    """
    answered = fared.status is Status.ANSWERED
    if question.kind in _SAFETY:
        return int(fared.status is Status.SAFETY) if question.concerns else 0
    if not parts or not question.kind.answerable:
        return int(not answered)
    ranks = [_rank(part, fared.passages) for part in parts]
    if not all(ranks):
        return 0 if answered else 1  # a wrong answer is worse than none
    if not answered:
        return 2
    return 4 if max(ranks) <= len(parts) else 3


def _rank(part: frozenset[str], passages: Sequence[str]) -> int:
    """Return the place of the first passage of the part, from 1, or 0."""
    return next((place for place, passage in enumerate(passages, start=1) if passage in part), 0)
