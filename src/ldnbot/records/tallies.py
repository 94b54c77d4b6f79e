"""Counts without questions: what was answered how, from where, how fast, and how helpful.

They are only added to. Whoever changes a rating moves it from one count to another.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ldnbot.answering.answer import Answer, Role, Status
from ldnbot.records.database import Database

__all__ = ["BUCKETS", "Counts", "Section", "Tallies", "add_rating", "add_up", "first_section"]

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, float("inf"))
"""The upper bounds of the latencies that are counted together, in seconds."""

_NOBODY = -1
"""Stands in the table for no server: a direct message, a terminal. No server has it as its id."""

Section = tuple[str, str]
"""An article's title, and the headings above the passage, outermost first, joined by ` › `."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a day, or of several together."""

    statuses: Mapping[Status, int] = field(default_factory=dict)
    sections: Mapping[Section, int] = field(default_factory=dict)
    """Where the first quote came from, of answers that have one."""

    latencies: Mapping[float, int] = field(default_factory=dict)
    """By the upper bound of their bucket, in seconds; not cumulative."""

    helpful: Mapping[Section, int] = field(default_factory=dict)
    """By the section of the first quote; `("", "")` for answers without one."""

    unhelpful: Mapping[Section, int] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        """Return how many messages got an answer of any kind."""
        return sum(self.statuses.values())

    def helpful_share(self, section: Section | None = None) -> float | None:
        """Return the share of ratings that say helpful, of a section or of all, 0 to 1; None where nobody rated."""
        sections = (*self.helpful, *self.unhelpful) if section is None else (section,)
        liked = sum(self.helpful.get(one, 0) for one in set(sections))
        rated = liked + sum(self.unhelpful.get(one, 0) for one in set(sections))
        return liked / rated if rated else None


class Tallies:
    """The counts of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, day: date, answer: Answer, *, server: int | None, seconds: float) -> None:
        """Count one answer and how long it took. Of an urgent message only its status is counted.

        Raises:
            RecordsUnusable: it cannot be written.
        """
        with self._database.transaction() as connection:
            _add(connection, day, server, "status", answer.status.value)
            if answer.status is Status.SAFETY:
                return
            if section := first_section(answer):
                _add(connection, day, server, "section", *section)
            _add(connection, day, server, "latency", str(next(bound for bound in BUCKETS if seconds <= bound)))

    def between(self, first: date, last: date, *, server: int | None = None) -> Mapping[date, Counts]:
        """Return the counts of each day that has any, from `first` to `last`; of one server, or of all together."""
        rows = self._database.rows(
            "SELECT day, kind, name, part, sum(count) AS count FROM tallies"
            " WHERE day BETWEEN ? AND ? AND (? IS NULL OR server = ?) GROUP BY day, kind, name, part ORDER BY day",
            first.isoformat(),
            last.isoformat(),
            server,
            server,
        )
        days: dict[date, list[sqlite3.Row]] = {}
        for row in rows:
            days.setdefault(date.fromisoformat(row["day"]), []).append(row)
        return {day: _counts(found) for day, found in days.items()}

    def erase_server(self, server: int) -> int:
        """Erase the counts of a server, and return how many there were."""
        with self._database.transaction() as connection:
            return connection.execute("DELETE FROM tallies WHERE server = ?", (server,)).rowcount


def add_up(several: Iterable[Counts]) -> Counts:
    """Return the counts of several days together."""
    total = Counts(Counter(), Counter(), Counter(), Counter(), Counter())
    for counts in several:
        total = Counts(
            Counter(total.statuses) + Counter(counts.statuses),
            Counter(total.sections) + Counter(counts.sections),
            Counter(total.latencies) + Counter(counts.latencies),
            Counter(total.helpful) + Counter(counts.helpful),
            Counter(total.unhelpful) + Counter(counts.unhelpful),
        )
    return total


def first_section(answer: Answer) -> Section | None:
    """Return the section of the first quote that answers; None where only warnings are quoted, or nothing."""
    for quote in answer.quotes:
        if quote.role is Role.ANSWER:
            return quote.article, " › ".join(quote.section)
    return None


def add_rating(
    connection: sqlite3.Connection,
    day: date,
    server: int | None,
    section: Section | None,
    *,
    helpful: bool,
    count: int = 1,
) -> None:
    """Add to the ratings of a section, inside a transaction. A rating that is taken back counts -1."""
    _add(connection, day, server, "helpful" if helpful else "unhelpful", *(section or ("", "")), count=count)


def _add(
    connection: sqlite3.Connection,
    day: date,
    server: int | None,
    kind: str,
    name: str,
    part: str = "",
    *,
    count: int = 1,
) -> None:
    connection.execute(
        "INSERT INTO tallies (day, server, kind, name, part, count) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET count = count + excluded.count",
        (day.isoformat(), _NOBODY if server is None else server, kind, name, part, count),
    )


def _counts(rows: Iterable[sqlite3.Row]) -> Counts:
    statuses: dict[Status, int] = {}
    latencies: dict[float, int] = {}
    sections: dict[str, dict[Section, int]] = {"section": {}, "helpful": {}, "unhelpful": {}}
    for row in rows:
        match row["kind"]:
            case "status":
                statuses[Status(row["name"])] = row["count"]
            case "latency":
                latencies[float(row["name"])] = row["count"]
            case kind if row["count"]:
                sections[kind][row["name"], row["part"]] = row["count"]
    return Counts(statuses, sections["section"], latencies, sections["helpful"], sections["unhelpful"])
