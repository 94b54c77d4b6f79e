"""What an operator is told at the start of the bot."""

import shlex
from pathlib import Path

import pytest

from ldnbot.config import STATE_VARIABLE, Settings
from ldnbot.corpus.folder import read_sources
from ldnbot.moderation.checkouts import note_folder
from ldnbot.moderation.history import Unpublished, open_history
from ldnbot.moderation.moderator import LDNBOT
from ldnbot.surfaces.discord.running import another_folder, utc_now
from small import write_corpus
from terminal_run import Ran, Terminal


@pytest.mark.parametrize("approvals", [0, 1])
def test_the_commands_for_a_folder_that_is_not_live_work_as_they_are_printed(
    ldnbot: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, approvals: int
) -> None:
    settings = Settings(corpus=write_corpus(tmp_path / "my corpus"), state=tmp_path / "state", approvals=approvals)
    with open_history(settings.state, now=utc_now) as history:
        sources = read_sources(settings.corpus)[0]
        live = history.publish(sources, base=Unpublished(), author=LDNBOT, reason="First")
    article = next(settings.corpus.glob("*.md"))
    monkeypatch.setenv(STATE_VARIABLE, str(settings.state))
    note_folder(settings.state, settings.corpus, live)
    article.write_text(article.read_text() + "\nOne more thought.\n")
    note = another_folder(settings, live)
    assert live.corpus_version in note
    look, change = (line.strip() for line in note.splitlines() if line.startswith("  ldnbot "))
    assert "One more thought" in typed(ldnbot, look).out
    assert ("Proposal p1" if approvals else "is live") in typed(ldnbot, change).out


def typed(ldnbot: Terminal, line: str) -> Ran:
    """Run a line as a shell would."""
    return ldnbot(*shlex.split(line)[1:])
