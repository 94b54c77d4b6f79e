import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from ldnbot.errors import RecordsUnusable
from ldnbot.records.answers import Answers, Missing, StoredAnswer
from ldnbot.records.database import Database
from ldnbot.records.feedback import Feedback, Rated, Rating
from ldnbot.records.tallies import Counts, Tallies, add_up
from recorded import NOW, stored

DAY = NOW.date()
DOSE = ("Veltamine in brief", "Dose")


@pytest.fixture
def kept(database: Database) -> StoredAnswer:
    one = stored()
    Answers(database).keep(one)
    return one


def counts(database: Database) -> Counts:
    return add_up(Tallies(database).between(DAY - timedelta(days=9), DAY + timedelta(days=9)).values())


def test_a_rating_is_kept_with_its_note_and_counted(database: Database, kept: StoredAnswer) -> None:
    feedback = Feedback(database)
    rated = feedback.rate(kept.id, "ann", helpful=False, day=DAY, note=" not what\nI meant ")
    assert rated == Rated(again=False, withheld=False)
    assert feedback.of_answer(kept.id) == [Rating(DAY, helpful=False, note="not what I meant")]
    assert counts(database).unhelpful == {DOSE: 1}


def test_a_voter_who_changes_their_mind_is_counted_once(database: Database, kept: StoredAnswer) -> None:
    feedback = Feedback(database)
    feedback.rate(kept.id, "ann", helpful=True, day=DAY, note="first")
    again = feedback.rate(kept.id, "ann", helpful=False, day=DAY + timedelta(days=1), note="second")
    assert again == Rated(again=True, withheld=False)
    assert feedback.of_answer(kept.id) == [Rating(DAY, helpful=False, note="second")]
    assert (counts(database).helpful, counts(database).unhelpful) == ({}, {DOSE: 1})


def test_the_same_vote_twice_is_counted_once(database: Database, kept: StoredAnswer) -> None:
    feedback = Feedback(database)
    for _ in range(3):
        feedback.rate(kept.id, "ann", helpful=True, day=DAY)
    assert counts(database).helpful == {DOSE: 1}


def test_voters_and_answers_are_told_apart(database: Database, kept: StoredAnswer) -> None:
    feedback, other = Feedback(database), stored()
    Answers(database).keep(other)
    feedback.rate(kept.id, "ann", helpful=True, day=DAY)
    feedback.rate(kept.id, "bea", helpful=True, day=DAY)
    feedback.rate(other.id, "ann", helpful=False, day=DAY)
    assert counts(database).helpful_share() == 2 / 3


@pytest.fixture
def pausing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let other threads go first whenever a transaction is over."""
    whole = Database.transaction

    @contextmanager
    def transaction(database: Database) -> Iterator[sqlite3.Connection]:
        with whole(database) as connection:
            yield connection
        time.sleep(0.002)

    monkeypatch.setattr(Database, "transaction", transaction)


def test_threads_that_vote_for_one_person_at_once_are_counted_once(
    database: Database, kept: StoredAnswer, pausing: None
) -> None:
    feedback = Feedback(database)
    voters = [f"voter {number // 4}" for number in range(80)]
    threads = [
        threading.Thread(target=feedback.rate, args=(kept.id, voter), kwargs={"helpful": True, "day": DAY})
        for voter in voters
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts(database).helpful == {DOSE: len(set(voters))}


def test_a_vote_that_was_not_written_is_not_remembered(database: Database, kept: StoredAnswer) -> None:
    feedback = Feedback(database)
    (pages,) = database.rows("PRAGMA page_count")[0]
    with database.transaction() as connection:  # fill the last page
        connection.execute("CREATE TABLE filling (text TEXT)")
    (pages,) = database.rows("PRAGMA page_count")[0]
    database.rows(f"PRAGMA max_page_count = {pages}")
    refused = 0
    for number in range(500):
        try:
            feedback.rate(kept.id, f"voter {number}", helpful=True, day=DAY, note="n" * 500)
        except RecordsUnusable:
            refused += 1
    assert refused
    assert len(feedback.of_answer(kept.id)) == counts(database).helpful.get(DOSE, 0) == 500 - refused
    database.rows("PRAGMA max_page_count = 100000")
    assert feedback.rate(kept.id, "voter 499", helpful=True, day=DAY) == Rated(again=False, withheld=False)


def test_a_voter_is_forgotten_with_the_process_and_may_vote_again(database: Database, kept: StoredAnswer) -> None:
    for _ in range(2):
        Feedback(database).rate(kept.id, "ann", helpful=True, day=DAY)
    assert counts(database).helpful == {DOSE: 2}


def test_an_answer_that_is_gone_is_not_rated(database: Database) -> None:
    assert Feedback(database).rate("nosuchid00", "ann", helpful=True, day=DAY) == Missing()
    assert counts(database) == Counts()


def test_an_answer_that_was_erased_since_is_not_rated_again(database: Database, kept: StoredAnswer) -> None:
    feedback = Feedback(database)
    feedback.rate(kept.id, "ann", helpful=True, day=DAY)
    Answers(database).erase(kept.id)
    assert feedback.rate(kept.id, "ann", helpful=False, day=DAY) == Missing()
    assert counts(database).helpful == {DOSE: 1}


def test_a_note_is_cut_at_500_characters_and_names_nobody(database: Database, kept: StoredAnswer) -> None:
    feedback = Feedback(database)
    feedback.rate(kept.id, "ann", helpful=True, day=DAY, note="<@123456789012345678> " + "x" * 600)
    (rating,) = feedback.of_answer(kept.id)
    assert len(rating.note) == 500
    assert rating.note.startswith("@someone x")
    assert rating.note.endswith("x…")


def test_a_note_that_is_a_cry_for_help_is_withheld(database: Database, kept: StoredAnswer) -> None:
    feedback = Feedback(database)
    assert feedback.rate(kept.id, "ann", helpful=False, day=DAY, note="i want to kill myself") == Rated(
        again=False, withheld=True
    )
    assert feedback.of_answer(kept.id) == [Rating(DAY, helpful=False, note="")]
