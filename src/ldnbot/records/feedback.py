"""What people say of an answer: helpful or not, and a note. One rating for each person and answer, and nobody's name.

Who rated is never written: not an id, not a hash of one. Whoever holds the file could try all accounts of a server
against any hash that it holds, if ever the key came out. So which voter gave which rating is remembered in memory only,
and forgotten when ldnbot stops. The price: after a restart a person can rate the same answer a second time. A key that
is lost at a restart would have the same price, so a hash in the file would buy nothing.

A rating keeps its day and not its time, so that it cannot be laid beside what a chat shows of who was there when.
Counts of ratings are in `tallies`, and stay when the answer and its notes are erased.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ldnbot.records.answers import Answers, Missing
from ldnbot.records.database import Database
from ldnbot.records.keptwords import is_urgent, kept_words
from ldnbot.records.tallies import add_rating, first_section

__all__ = ["Feedback", "Rated", "Rating"]

_MOST_REMEMBERED = 100_000
"""Ratings whose voter is remembered: some 20 MB. The oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating of an answer."""

    day: date
    helpful: bool
    note: str
    """At most 500 characters on one line, naming nobody as far as a program can tell; empty for none."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating was kept."""

    again: bool
    """It takes the place of the same voter's earlier rating."""

    withheld: bool
    """Its note reads like an emergency, and so was not kept."""


class Feedback:
    """The ratings of a database. A process has one of these: it remembers who has rated."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._answers = Answers(database)
        self._votes: OrderedDict[tuple[str, str], int] = OrderedDict()

    def rate(self, answer_id: str, voter: str, *, helpful: bool, day: date, note: str = "") -> Rated | Missing:
        """Keep a rating, in place of an earlier one by the same voter, and return what became of it.

        Args:
            answer_id: The answer that is rated.
            voter: Anything that is the same for a person as long as the process runs. It is never written.
            helpful: What the person says.
            day: The day, for the counts.
            note: What the person adds.

        Raises:
            RecordsUnusable: it cannot be written.
        """
        withheld = is_urgent(note)
        kept = "" if withheld else kept_words(note)
        with self._database.turn():
            return self._rate(answer_id, voter, day, kept, helpful=helpful, withheld=withheld)

    def _rate(
        self, answer_id: str, voter: str, day: date, note: str, *, helpful: bool, withheld: bool
    ) -> Rated | Missing:
        with self._database.transaction() as connection:
            stored = self._answers.find(answer_id)
            if isinstance(stored, Missing):
                return stored
            section = first_section(stored.answer)
            before = self._earlier(answer_id, voter)
            if before is None:
                values = (answer_id, day.isoformat(), helpful, note)
                added = connection.execute(
                    "INSERT INTO ratings (answer, day, helpful, note) VALUES (?, ?, ?, ?) RETURNING id", values
                ).fetchone()["id"]
                add_rating(connection, day, stored.server, section, helpful=helpful)
            else:
                added, old_day, liked = before
                connection.execute("UPDATE ratings SET helpful = ?, note = ? WHERE id = ?", (helpful, note, added))
                add_rating(connection, old_day, stored.server, section, helpful=liked, count=-1)
                add_rating(connection, old_day, stored.server, section, helpful=helpful)
        self._remember(answer_id, voter, added)
        return Rated(again=before is not None, withheld=withheld)

    def of_answer(self, answer_id: str) -> Sequence[Rating]:
        """Return the ratings of an answer, the first first."""
        rows = self._database.rows("SELECT * FROM ratings WHERE answer = ? ORDER BY id", answer_id)
        return [Rating(date.fromisoformat(row["day"]), bool(row["helpful"]), row["note"]) for row in rows]

    def _earlier(self, answer_id: str, voter: str) -> tuple[int, date, bool] | None:
        known = self._votes.get((answer_id, voter))
        for row in self._database.rows("SELECT * FROM ratings WHERE id = ? AND answer = ?", known, answer_id):
            return row["id"], date.fromisoformat(row["day"]), bool(row["helpful"])
        return None

    def _remember(self, answer_id: str, voter: str, rating: int) -> None:
        self._votes[answer_id, voter] = rating
        if len(self._votes) > _MOST_REMEMBERED:
            self._votes.popitem(last=False)
