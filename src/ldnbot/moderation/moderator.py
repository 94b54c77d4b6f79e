"""Who changes the corpus, as the history names them: a display name, and an address that is nobody's."""

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["LDNBOT", "Moderator", "moderator_of"]

_DOMAIN = "moderators.invalid"
"""A name that no mail is ever delivered to (RFC 2606)."""

_LONGEST_NAME = 80
_IDENTITY = re.compile(r"(?P<name>[^<>]*?) ?<(?P<address>[^<>]*)>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Moderator:
    """A person who proposes, decides or publishes. `id` tells people apart; `name` is only shown."""

    id: str
    name: str

    @property
    def identity(self) -> bytes:
        """Return the person as git writes an author: `Name <id@moderators.invalid>`."""
        address = self.id if "@" in self.id else f"{_plain(self.id) or 'nobody'}@{_DOMAIN}"
        return f"{_plain(self.name) or _plain(self.id) or 'nobody'} <{_plain(address)}>".encode()


LDNBOT = Moderator("ldnbot", "ldnbot")
"""The program itself, which commits what people publish."""


def moderator_of(identity: bytes) -> Moderator:
    """Return the person whom git's author line names. Somebody else's commit keeps its whole address as the id."""
    text = identity.decode("utf-8", "replace")
    found = _IDENTITY.fullmatch(text)
    if not found:
        return Moderator("", _plain(text))
    return Moderator(found["address"].removesuffix(f"@{_DOMAIN}"), _plain(found["name"]))


def _plain(text: str) -> str:
    """Return one line without what git or a terminal could take for more than a name."""
    kept = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text if letter not in "<>")
    return " ".join(kept.split())[:_LONGEST_NAME].strip(" .,:;\"'")
