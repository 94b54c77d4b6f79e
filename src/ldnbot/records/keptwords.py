"""What people write, made fit to be kept: short, on one line, naming nobody, and never a cry for help."""

import re
import unicodedata

from ldnbot.answering.triage.triage import triage

__all__ = ["LONGEST_TEXT", "is_urgent", "kept_words", "without_names"]

LONGEST_TEXT = 500
"""Characters of a question or a note that are kept."""

_MENTION = re.compile(r"<@[!&]?\d+>")
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\W\d_]{2,}")
_ACCOUNT = re.compile(r"\d{15,}")
"""No dose, date or identifier of a paper has so many digits; an account of a chat has."""


def kept_words(text: str, most: int = LONGEST_TEXT) -> str:
    """Return a text on one line, naming nobody, cut at `most` characters with a mark where it was longer."""
    plain = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in text)
    short = " ".join(without_names(plain).split())
    return short if len(short) <= most else f"{short[: most - 1].rstrip()}…"


def without_names(text: str) -> str:
    """Return a text without what a program can tell to name a person: mentions, e-mail addresses, account numbers.

    A name that is typed in plain words stays. No rule can find those.
    """
    unmentioned = _ADDRESS.sub("(address)", _MENTION.sub("@someone", text))
    return _ACCOUNT.sub("(number)", unmentioned)


def is_urgent(text: str) -> bool:
    """Tell whether a text gets a card, and so is never kept."""
    return triage(text).urgent is not None
