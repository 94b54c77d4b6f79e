"""A question as it was typed, made fit to be looked up and shown."""

import re
import unicodedata
from dataclasses import dataclass

from ldnbot.answering.wording import NO_ENGLISH, NO_WORDS, TOO_LONG

__all__ = ["LONGEST_QUESTION", "Question", "read_question"]

LONGEST_QUESTION = 4_000
"""Characters, which is also the longest message a chat member can send."""

_HIDDEN = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Question:
    """The text of a question, and why it cannot be looked up, if so."""

    text: str
    """Without control and direction characters, white space folded."""

    fault: str = ""
    """A sentence for the person who asked, or empty."""


def read_question(typed: str) -> Question:
    """Return the question in what a person typed. Any text is allowed."""
    if len(typed) > LONGEST_QUESTION:
        shown = _clean(typed[:LONGEST_QUESTION])[:80]
        return Question(f"{shown} …", TOO_LONG.format(length=f"{len(typed):,}", most=f"{LONGEST_QUESTION:,}"))
    text = _clean(typed)
    letters = [character for character in text if character.isalpha()]
    if not letters and not any(character.isdigit() for character in text):
        return Question(text, NO_WORDS)
    latin = sum(unicodedata.name(character, "").startswith("LATIN") for character in letters)
    if letters and latin < len(letters) / 2:
        return Question(text, NO_ENGLISH)
    return Question(text)


def _clean(typed: str) -> str:
    visible = _HIDDEN.sub("", typed)
    plain = "".join(" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in visible)
    return " ".join(plain.split())
