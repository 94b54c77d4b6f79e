"""The assistant: one corpus with its index, and the answers from it."""

from dataclasses import dataclass

from ldnbot.answering.answer import Answer, Status, compose_answer, quote_passage
from ldnbot.answering.judgement import Judgement, judge
from ldnbot.answering.question import read_question
from ldnbot.answering.wording import RELATED, not_covered
from ldnbot.corpus.corpus import Corpus
from ldnbot.retrieval.analysis import Query
from ldnbot.retrieval.index import Hit, PassageIndex, build_index

__all__ = ["Assistant", "Explanation", "Reply", "open_assistant"]

_NEAREST_HEADINGS = 4


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an answer came about, for a moderator who wants to know."""

    query: Query
    hits: tuple[Hit, ...]
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with its explanation; a question that could not be looked up has none."""

    answer: Answer
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from one version of one corpus."""

    corpus: Corpus
    index: PassageIndex

    def ask(self, typed: str, *, quotes: int) -> Reply:
        """Return the reply to what a person typed, with at most that many quotes. Any text gets a reply."""
        question = read_question(typed)
        if question.fault:
            return Reply(compose_answer(self.corpus, Status.NOT_COVERED, question.text, (), (question.fault,)))
        query = self.index.analyser.query(question.text)
        hits = self.index.search(query)
        judgement = judge(query, hits, self.index)
        match judgement.status:
            case Status.ANSWERED | Status.RELATED:
                shown = [
                    quote_passage(self.corpus, hit.passage, self.index.best_sentence(hit.passage, query))
                    for hit in hits[:quotes]
                ]
                notices: tuple[str, ...] = (RELATED,) if judgement.status is Status.RELATED else ()
            case _:
                shown, notices = [], not_covered(self._nearest_headings(hits))
        answer = compose_answer(self.corpus, judgement.status, question.text, shown, notices)
        return Reply(answer, Explanation(query, hits, judgement))

    def _nearest_headings(self, hits: tuple[Hit, ...]) -> tuple[str, ...]:
        near = [hit.passage.heading_path[-1] for hit in hits if hit.passage.heading_path]
        rest = [section.heading for _, section in self.corpus.sections if section.heading]
        return tuple(dict.fromkeys((*near, *rest)))[:_NEAREST_HEADINGS]


def open_assistant(corpus: Corpus) -> Assistant:
    """Return an assistant for a corpus, with a new index."""
    return Assistant(corpus, build_index(corpus))
