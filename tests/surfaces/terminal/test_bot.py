from pathlib import Path

import pytest

from ldnbot.config import STATE_VARIABLE, TOKEN_VARIABLE
from ldnbot.surfaces.terminal import bot as command
from terminal_run import Terminal


@pytest.fixture(autouse=True)
def _own_state(ldnbot: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    monkeypatch.setenv(STATE_VARIABLE, str(tmp_path / "state"))


def test_without_a_token_the_bot_says_where_to_get_one(ldnbot: Terminal, folder: Path) -> None:
    ran = ldnbot("bot", "--corpus", folder)
    assert ran.status == 2
    assert "$LDNBOT_TOKEN: there is no token for the bot." in ran.err
    assert "Traceback" not in ran.err


def test_without_a_corpus_the_bot_does_not_start(
    ldnbot: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "x.y.z")
    ran = ldnbot("bot", "--corpus", tmp_path / "nowhere")
    assert ran.status == 2
    assert "there is no article in the corpus" in ran.err
    assert "Traceback" not in ran.err


def test_a_state_folder_that_another_holds_is_left_alone(
    ldnbot: Terminal, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldnbot.moderation.locking import hold_state
    from ldnbot.surfaces.discord.running import utc_now

    monkeypatch.setenv(TOKEN_VARIABLE, "x.y.z")
    with hold_state(tmp_path / "state", name="the other bot", now=utc_now):
        ran = ldnbot("bot", "--corpus", folder)
    assert ran.status == 2
    assert "the other bot" in ran.err


def test_doctor_looks_at_what_is_here_and_never_prints_the_token(
    ldnbot: Terminal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "my.secret.token")
    ran = ldnbot("doctor", "--offline", "--corpus", folder)
    assert ran.status == 0
    assert "ok    corpus:" in ran.out
    assert "my.secret.token" not in ran.out + ran.err


def test_doctor_says_that_there_is_no_token(ldnbot: Terminal, folder: Path) -> None:
    ran = ldnbot("doctor", "--corpus", folder)
    assert ran.status == 1
    assert "bad   token: there is none" in ran.out


def test_the_token_is_read_from_the_environment_alone() -> None:
    options = {name for parameter in command.bot.params for name in parameter.opts}
    assert not [name for name in options if "token" in name]
