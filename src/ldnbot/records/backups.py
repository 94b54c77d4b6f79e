"""Backups of a database: numbered files in one folder, the highest number the newest.

They are numbered and not dated, so that a clock that goes backwards changes nothing.
"""

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

from ldnbot.corpus.placing import flush
from ldnbot.errors import RecordsUnusable
from ldnbot.records.folders import alone_in, sweep
from ldnbot.records.tables import APPLICATION, STEPS

__all__ = ["UNFINISHED", "backup_files", "is_sound", "new_backup", "put_back"]

UNFINISHED = ".ldnbot-unfinished-"
"""Begins the names of files that are not whole yet."""

_NAME = re.compile(r"backup-(\d{6,})\.sqlite3")


def backup_files(folder: Path) -> Sequence[Path]:
    """Return the backups of a folder, the newest first. A folder that is not there has none."""
    if not folder.is_dir():
        return []
    return sorted((path for path in folder.iterdir() if _NAME.fullmatch(path.name)), key=_number, reverse=True)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Tell whether SQLite finds the structure of a database whole."""
    return [tuple(row) for row in connection.execute("PRAGMA quick_check(1)")] == [("ok",)]


def new_backup(folder: Path, copy: Callable[[Path], None], keep: int) -> Path:
    """Return a new backup that `copy` has written, and remove all but the newest `keep`.

    Raises:
        RecordsUnusable: the copy is not sound, so it takes no other's place.
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone_in(folder):
        sweep(folder, UNFINISHED)
        there = backup_files(folder)
        path = folder / f"backup-{(_number(there[0]) if there else 0) + 1:06}.sqlite3"
        temporary = _temporary(folder)
        try:
            copy(temporary)
            if not _is_good(temporary):
                what = "the database is damaged, so it was not backed up"
                fix = "start ldnbot again: it puts the newest good backup in its place"
                raise RecordsUnusable(what, where=str(folder), fix=fix)
            flush(temporary)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        flush(folder)
        for old in backup_files(folder)[max(keep, 1) :]:
            old.unlink()
    return path


def put_back(path: Path, folder: Path) -> tuple[Path | None, Path]:
    """Put the newest good backup in the place of a damaged database, or nothing where there is none.

    Returns:
        The backup, and where the damaged file is now. At no moment is there neither file.
    """
    damaged = _aside(path)
    backup = next((backup for backup in backup_files(folder) if _is_good(backup)), None)
    temporary = _temporary(path.parent)
    try:
        if backup:
            shutil.copyfile(backup, temporary)
        flush(temporary)
        try:
            os.link(path, damaged)
        except OSError:  # a file system without links
            shutil.copyfile(path, damaged)
            flush(damaged)
        with suppress(FileNotFoundError):
            # The log belongs to the damaged file. Beside another it would be read into that.
            path.with_name(f"{path.name}-wal").replace(damaged.with_name(f"{damaged.name}-wal"))
        path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    flush(path.parent)
    return backup, damaged


def _is_good(path: Path) -> bool:
    """Tell whether a file is a sound database of ldnbot that this version can read."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            return application == APPLICATION and version <= len(STEPS) and is_sound(connection)
    except sqlite3.DatabaseError:
        return False


def _aside(path: Path) -> Path:
    number = 1
    while (place := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    return place


def _temporary(folder: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=folder)
    os.close(handle)
    return Path(name)


def _number(path: Path) -> int:
    found = _NAME.fullmatch(path.name)
    return int(found[1]) if found else 0
