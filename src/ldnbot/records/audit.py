"""The audit: who changed the corpus or a setting, or tried to. It is added to and never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ldnbot.records.database import Database
from ldnbot.records.moments import read_moment, write_moment

__all__ = ["Audit", "Entry", "Page"]

_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was done, or refused."""

    at: datetime
    server: int | None
    """None where it was done at a terminal."""

    who: int | None
    """The account of the moderator; None at a terminal."""

    what: str
    """One or two words, such as `publish` or `settings`."""

    detail: str = ""
    refused: bool = False
    """It was not allowed, and so not done."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the newest first."""

    entries: Sequence[Entry]
    next: int | None
    """What to ask the next page with; None on the last page."""


class Audit:
    """The audit of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, entry: Entry) -> None:
        """Add an entry.

        Raises:
            RecordsUnusable: it cannot be written. What it tells of should then not be done.
        """
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO audit (at, server, who, what, detail, refused) VALUES (?, ?, ?, ?, ?, ?)",
                (write_moment(entry.at), entry.server, entry.who, entry.what, entry.detail, entry.refused),
            )

    def page(self, before: int | None = None, *, server: int | None = None, most: int = _PAGE) -> Page:
        """Return the newest entries, or those that come after a page that ended with `next`; of one server or of all.

        The order is that in which they were added, whatever the clock said.
        """
        rows = self._database.rows(
            "SELECT * FROM audit WHERE (? IS NULL OR id < ?) AND (? IS NULL OR server = ?) ORDER BY id DESC LIMIT ?",
            before,
            before,
            server,
            server,
            most + 1,
        )
        entries = [
            Entry(
                at=read_moment(row["at"]),
                server=row["server"],
                who=row["who"],
                what=row["what"],
                detail=row["detail"],
                refused=bool(row["refused"]),
            )
            for row in rows[:most]
        ]
        return Page(entries, rows[most - 1]["id"] if len(rows) > most else None)

    def erase_older_than(self, moment: datetime) -> int:
        """Erase the entries from before a moment, and return how many there were."""
        with self._database.transaction() as connection:
            return connection.execute("DELETE FROM audit WHERE at < ?", (write_moment(moment),)).rowcount
