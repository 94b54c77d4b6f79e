"""What came of asking labelled questions: where the gold stood among the quotes, and how long it took."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ldnbot.answering.answer import Answer, Status
from ldnbot.answering.assistant import Assistant
from ldnbot.evaluation.questionset import Gold, LabelledQuestion

__all__ = ["Outcome", "ask_all"]

_SHOWN_MARK = re.compile(r"\s*\[\d+(?:, \d+)*\]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question's reply, measured."""

    question: LabelledQuestion
    answer: Answer
    ranks: tuple[int | None, ...]
    """For each part of the question, the place of the first quote that meets its gold, from 1; None if none does."""

    seconds: float
    cited: tuple[int, ...] = ()
    """The places in the bibliography, from 1, of the references that the first quote cites."""

    shown: tuple[int, ...] = ()
    """The places in the bibliography of all references shown."""

    @property
    def status(self) -> Status:
        """Return the status of the reply."""
        return self.answer.status

    @property
    def rank(self) -> int | None:
        """Return the place of the last part that is met, or None if a part is not met."""
        known = [rank for rank in self.ranks if rank is not None]
        return max(known) if known and len(known) == len(self.ranks) else None

    def hit(self, places: int) -> bool:
        """Tell whether every part is met in the first `places` quotes, with one place more for each further part."""
        return self.rank is not None and self.rank <= places + len(self.ranks) - 1


def ask_all(
    assistant: Assistant,
    questions: Iterable[LabelledQuestion],
    facts: Mapping[str, tuple[str, ...]],
    *,
    quotes: int,
    clock: Callable[[], float],
) -> Iterator[Outcome]:
    """Yield the outcome of each question in order. `clock` returns seconds that only go forward."""
    places = {key: place for place, key in enumerate(assistant.corpus.references, start=1)}
    for question in questions:
        begun = clock()
        answer = assistant.ask(question.question, quotes=quotes).answer
        seconds = clock() - begun
        # A phrase of the gold may have a citation mark in it once it is shown.
        texts = [(quote.passage, quote.text, _SHOWN_MARK.sub("", quote.text)) for quote in answer.quotes]
        ranks = tuple(_rank(part, texts, facts) for part in question.parts)
        listed = {number: places[reference.key] for reference in answer.references for number in (reference.number,)}
        first = answer.quotes[0].citations if answer.quotes else ()
        cited = tuple(listed[number] for number in first)
        yield Outcome(question, answer, ranks, seconds, cited, tuple(listed.values()))


def _rank(
    part: Iterable[Gold], texts: Iterable[tuple[str, str, str]], facts: Mapping[str, tuple[str, ...]]
) -> int | None:
    gold = tuple(part)
    for place, (passage, *forms) in enumerate(texts, start=1):
        if any(entry.met_by(passage, form, facts) for entry in gold for form in forms):
            return place
    return None
