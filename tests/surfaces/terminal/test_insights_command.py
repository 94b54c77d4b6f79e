import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ldnbot.answering.answer import Status
from ldnbot.records.audit import Audit
from ldnbot.records.database import RECORDS, Database, open_database
from ldnbot.records.openquestions import OpenQuestions, Origin, State
from ldnbot.records.tallies import Tallies
from recorded import answer
from terminal_run import Terminal


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A state folder in which twelve questions were answered, and one was asked six times in vain."""
    state = tmp_path / "state"
    monkeypatch.setenv("LDNBOT_STATE", str(state))
    opened = open_database(state / RECORDS)
    now = datetime.now(UTC)
    for number in range(12):
        Tallies(opened).add(now.date() - timedelta(days=number % 3), answer(), server=number % 2, seconds=0.02)
    for _ in range(6):
        Tallies(opened).add(now.date(), answer(status=Status.NOT_COVERED), server=1, seconds=0.2)
        OpenQuestions(opened).note(
            "does it help lupus", origin=Origin.NOT_COVERED, server=1, at=now, corpus_version="1"
        )
    OpenQuestions(opened).note("what about my dog", origin=Origin.SENT_IN, server=None, at=now, corpus_version="1")
    yield opened
    opened.close()


def test_insights_say_what_was_asked_and_hide_small_counts(ldnbot: Terminal, database: Database) -> None:
    out = ldnbot("insights", "--days", 7).out
    assert "18  questions looked up" in out
    assert "12  from the article" in out
    assert "fewer than 5  related, not a direct answer" in out
    assert "6  does it help lupus" in out
    assert "dog" not in out
    assert "25 ms  or less for half" in out


def test_insights_as_json_are_numbers_and_words_for_few(ldnbot: Terminal, database: Database) -> None:
    found = json.loads(ldnbot("insights", "--json").out)
    assert found["asked"] == 18
    assert found["statuses"] == {"answered": 12, "related": "fewer than 5", "not_covered": 6}
    assert found["unanswered"] == [{"text": "does it help lupus", "count": 6}]
    assert len(found["periods"]) == 4


def test_insights_are_drawn_into_a_picture(ldnbot: Terminal, database: Database, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from PIL import Image

    file = tmp_path / "insights.png"
    assert ldnbot("insights", "--png", file).status == 0
    with Image.open(file) as picture:
        assert picture.format == "PNG"
        assert picture.width == 840
        assert picture.height < 2 * picture.width


def test_a_picture_that_cannot_be_written_is_one_line(ldnbot: Terminal, database: Database, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    ran = ldnbot("insights", "--png", tmp_path / "nowhere" / "x.png")
    assert ran.status == 2
    assert "the picture cannot be written" in ran.err
    assert len(ran.err.strip().splitlines()) == 1


@pytest.mark.parametrize("command", [("insights",), ("inbox", "list"), ("inbox", "decide", "1", "task")])
def test_where_no_bot_has_run_there_are_no_records_and_none_are_made(
    ldnbot: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LDNBOT_STATE", str(tmp_path / "empty"))
    ran = ldnbot(*command)
    assert ran.status == 2
    assert "there are no records" in ran.err
    assert not (tmp_path / "empty").exists()


def test_the_inbox_lists_alike_questions_together_those_of_direct_messages_too(
    ldnbot: Terminal, database: Database
) -> None:
    lines = ldnbot("inbox", "list").out.splitlines()
    assert lines[0].split()[:3] == ["6", "1", "does"]
    assert lines[1].split()[:3] == ["1", "2", "what"]
    assert "sent-in" in lines[1]


def test_the_inbox_of_one_server_is_its_own(ldnbot: Terminal, database: Database) -> None:
    found = json.loads(ldnbot("inbox", "list", "--server", 1, "--json").out)
    assert [group["questions"][0]["text"] for group in found] == ["does it help lupus"]


def test_a_decision_is_kept_and_stands_in_the_audit(ldnbot: Terminal, database: Database) -> None:
    assert ldnbot("inbox", "decide", 1, 2, "out-of-scope").out == "2 of 2 set to out-of-scope\n"
    assert {q.state for q in OpenQuestions(database).questions(states=list(State))} == {State.OUT_OF_SCOPE}
    (entry,) = Audit(database).page().entries
    assert (entry.who, entry.detail) == (None, "out-of-scope: 1, 2")
    assert ldnbot("inbox", "list").out == "No question is open.\n"


def test_a_decision_about_no_question_is_refused(ldnbot: Terminal, database: Database) -> None:
    ran = ldnbot("inbox", "decide", 99, "task")
    assert ran.status == 2
    assert "there is no such question" in ran.err


def test_of_a_few_answers_no_time_is_told(ldnbot: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LDNBOT_STATE", str(tmp_path / "new"))
    opened = open_database(tmp_path / "new" / RECORDS)
    Tallies(opened).add(datetime.now(UTC).date(), answer(), server=1, seconds=0.02)
    opened.close()
    out = ldnbot("insights").out
    assert "too few  to tell for half of them" in out
    assert "or less" not in out
