"""What a message may need to be met with before it is looked up."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["URGENT", "Concern", "Sign", "Triage"]


class Concern(StrEnum):
    """A reason for care. The gravest comes first."""

    CRISIS = "crisis-self-harm"
    POISONING = "emergency-poisoning"
    SYMPTOM = "emergency-symptom"
    DESPAIR = "despair"
    OPIOIDS = "opioid-interaction"
    PREGNANCY = "pregnancy"
    CHILD = "child"
    OTHER_PRESCRIPTION = "other-prescription"
    PERSONAL = "personal-advice"

    @property
    def urgent(self) -> bool:
        """Tell whether the message gets a card and nothing else."""
        return self in URGENT


URGENT = frozenset((Concern.CRISIS, Concern.POISONING, Concern.SYMPTOM))
"""The concerns that a card answers."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One concern, and what in the message says so."""

    concern: Concern
    pattern: str
    """The name of the reviewed pattern, or the cues and words that added up, the weightiest first."""

    words: str
    """The words in which it was found, as they were read."""


@dataclass(frozen=True, slots=True)
class Triage:
    """Everything that a message gives reason for, the gravest first; empty for an ordinary message."""

    signs: tuple[Sign, ...] = ()

    @property
    def concerns(self) -> tuple[Concern, ...]:
        """Return each concern once, the gravest first."""
        return tuple(concern for concern in Concern if any(sign.concern is concern for sign in self.signs))

    @property
    def urgent(self) -> Concern | None:
        """Return the gravest concern that calls for a card, or None."""
        return next((concern for concern in self.concerns if concern.urgent), None)
