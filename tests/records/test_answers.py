import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings

from asked import generated_answers, shipped
from ldnbot.answering.answer import Answer, Status
from ldnbot.answering.assistant import Assistant
from ldnbot.answering.triage.concern import Concern
from ldnbot.records.answers import Answers, Missing, StoredAnswer, new_answer_id
from ldnbot.records.database import Database
from ldnbot.records.feedback import Feedback
from recorded import NOW, answer, stored


def test_an_id_is_ten_letters_and_digits_and_never_the_same() -> None:
    ids = [new_answer_id() for _ in range(1_000)]
    assert len(set(ids)) == 1_000
    assert {len(one) for one in ids} == {10}
    assert set("".join(ids)) <= set(string.ascii_letters + string.digits)


def test_an_answer_is_found_as_it_was_kept(database: Database) -> None:
    one = stored()
    assert Answers(database).keep(one)
    assert Answers(database).find(one.id) == one


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(generated_answers())
def test_every_answer_is_found_as_it_was_given(database: Database, asked: tuple[Assistant, Answer]) -> None:
    one = stored(asked[1])
    if Answers(database).keep(one):
        assert Answers(database).find(one.id) == one
    else:
        assert one.answer.status is Status.SAFETY


def test_a_moment_of_any_time_zone_is_found_as_the_same_moment(database: Database) -> None:
    tokyo = datetime(2026, 1, 1, 8, tzinfo=timezone(timedelta(hours=9)))
    one = stored(at=tokyo)
    Answers(database).keep(one)
    found = Answers(database).find(one.id)
    assert isinstance(found, StoredAnswer)
    assert found.at == datetime(2025, 12, 31, 23, tzinfo=UTC)


def test_a_moment_without_a_time_zone_is_an_error_of_the_program(database: Database) -> None:
    with pytest.raises(ValueError, match="time zone"):
        Answers(database).keep(stored(at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_an_id_that_nobody_gave_finds_nothing(database: Database) -> None:
    assert Answers(database).find("nosuchid00") == Missing()


def test_the_newest_answer_to_a_message_is_found(database: Database) -> None:
    first, second = stored(), stored(at=NOW - timedelta(days=1))
    Answers(database).keep(first)
    Answers(database).keep(second)
    assert Answers(database).of_question_message(3) == second
    assert Answers(database).of_question_message(99) == Missing()


def test_a_private_answer_keeps_no_message(database: Database) -> None:
    one = replace(stored(), private=True)
    Answers(database).keep(one)
    Answers(database).place(one.id, reply_message=5)
    assert Answers(database).find(one.id) == replace(one, question_message=None, reply_message=None)
    assert Answers(database).of_question_message(3) == Missing()


def test_the_message_of_an_open_answer_is_remembered(database: Database) -> None:
    one = replace(stored(), reply_message=None)
    Answers(database).keep(one)
    Answers(database).place(one.id, reply_message=5)
    assert Answers(database).find(one.id) == replace(one, reply_message=5)
    Answers(database).place("nosuchid00", reply_message=5)


@pytest.mark.parametrize("message", ["i want to kill myself", "my kid swallowed the whole bottle of pills"])
def test_the_card_for_an_urgent_message_is_not_kept(database: Database, message: str) -> None:
    card = shipped().ask(message, quotes=3).answer
    assert card.status is Status.SAFETY
    one = stored(card)
    assert not Answers(database).keep(one)
    assert Answers(database).find(one.id) == Missing()


def test_an_urgent_message_is_not_kept_under_any_status(database: Database) -> None:
    assert not Answers(database).keep(stored(answer("i want to kill myself")))
    assert not Answers(database).keep(stored(replace(answer(), safety=(Concern.POISONING,))))
    assert database.rows("SELECT * FROM answers") == []


def test_people_named_in_a_question_are_not_kept(database: Database) -> None:
    named = answer("ask <@123456789012345678>, 223456789012345678 or jo@example.org about 4.5 mg")
    one = stored(replace(named, notices=("Taken together with the question before: “<@!323456789012345678>”",)))
    Answers(database).keep(one)
    found = Answers(database).find(one.id)
    assert isinstance(found, StoredAnswer)
    assert found.answer.question == "ask @someone, (number) or (address) about 4.5 mg"
    assert found.answer.notices == ("Taken together with the question before: “@someone”",)


def test_an_erased_answer_is_gone_with_its_ratings(database: Database) -> None:
    one, other = stored(), stored()
    for kept in (one, other):
        Answers(database).keep(kept)
        Feedback(database).rate(kept.id, "voter", helpful=True, day=NOW.date(), note="a note")
    assert Answers(database).erase(one.id) == 1
    assert Answers(database).erase(one.id) == 0
    assert Answers(database).find(one.id) == Missing()
    assert [row["answer"] for row in database.rows("SELECT answer FROM ratings")] == [other.id]


def test_answers_from_before_a_moment_are_erased(database: Database) -> None:
    old, new = stored(at=NOW - timedelta(microseconds=1)), stored(at=NOW)
    for kept in (old, new):
        Answers(database).keep(kept)
    assert Answers(database).erase_older_than(NOW) == 1
    assert Answers(database).find(old.id) == Missing()
    assert Answers(database).find(new.id) == new


def test_answers_of_a_server_are_erased(database: Database) -> None:
    here, elsewhere, direct = stored(server=1), stored(server=2), stored(server=None)
    for kept in (here, elsewhere, direct):
        Answers(database).keep(kept)
    assert Answers(database).erase_server(1) == 1
    assert Answers(database).find(here.id) == Missing()
    assert Answers(database).find(elsewhere.id) == elsewhere
    assert Answers(database).find(direct.id) == direct


def test_an_answer_with_one_changed_letter_is_not_shown(database: Database) -> None:
    one = stored()
    Answers(database).keep(one)
    with database.transaction() as connection:
        connection.execute("UPDATE answers SET answer = CAST(replace(answer, 'evening', 'morning') AS BLOB)")
    assert Answers(database).find(one.id) == Missing()
