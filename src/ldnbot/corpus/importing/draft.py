"""What an import hands over: an article and its references as text, and all that a person has to confirm."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Draft", "Note", "NoteKind"]


class NoteKind(StrEnum):
    """Why a note is made: something was guessed, left out, or is not there."""

    GUESSED = "guessed"
    DROPPED = "dropped"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing for a person to confirm. `line` counts from 1 in the input; 0 where the input has no lines."""

    kind: NoteKind
    line: int
    what: str
    confirm: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An imported article: the two files' text, and the notes in order of line."""

    name: str
    """The article's name: its file without the ending."""

    markdown: str
    references: str
    """references.yaml, empty if the input has no reference list."""

    notes: tuple[Note, ...]
