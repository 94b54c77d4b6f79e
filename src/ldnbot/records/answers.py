"""Answers that were given, so that their buttons work after a restart.

Nothing says who asked. An answer that only its asker can see is kept without the ids of messages, and a message that
is met with a card (a crisis, a poisoning, a symptom) is not kept at all.
"""

import hashlib
import secrets
import sqlite3
import string
from dataclasses import dataclass, replace
from datetime import datetime

from ldnbot.answering.answer import Answer, Status
from ldnbot.answering.schema import AnswerFault, encode_answer, read_answer
from ldnbot.records.database import Database
from ldnbot.records.keptwords import is_urgent, without_names
from ldnbot.records.moments import read_moment, write_moment

__all__ = ["Answers", "Missing", "StoredAnswer", "new_answer_id"]

_LETTERS = string.ascii_letters + string.digits
_LENGTH = 10


def new_answer_id() -> str:
    """Return ten random letters and digits: nobody finds an answer by guessing (62^10 ≈ 8·10^17)."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """An answer, and where it was given."""

    id: str
    at: datetime
    answer: Answer
    server: int | None
    """None for a direct message."""

    channel: int
    question_message: int | None = None
    """The message that was answered, so that the answer can go when that message goes."""

    reply_message: int | None = None
    private: bool
    """Only whoever asked can see it. Then neither message is kept."""


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no such answer: it was erased, its time is over, or the file is damaged where it stood."""


class Answers:
    """The answers of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, stored: StoredAnswer) -> bool:
        """Keep an answer and tell whether it was kept: one to an urgent message never is.

        What names a person in the question is taken out, as far as a program can tell.

        Raises:
            RecordsUnusable: it cannot be written.
            sqlite3.IntegrityError: an answer has that id already.
        """
        answer = stored.answer
        if answer.status is Status.SAFETY or any(c.urgent for c in answer.safety) or is_urgent(answer.question):
            return False
        text = encode_answer(
            replace(
                answer,
                question=without_names(answer.question),
                notices=tuple(without_names(notice) for notice in answer.notices),
            )
        )
        messages = (None, None) if stored.private else (stored.question_message, stored.reply_message)
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO answers"
                " (id, at, answer, digest, server, channel, question_message, reply_message, private)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    stored.id,
                    write_moment(stored.at),
                    text,
                    _digest(text),
                    stored.server,
                    stored.channel,
                    *messages,
                    stored.private,
                ),
            )
        return True

    def find(self, answer_id: str) -> StoredAnswer | Missing:
        """Return the answer with that id."""
        return self._first("SELECT * FROM answers WHERE id = ?", answer_id)

    def of_question_message(self, message: int) -> StoredAnswer | Missing:
        """Return the newest answer to a message."""
        return self._first("SELECT * FROM answers WHERE question_message = ? ORDER BY rowid DESC LIMIT 1", message)

    def of_reply_message(self, message: int) -> StoredAnswer | Missing:
        """Return the answer that a message holds."""
        return self._first("SELECT * FROM answers WHERE reply_message = ? ORDER BY rowid DESC LIMIT 1", message)

    def place(self, answer_id: str, *, reply_message: int) -> None:
        """Remember the message that holds an answer. A private answer, or one that is gone, stays as it is."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE answers SET reply_message = ? WHERE id = ? AND NOT private", (reply_message, answer_id)
            )

    def erase(self, answer_id: str) -> int:
        """Erase an answer with its ratings, and return how many there were: 0 or 1."""
        return self._erase("DELETE FROM answers WHERE id = ?", answer_id)

    def erase_older_than(self, moment: datetime) -> int:
        """Erase the answers given before a moment, with their ratings, and return how many there were."""
        return self._erase("DELETE FROM answers WHERE at < ?", write_moment(moment))

    def erase_server(self, server: int) -> int:
        """Erase the answers of a server, with their ratings, and return how many there were."""
        return self._erase("DELETE FROM answers WHERE server = ?", server)

    def _erase(self, statement: str, value: str | int) -> int:
        with self._database.transaction() as connection:
            return connection.execute(statement, (value,)).rowcount

    def _first(self, query: str, value: str | int) -> StoredAnswer | Missing:
        for row in self._database.rows(query, value):
            return _read(row)
        return Missing()


def _read(row: sqlite3.Row) -> StoredAnswer | Missing:
    text: bytes = row["answer"]
    if _digest(text) != row["digest"]:
        return Missing()  # a quote that is not what was kept is no quote
    try:
        answer = read_answer(text)
    except AnswerFault:
        return Missing()
    return StoredAnswer(
        id=row["id"],
        at=read_moment(row["at"]),
        answer=answer,
        server=row["server"],
        channel=row["channel"],
        question_message=row["question_message"],
        reply_message=row["reply_message"],
        private=bool(row["private"]),
    )


def _digest(text: bytes) -> bytes:
    """Return what tells damage of the text: SQLite looks at the structure of its pages, not at what they hold."""
    return hashlib.blake2b(text, digest_size=16).digest()
