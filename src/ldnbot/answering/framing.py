"""What stands around an answer, whatever was found: cautions first, limits last, and the notices that go with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ldnbot.answering.answer import Answer, Quote, Role, Status, compose_answer, quote_passage
from ldnbot.answering.companions import caution_passages, is_treatment_claim, limits_passages
from ldnbot.answering.setting import Setting
from ldnbot.answering.triage.concern import Concern, Triage
from ldnbot.answering.wording import (
    CAUTIONS,
    NOTHING_NEAR,
    OFF_LABEL,
    ONLY_THE_WARNING,
    despair,
    overdue,
    retracted_sources,
)
from ldnbot.corpus.article import Passage
from ldnbot.corpus.corpus import Corpus
from ldnbot.retrieval.analysis import Query
from ldnbot.retrieval.index import PassageIndex

__all__ = ["Frame"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every answer to one message."""

    corpus: Corpus
    index: PassageIndex
    question: str
    found: Triage
    setting: Setting

    @property
    def cautions(self) -> tuple[Passage, ...]:
        """Return the passages that warn of what the message gives concern about."""
        return tuple(caution_passages(self.corpus, self.found.concerns))

    def answer(self, status: Status, *notices: str, shown: Sequence[Quote] = (), query: Query | None = None) -> Answer:
        """Return the answer with its cautions, limits and fixed notices. By `query` their sentences are marked."""
        cautions = [self._quote(passage, query, Role.CAUTION) for passage in self.cautions]
        first = {quote.passage for quote in cautions}
        answers = [quote for quote in shown if quote.passage not in first]
        there = first | {quote.passage for quote in answers}
        limits = [
            self._quote(passage, query, Role.LIMITS)
            for passage in limits_passages(self.corpus, [quote.passage for quote in answers])
            if passage.id not in there
        ]
        if cautions and status in (Status.NOT_COVERED, Status.SMALLTALK):
            # The warning is there to be read, and does not answer what was asked.
            status = Status.RELATED
            notices = (ONLY_THE_WARNING, *(notice for notice in notices if notice != NOTHING_NEAR))
        quotes = (*cautions, *answers, *limits)
        said = (*self._before(), *notices, *self._about(quotes))
        answer = compose_answer(
            self.corpus,
            status,
            self.question,
            quotes,
            said,
            safety=self.found.concerns,
            addition=self.setting.addition,
        )
        if withdrawn := [reference.number for reference in answer.references if reference.retracted]:
            answer = replace(answer, notices=(*answer.notices, retracted_sources(withdrawn)))
        return answer

    def _quote(self, passage: Passage, query: Query | None, role: Role) -> Quote:
        sentence = self.index.best_sentence(passage, query) if query else passage.sentences[0]
        return quote_passage(self.corpus, passage, sentence, role)

    def _before(self) -> Iterator[str]:
        if Concern.DESPAIR in self.found.concerns:
            yield from despair(self.setting.here.emergency, self.setting.here.crisis)
        for concern in self.found.concerns:
            if concern in CAUTIONS:
                yield CAUTIONS[concern]

    def _about(self, quotes: Sequence[Quote]) -> Iterator[str]:
        if any(is_treatment_claim(self.corpus, quote.passage) for quote in quotes):
            yield OFF_LABEL
        names = dict.fromkeys(quote.passage.partition("/")[0] for quote in quotes)
        dues = [due for name in names if (due := self.corpus.article(name).front_matter.review_due)]
        if self.setting.today and (late := [due for due in dues if due < self.setting.today]):
            yield overdue(min(late))
