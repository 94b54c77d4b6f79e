"""A long message taken apart: what it asks, part by part, and the story around it."""

import re
from dataclasses import dataclass

from ldnbot.corpus.sentences import split_sentences
from ldnbot.retrieval.terms import STOPWORDS, tokens

__all__ = ["MOST_PARTS", "Parts", "asks", "follows_up", "take_apart"]

MOST_PARTS = 4

_STARTER = (
    r"what|whats|what's|how|when|where|who|why|which|is|are|do|does|did|can|could|will|would|should|shud|has|have|any"
)
_JOINT = re.compile(rf"(?:\s*[,;]\s*|\s+)(?:and|plus|also|but|or)(?:\s+also)?\s+(?=(?:{_STARTER})\b)", re.IGNORECASE)
_ASKS = re.compile(rf"^(?:(?:and|so|but|also|ok|hi|hello|hey)\W+)*(?:{_STARTER})\b", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"^(?:and|but|or|so|also|what about|whatabout|how about|same (?:for|with)|even (?:if|with|at)|then)\b",
    re.IGNORECASE,
)
_LONGEST_FOLLOW_UP = 6


@dataclass(frozen=True, slots=True)
class Parts:
    """What a message asks, and the sentences of it that ask nothing."""

    asked: tuple[str, ...]
    """At least one, at most four."""

    story: str = ""


def take_apart(text: str) -> Parts:
    """Return the parts of a message. One that asks in a single sentence, or in none, is one part."""
    sentences = _sentences(text)
    asking = [sentence for sentence in sentences if _asks(sentence)]
    if not asking:
        return Parts((text,))
    asked = [part for sentence in asking for part in _JOINT.split(sentence) if _says_something(part)]
    story = " ".join(sentence for sentence in sentences if sentence not in asking)
    if not asked or len(asked) > MOST_PARTS:
        return Parts((text,))
    return Parts(tuple(asked), story)


def asks(text: str) -> bool:
    """Tell whether some sentence of a message asks something, by its first word or its question mark."""
    return any(_asks(sentence) for sentence in _sentences(text))


def follows_up(text: str) -> bool:
    """Tell whether a message only makes sense after another: "and at night?", "what about kids"."""
    count = sum(1 for _ in tokens(text))
    return 0 < count <= _LONGEST_FOLLOW_UP and _FOLLOWS.match(text.strip()) is not None


def _sentences(text: str) -> list[str]:
    return [span.of(text) for line in text.split("\n") for span in split_sentences(line, ())]


def _asks(sentence: str) -> bool:
    return sentence.rstrip().endswith("?") or _ASKS.match(sentence) is not None


def _says_something(part: str) -> bool:
    return any(token.bare not in STOPWORDS for token in tokens(part))
