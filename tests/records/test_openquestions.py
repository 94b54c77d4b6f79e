from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from ldnbot.errors import RecordsUnusable
from ldnbot.records.audit import Audit, Entry
from ldnbot.records.database import Database
from ldnbot.records.openquestions import (
    Group,
    Noted,
    OpenQuestion,
    OpenQuestions,
    Origin,
    State,
    Withheld,
    group_questions,
)
from recorded import NOW


def note(
    database: Database,
    *texts: str,
    origin: Origin = Origin.NOT_COVERED,
    server: int | None = 1,
    at: datetime = NOW,
    version: str = "1",
    passage: str = "",
) -> Sequence[Noted | Withheld]:
    return [
        OpenQuestions(database).note(text, origin=origin, server=server, at=at, corpus_version=version, passage=passage)
        for text in texts
    ]


def only(database: Database) -> OpenQuestion:
    (question,) = OpenQuestions(database).questions(states=list(State))
    return question


def texts_of(groups: Sequence[Group]) -> list[list[str]]:
    return [[question.text for question in group.questions] for group in groups]


def test_a_question_is_kept_as_it_was_asked(database: Database) -> None:
    note(database, "Does it help MS?", origin=Origin.RELATED, passage="veltamine/dose")
    assert only(database) == OpenQuestion(
        id=1,
        text="Does it help MS?",
        origin=Origin.RELATED,
        server=1,
        first_at=NOW,
        last_at=NOW,
        count=1,
        corpus_version="1",
        passage="veltamine/dose",
        state=State.OPEN,
        decided_at=None,
    )


def test_the_same_question_in_other_case_and_punctuation_is_counted(database: Database) -> None:
    assert note(database, "Does it help MS?", "does it help ms", "DOES IT, HELP: MS!!") == [
        Noted(1, 1),
        Noted(1, 2),
        Noted(1, 3),
    ]
    assert only(database).count == 3


def test_other_words_are_another_question(database: Database) -> None:
    note(database, "Does it help MS?", "Does it help ME?", "Is 4.5 mg safe?", "Is 45 mg safe?")
    assert len(OpenQuestions(database).questions()) == 4


def test_servers_do_not_share_questions(database: Database) -> None:
    for server in (1, 2, None, None):
        note(database, "Does it help MS?", server=server)
    assert sorted(question.count for question in OpenQuestions(database).questions()) == [1, 1, 2]
    assert [question.server for question in OpenQuestions(database).questions(server=2)] == [2]


def test_the_newest_date_version_and_passage_are_kept_whatever_the_clock_says(database: Database) -> None:
    note(database, "Does it help MS?")
    note(database, "Does it help MS?", at=NOW - timedelta(days=3), version="2", passage="veltamine/dose")
    found = only(database)
    assert (found.first_at, found.last_at) == (NOW - timedelta(days=3), NOW)
    assert (found.corpus_version, found.passage) == ("2", "veltamine/dose")


def test_the_strongest_origin_is_kept(database: Database) -> None:
    for origin in (Origin.RELATED, Origin.SENT_IN, Origin.NOT_COVERED):
        note(database, "Does it help MS?", origin=origin)
    assert only(database).origin is Origin.SENT_IN


def test_a_long_question_is_cut_at_500_characters(database: Database) -> None:
    note(database, "why " * 200)
    assert len(only(database).text) <= 500
    assert only(database).text.endswith("why…")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("does <@123456789012345678> know", "does @someone know"),
        ("write me at jo.doe@example.org please", "write me at (address) please"),
        ("my id is 123456789012345678", "my id is (number)"),
        ("a\nb\x00c\ud800d", "a b c d"),
    ],
)
def test_names_and_what_no_database_can_hold_are_taken_out(database: Database, typed: str, kept: str) -> None:
    note(database, typed)
    assert only(database).text == kept


@pytest.mark.parametrize("typed", ["i want to kill myself", "i took the whole bottle of pills", "", "🤷?!"])
def test_a_cry_for_help_and_a_text_without_words_are_not_kept(database: Database, typed: str) -> None:
    assert note(database, typed) == [Withheld()]
    assert OpenQuestions(database).questions(states=list(State)) == []


def test_questions_come_newest_first(database: Database) -> None:
    note(database, "old one", at=NOW - timedelta(days=1))
    note(database, "new one")
    note(database, "older one", at=NOW - timedelta(days=2))
    assert [question.text for question in OpenQuestions(database).questions()] == ["new one", "old one", "older one"]


def test_alike_questions_are_a_group_the_most_frequent_first(database: Database) -> None:
    note(database, "What does it cost in Canada?")
    note(database, "does it help MS", "Does it help MS?", "will it help with my MS", "can it help people with ms?")
    note(database, "price in Mexico", at=NOW + timedelta(days=1))
    groups = OpenQuestions(database).grouped()
    assert texts_of(groups) == [
        ["Does it help MS?", "will it help with my MS", "can it help people with ms?"],
        ["price in Mexico"],
        ["What does it cost in Canada?"],
    ]
    assert groups[0].count == 4
    assert groups[1].last_at == NOW + timedelta(days=1)


def test_groups_do_not_depend_on_the_order_of_the_questions(database: Database) -> None:
    note(database, "help for MS", "help with MS fatigue", "MS fatigue", "cost", "cost in Canada", "tired at night")
    questions = OpenQuestions(database).questions()
    assert group_questions(questions) == group_questions(questions[::-1])
    assert sum(len(group.questions) for group in group_questions(questions)) == len(questions)


def test_a_single_word_does_not_gather_all_questions_with_it(database: Database) -> None:
    note(database, "cost", "cost in Canada with insurance")
    assert len(OpenQuestions(database).grouped()) == 2


def test_a_decision_sets_the_state_and_stands_in_the_audit(database: Database) -> None:
    note(database, "one thing", "two things", "three things")
    questions = OpenQuestions(database)
    assert questions.decide([3, 1, 99], State.DISMISSED, by=7, server=1, at=NOW) == 2
    assert [question.text for question in questions.questions()] == ["two things"]
    decided = questions.questions(states=(State.DISMISSED,))
    assert [(question.id, question.decided_at) for question in decided] == [(3, NOW), (1, NOW)]
    assert Audit(database).page().entries == [
        Entry(at=NOW, server=1, who=7, what="questions", detail="dismissed: 1, 3")
    ]


def test_a_server_decides_only_about_its_own_questions(database: Database) -> None:
    note(database, "one thing", server=2)
    assert OpenQuestions(database).decide([1], State.TASK, by=7, server=1, at=NOW) == 0
    assert only(database).state is State.OPEN
    assert Audit(database).page().entries == []
    assert OpenQuestions(database).decide([1], State.TASK, by=None, server=None, at=NOW) == 1


def test_a_decision_that_cannot_be_audited_is_not_made(database: Database) -> None:
    note(database, "one thing")
    with database.transaction() as connection:
        connection.execute("CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'broken'); END")
    with pytest.raises(Exception, match="broken"):
        OpenQuestions(database).decide([1], State.TASK, by=7, server=1, at=NOW)
    assert only(database).state is State.OPEN


def test_a_question_taught_in_vain_is_open_again(database: Database) -> None:
    note(database, "one thing", "another thing")
    OpenQuestions(database).decide([1], State.TAUGHT, by=7, server=1, at=NOW)
    OpenQuestions(database).decide([2], State.OUT_OF_SCOPE, by=7, server=1, at=NOW)
    note(database, "one thing", "another thing")
    found = {question.id: question for question in OpenQuestions(database).questions(states=list(State))}
    assert (found[1].state, found[1].decided_at, found[1].count) == (State.OPEN, None, 2)
    assert (found[2].state, found[2].decided_at, found[2].count) == (State.OUT_OF_SCOPE, NOW, 2)


def test_a_decision_taken_back_has_no_date(database: Database) -> None:
    note(database, "one thing")
    for state in (State.DISMISSED, State.OPEN):
        OpenQuestions(database).decide([1], state, by=7, server=1, at=NOW)
    assert (only(database).state, only(database).decided_at) == (State.OPEN, None)


def test_questions_are_erased_by_number_by_server_and_by_age(database: Database) -> None:
    questions = OpenQuestions(database)
    note(database, "one thing", "two things")
    note(database, "three things", server=2)
    note(database, "four things", at=NOW - timedelta(days=1), server=3)
    assert questions.erase([1, 99]) == 1
    assert questions.erase_server(2) == 1
    assert questions.erase_older_than(NOW) == 1
    assert only(database).text == "two things"


def test_a_full_disk_keeps_the_questions_there_are(database: Database) -> None:
    note(database, "one thing")
    (pages,) = database.rows("PRAGMA page_count")[0]
    database.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(RecordsUnusable, match="no room"):
        note(database, *(f"question {number} {'why ' * 100}" for number in range(100)))
    assert "one thing" in [question.text for question in OpenQuestions(database).questions()]


def test_the_proposal_that_is_to_answer_a_question_is_remembered(database: Database) -> None:
    note(database, "Does it help MS?")
    assert OpenQuestions(database).note_proposal([1], "p3", server=1) == 1
    assert (only(database).proposal, only(database).state) == ("p3", State.OPEN)


def test_a_proposal_is_noted_on_the_questions_of_its_own_server_alone(database: Database) -> None:
    note(database, "Does it help MS?", server=1)
    assert OpenQuestions(database).note_proposal([1], "p3", server=2) == 0
    assert only(database).proposal == ""
