"""Whose the things in a state folder are, and which of them this user cannot work with.

A command run once as another user, root most of all, leaves files there that the bot can no longer write to.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Ownership", "look_at_owners", "owner_of", "why_unwritable"]


@dataclass(frozen=True, slots=True)
class Ownership:
    """What was found in a folder."""

    owners: tuple[str, ...]
    """The names of everybody whom something in it belongs to; first whose the folder itself is."""

    unusable: tuple[Path, ...]
    """What this user may not read or write and would have to."""


def look_at_owners(folder: Path) -> Ownership:
    """Return whose the things in a state folder are. What cannot be looked into counts as unusable."""
    owners = {owner_of(folder): None}
    unusable = []
    for path in (folder, *_below(folder)):
        owners[owner_of(path)] = None
        if not os.access(path, _needed(path, folder)):
            unusable.append(path)
    return Ownership(tuple(owners), tuple(unusable))


def why_unwritable(folder: Path) -> str:
    """Return why nothing can be written to a folder that is there or could be made; empty if it can.

    It is tried out with a folder that is gone at once: root may do everything, and yet cannot write everywhere.
    """
    existing = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    try:
        with tempfile.TemporaryDirectory(dir=existing, prefix=".ldnbot-try-"):
            return ""
    except OSError as error:
        return f"{existing} cannot be written to ({error.strerror or error})"


def owner_of(path: Path) -> str:
    """Return the name of whom a file or folder belongs to, or the number where no name is known."""
    try:
        number = path.lstat().st_uid
    except OSError:
        return "nobody knows whom"
    try:
        return path.owner()
    except (KeyError, OSError):
        return str(number)


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(place, name)
            if path.exists():  # SQLite's own files come and go
                yield path


def _needed(path: Path, folder: Path) -> int:
    if path.is_dir():
        return os.R_OK | os.W_OK | os.X_OK
    # All other files are replaced as wholes, for which their folder has to be writable; git's are read-only.
    written = path.parent == folder and (path.suffix == ".lock" or ".sqlite3" in path.name)
    return os.R_OK | (os.W_OK if written else 0)
