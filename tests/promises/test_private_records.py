"""Promise 7: questions are not tied to people, in what the bot keeps too."""

import hashlib
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from asked import shipped
from ldnbot.answering.answer import Status
from ldnbot.records.answers import Answers
from ldnbot.records.audit import Audit, Entry
from ldnbot.records.database import Database, backup, open_database
from ldnbot.records.feedback import Feedback
from ldnbot.records.openquestions import OpenQuestions, Origin, State
from ldnbot.records.retention import Retention, erase_expired
from ldnbot.records.servers import Servers, ServerSettings
from ldnbot.records.tallies import Tallies
from recorded import NOW, everything, stored

MEMBER = 323_456_789_012_345_678
MODERATOR = 423_456_789_012_345_678
CRISIS = "i want to kill myself tonight zebracrossing"


def traces(person: int) -> set[bytes]:
    """Return what a person's id could look like in a file: as digits, as bytes, hashed without a key."""
    digits = str(person).encode()
    forms = {digits, f"{person:x}".encode(), person.to_bytes(8, "big"), person.to_bytes(8, "little")}
    for form in tuple(forms):
        for name in ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s"):
            digest = hashlib.new(name, form).digest()
            forms |= {digest[:8], digest.hex()[:16].encode()}
        forms.add(hashlib.blake2b(form, digest_size=16).digest())
    return forms


def use_everything(database: Database) -> None:
    """Keep what a member does in an hour: asks, rates, sends in, changes their mind, and cries for help."""
    asked = shipped().ask(f"how long until it works <@{MEMBER}>?", quotes=2).answer
    one = stored(asked)
    assert Answers(database).keep(one)
    Answers(database).place(one.id, reply_message=5)
    feedback = Feedback(database)
    for helpful in (True, False):
        feedback.rate(one.id, str(MEMBER), helpful=helpful, day=NOW.date(), note=f"<@!{MEMBER}> says {MEMBER} asked")
    questions = OpenQuestions(database)
    for text in (f"does <@{MEMBER}> need a prescription", CRISIS):
        questions.note(text, origin=Origin.SENT_IN, server=1, at=NOW, corpus_version="1")
    feedback.rate(one.id, str(MEMBER), helpful=True, day=NOW.date(), note=CRISIS)
    card = shipped().ask(CRISIS, quotes=2).answer
    assert card.status is Status.SAFETY
    assert not Answers(database).keep(stored(card))
    for answer in (asked, card):
        Tallies(database).add(NOW.date(), answer, server=1, seconds=0.1)
    Servers(database).change(1, ServerSettings(alerts=9))
    Audit(database).add(Entry(at=NOW, server=1, who=MODERATOR, what="settings"))
    questions.decide([1], State.TASK, by=MODERATOR, server=1, at=NOW)


def test_no_file_holds_a_trace_of_whoever_asked_or_rated(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "records.sqlite3")) as database:
        use_everything(database)
        log = tmp_path / "records.sqlite3-wal"
        assert b"need a prescription" in log.read_bytes()  # what is looked through is really there
        for state in ("in the log", "in the file", "packed"):
            if state == "in the file":
                database.wipe()
                assert log.stat().st_size == 0
                backup(database)
            if state == "packed":
                database.rows("VACUUM")
            found = everything(tmp_path)
            assert b"need a prescription" in found
            assert [trace for trace in traces(MEMBER) if trace in found] == [], state
    found = everything(tmp_path)
    assert [trace for trace in traces(MEMBER) if trace in found] == []


def test_no_file_holds_a_word_of_an_urgent_message(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "records.sqlite3")) as database:
        use_everything(database)
        assert b"zebracrossing" not in everything(tmp_path)
    assert b"zebracrossing" not in everything(tmp_path)


def test_moderators_stand_in_the_audit_alone(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "records.sqlite3")) as database:
        use_everything(database)
        tables = [row[0] for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        holding = {
            table
            for table in tables
            for row in database.rows(f"SELECT * FROM {table}")
            if str(MODERATOR) in str(tuple(row))
        }
    assert holding == {"audit"}


def test_what_was_asked_is_gone_from_the_file_when_its_time_is_over(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "records.sqlite3")) as database:
        use_everything(database)
        erase_expired(database, Retention(), NOW + timedelta(days=31))
        found = everything(tmp_path)
        for words in (b"need a prescription", b"how long until it works", b"@someone"):
            assert words not in found
