"""What SQLite and the system report, in the words of whoever has to act."""

import errno
import sqlite3
from pathlib import Path

from ldnbot.errors import RecordsUnusable

__all__ = ["database_fault", "file_fault", "is_damage"]

_PRIMARY = 0xFF
"""SQLite's extended codes hold the primary one in their low byte (sqlite.org/rescode.html)."""

_FULL = ("there is no room left to write", "free some space; what was kept before is still there")
_CLOSED = ("there is no permission to write", "let the user that runs ldnbot write the file and its folder")
_BUSY = ("another process keeps it locked", "stop the other one, or wait until it is done")
_DAMAGED = ("the file is damaged", "start ldnbot again: it puts the newest good backup in its place")
_DISK = ("the disk reports an error", "look at the disk, then start ldnbot again")

_FAULTS = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _CLOSED,
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: _DISK,
}


def database_fault(error: sqlite3.DatabaseError, path: Path) -> RecordsUnusable | None:
    """Return the fault a person can act on, or None for an error of the program."""
    found = _FAULTS.get(_code(error))
    return RecordsUnusable(found[0], where=str(path), fix=found[1]) if found else None


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Tell whether the error means that the file holds no sound database."""
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def file_fault(error: OSError, path: Path) -> RecordsUnusable:
    """Return the fault for what the system says of a file."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            what, fix = _FULL
        case errno.EACCES | errno.EPERM | errno.EROFS:
            what, fix = _CLOSED
        case _:
            what, fix = f"it cannot be opened ({error.strerror})", "name a file in a folder that ldnbot may write"
    return RecordsUnusable(what, where=str(error.filename or path), fix=fix)


def _code(error: sqlite3.DatabaseError) -> int:
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY
