"""The assistant: one corpus with its index, and the answers from it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from ldnbot.answering.answer import Answer, Status, quote_passage
from ldnbot.answering.cards import urgent_card
from ldnbot.answering.features import known_by_class, never_heard
from ldnbot.answering.framing import Frame
from ldnbot.answering.judgement import Calibration, Judgement, judge, shipped_calibration
from ldnbot.answering.leading import CHILDREN, led_by, quotable
from ldnbot.answering.parts import Parts, asks, follows_up, take_apart
from ldnbot.answering.question import read_question
from ldnbot.answering.setting import Setting
from ldnbot.answering.smalltalk import small_talk
from ldnbot.answering.triage.concern import Concern, Triage
from ldnbot.answering.triage.triage import triage
from ldnbot.answering.wording import (
    ABOUT_NO_CHILDREN,
    NO_ENGLISH,
    NOTHING_NEAR,
    RELATED,
    in_danger,
    looked_up_as,
    nearest_headings,
    never_mentions,
    not_in_the_article,
    searched_for,
    together_with,
)
from ldnbot.corpus.corpus import Corpus
from ldnbot.retrieval.analysis import Query
from ldnbot.retrieval.index import Hit, PassageIndex, build_index
from ldnbot.retrieval.spelling import Repair
from ldnbot.retrieval.terms import tokens

__all__ = ["Assistant", "Explanation", "PartExplanation", "Reply", "open_assistant"]

_NEAREST_HEADINGS = 4

_FEWEST_WORDS = 3
_STRANGE = 0.5
"""A message of so many words, this share of them unknown or more, is in another language."""

_WORTH_SHOWING = 0.4
"""A further quote is shown if it scored at least this share of the first: less is filler on a small screen."""

_OTHER_PARTS = 0.3
"""How much words of the rest of a message count when one part of it is looked up."""


@dataclass(frozen=True, slots=True)
class PartExplanation:
    """How one part of a question was looked up and judged."""

    query: Query
    hits: tuple[Hit, ...]
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an answer came about, for a moderator who wants to know."""

    whole: PartExplanation
    parts: tuple[PartExplanation, ...]
    """Each part of a question that asks more than one thing; else empty."""

    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with its explanation; a message that was not looked up has none."""

    answer: Answer
    explanation: Explanation | None = None
    triage: Triage = field(default_factory=Triage)
    """What the message was found to need before it was looked up."""


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from one version of one corpus."""

    corpus: Corpus
    index: PassageIndex
    calibration: Calibration = field(default_factory=shipped_calibration)

    def ask(
        self, typed: str, *, quotes: int, before: str = "", verbatim: bool = False, setting: Setting | None = None
    ) -> Reply:
        """Return the reply to what a person typed, with at most that many quotes. Any text gets a reply.

        A crisis or an emergency is answered before anything else is looked at. Cautions and limits that belong to the
        answer come on top of the `quotes`.

        A follow-up ("and at night?") is taken together with the question `before` it. With `verbatim` no spelling is
        repaired.
        """
        setting = setting or Setting()
        found = triage(typed)
        if urgent := urgent_card(typed, found, setting):
            return Reply(urgent, triage=found)
        question = read_question(typed)
        frame = Frame(self.corpus, self.index, question.text, found, setting)
        if question.fault == NO_ENGLISH or (not question.fault and self._foreign(question.text)):
            # Triage reads a few sayings of other languages, and may have missed what was said in this one.
            return Reply(frame.answer(Status.NOT_COVERED, NO_ENGLISH, in_danger(setting.here.emergency)), triage=found)
        if question.fault:
            return Reply(frame.answer(Status.NOT_COVERED, question.fault), triage=found)
        if said := small_talk(question.text):
            return Reply(frame.answer(Status.SMALLTALK, said), triage=found)
        if Concern.DESPAIR in found.concerns and not asks(question.text):
            return Reply(frame.answer(Status.NOT_COVERED), triage=found)  # nothing was asked, so nothing is quoted
        explanation = self._look_up(question.text, "", verbatim=verbatim)
        earlier = read_question(before).text if follows_up(question.text) else ""
        if earlier:
            together = self._look_up(question.text, earlier, verbatim=verbatim)
            if together.whole.judgement.weight < explanation.whole.judgement.weight:
                earlier = ""  # it is a question by itself
            else:
                explanation = together
        notices = []
        if earlier:
            notices.append(together_with(earlier))
        if explanation.repairs:
            notices.append(searched_for([(repair.typed, repair.read) for repair in explanation.repairs]))
        status, hits, unanswered = _decide(explanation)
        query = explanation.whole.query
        leading = led_by(found.concerns)
        chosen = list(_most(hits, quotes, lambda hit: quotable(hit.number, query, leading, self.index)))
        untold = Concern.CHILD in found.concerns and not CHILDREN & self.index.spoken
        warnings = frame.cautions
        if leading and not (hits and hits[0][0].passage in warnings):
            status = _led(status, hits, chosen, untold=untold)
        notices.extend(self._notices(status, explanation, unanswered))
        if untold:
            notices.append(ABOUT_NO_CHILDREN)
        shown = [
            quote_passage(self.corpus, hit.passage, self.index.best_sentence(hit.passage, asked))
            for hit, asked in chosen
            if status is not Status.NOT_COVERED
        ]
        return Reply(frame.answer(status, *notices, shown=shown, query=query), explanation, found)

    def judgement(self, typed: str) -> Judgement:
        """Return how a question is judged as a whole, without an answer: for measuring and calibrating."""
        return self._look_up(read_question(typed).text, "", verbatim=False).whole.judgement

    def _foreign(self, text: str) -> bool:
        """Tell whether most words of a message are neither English nor of the corpus or lexicon."""
        read, _ = self.index.speller.repair(text)
        found = [token.bare for token in tokens(read) if token.bare.isalpha() and len(token.bare) > 1]
        strange = [word for word in found if not self.index.speller.knows(word)]
        return len(found) >= _FEWEST_WORDS and len(strange) >= _STRANGE * len(found)

    def _look_up(self, text: str, earlier: str, *, verbatim: bool) -> Explanation:
        read, repairs = (text, ()) if verbatim else self.index.speller.repair(text)
        parts = Parts((read,)) if earlier else take_apart(read)
        whole = self._part(f"{earlier} {read}".strip(), "", 1.0)
        several = tuple(self._part(part, _around(parts, part), _OTHER_PARTS) for part in parts.asked)
        return Explanation(whole, several if len(several) > 1 else (), repairs)

    def _part(self, text: str, context: str, share: float) -> PartExplanation:
        query = self.index.query(text, context, share)
        hits = self.index.search(query)
        return PartExplanation(query, hits, judge(query, hits, self.index, self.calibration))

    def _notices(self, status: Status, explanation: Explanation, unanswered: Sequence[str]) -> Iterator[str]:
        unheard = never_heard(explanation.whole.query, self.index)
        if status is Status.RELATED:
            yield RELATED
        elif status is Status.NOT_COVERED:
            yield NOTHING_NEAR
        if unheard and status is not Status.ANSWERED:
            yield never_mentions(unheard)
        if status is not Status.NOT_COVERED and (kinds := known_by_class(explanation.whole.query, self.index)):
            yield looked_up_as(kinds)
        if unanswered:
            yield not_in_the_article(unanswered)
        if status is Status.NOT_COVERED and (headings := self._nearest_headings(explanation.whole.hits)):
            yield nearest_headings(headings)

    def _nearest_headings(self, hits: tuple[Hit, ...]) -> tuple[str, ...]:
        near = [hit.passage.heading_path[-1] for hit in hits if hit.passage.heading_path]
        rest = [section.heading for _, section in self.corpus.sections if section.heading]
        return tuple(dict.fromkeys((*near, *rest)))[:_NEAREST_HEADINGS]


def open_assistant(corpus: Corpus) -> Assistant:
    """Return an assistant for a corpus, with a new index."""
    return Assistant(corpus, build_index(corpus))


def _around(parts: Parts, part: str) -> str:
    return " ".join((*(other for other in parts.asked if other != part), parts.story))


def _decide(explanation: Explanation) -> tuple[Status, list[tuple[Hit, Query]], tuple[str, ...]]:
    """Return the status, the hits best first with the query that each is for, and the parts that have no answer.

    A message that asks several things is answered if all of them are, or if it is as a whole.
    """
    whole, parts = explanation.whole, explanation.parts
    hits = [(hit, whole.query) for hit in whole.hits]
    if not parts:
        return whole.judgement.status, hits, ()
    answered = [part for part in parts if part.judgement.status is Status.ANSWERED]
    rest = [part for part in parts if part.judgement.status is not Status.ANSWERED]
    woven = [found for place in zip_longest(*(_hits(part) for part in (*answered, *rest))) for found in place if found]
    if not rest:
        return Status.ANSWERED, woven, ()
    if whole.judgement.status is Status.ANSWERED:
        return Status.ANSWERED, hits, ()
    if answered:
        return Status.RELATED, woven, tuple(part.query.text for part in rest)
    return whole.judgement.status, hits, ()


def _hits(part: PartExplanation) -> Iterator[tuple[Hit, Query]]:
    return ((hit, part.query) for hit in part.hits)


def _led(
    status: Status, hits: Sequence[tuple[Hit, Query]], chosen: Sequence[tuple[Hit, Query]], *, untold: bool
) -> Status:
    """Return the status where a concern leads and its warning is not what was found: no more than what is quoted.

    `untold` says that it is about a child, and the corpus speaks of none.
    """
    if status is Status.NOT_COVERED or not chosen:
        return Status.NOT_COVERED
    return Status.RELATED if untold or chosen[0][0] is not hits[0][0] else status


def _most(hits: Sequence[tuple[Hit, Query]], most: int, wanted: Callable[[Hit], bool]) -> Iterator[tuple[Hit, Query]]:
    """Yield the first wanted hits, each passage once, and none that scored far below the first for the same query."""
    seen: set[int] = set()
    best: dict[str, float] = {}
    for hit, query in hits:
        if len(seen) == most:
            return
        least = _WORTH_SHOWING * best.setdefault(query.text, hit.score)
        if hit.number not in seen and hit.score >= least and wanted(hit):
            seen.add(hit.number)
            yield hit, query
