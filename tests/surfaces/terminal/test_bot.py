import threading
from contextlib import ExitStack
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
    monkeypatch.setattr(command, "_STATE_WAIT", 0.5)
    with hold_state(tmp_path / "state", name="the other bot", now=utc_now):
        ran = ldnbot("bot", "--corpus", folder)
    assert ran.status == 6
    assert "the other bot" in ran.err
    assert ran.err.count("Waiting") == 1


def test_the_bot_waits_for_a_command_that_works_with_the_state_folder_for_a_moment(
    ldnbot: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldnbot.moderation.locking import hold_state
    from ldnbot.surfaces.discord.running import utc_now

    monkeypatch.setenv(TOKEN_VARIABLE, "x.y.z")
    with ExitStack() as held:
        held.enter_context(hold_state(tmp_path / "state", name="ldnbot corpus pull", now=utc_now))
        timer = threading.Timer(0.5, held.close)
        timer.start()
        ran = ldnbot("bot", "--corpus", tmp_path / "nowhere")
        timer.join()
    assert "ldnbot corpus pull (process" in ran.err
    assert "there is no article in the corpus" in ran.err  # it came as far as that


@pytest.mark.parametrize("token", ["secret", "my secret.token.x", '"my.secret.token"', "my.secret.token.four"])
def test_what_is_no_token_is_said_before_discord_is_asked_and_never_shown(
    ldnbot: Terminal, folder: Path, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, token)
    for ran in (ldnbot("bot", "--corpus", folder), ldnbot("doctor", "--offline", "--corpus", folder)):
        assert ran.status in (1, 2)
        assert "secret" not in ran.out + ran.err
        assert "token" in ran.out + ran.err


def test_doctor_says_which_configuration_was_read(ldnbot: Terminal, folder: Path, tmp_path: Path) -> None:
    assert "configuration: no file was read" in ldnbot("doctor", "--offline", "--corpus", folder).out
    (tmp_path / "my.yaml").write_text("quotes: 2\n")
    ran = ldnbot("--config", tmp_path / "my.yaml", "doctor", "--offline", "--corpus", folder)
    assert f"configuration: {tmp_path / 'my.yaml'}" in ran.out.replace("\n", "")


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
    assert "bad   token: $LDNBOT_TOKEN: there is no token for the bot" in ran.out


def test_the_token_is_read_from_the_environment_alone() -> None:
    options = {name for parameter in command.bot.params for name in parameter.opts}
    assert not [name for name in options if "token" in name]
