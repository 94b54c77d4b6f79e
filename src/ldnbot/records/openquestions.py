"""Questions that wait for the moderators: not covered, only related, marked unhelpful, or sent in.

Nothing says who asked. Who decided about a question stands in the audit, not beside it.
"""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.fuzz import token_set_ratio

from ldnbot.records.audit import Audit, Entry
from ldnbot.records.database import Database
from ldnbot.records.keptwords import is_urgent, kept_words
from ldnbot.records.moments import read_moment, write_moment
from ldnbot.retrieval.terms import stems, tokens

__all__ = ["ALIKE", "Group", "Noted", "OpenQuestion", "OpenQuestions", "Origin", "State", "Withheld", "group_questions"]

ALIKE = 85.0
"""How alike the stems of two questions of a group are at least, 0 to 100."""


class Origin(StrEnum):
    """How a question came to the moderators. One that came in several ways has the first of these."""

    SENT_IN = "sent-in"
    UNHELPFUL = "unhelpful"
    NOT_COVERED = "not-covered"
    RELATED = "related"


class State(StrEnum):
    """What the moderators made of it."""

    OPEN = "open"
    TAUGHT = "taught"
    """The bot knows now what was meant. Asked again in vain, it is open again."""

    TASK = "task"
    """Somebody has to write or look something up."""

    OUT_OF_SCOPE = "out-of-scope"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A question, however often it was asked in a server."""

    id: int
    text: str
    """As it was asked last. At most 500 characters."""

    origin: Origin
    server: int | None
    first_at: datetime
    last_at: datetime
    count: int
    corpus_version: str
    """The corpus that did not answer it."""

    passage: str
    """The id of the nearest passage, or empty."""

    state: State
    decided_at: datetime | None
    proposal: str = ""
    """The id of the proposal that is to answer it; empty where nobody has made one."""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are alike, the most frequent first."""

    questions: tuple[OpenQuestion, ...]

    @property
    def count(self) -> int:
        """Return how often its questions were asked together."""
        return sum(question.count for question in self.questions)

    @property
    def last_at(self) -> datetime:
        """Return when one of them was asked last."""
        return max(question.last_at for question in self.questions)


@dataclass(frozen=True, slots=True)
class Noted:
    """The question is kept."""

    id: int
    count: int
    """How often it has been asked by now."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """The question is not kept: it reads like an emergency, or holds no words."""


class OpenQuestions:
    """The open questions of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(
        self,
        text: str,
        *,
        origin: Origin,
        server: int | None,
        at: datetime,
        corpus_version: str,
        passage: str = "",
    ) -> Noted | Withheld:
        """Keep a question, or count it once more if the server has asked it, whatever its case and punctuation.

        A text that is met with a card is never kept. What names a person is taken out, as far as a program can tell.

        Raises:
            RecordsUnusable: it cannot be written.
        """
        kept = kept_words(text)
        folded = _fold(kept)
        if not folded or is_urgent(text):
            return Withheld()
        moment = write_moment(at)
        with self._database.transaction() as connection:
            before = self._database.rows(
                "SELECT * FROM open_questions WHERE IFNULL(server, -1) = IFNULL(?, -1) AND folded = ?", server, folded
            )
            if not before:
                added = connection.execute(
                    "INSERT INTO open_questions"
                    " (server, folded, text, origin, first_at, last_at, count, corpus_version, passage, state)"
                    " VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
                    (server, folded, kept, origin, moment, moment, corpus_version, passage, State.OPEN),
                ).lastrowid
                return Noted(added or 0, 1)
            (row,) = before
            open_again = row["state"] == State.TAUGHT
            connection.execute(
                "UPDATE open_questions"
                " SET text = ?, origin = ?, first_at = min(first_at, ?), last_at = max(last_at, ?),"
                " count = count + 1, corpus_version = ?, passage = ?, state = ?, decided_at = ? WHERE id = ?",
                (
                    kept,
                    min(origin, Origin(row["origin"]), key=list(Origin).index),
                    moment,
                    moment,
                    corpus_version,
                    passage,
                    State.OPEN if open_again else row["state"],
                    None if open_again else row["decided_at"],
                    row["id"],
                ),
            )
            return Noted(row["id"], row["count"] + 1)

    def questions(
        self, *, server: int | None = None, states: Collection[State] = (State.OPEN,)
    ) -> Sequence[OpenQuestion]:
        """Return the questions in those states, of one server or of all, the newest first."""
        rows = self._database.rows(
            "SELECT * FROM open_questions WHERE ? IS NULL OR server = ? ORDER BY last_at DESC, id DESC", server, server
        )
        return [question for row in rows if (question := _read(row)).state in states]

    def grouped(self, *, server: int | None = None, states: Collection[State] = (State.OPEN,)) -> Sequence[Group]:
        """Return the questions in groups of alike ones, the most frequent group first, then the newest."""
        return group_questions(self.questions(server=server, states=states))

    def decide(self, ids: Collection[int], state: State, *, by: int | None, server: int | None, at: datetime) -> int:
        """Set the state of questions, write it into the audit, and return how many there were.

        Args:
            ids: The questions.
            state: What the moderators made of them.
            by: The account of the moderator; None at a terminal.
            server: Only its own questions are decided; None, at a terminal, for those of any.
            at: The moment.

        Raises:
            RecordsUnusable: it cannot be written. Then no question is changed.
        """
        moment = None if state is State.OPEN else write_moment(at)
        decided = []
        with self._database.transaction() as connection:
            for number in sorted(set(ids)):
                changed = connection.execute(
                    "UPDATE open_questions SET state = ?, decided_at = ? WHERE id = ? AND (? IS NULL OR server = ?)",
                    (state, moment, number, server, server),
                ).rowcount
                decided.extend([number] * changed)
            if decided:
                detail = f"{state.value}: {', '.join(map(str, decided))}"
                Audit(self._database).add(Entry(at=at, server=server, who=by, what="questions", detail=detail))
        return len(decided)

    def note_proposal(self, ids: Collection[int], proposal: str, *, server: int | None) -> int:
        """Remember which proposal is to answer questions, and return how many there were. They stay in their state.

        Only questions of that server are changed; of any where it is None, at a terminal.

        Raises:
            RecordsUnusable: it cannot be written. Then no question is changed.
        """
        with self._database.transaction() as connection:
            return sum(
                connection.execute(
                    "UPDATE open_questions SET proposal = ? WHERE id = ? AND (? IS NULL OR server = ?)",
                    (proposal, number, server, server),
                ).rowcount
                for number in set(ids)
            )

    def erase(self, ids: Collection[int]) -> int:
        """Erase questions, and return how many there were."""
        with self._database.transaction() as connection:
            return sum(
                connection.execute("DELETE FROM open_questions WHERE id = ?", (number,)).rowcount for number in set(ids)
            )

    def erase_older_than(self, moment: datetime) -> int:
        """Erase the questions that were last asked before a moment, and return how many there were."""
        with self._database.transaction() as connection:
            gone = connection.execute("DELETE FROM open_questions WHERE last_at < ?", (write_moment(moment),))
            return gone.rowcount

    def erase_server(self, server: int) -> int:
        """Erase the questions of a server, and return how many there were."""
        with self._database.transaction() as connection:
            return connection.execute("DELETE FROM open_questions WHERE server = ?", (server,)).rowcount


def group_questions(questions: Sequence[OpenQuestion]) -> Sequence[Group]:
    """Return questions in groups of alike ones, the most frequent group first, then the newest.

    The most frequent question that is in no group begins one, and those whose stems are like its own join it: the
    same questions always make the same groups.
    """
    rest = [(question, _stems(question.text)) for question in sorted(questions, key=_rank)]
    groups = []
    while rest:
        joining = _joining(rest[0][1], [words for _, words in rest])
        groups.append(Group(tuple(question for place, (question, _) in enumerate(rest) if place in joining)))
        rest = [pair for place, pair in enumerate(rest) if place not in joining]
    return sorted(groups, key=lambda group: (-group.count, -group.last_at.timestamp(), group.questions[0].id))


def _rank(question: OpenQuestion) -> tuple[int, float, int]:
    return -question.count, -question.last_at.timestamp(), question.id


def _joining(words: str, others: Sequence[str]) -> frozenset[int]:
    """Return the places of the stems that are the same or alike: all compared in one call, for a list may be long."""
    same = {place for place, own in enumerate(others) if own == words}
    if " " not in words:  # one word is a part of any longer question with it: that alone does not make them alike
        return frozenset(same)
    found = process.extract(words, others, scorer=token_set_ratio, score_cutoff=ALIKE, limit=None)
    return frozenset(same | {place for own, _, place in found if " " in own})


def _stems(text: str) -> str:
    return " ".join(sorted(set(stems(text)))) or _fold(text)


def _fold(text: str) -> str:
    """Return what is the same for a question in any case and punctuation; empty where there are no words."""
    return " ".join(token.bare for token in tokens(text))


def _read(row: sqlite3.Row) -> OpenQuestion:
    return OpenQuestion(
        id=row["id"],
        text=row["text"],
        origin=Origin(row["origin"]),
        server=row["server"],
        first_at=read_moment(row["first_at"]),
        last_at=read_moment(row["last_at"]),
        count=row["count"],
        corpus_version=row["corpus_version"],
        passage=row["passage"],
        state=State(row["state"]),
        decided_at=read_moment(row["decided_at"]) if row["decided_at"] else None,
        proposal=row["proposal"],
    )
