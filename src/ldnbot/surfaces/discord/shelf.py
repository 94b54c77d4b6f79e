"""The corpus that is answered from just now. Putting another in its place is one step."""

from dataclasses import dataclass, field

from ldnbot.answering.assistant import Assistant
from ldnbot.surfaces.discord.suggesting import Known, known_questions

__all__ = ["Shelf"]


@dataclass(slots=True)
class Shelf:
    """Holds the live assistant. A question that began with one ends with it."""

    live: Assistant | None = None
    """None while no corpus can be read: then only cards for urgent messages are given."""

    known: Known = field(default_factory=Known)
    """What is offered while somebody types."""

    def put(self, assistant: Assistant) -> None:
        """Answer from this one from now on."""
        known = known_questions(assistant.corpus)
        self.live, self.known = assistant, known
