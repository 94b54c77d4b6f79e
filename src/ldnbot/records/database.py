"""The database: one SQLite file, checked when it is opened, and put back from a backup when it is damaged.

    database = open_database(Path("/var/lib/ldnbot/records.sqlite3"))
    match database.opened:
        case Opened.NEW | Opened.FOUND: ...
        case Restored(backup, damaged): ...   # say it loudly: what came after the backup is in `damaged` only
        case Lost(damaged): ...               # say it loudly: there was no backup, it was begun anew

Beside `records.sqlite3` stand `-wal` and `-shm` (SQLite's own), `.lock`, the folder `.backups`, and after damage
`.damaged-1`, `.damaged-2` …, which ldnbot never deletes. Only the owner may read any of them.
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ldnbot.errors import RecordsUnusable
from ldnbot.records.backups import UNFINISHED, backup_files, is_sound, new_backup, put_back
from ldnbot.records.faults import database_fault, file_fault, is_damage
from ldnbot.records.folders import alone_in, sweep
from ldnbot.records.tables import APPLICATION, STEPS

__all__ = ["RECORDS", "Database", "Lost", "Opened", "Opening", "Restored", "Value", "backup", "open_database"]

RECORDS = "records.sqlite3"
"""The database in the state folder."""

_PATIENCE = 10.0
"""Seconds to wait for another process that is writing."""

Value = str | int | bytes | None
"""What a column holds."""


class Opened(Enum):
    """How the database was found, where nothing was wrong."""

    NEW = "new"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Restored:
    """It was damaged, and what it held at its newest good backup is in its place."""

    backup: Path
    damaged: Path
    """Where the damaged file is now."""


@dataclass(frozen=True, slots=True)
class Lost:
    """It was damaged and there was no good backup, so an empty one is in its place."""

    damaged: Path


Opening = Opened | Restored | Lost


class Database:
    """An open database. Threads may share it: one at a time reads or writes, the others wait."""

    def __init__(self, path: Path, backups: Path, connection: sqlite3.Connection, opened: Opening, lock: int) -> None:
        self.path = path
        self.backups = backups
        """The folder of its backups."""

        self.opened = opened
        self._connection = connection
        self._mutex = threading.RLock()
        self._lock = lock

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for changes that are made together or not at all. One inside another joins it.

        Raises:
            RecordsUnusable: the disk is full, the file is damaged or cannot be written. Nothing was changed.
        """
        with self._mutex, self._faults():
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # SQLite itself rolls back when the disk is full
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Keep the other threads waiting, for what is remembered beside the file and has to agree with it."""
        with self._mutex:
            yield

    def rows(self, query: str, *values: Value) -> Sequence[sqlite3.Row]:
        """Return the rows of a query.

        Raises:
            RecordsUnusable: the file is damaged or cannot be read.
        """
        with self._mutex, self._faults():
            return self._connection.execute(query, values).fetchall()

    def wipe(self) -> None:
        """Write all changes to the file itself and empty the log, so that what was erased stands in neither."""
        with self._mutex, self._faults():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy_to(self, place: Path) -> None:
        """Write everything that is committed into an SQLite file of its own.

        Raises:
            RecordsUnusable: it cannot be read or written.
        """
        with self._mutex, self._faults(place), closing(sqlite3.connect(place)) as copy:
            self._connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # a backup is one file

    def close(self) -> None:
        """Close the file. Closing twice does nothing."""
        with self._mutex:
            self._connection.close()
            if self._lock >= 0:
                os.close(self._lock)
                self._lock = -1

    @contextmanager
    def _faults(self, place: Path | None = None) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if fault := database_fault(error, place or self.path):
                raise fault from error
            raise


def open_database(path: Path, backups: Path | None = None) -> Database:
    """Return the database at `path`, made where there is none. `backups` is `PATH.backups` unless it is given.

    Raises:
        RecordsUnusable: no permission, no room, a folder or another program's database stands there, a newer version
            of ldnbot made it, or it is damaged while another process has it open.
    """
    folder = backups or path.with_name(f"{path.name}.backups")
    lock = -1
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise RecordsUnusable("this is a folder", where=str(path), fix="name a file in it")
        with alone_in(path.parent):
            sweep(path.parent, UNFINISHED)
            lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(lock, fcntl.LOCK_SH)  # held while it is open: nobody puts another file in its place
            connection, opened = _open(path, folder, lock)
            return Database(path, folder, connection, opened, lock)
    except BaseException as error:
        if lock >= 0:
            os.close(lock)
        match error:
            case OSError():
                raise file_fault(error, path) from error
            case sqlite3.DatabaseError() if fault := database_fault(error, path):
                raise fault from error
            case _:
                raise


def backup(database: Database, keep: int = 7) -> Path:
    """Write a backup, whole or not at all, and return its file. Only the newest `keep` backups stay.

    A backup holds questions: what is erased from the database stays in its backups until they are the oldest.

    Raises:
        RecordsUnusable: it cannot be written, or the database is damaged. The backups there are stay.
    """
    try:
        return new_backup(database.backups, database.copy_to, keep)
    except OSError as error:
        raise file_fault(error, database.backups) from error


def _open(path: Path, backups: Path, lock: int) -> tuple[sqlite3.Connection, Opening]:
    opened: Opening = Opened.FOUND
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        opened = Opened.NEW
    elif not _sound(path, emptied=bool(backup_files(backups))):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            what, fix = "the file is damaged, and another ldnbot has it open", "stop that one, then start again"
            raise RecordsUnusable(what, where=str(path), fix=fix) from error
        back, damaged = put_back(path, backups)
        opened = Restored(back, damaged) if back else Lost(damaged)
        fcntl.flock(lock, fcntl.LOCK_SH)
    connection = _connect(path)
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection, opened


def _sound(path: Path, *, emptied: bool) -> bool:
    if path.stat().st_size == 0:
        return not emptied  # an empty file is a new database, but not where there are backups of it
    with closing(_connect(path)) as connection:
        try:
            return is_sound(connection)
        except sqlite3.DatabaseError as error:
            if is_damage(error):
                return False
            raise


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    _refuse_foreign(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # what was committed outlives a loss of power
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what was erased is overwritten
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for number, step in enumerate(STEPS[version:], start=version + 1):
            for statement in _statements(step):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION and tables:
        fix = "name another file for ldnbot's records"
        raise RecordsUnusable("this is the database of another program", where=str(path), fix=fix)
    if version > len(STEPS):
        what = f"a newer version of ldnbot made it (its tables are version {version}, this knows {len(STEPS)})"
        raise RecordsUnusable(what, where=str(path), fix="install the newer version again, or name another file")


def _statements(step: str) -> Iterator[str]:
    """Yield the statements of a step. `executescript` would commit the transaction first."""
    statement = ""
    for line in step.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
