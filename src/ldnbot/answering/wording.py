"""Every sentence that ldnbot says of its own, in one place, ready for review and translation.

They are calm, short, in the second person, and never medical.
"""

__all__ = [
    "DISCLAIMER",
    "NEAREST_HEADINGS",
    "NOTHING_NEAR",
    "NO_ENGLISH",
    "NO_WORDS",
    "RELATED",
    "TOO_LONG",
    "not_covered",
]

DISCLAIMER = (
    "This is not medical advice. ldnbot only quotes what an article says, and it does not know you. "
    "Talk to your doctor or pharmacist before you start, stop or change any medicine. "
    "In an emergency, call your local emergency number."
)
"""Stands on every reply to a question, on every surface. Nothing shortens it or switches it off."""

RELATED = "The article does not say this directly. These are the nearest passages. They may not answer your question."

NOTHING_NEAR = "The article does not cover this."

NEAREST_HEADINGS = "It has parts on these topics: {headings}."

NO_WORDS = "There are no words in this question to look up. Please ask in a short sentence."

NO_ENGLISH = "The article is in English, so only questions in English can be looked up."

TOO_LONG = "This question has {length} characters. Please ask it in {most} or fewer."


def not_covered(headings: tuple[str, ...]) -> tuple[str, ...]:
    """Return the notices of a question that the articles do not cover, with what they have parts on."""
    if not headings:
        return (NOTHING_NEAR,)
    return (NOTHING_NEAR, NEAREST_HEADINGS.format(headings="; ".join(headings)))
