"""How a picture is to look: light or dark, on a phone or at a desk, and what was asked."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Asked", "Look", "Theme", "Way", "Width"]


class Theme(StrEnum):
    """Discord's two usual themes."""

    DARK = "dark"
    LIGHT = "light"


class Width(StrEnum):
    """The screen."""

    PHONE = "phone"
    DESKTOP = "desktop"

    @property
    def pixels(self) -> int:
        """The page's width in CSS pixels."""
        return 390 if self is Width.PHONE else 720


@dataclass(frozen=True, slots=True)
class Look:
    """A theme on a screen."""

    theme: Theme = Theme.DARK
    width: Width = Width.PHONE


class Way(StrEnum):
    """How the question came, which Discord shows above the reply."""

    SLASH = "slash"
    """By a slash command. Discord shows its name, and not the question."""

    REPLY = "reply"
    """As a message that is replied to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a member asked."""

    question: str
    way: Way = Way.SLASH
    member: str = "Sam"
    command: str = "ask"
    option: str = "question"
    """The option of the command that the question is typed into."""
