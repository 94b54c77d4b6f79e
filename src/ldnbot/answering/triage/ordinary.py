"""Sayings that take back what cues and words add up to: a usual dose taken as usual is no poisoning.

They stand in ordinary.yaml, with a note, a source, and examples. What a cue says of something urgent stands, unless the
saying is known to hold that cue by mistake; so one that nobody thought of is taken back less often, not more.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ldnbot.answering.triage.concern import URGENT, Concern

__all__ = ["Ordinary", "taken_back"]


@dataclass(frozen=True, slots=True)
class Ordinary:
    """One reviewed saying that takes concerns back."""

    name: str
    takes_back: tuple[Concern, ...]
    match: str
    """A regular expression over folded words."""

    unless: str = ""
    """A regular expression over folded words; where it is found in the message, nothing is taken back. Or empty."""

    despite: tuple[str, ...] = ()
    """The cues and patterns that it takes back all the same."""


def taken_back(concern: Concern, spoken: Mapping[str, str], text: str, ordinary: Sequence[Ordinary]) -> bool:
    """Tell whether an ordinary saying takes back a concern.

    `spoken` are the cues that were found, or the pattern, each with what it speaks for; `text` is the whole message,
    folded.
    """
    heard = URGENT if concern.urgent else {concern}
    standing = {name for name, about in spoken.items() if about in heard}
    return any(
        concern in one.takes_back
        and standing <= set(one.despite)
        and _compiled(one.match).search(text)
        and not (one.unless and _compiled(one.unless).search(text))
        for one in ordinary
    )


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern compiled, for whole words: when it is first needed, because most messages need none."""
    return re.compile(rf"\b(?:{pattern})\b")
