"""Labelled questions: what is asked, what kind of question it is, and the passages that answer it.

One JSON object a line: `id`, `question`, `kind`, `gold` (a list of `must_contain`, `facts`, `refs`, `section`, `part`)
and `safety`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from ldnbot.corpus.questions import Questions
from ldnbot.errors import QuestionsInvalid

__all__ = ["Gold", "Kind", "LabelledQuestion", "own_questions", "read_facts", "read_questions"]


class Kind(StrEnum):
    """What sort of question it is, and so what a good reply to it would be."""

    DIRECT = "answerable-direct"
    PARAPHRASE = "answerable-paraphrase"
    TYPO = "typo"
    MULTI_PART = "multi-part"
    NEAR_MISS = "unanswerable-near"
    OFF_TOPIC = "out-of-scope"
    SAFETY = "safety"
    NEAR_SAFETY = "safety-near"
    """It looks as if it needed care, and does not."""

    ORDINARY = "ordinary"
    """An everyday message of a community, without a concern and without gold."""

    ADVERSARIAL = "adversarial"

    @property
    def answerable(self) -> bool:
        """Tell whether the article answers questions of this kind."""
        return self in (Kind.DIRECT, Kind.PARAPHRASE, Kind.TYPO, Kind.MULTI_PART)

    @property
    def judged(self) -> bool:
        """Tell whether the judgement is calibrated on questions of this kind."""
        return self not in (Kind.SAFETY, Kind.NEAR_SAFETY, Kind.ORDINARY)


@dataclass(frozen=True, slots=True)
class Gold:
    """One thing that answers: a passage that holds `must_contain`, or a phrase of one of the `facts`."""

    must_contain: str = ""
    facts: tuple[str, ...] = ()
    refs: tuple[int, ...] = ()
    passages: tuple[str, ...] = ()
    """Ids of passages, any of which answers: how a corpus's own questions say it."""

    section: str = ""
    part: int | None = None
    """Which part of a multi-part question this answers."""

    def met_by(self, passage: str, text: str, facts: Mapping[str, tuple[str, ...]]) -> bool:
        """Tell whether a quoted text, of the passage of that id, is this."""
        if passage in self.passages or (self.must_contain and self.must_contain in text):
            return True
        return any(phrase in text for fact in self.facts for phrase in facts.get(fact, ()))


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question with its label."""

    id: str
    question: str
    kind: Kind
    gold: tuple[Gold, ...] = ()
    safety: str | tuple[str, ...] | None = None
    """What the message gives reason for care about: one concern, or several."""

    source: str = ""
    note: str = ""

    @property
    def concerns(self) -> tuple[str, ...]:
        """Return every concern that the message is labelled with."""
        return (self.safety,) if isinstance(self.safety, str) else self.safety or ()

    @property
    def parts(self) -> tuple[tuple[Gold, ...], ...]:
        """Return the gold of each part; a question that is not in parts has one."""
        parts: defaultdict[int, list[Gold]] = defaultdict(list)
        for entry in self.gold:
            parts[entry.part or 0].append(entry)
        return tuple(tuple(parts[number]) for number in sorted(parts))


def own_questions(questions: Questions) -> tuple[LabelledQuestion, ...]:
    """Return the questions that a corpus is tested with.

    Raises:
        QuestionsInvalid: there are none, or one has a kind that is none.
    """
    found = []
    for question in questions.questions:
        try:
            kind = Kind(question.kind)
        except ValueError as error:
            where, fix = f"questions.yaml:{question.line}", f"the kinds are {', '.join(Kind)}"
            raise QuestionsInvalid(f"{question.kind} is no kind of question", where=where, fix=fix) from error
        several = len(question.passages) > 1
        gold = tuple(
            Gold(passages=part, part=number if several else None)
            for number, part in enumerate(question.passages, start=1)
        )
        found.append(LabelledQuestion(question.id, question.question, kind, gold, question.safety or None))
    if not found:
        raise QuestionsInvalid("the corpus has no questions of its own", fix="name a file, or add questions.yaml")
    return tuple(found)


def read_questions(path: Path) -> tuple[LabelledQuestion, ...]:
    """Return the questions in a JSON Lines file.

    Raises:
        QuestionsInvalid: the file cannot be read, or a line of it is no labelled question.
    """
    found: dict[str, LabelledQuestion] = {}
    for number, line in _lines(path):
        try:
            question = msgspec.json.decode(line, type=LabelledQuestion)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            fix = "see docs/evaluation.md for the fields"
            raise QuestionsInvalid(str(error), where=f"{path}:{number}", fix=fix) from error
        if question.id in found:
            raise QuestionsInvalid(f"the id {question.id} stands twice", where=f"{path}:{number}", fix="rename one")
        found[question.id] = question
    if not found:
        raise QuestionsInvalid("there is no question in the file", where=str(path), fix="write one JSON object a line")
    return tuple(found.values())


def read_facts(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Return the phrases that state each fact, from a file of `id<TAB>phrase` lines.

    Raises:
        QuestionsInvalid: the file cannot be read, or a line has no tab.
    """
    phrases: defaultdict[str, list[str]] = defaultdict(list)
    for number, line in _lines(path):
        fact, tab, phrase = line.partition("\t")
        if not tab or not phrase.strip():
            raise QuestionsInvalid(
                "this is not a fact and its phrase", where=f"{path}:{number}", fix="write: F001, a tab, the phrase"
            )
        phrases[fact.strip()].append(phrase.strip())
    return {fact: tuple(texts) for fact, texts in phrases.items()}


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        lines: Iterable[str] = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise QuestionsInvalid(
            f"the file cannot be read ({error.strerror})", where=str(path), fix="name a text file"
        ) from error
    except UnicodeDecodeError as error:
        raise QuestionsInvalid("the file is not UTF-8 text", where=str(path), fix="save it as UTF-8") from error
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
