import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from histories import clock
from ldnbot.errors import StateHeld, StateUnwritable
from ldnbot.moderation.locking import hold_state, holder_of

_HOLDING = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from ldnbot.moderation.locking import hold_state
with hold_state(Path(sys.argv[1]), name="the bot", now=lambda: datetime(2026, 11, 25, 22, 30, tzinfo=UTC)):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holding(state: Path, seconds: float) -> "subprocess.Popen[str]":
    """Return a process that holds the state folder for so long."""
    command = [sys.executable, "-c", _HOLDING, str(state), str(seconds)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    assert running.stdout.readline() == "held\n"
    return running


def end(running: "subprocess.Popen[str]") -> None:
    running.kill()
    running.communicate()


def test_the_second_process_is_told_who_holds_the_folder_and_since_when(tmp_path: Path) -> None:
    bot = holding(tmp_path, 60)
    try:
        with pytest.raises(StateHeld) as refused, hold_state(tmp_path, name="publish", now=clock()):
            pass
    finally:
        end(bot)
    assert f"the bot (process {bot.pid}, since 2026-11-25 22:30 UTC) is working" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_process_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    bot = holding(tmp_path, 60)
    os.kill(bot.pid, signal.SIGKILL)
    bot.communicate()
    assert (tmp_path / "state.holder.json").exists()
    assert holder_of(tmp_path) is None
    with hold_state(tmp_path, name="publish", now=clock()):
        found = holder_of(tmp_path)
        assert found
        assert (found.pid, found.name) == (os.getpid(), "publish")
    assert holder_of(tmp_path) is None


def test_whoever_waits_gets_the_folder_when_it_is_free(tmp_path: Path) -> None:
    bot = holding(tmp_path, 0.3)
    started = time.monotonic()
    with hold_state(tmp_path, name="publish", now=clock(), wait=20):
        assert time.monotonic() - started < 15
    bot.communicate()


@pytest.mark.parametrize("content", ["", "{", "[]", json.dumps({"pid": "x"}), "\0"])
def test_a_damaged_note_about_the_holder_stops_nobody(tmp_path: Path, content: str) -> None:
    bot = holding(tmp_path, 60)
    try:
        (tmp_path / "state.holder.json").write_text(content)
        with pytest.raises(StateHeld, match="another process is working"), hold_state(tmp_path, name="x", now=clock()):
            pass
        found = holder_of(tmp_path)
        assert found
        assert found.name == "another process"
    finally:
        end(bot)
    with hold_state(tmp_path, name="publish", now=clock()):
        pass


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateUnwritable), hold_state(tmp_path / "file/state", name="publish", now=clock()):
        pass
