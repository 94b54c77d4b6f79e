"""What is past its time, erased; and a server forgotten that ldnbot has left.

Backups keep what they hold until newer ones take their place, and a damaged file that was put aside keeps it until
somebody removes it: `docs/operators.md` has to say so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ldnbot.records.answers import Answers
from ldnbot.records.audit import Audit
from ldnbot.records.database import Database
from ldnbot.records.openquestions import OpenQuestions
from ldnbot.records.servers import Servers
from ldnbot.records.tallies import Tallies

__all__ = ["Erased", "Retention", "erase_expired", "forget_server"]


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days things are kept."""

    questions: int = 30
    """Answers, their ratings and notes, and open questions since they were last asked."""

    audit: int = 365


@dataclass(frozen=True, slots=True)
class Erased:
    """How many of each were erased."""

    answers: int = 0
    open_questions: int = 0
    audit: int = 0


def erase_expired(database: Database, retention: Retention, now: datetime) -> Erased:
    """Erase what is past its time, from the file itself too, and return how much it was. Counts are kept.

    What is dated after `now`, because the clock went backwards, stays until its own time is over.

    Raises:
        RecordsUnusable: it cannot be written. Then nothing is erased.
    """
    asked = now - timedelta(days=retention.questions)
    with database.transaction():
        erased = Erased(
            Answers(database).erase_older_than(asked),
            OpenQuestions(database).erase_older_than(asked),
            Audit(database).erase_older_than(now - timedelta(days=retention.audit)),
        )
    database.wipe()
    return erased


def forget_server(database: Database, server: int) -> Erased:
    """Erase everything about a server but the audit, which is kept for its time, and return how much it was.

    Raises:
        RecordsUnusable: it cannot be written. Then nothing is erased.
    """
    with database.transaction():
        erased = Erased(Answers(database).erase_server(server), OpenQuestions(database).erase_server(server))
        Tallies(database).erase_server(server)
        Servers(database).forget(server)
    database.wipe()
    return erased
