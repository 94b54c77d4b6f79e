import os
import time
from datetime import date

import pytest

from histories import FIRST, WRONG
from ldnbot.answering.stored import StoredFault, decode_assistant
from ldnbot.corpus.folder import corpus_version
from ldnbot.moderation.bounded import Limits, Stopped, run_bounded
from ldnbot.moderation.building import Built, NotBuilt, build_index

TODAY = date(2026, 11, 25)
AMPLE = Limits(60, 1_000_000_000)


def echo(raw: bytes) -> bytes:
    print("what a library prints")  # noqa: T201
    return raw


def hang(raw: bytes) -> bytes:
    while True:
        pass


def doze(raw: bytes) -> bytes:
    time.sleep(60)
    return raw


def devour(raw: bytes) -> bytes:
    return bytes(2_000_000_000)


def fail(raw: bytes) -> bytes:
    raise ValueError("no")


def die(raw: bytes) -> bytes:
    os.abort()


def write(raw: bytes) -> bytes:
    with open(raw, "wb") as file:  # noqa: PTH123
        file.write(b"x" * 1000)
    return b"written"


def environment(raw: bytes) -> bytes:
    return os.environ.get("LDNBOT_SECRET", "nothing").encode()


def here(job: object) -> str:
    return f"test_building:{getattr(job, '__name__', '')}"


def test_work_apart_gives_back_what_it_makes() -> None:
    content = os.urandom(3_000_000)
    assert run_bounded(here(echo), content, AMPLE) == content


@pytest.mark.parametrize("job", [hang, doze])
def test_work_that_takes_too_long_is_stopped(job: object) -> None:
    began = time.monotonic()
    assert run_bounded(here(job), b"", Limits(1, 1_000_000_000)) == Stopped("took longer than 1 seconds")
    assert time.monotonic() - began < 20


def test_work_that_wants_too_much_memory_is_stopped() -> None:
    assert run_bounded(here(devour), b"", AMPLE) == Stopped("needed more than 1,000 MB of memory")


@pytest.mark.parametrize("job", [fail, die])
def test_work_that_ends_badly_is_an_outcome_and_no_traceback(job: object, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_bounded(here(job), b"", AMPLE) == Stopped("ended without a result")
    assert capfd.readouterr() == ("", "")


def test_work_apart_writes_no_file_and_knows_no_secret(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LDNBOT_SECRET", "token")
    assert run_bounded(here(environment), b"", AMPLE) == b"nothing"
    assert run_bounded(here(write), f"{tmp_path}/x".encode(), AMPLE) == Stopped("ended without a result")


def test_an_index_built_apart_answers() -> None:
    outcome = build_index(FIRST, today=TODAY, made_by="this code")
    assert isinstance(outcome, Built)
    assistant = decode_assistant(outcome.assistant, "this code")
    assert assistant.corpus.version == corpus_version(FIRST)
    assert "2 mg" in assistant.ask("what is the usual starting dose of veltamine", quotes=1).answer.quotes[0].text
    with pytest.raises(StoredFault):
        decode_assistant(outcome.assistant, "other code")


def test_a_corpus_with_errors_has_no_index() -> None:
    outcome = build_index(WRONG, today=TODAY, made_by="this code")
    assert isinstance(outcome, NotBuilt)
    assert "[@brok2019]" in outcome.why


def test_an_index_that_takes_too_long_is_said_so() -> None:
    outcome = build_index(FIRST, today=TODAY, made_by="x", limits=Limits(0.01, 2_000_000_000))
    assert outcome == NotBuilt("building the index took longer than 0.01 seconds")
