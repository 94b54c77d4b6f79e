"""What may be quoted as an answer where a warning leads: an opioid, a pregnancy, or a child.

"LDN is remarkably safe" is no answer to "is it safe with tramadol", and an adult's dose is none to "dosage for a 30 kg
kid". So a passage must speak of what leads, or of another thing that the message names: an illness, the price.
"""

from collections.abc import Iterable, Mapping, Sequence

from ldnbot.answering.triage.concern import Concern
from ldnbot.corpus.lexicon import Lexicon, Topic
from ldnbot.retrieval.analysis import Query
from ldnbot.retrieval.index import PassageIndex

__all__ = ["CHILDREN", "led_by", "quotable"]

CHILDREN = frozenset(("children", "newborn", "teenager"))
"""The concepts of the lexicon by which a passage speaks of somebody under age."""

_ABOUT: Mapping[Concern, frozenset[str]] = {
    Concern.OPIOIDS: frozenset(
        """
        opioid opioid-withdrawal withdrawal opioid-overdose opioid-tolerance opioid-high surgery anesthesia
        acute-pain opioid-induced-constipation breakthrough-pain
        """.split()
    ),
    Concern.PREGNANCY: frozenset(
        ("pregnancy", "breastfeeding", "trying-to-conceive", "fertility", "childbirth", "pregnancy-test", "newborn")
    ),
    Concern.CHILD: CHILDREN | {"age"},
}
"""The concepts of the lexicon that each concern is about."""

_GENERAL_SAFETY = frozenset(("safety", "well-tolerated"))
_NAMED = frozenset(
    (
        Topic.CONDITION,
        Topic.SYMPTOM,
        Topic.BODY,
        Topic.TEST,
        Topic.SUBSTANCE,
        Topic.FORM,
        Topic.COST,
        Topic.PLACE,
        Topic.ORGANISATION,
        Topic.MECHANISM,
        Topic.EVIDENCE,
    )
)
"""What a message may ask about beside the concern. A time, a dose or an effect says nothing of what it asks about."""


def led_by(concerns: Iterable[Concern]) -> tuple[Concern, ...]:
    """Return those of the concerns that what is quoted has to speak of."""
    return tuple(concern for concern in concerns if concern in _ABOUT)


def quotable(number: int, query: Query, leading: Sequence[Concern], index: PassageIndex) -> bool:
    """Tell whether the passage of that number may be quoted as an answer where these concerns lead."""
    if not leading:
        return True
    lexicon = index.analyser.lexicon
    about = frozenset[str]().union(*(_ABOUT[concern] for concern in leading))
    named = {
        mention.concept
        for mention in query.mentions
        if lexicon.concepts[mention.concept].topic in _NAMED
        and mention.concept not in index.common
        and not _family(mention.concept, lexicon) & about
    }
    held = index.concepts[number]
    if any(_family(name, lexicon) & held for name in named):
        return True
    text = index.passages[number].text
    said = {mention.concept for mention in index.analyser.matcher.mentions(text)}
    speaks = any(_family(name, lexicon) & about for name in said)
    doses = any(lexicon.concepts[name].topic is Topic.DOSE for name in said)
    return speaks and not doses and not said & _GENERAL_SAFETY


def _family(name: str, lexicon: Lexicon) -> frozenset[str]:
    return frozenset((name, *lexicon.classes_of(name)))
