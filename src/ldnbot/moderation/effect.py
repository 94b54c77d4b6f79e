"""What a change of the corpus does, before anybody sees it.

Comparing the texts takes a second. Asking some 800 questions of two versions takes many: `effect_in_child` is for a
process of its own, and what a version's questions fared can be kept and handed in again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import msgspec

from ldnbot.answering.answer import Answer, Status
from ldnbot.answering.assistant import Assistant, open_assistant
from ldnbot.corpus.check import UNDECLARED_CAUTION
from ldnbot.corpus.citation import remove_citations
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.finding import Finding, errors_among
from ldnbot.corpus.folder import LEXICON, Inspection, inspect_sources
from ldnbot.moderation.differences import (
    Change,
    LineChange,
    LineKind,
    PassageChange,
    ReferenceChange,
    Renumbered,
    line_changes,
    passage_changes,
    reference_changes,
    renamings,
    renumberings,
)
from ldnbot.moderation.faring import (
    AnswerChange,
    Fared,
    Fares,
    Progress,
    Verdict,
    answered_as_taught,
    ask_each,
    compare_fares,
    fared_of,
    tested_with,
)
from ldnbot.moderation.losses import Loss, file_losses, part_losses
from ldnbot.moderation.sources import Sources

__all__ = [
    "COMPARED_ONLY",
    "Effect",
    "NowAnswered",
    "comparison",
    "decode_effect",
    "effect",
    "effect_in_child",
    "encode_effect",
    "encode_request",
]

_QUOTES = 3

COMPARED_ONLY = "so far only the texts were compared"
"""Why no question was asked, in a comparison."""


@dataclass(frozen=True, slots=True)
class NowAnswered:
    """A question that members asked in vain, and that is answered now."""

    question: str
    was: Status
    passage: str
    sentence: str
    """The sentence that answers it best, as it is quoted."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does: to the text, to what `check` finds, to the answers."""

    before: str
    """The version of the corpus before, twelve hexadecimal digits."""

    after: str
    passages: tuple[PassageChange, ...] = ()
    references: tuple[ReferenceChange, ...] = ()
    renumbered: tuple[Renumbered, ...] = ()
    lines: tuple[LineChange, ...] = ()
    files: tuple[Loss, ...] = ()
    """The files of which more than a tenth of the lines go."""

    lost: tuple[Loss, ...] = ()
    """The passages, references, lines and test questions that go."""

    new_findings: tuple[Finding, ...] = ()
    gone_findings: tuple[Finding, ...] = ()
    asked: int = 0
    """How many own questions were asked of both versions; in a comparison, how many there are to ask."""

    not_asked: str = ""
    """Why none were, or an empty string."""

    answers: tuple[AnswerChange, ...] = ()
    """The own questions that are answered differently: the worse first."""

    new_asked: int = 0
    """How many test questions the change itself adds."""

    new_as_taught: int = 0
    """How many of those are answered as they say."""

    recent: int = 0
    """How many of the questions that members asked in vain were asked again."""

    now_answered: tuple[NowAnswered, ...] = ()
    preview: Answer | None = None
    """The reply to the question that shows most of the change, or None where no question shows it."""

    preview_before: Answer | None = None
    """The reply to the same question before."""

    fares: Mapping[str, Fared] = field(default_factory=dict)
    """How the own questions fare now: to be handed in as `known` when the next change of this version is looked at."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return the new findings that keep the corpus from being published."""
        return errors_among(self.new_findings)

    def counted(self, verdict: Verdict) -> int:
        """Return how many own questions that were there before are answered better, worse or differently."""
        return sum(change.verdict == verdict for change in self.answers if not change.new)

    @property
    def takes_much(self) -> bool:
        """Tell whether more than a tenth of the passages, references, lines or test questions go."""
        return any(loss.much for loss in self.lost)

    @property
    def nothing(self) -> bool:
        """Tell whether the two versions say the same."""
        return not (self.passages or self.references or self.renumbered or self.lines)


def effect(
    before: Sources,
    after: Sources,
    *,
    today: date,
    questions: Sequence[str] = (),
    quotes: int = _QUOTES,
    known: Fares | None = None,
    progress: Progress = lambda _asked, _of: None,
) -> Effect:
    """Return what changes from one corpus to another.

    `questions` are those that members asked in vain of late. `known` is how the own questions fared with `before`, as
    an earlier Effect says of the version that it led to; without it they are asked anew. `progress` is told how many
    questions were asked, and of how many.
    """
    old, new = _inspected(before, after, today)
    found = _compared(old, new, before, after)
    for inspection, which in ((old, "the corpus before the change"), (new, "the changed corpus")):
        if _unfit(inspection):
            return replace(found, not_asked=f"{which} has errors, so nothing can be asked of it")
    renamed = renamings(old.corpus, new.corpus)
    return _Asking(old.corpus, new.corpus, renamed, found, tuple(questions), quotes, known or {}, progress).result()


def comparison(before: Sources, after: Sources, *, today: date) -> Effect:
    """Return what changes in the texts and in what `check` finds, without asking anything."""
    old, new = _inspected(before, after, today)
    asked = {question.question for corpus in (old.corpus, new.corpus) for question in tested_with(corpus)}
    return replace(_compared(old, new, before, after), asked=len(asked), not_asked=COMPARED_ONLY)


def _compared(old: Inspection, new: Inspection, before: Sources, after: Sources) -> Effect:
    renamed = renamings(old.corpus, new.corpus)
    come, gone = _findings(old.findings, new.findings)
    return Effect(
        before=old.corpus.version,
        after=new.corpus.version,
        passages=tuple(passage_changes(old.corpus, new.corpus, renamed)),
        references=tuple(reference_changes(old.corpus, new.corpus)),
        renumbered=renumberings(old.corpus, new.corpus),
        lines=tuple(line_changes(old.corpus, new.corpus, renamed)),
        files=tuple(file_losses(before, after)),
        lost=tuple(part_losses(old.corpus, new.corpus, renamed)),
        new_findings=come,
        gone_findings=gone,
    )


def encode_effect(found: Effect) -> bytes:
    """Return an effect as JSON."""
    return msgspec.json.encode(found)


def decode_effect(raw: bytes) -> Effect:
    """Return the effect in JSON that `encode_effect` made.

    Raises:
        msgspec.DecodeError: it is none.
    """
    return msgspec.json.decode(raw, type=Effect)


class _Request(msgspec.Struct):
    before: dict[str, str]
    after: dict[str, str]
    today: date
    questions: tuple[str, ...]
    quotes: int
    known: dict[str, Fared]


def encode_request(
    before: Sources,
    after: Sources,
    *,
    today: date,
    questions: Sequence[str] = (),
    quotes: int = _QUOTES,
    known: Fares | None = None,
) -> bytes:
    """Return what `effect` is to be called with, as bytes for another process."""
    request = _Request(dict(before), dict(after), today, tuple(questions), quotes, dict(known or {}))
    return msgspec.msgpack.encode(request)


def effect_in_child(raw: bytes) -> bytes:
    """Return the effect of an encoded request as JSON: bytes in and out, to run in a process of its own."""
    request = msgspec.msgpack.decode(raw, type=_Request)
    return encode_effect(
        effect(
            request.before,
            request.after,
            today=request.today,
            questions=request.questions,
            quotes=request.quotes,
            known=request.known,
        )
    )


def _inspected(before: Sources, after: Sources, today: date) -> tuple[Inspection, Inspection]:
    old, new = inspect_sources(before, today=today), inspect_sources(after, today=today)
    if before.get(LEXICON) == after.get(LEXICON):
        # What is worked out from a lexicon is kept as long as it is the same one.
        new = replace(new, corpus=replace(new.corpus, lexicon=old.corpus.lexicon))
    return old, new


def _unfit(inspection: Inspection) -> bool:
    return any(finding.code != UNDECLARED_CAUTION for finding in errors_among(inspection.findings)) or not any(
        inspection.corpus.passages
    )


def _findings(before: Sequence[Finding], after: Sequence[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings that came and those that went, wherever their lines have moved to."""
    old, new = (Counter(_same(finding) for finding in findings) for findings in (before, after))
    return tuple(_beyond(after, old)), tuple(_beyond(before, new))


def _beyond(findings: Sequence[Finding], there: Counter[tuple[str, ...]]) -> Iterator[Finding]:
    left = Counter(there)
    for finding in findings:
        if left[_same(finding)]:
            left[_same(finding)] -= 1
        else:
            yield finding


def _same(finding: Finding) -> tuple[str, ...]:
    words = [word for word in finding.what.split() if not word.strip("().,").isdigit()]
    return (finding.file, finding.code, " ".join(words))


@dataclass(frozen=True, slots=True)
class _Asking:
    """Both versions, and the questions that are asked of them."""

    before: Corpus
    after: Corpus
    renamed: Mapping[str, str]
    found: Effect
    recent: tuple[str, ...]
    quotes: int
    known: Fares
    progress: Progress

    def result(self) -> Effect:
        own_before, own_after = tested_with(self.before), tested_with(self.after)
        own = tuple(dict.fromkeys(question.question for question in (*own_before, *own_after)))
        if not own and not self.recent:
            return replace(self.found, not_asked="the corpus has no questions of its own")
        old, new = open_assistant(self.before), open_assistant(self.after)
        every = (*own, *self.recent)
        unknown = tuple(question for question in every if question not in self.known)
        total = len(dict.fromkeys(unknown)) + len(dict.fromkeys(every))
        fares = ask_each(new, every, quotes=self.quotes, progress=lambda asked, _: self.progress(asked, total))
        done = len(fares)
        fared = {
            **self.known,
            **ask_each(old, unknown, quotes=self.quotes, progress=lambda asked, _: self.progress(done + asked, total)),
        }
        answers = tuple(compare_fares(own_before, own_after, fared, fares, self.renamed))
        now = tuple(self._now_answered(new, fared, fares))
        there = {question.id for question in own_before}
        added = [question for question in own_after if question.id not in there]
        telling = self._telling(new, answers, now, fares)
        return replace(
            self.found,
            asked=len(own),
            answers=answers,
            new_asked=len(added),
            new_as_taught=sum(answered_as_taught(question, fares[question.question]) for question in added),
            recent=len(dict.fromkeys(self.recent)),
            now_answered=now,
            preview=new.ask(telling, quotes=self.quotes).answer if telling else None,
            preview_before=old.ask(telling, quotes=self.quotes).answer if telling else None,
            fares={question.question: fares[question.question] for question in own_after},
        )

    def _now_answered(self, assistant: Assistant, fared: Fares, fares: Fares) -> Iterator[NowAnswered]:
        for question in dict.fromkeys(self.recent):
            was, now = fared[question], fares[question]
            if now.status is Status.ANSWERED and was.status is not Status.ANSWERED:
                quotes = assistant.ask(question, quotes=self.quotes).answer.quotes
                yield NowAnswered(question, was.status, quotes[0].passage, quotes[0].sentence)

    def _telling(
        self, assistant: Assistant, answers: Sequence[AnswerChange], now: Sequence[NowAnswered], fares: Fares
    ) -> str:
        """Return the question whose reply shows most of the change, or an empty string."""
        if now:
            return now[0].question
        for new in (True, False):
            for change in answers:
                if change.new is new and change.verdict is not Verdict.OTHERWISE:
                    return change.question
        touched = [change.id for change in self.found.passages if change.change in (Change.ADDED, Change.CHANGED)]
        for question, how in fares.items():
            if how.first in touched:
                return question
        if answers:
            return answers[0].question
        likely = tuple(self._likely(touched))
        for question in likely:
            if fared_of(assistant.ask(question, quotes=self.quotes).answer).first in touched:
                return question
        return likely[0] if likely else ""

    def _likely(self, touched: Sequence[str]) -> Iterator[str]:
        """Yield what may be asked for what changed: taught lines, lines of the passages, their first sentences."""
        for line in self.found.lines:
            if line.change is Change.ADDED and line.kind in (LineKind.ALSO_ASKED, LineKind.NOT_COVERED):
                yield line.text
        for id_ in touched:
            yield from self.after.questions.also_asked.get(id_, ())[:3]
        for passage in self.after.passages:
            if passage.id in touched:
                yield remove_citations(passage.sentences[0].span.of(passage.text))
