"""The message of a commit: what a person wrote, and below it the fields that ldnbot reads back.

The fields are git's trailers: `Name: value`, one a line, in the last paragraph. A person's words can look like them and
are never taken for them, since ldnbot's own paragraph always stands last.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Message", "read_message", "write_message"]

_FIELD = re.compile(r"(?P<name>[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)*): (?P<value>[^\n]*)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_FIRST = "Ldnbot-Record: 1"
"""The first line of each of our paragraphs, with the number of this form."""


@dataclass(frozen=True, slots=True)
class Message:
    """A person's words, and ldnbot's fields in their order."""

    text: str
    fields: tuple[tuple[str, str], ...] = ()

    def field(self, name: str) -> str:
        """Return the value of a field; empty if there is none."""
        return next((value for found, value in self.fields if found == name), "")

    def every(self, name: str) -> Iterator[str]:
        """Yield each value of a field that may stand there more than once."""
        return (value for found, value in self.fields if found == name)


def write_message(text: str, fields: Sequence[tuple[str, str]]) -> bytes:
    """Return the message as a commit holds it. Empty fields are left out."""
    words = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip() or "No reason given"
    plain = ((name, " ".join(_CONTROL.sub(" ", value).split())) for name, value in fields)
    lines = [_FIRST, *(f"{name}: {value}" for name, value in plain if value)]
    return f"{words}\n\n{chr(10).join(lines)}\n".encode()


def read_message(raw: bytes) -> Message:
    """Return what a commit's message says. A commit that ldnbot did not make has no fields."""
    text = raw.decode("utf-8", "replace").rstrip("\n")
    words, gap, last = text.rpartition("\n\n")
    found = [_FIELD.fullmatch(line) for line in last.split("\n")]
    if not gap or not last.startswith(_FIRST) or not all(found):
        return Message(_CONTROL.sub("", text).strip())
    fields = tuple((match["name"], match["value"]) for match in found if match)
    return Message(words.strip(), fields[1:])
