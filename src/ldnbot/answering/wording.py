"""Every sentence that ldnbot says of its own, in one place, ready for review and translation.

They are calm, short, in the second person, and never medical.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from ldnbot.answering.triage.concern import Concern
from ldnbot.corpus.reference import Study

__all__ = [
    "ABOUT_NO_CHILDREN",
    "CAUTIONS",
    "CAUTION_TITLE",
    "DISCLAIMER",
    "GREETING",
    "LIMITS_TITLE",
    "NOTHING_NEAR",
    "NOT_A_DOCTOR",
    "NO_ENGLISH",
    "NO_WORDS",
    "OFF_LABEL",
    "ONLY_THE_WARNING",
    "RELATED",
    "THANKS",
    "TITLES",
    "TOO_LONG",
    "WHAT_IT_DOES",
    "WHO_IT_IS",
    "despair",
    "in_danger",
    "looked_up_as",
    "nearest_headings",
    "never_mentions",
    "not_in_the_article",
    "overdue",
    "retracted_sources",
    "searched_for",
    "study_meaning",
    "together_with",
]

_LONGEST_ECHO = 120
"""Characters of a message that are repeated to whoever wrote it."""

_MOST_LISTED = 8
"""Things that one sentence lists by name."""

DISCLAIMER = (
    "This is not medical advice. ldnbot only quotes what an article says, and it does not know you. "
    "Talk to your doctor or pharmacist before you start, stop or change any medicine. "
    "In an emergency, call your local emergency number."
)
"""Stands on every reply to a question, on every surface. Nothing shortens it or switches it off."""

RELATED = "The article does not say this directly. These are the nearest passages. They may not answer your question."

NOTHING_NEAR = "The article does not cover this."

NO_WORDS = "There are no words in this question to look up. Please ask in a short sentence."

NO_ENGLISH = "The article is in English, so only questions in English can be looked up."

TOO_LONG = "This question has {length} characters. Please ask it in {most} or fewer."

GREETING = "Hello. Ask a question, and you get what the article says, with its sources."

THANKS = "You are welcome. Ask again whenever you like."

NOT_A_DOCTOR = "No. This is a program that quotes an article. It cannot judge your case. A doctor or pharmacist can."

WHO_IT_IS = (
    "This is ldnbot, a program. It finds passages of an article and quotes them word for word, with their sources."
)

WHAT_IT_DOES = (
    "Ask a question in your own words. ldnbot looks it up in the article and quotes what it says, with the studies. "
    "When the article does not say, you are told so."
)


CAUTIONS: Mapping[Concern, str] = {
    Concern.OPIOIDS: (
        "Before anything else, talk to the person who prescribes for you, or to a pharmacist. "
        "Tell them about every opioid you take or may need. The warning in the article comes first here."
    ),
    Concern.PREGNANCY: (
        "Before anything else, talk to the person who prescribes for you, or to a pharmacist. "
        "Tell them about the pregnancy or the nursing. The warning in the article comes first here."
    ),
    Concern.OTHER_PRESCRIPTION: (
        "Please ask your pharmacist or prescriber how it goes with your other medicine. "
        "ldnbot cannot check that for you."
    ),
    Concern.PERSONAL: (
        "ldnbot cannot advise on your own case. It does not know you, and it does not work out doses. "
        "It can only show what the article says in general."
    ),
}
"""What is said before the quotes."""

ABOUT_NO_CHILDREN = (
    "The article says nothing about children. A doctor or pharmacist who knows the child can tell you more."
)

TITLES: Mapping[str, str] = {
    "answered": "From the article",
    "related": "Related, not a direct answer",
    "not_covered": "Not covered by the article",
    "safety": "Please read this first",
    "smalltalk": "ldnbot",
}
"""What stands first on a reply of each status."""

CAUTION_TITLE = "Please read this warning first"

LIMITS_TITLE = "What limits this"

ONLY_THE_WARNING = "The article does not answer your question. Its warning is shown all the same."

OFF_LABEL = "The article says that this use is off-label. That means it is not an approved use."

_STUDY_MEANINGS: Mapping[Study, str] = {
    Study.SYSTEMATIC_REVIEW: "It gathers all studies on a question that its authors could find.",
    Study.RANDOMISED_TRIAL: "Chance decided which people got which treatment.",
    Study.OBSERVATIONAL: "It watched people and changed nothing. It cannot show what caused what.",
    Study.CASE_REPORT: "It tells of one person, or of a few.",
    Study.ANIMAL: "It was not tested in people.",
    Study.LABORATORY: "It was not tested in people.",
    Study.NARRATIVE_REVIEW: "It sums up studies that its authors chose.",
    Study.WEB_PAGE: "It is a web page, not a study.",
}


def in_danger(emergency: str) -> str:
    """Return where help is. `emergency` is a number to call, as the middle of a sentence."""
    return f"If you or someone else may be in danger now, call {emergency}."


def despair(emergency: str, crisis: str) -> tuple[str, str, str]:
    """Return what is said to a person who feels low, with the emergency number and who helps in a crisis."""
    return ("That sounds hard. You do not have to face it alone.", crisis, in_danger(emergency))


def study_meaning(study: Study) -> str:
    """Return one line on what a study of that design can show."""
    return _STUDY_MEANINGS[study]


def overdue(due: date) -> str:
    """Return that nobody has reviewed the article when it was due."""
    return f"This article was due for review on {due}. Newer studies may say other things."


def retracted_sources(numbers: Sequence[int]) -> str:
    """Return that sources of the answer have been withdrawn."""
    if len(numbers) == 1:
        return f"Source {numbers[0]} has been withdrawn by its journal. What rests on it may be wrong."
    which = _listed([str(number) for number in numbers])
    return f"Sources {which} have been withdrawn by their journals. What rests on them may be wrong."


def nearest_headings(headings: Sequence[str]) -> str:
    """Return what the article has parts on."""
    return f"It has parts on these topics: {'; '.join(headings)}."


def never_mentions(things: Sequence[str]) -> str:
    """Return that the article never speaks of what was asked about, in the words that were typed."""
    return f"The article never mentions {_listed(things)}."


def looked_up_as(things: Sequence[tuple[str, str]]) -> str:
    """Return that the article does not name a thing, and as what kind of thing it was looked up."""
    return " ".join(
        f"The article does not name {thing}. It was looked up as: {kind}." for thing, kind in things[:_MOST_LISTED]
    )


def not_in_the_article(parts: Sequence[str]) -> str:
    """Return which parts of a question have no answer."""
    return f"The article does not answer this part of your question: {' | '.join(_echoed(part) for part in parts)}"


def searched_for(read: Sequence[tuple[str, str]]) -> str:
    """Return which words were read otherwise than typed."""
    return f"Searched for {_listed([f'“{right}” (you typed “{typed}”)' for typed, right in read])}."


def together_with(question: str) -> str:
    """Return that a follow-up was taken together with the question before it."""
    return f"Taken together with your last question: “{_echoed(question)}”"


def _echoed(typed: str) -> str:
    """Return what a person typed, short and without square brackets: only the corpus may show a citation mark."""
    plain = typed.replace("[", "(").replace("]", ")")
    return plain if len(plain) <= _LONGEST_ECHO else f"{plain[:_LONGEST_ECHO].rstrip()} …"


def _listed(words: Sequence[str]) -> str:
    if len(words) > _MOST_LISTED:
        words = (*words[:_MOST_LISTED], f"{len(words) - _MOST_LISTED} more")
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
