"""Whether a message is meant for ldnbot, and what it asks. A pure decision that says why."""

import re
from dataclasses import dataclass

__all__ = ["Heard", "Ignored", "Seen", "hear"]

_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is known of a message that somebody wrote."""

    text: str
    from_person: bool
    """Not a bot, not a webhook, not Discord itself."""

    direct: bool
    """In a direct message."""

    mentions_us: bool
    """By name: not by a role and not everyone."""

    replies_to: int | None = None
    """The message of ldnbot's own that it replies to."""


@dataclass(frozen=True, slots=True)
class Heard:
    """It is meant for ldnbot."""

    text: str
    """Without mentions; empty where nothing else was written."""

    follows: int | None = None
    """The message of ldnbot's own that it follows."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """It is not, and why."""

    why: str


def hear(seen: Seen) -> Heard | Ignored:
    """Return what a message asks, or why it is left alone."""
    if not seen.from_person:
        return Ignored("it is from a program")
    if not (seen.direct or seen.mentions_us):
        return Ignored("it does not mention ldnbot")
    text = " ".join(_MENTION.sub(" ", seen.text).split())
    if not text and seen.replies_to is not None:
        return Ignored("it says nothing in reply to an answer")
    return Heard(text, seen.replies_to)
