"""Histories for tests: a state folder, a clock that counts, and the small corpus in three versions."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ldnbot.moderation.history import History, Unpublished, Version, open_history
from ldnbot.moderation.moderator import Moderator
from small import ARTICLE, REFERENCES

FIRST = {"references.yaml": REFERENCES, "veltamine.md": ARTICLE}
SECOND = {**FIRST, "veltamine.md": ARTICLE.replace("about $12", "about $14")}
THIRD = {**FIRST, "references.yaml": REFERENCES.replace("Rev Invent", "Reviews Invented")}
WRONG = {**FIRST, "veltamine.md": ARTICLE.replace("[@brook2019; @marsh2021]", "[@brok2019]")}

ANA = Moderator("111", "Ana")
BEN = Moderator("222", "Ben")
CLEO = Moderator("333", "Cleo")


def clock(start: datetime = datetime(2026, 11, 25, 12, tzinfo=UTC), step: int = 60) -> Callable[[], datetime]:
    """Return a clock that goes `step` seconds on at each look."""
    moment = start - timedelta(seconds=step)

    def look() -> datetime:
        nonlocal moment
        moment += timedelta(seconds=step)
        return moment

    return look


def started(state: Path) -> History:
    """Return a history whose live version is the first corpus."""
    history = open_history(state, now=clock())
    history.publish(FIRST, base=Unpublished(), author=ANA, reason="The first corpus")
    return history


def live(history: History) -> Version:
    """Return the live version, which there must be."""
    found = history.live()
    assert isinstance(found, Version)
    return found
