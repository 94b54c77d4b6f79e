"""What a message asks for, where words alone would find a passage that answers something else.

"Does it help nausea" finds the list of side effects, "does it damage the liver" finds that it is safe in general, and
"I missed a dose" finds changes that are easy to miss.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ldnbot.answering.answer import Status
from ldnbot.answering.parts import asks
from ldnbot.answering.triage.concern import Triage
from ldnbot.answering.wording import side_effect_not_help
from ldnbot.corpus.article import Passage
from ldnbot.corpus.lexicon import Concept, Topic
from ldnbot.retrieval.analysis import Query
from ldnbot.retrieval.index import PassageIndex

__all__ = ["Misreading", "asked_as", "asks_if_deadly", "read_for_misreading"]

_MISSED = "i missed a dose, what now"
"""How a missed dose is looked up, whatever words it was told in."""

_OF_A_MISSED_DOSE = re.compile(
    r"\b(?:miss|missed|missing|forg[eo]t\w*|skip\w*)\b(?: \w+){0,4} (?:doses?|pills?|tablets?|capsules?|"
    r"days?)\b",
    re.IGNORECASE,
)

_SHORT = 110
"""Characters of a message that may be about a missed dose and nothing else."""

_OTHER_THINGS = frozenset((Topic.CONDITION, Topic.MEDICINE, Topic.SUBSTANCE, Topic.SYMPTOM, Topic.COST, Topic.TEST))
_IT = r"(?:it|ldn|naltrexone|low[- ]dose naltrexone|this|the (?:drug|medicine|medication|stuff))"
_HELPS = re.compile(
    rf"\b(?:does|do|can|could|will|would|might|is|has|did|could) {_IT} (?:\w+ ){{0,2}}"
    r"(?:helps?(?! (?:to|if|when)\b)|helped|good for|any good for|any use for|work for|works? (?:on|"
    r"against)|treat|cure|fix|"
    r"ease|relieve|"
    r"improve|stop|reduce|lessen|useful for|effective (?:for|against|in)|get rid of)\b"
    rf"|\b{_IT} (?:for|helps?|good for|eases?) (?:\w+ ){{0,2}}\w+\s*\?*$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:if|when|morning|food|meal|night|taking it|take it|lower|dose|swap|switch\w*|breakfast|lunch)\b",
    re.IGNORECASE,
)
_BENEFIT = re.compile(
    r"\b(?:help|eas|reliev|reduc|lessen|improv|benefi|effective|better|calm)\w*\b(?! side)", re.IGNORECASE
)
_CAUSES = re.compile(r"\b(?:side.effects?|caus\w+|disturb\w*|worsen\w*|trigger\w*|bring on)\b", re.IGNORECASE)
_SIDE_EFFECT = "side-effect"
_GENERAL_SAFETY = frozenset(("safety", "well-tolerated"))

_ORGAN = (
    r"(?:liver|kidneys?|heart|brain|lungs?|stomach|eyes|nerves|bones|thyroid|immune system|organs?|body|"
    r"hearing|memory|"
    r"teeth|hair|skin|fertility|pancreas|gut|muscles?)"
)
_HARM = re.compile(
    rf"\b(?:damag|harm|hurt|destroy|ruin|wreck|injur|toxic|mess\w* up|bad for|hard on|"
    rf"fail)\w*\b(?: \w+){{0,4}} {_ORGAN}\b"
    rf"|\b{_ORGAN} (?:damage|injury|toxicity)\b|\bcaus\w+ (?:\w+ ){{0,2}}{_ORGAN} (?:failure|problems|trouble)\b"
    r"|\bwhat (?:happens|would happen|if)\b.*\b(?:above|over|more than|higher than|past|beyond|exceed\w*) (?:the )?"
    r"(?:\d|max|usual|limit|low dose|normal|recommended)"
    r"|\b(?:go|going|goes|went) (?:above|over|past|beyond|higher than) (?:the )?(?:\d|max|limit)",
    re.IGNORECASE,
)
_DEADLY = re.compile(
    rf"\b(?:can|could|will|would|does|do|did|has|is) (?:(?:you|i|one|people|anyone|anybody|somebody|"
    rf"someone) (?:ever )?"
    rf"(?:die|died|dead)\b|{_IT} (?:ever )?(?:kill|fatal|deadly|lethal|killed|be (?:fatal|deadly|lethal))\b)"
    rf"|\b(?:die|died|dying|deaths?|fatal\w*|lethal|deadly) (?:\w+ ){{0,2}}(?:from|of|on|by|with|dose of) {_IT}\b",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"^(?:hi |hello |help |ok |so )?(?:i|i've|ive|i'm|im|my \w+|he|she|we)\b(?: \w+)? (?:have|has|had|got|get|"
    r"getting|am|is|are|"
    r"broke|came|feel|woke|developed|notic\w+)\b|^(?:rash|itching|itchy|hives|headache|nausea)\b",
    re.IGNORECASE,
)


def asked_as(text: str, found: Triage, index: PassageIndex) -> str:
    """Return the words that a message is looked up by: its own, or for a missed dose always the same."""
    if len(text) > _SHORT or not _told_missed(found):
        return text
    return text if _named(index.query(text), index, _OTHER_THINGS) - index.common else _MISSED


def asks_if_deadly(text: str) -> bool:
    """Tell whether a message asks if it can kill."""
    return _DEADLY.search(text) is not None


@dataclass(frozen=True, slots=True)
class Misreading:
    """What must not be shown as an answer, because a message asks for something else than its words find."""

    index: PassageIndex
    helped: Mapping[str, str]
    """The symptoms that a message asks about help with, each with its word for it."""

    harm: bool
    """Whether it asks what harm comes to an organ, or from more than the usual dose."""

    reported: frozenset[str]
    """The symptoms that it tells somebody has, asking nothing, if they may come from a medicine."""

    missed: bool
    """Whether it is about a missed dose."""

    def leaves_out(self, passage: Passage) -> bool:
        """Tell whether a passage is left out: reassurance where harm is asked about, or a benefit for somebody ill."""
        if self.harm and _GENERAL_SAFETY & frozenset(self.index.analyser.concepts(passage.text)):
            return True
        if self.missed and not _OF_A_MISSED_DOSE.search(passage.text):
            return True
        return bool(self.reported) and not self._only_causes(passage, self.reported)

    def lowered(self, status: Status, shown: Sequence[Passage]) -> Status:
        """Return the status that is left by what is shown."""
        if self.missed and status is not Status.NOT_COVERED:
            return status if shown else Status.NOT_COVERED
        if (self.harm or self.reported) and status is not Status.NOT_COVERED:
            return Status.RELATED if shown else Status.NOT_COVERED
        if status is Status.ANSWERED and shown and self._only_causes(shown[0], self.helped):
            return Status.RELATED
        return status

    def notices(self, shown: Sequence[Passage]) -> Iterator[str]:
        """Yield that what is shown speaks of a side effect, where help was asked about."""
        if shown and self._only_causes(shown[0], self.helped):
            yield side_effect_not_help(tuple(dict.fromkeys(self.helped.values())))

    def _only_causes(self, passage: Passage, symptoms: Iterable[str]) -> bool:
        """Tell whether a passage speaks of the symptoms, and in no sentence as of something that is helped."""
        lexicon, concepts = self.index.analyser.lexicon, self.index.analyser.concepts
        wanted = frozenset(name for one in symptoms for name in (one, *lexicon.classes_of(one))) - {_SIDE_EFFECT}
        said = [sentence.span.of(passage.text) for sentence in passage.sentences]
        spoken = [text for text in said if wanted & frozenset(concepts(text))]
        headed = any(_SIDE_EFFECT in concepts(heading) for heading in passage.heading_path)
        if headed and spoken:
            return True
        return any(_CAUSES.search(text) for text in spoken) and not any(_BENEFIT.search(text) for text in spoken)


def read_for_misreading(text: str, query: Query, found: Triage, index: PassageIndex) -> Misreading:
    """Return what must not be shown as an answer to a message that is looked up by that query."""
    lexicon = index.analyser.lexicon
    symptoms = {
        mention.concept: mention.words
        for mention in query.mentions
        if lexicon.concepts[mention.concept].topic is Topic.SYMPTOM
    }
    helps = _HELPS.search(text) and not _WHEN.search(text)
    tells = _REPORTS.search(text) and not asks(text)
    return Misreading(
        index,
        symptoms if helps else {},
        harm=_HARM.search(text) is not None,
        reported=frozenset(one for one in symptoms if tells and _may_be_caused(lexicon.concepts[one])),
        missed=query.text == _MISSED and _told_missed(found),
    )


def _told_missed(found: Triage) -> bool:
    return any(sign.pattern == "missed-dose" for sign in found.signs)


def _may_be_caused(symptom: Concept) -> bool:
    """Tell whether the lexicon knows a symptom as a side effect of medicines, or near to one."""
    return _SIDE_EFFECT in (*symptom.kind_of, *symptom.near)


def _named(query: Query, index: PassageIndex, topics: frozenset[Topic]) -> frozenset[str]:
    """Return the concepts of those topics that a question names."""
    concepts = index.analyser.lexicon.concepts
    return frozenset(mention.concept for mention in query.mentions if concepts[mention.concept].topic in topics)
