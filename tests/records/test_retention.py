import sqlite3
from datetime import timedelta

import pytest

from ldnbot.errors import RecordsUnusable
from ldnbot.records.answers import Answers, Missing
from ldnbot.records.audit import Audit, Entry
from ldnbot.records.database import Database
from ldnbot.records.feedback import Feedback
from ldnbot.records.openquestions import OpenQuestions, Origin
from ldnbot.records.retention import Erased, Retention, erase_expired, forget_server
from ldnbot.records.servers import Servers, ServerSettings
from ldnbot.records.tallies import Tallies
from recorded import NOW, answer, details, everything, stored

DAYS = Retention(questions=30, audit=365)


def fill_at(database: Database, age: timedelta, word: str, server: int = 1) -> None:
    one = stored(answer(f"what about {word}?"), at=NOW - age, server=server)
    Answers(database).keep(one)
    Feedback(database).rate(one.id, "ann", helpful=True, day=one.at.date(), note=f"note on {word}")
    OpenQuestions(database).note(f"open {word}", origin=Origin.RELATED, server=server, at=one.at, corpus_version="1")
    Audit(database).add(Entry(at=one.at, server=server, who=7, what="test", detail=word))
    Tallies(database).add(one.at.date(), one.answer, server=server, seconds=1)
    Servers(database).change(server, ServerSettings(cooldown=9))


def test_what_is_past_its_time_is_erased_and_the_rest_stays(database: Database) -> None:
    fill_at(database, timedelta(days=366), "ancient")
    fill_at(database, timedelta(days=31), "old")
    fill_at(database, timedelta(days=30), "recent")
    assert erase_expired(database, DAYS, NOW) == Erased(answers=2, open_questions=2, audit=1)
    assert [question.text for question in OpenQuestions(database).questions()] == ["open recent"]
    assert details(database) == ["recent", "old"]
    assert len(Tallies(database).between((NOW - timedelta(days=400)).date(), NOW.date())) == 3
    assert Servers(database).settings(1) == ServerSettings(cooldown=9)
    assert erase_expired(database, DAYS, NOW) == Erased()


def test_what_is_erased_is_gone_from_the_bytes_of_the_files(database: Database) -> None:
    fill_at(database, timedelta(days=31), "zebracrossing")
    database.wipe()
    assert b"zebracrossing" in everything(database.path.parent)
    erase_expired(database, Retention(questions=30, audit=30), NOW)
    assert b"zebracrossing" not in everything(database.path.parent)


def test_a_clock_that_goes_backwards_erases_nothing(database: Database) -> None:
    fill_at(database, timedelta(), "now")
    assert erase_expired(database, DAYS, NOW - timedelta(days=9_000)) == Erased()


def test_retention_that_cannot_be_written_erases_nothing(database: Database) -> None:
    fill_at(database, timedelta(days=366), "old")
    database.rows("PRAGMA query_only = ON")
    with pytest.raises(RecordsUnusable):
        erase_expired(database, DAYS, NOW)
    database.rows("PRAGMA query_only = OFF")
    assert details(database) == ["old"]


def test_everything_past_its_time_is_erased_or_nothing(database: Database) -> None:
    fill_at(database, timedelta(days=366), "old")
    with database.transaction() as connection:
        connection.execute("CREATE TRIGGER broken BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'broken'); END")
    with pytest.raises(sqlite3.IntegrityError, match="broken"):
        erase_expired(database, DAYS, NOW)
    assert Answers(database).of_question_message(3) != Missing()
    assert len(OpenQuestions(database).questions()) == 1


def test_a_server_is_forgotten_but_for_the_audit(database: Database) -> None:
    fill_at(database, timedelta(), "here", server=1)
    fill_at(database, timedelta(), "there", server=2)
    assert forget_server(database, 1) == Erased(answers=1, open_questions=1)
    assert [question.text for question in OpenQuestions(database).questions()] == ["open there"]
    assert Servers(database).settings(1) == ServerSettings()
    assert Servers(database).settings(2) == ServerSettings(cooldown=9)
    assert Tallies(database).between(NOW.date(), NOW.date(), server=1) == {}
    assert details(database) == ["there", "here"]
    assert Answers(database).of_question_message(3) != Missing()
