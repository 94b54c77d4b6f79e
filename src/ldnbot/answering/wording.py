"""Every sentence that ldnbot says of its own, in one place, ready for review and translation.

They are calm, short, in the second person, and never medical.
"""

from collections.abc import Sequence

__all__ = [
    "DISCLAIMER",
    "GREETING",
    "NOTHING_NEAR",
    "NOT_A_DOCTOR",
    "NO_ENGLISH",
    "NO_WORDS",
    "RELATED",
    "THANKS",
    "TOO_LONG",
    "WHAT_IT_DOES",
    "WHO_IT_IS",
    "looked_up_as",
    "nearest_headings",
    "never_mentions",
    "not_in_the_article",
    "searched_for",
    "together_with",
]

_LONGEST_ECHO = 120
"""Characters of a message that are repeated to whoever wrote it."""

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


def nearest_headings(headings: Sequence[str]) -> str:
    """Return what the article has parts on."""
    return f"It has parts on these topics: {'; '.join(headings)}."


def never_mentions(things: Sequence[str]) -> str:
    """Return that the article never speaks of what was asked about, in the words that were typed."""
    return f"The article never mentions {_listed(things)}."


def looked_up_as(things: Sequence[tuple[str, str]]) -> str:
    """Return that the article does not name a thing, and as what kind of thing it was looked up."""
    return " ".join(f"The article does not name {thing}. It was looked up as: {kind}." for thing, kind in things)


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
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
