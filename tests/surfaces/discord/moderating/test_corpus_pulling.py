"""Pulling regularly from where the corpus is kept: it goes live or is proposed, and the log channel hears of it."""

import asyncio
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from ldnbot.moderation.history import History, Unpublished, open_history
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.pulling import Proposed, Pulled, PullRefused, UpToDate
from ldnbot.surfaces.discord.running import keep_pulled
from moderated import SOURCES, Moderated, moderated

BEN = Moderator("9", "Ben")
WRONG = {**SOURCES, "veltamine.md": SOURCES["veltamine.md"].replace("@velta-page", "@velta-pgae")}
DEARER = {**SOURCES, "veltamine.md": SOURCES["veltamine.md"].replace("$12", "$14")}


def clone(chat: Moderated, place: Path, rule: str) -> History:
    """Let the bot pull from a copy of its history, and return that copy."""
    copytree(chat.state / "corpus.git", place / "corpus.git")
    remote = f"file://{place / 'corpus.git'}"
    chat.desk.settings = replace(chat.desk.settings, remote=remote, remote_rule=rule, pull_hours=6)
    return open_history(place, now=chat.clock.now)


def commit(remote: History, sources: dict[str, str]) -> None:
    live = remote.live()
    assert not isinstance(live, Unpublished)
    remote.publish(sources, base=live, author=BEN, reason="From the forge")


async def test_what_is_pulled_goes_live_and_the_log_channel_is_told(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        log = chat.log()
        await chat.choose(log=log.id)
        with clone(chat, tmp_path / "elsewhere", "publish") as remote:
            assert isinstance(await chat.room.pull(), UpToDate)
            commit(remote, DEARER)
            told = await chat.turn(chat.room.pull())
            assert isinstance(told.result, Pulled)
            assert "### Published: From the forge" in told.only.text
            assert told.only.actions == ["c-show", "c-undo"]
            assert "$14" in await chat.replies()
            assert [(entry.what, entry.who) for entry in chat.audited] == [("pull", None)]
            assert isinstance(await chat.room.pull(), UpToDate)
            form = await chat.press(chat.curator, log.last_message, "c-undo")
            await chat.send(chat.curator, form, reason="Not yet")
            assert "$12" in await chat.replies()


@pytest.mark.parametrize(("rule", "approvals"), [("propose", 0), ("publish", 1)])
async def test_what_is_pulled_is_proposed_by_rule_or_where_two_must_agree(
    tmp_path: Path, rule: str, approvals: int
) -> None:
    async with moderated(tmp_path, approvals=approvals) as chat:
        log = chat.log()
        await chat.choose(log=log.id)
        with clone(chat, tmp_path / "elsewhere", rule) as remote:
            commit(remote, DEARER)
            told = await chat.turn(chat.room.pull())
            assert isinstance(told.result, Proposed)
            assert told.only.text.startswith("### Proposed: ")
            assert "p1 by Ben. Look at it: `/corpus proposals`" in told.only.text
            assert chat.room.history.sources(chat.live) == SOURCES
            assert isinstance(await chat.room.pull(), UpToDate), "it is proposed once"
            card = await chat.reviewed(chat.curator)
            assert "$~~12~~ **14**" in card.text
            await chat.press(chat.curator, card.card, "p-publish")
            assert "$14" in await chat.replies()


async def test_what_has_errors_is_not_taken_and_pulling_goes_on(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        with clone(chat, tmp_path / "elsewhere", "publish") as remote:
            hours: list[float] = []

            async def sleep(seconds: float) -> None:
                hours.append(seconds / 3_600)
                match len(hours):
                    case 1:
                        assert chat.room.history.sources(chat.live) == SOURCES
                        chat.desk.settings = replace(chat.desk.settings, remote="file:///nowhere/at/all")
                    case 2:
                        good = f"file://{tmp_path / 'elsewhere' / 'corpus.git'}"
                        chat.desk.settings = replace(chat.desk.settings, remote=good)
                        commit(remote, DEARER)
                    case _:
                        raise asyncio.CancelledError

            _force(remote, WRONG)
            assert isinstance(await chat.room.pull(), PullRefused)
            with pytest.raises(asyncio.CancelledError):
                await keep_pulled(chat.room, sleep)
            assert hours == [6, 6, 6]
            assert chat.room.history.sources(chat.live) == DEARER
            assert "$14" in await chat.replies()


def _force(remote: History, sources: dict[str, str]) -> None:
    """Commit a corpus with errors, as any git does without asking."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(remote, "refuse_errors", lambda _: None)
        commit(remote, sources)
