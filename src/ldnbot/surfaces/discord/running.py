"""ldnbot in Discord from its start to its end: what is opened, what goes on beside it, how it is closed."""

import asyncio
import logging
import shlex
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from enum import IntEnum

import aiohttp
import discord

from ldnbot.config import Settings
from ldnbot.corpus.folder import corpus_version, read_sources
from ldnbot.errors import CorpusUnreadable
from ldnbot.moderation.history import History, open_history
from ldnbot.moderation.locking import hold_state, holder_of
from ldnbot.moderation.proposals import Proposals
from ldnbot.records.database import RECORDS, Database, Lost, Restored, backup, open_database
from ldnbot.records.retention import Retention, erase_expired
from ldnbot.surfaces.discord.client import LdnbotClient
from ldnbot.surfaces.discord.desk import Desk, Records
from ldnbot.surfaces.discord.limiter import Limiter
from ldnbot.surfaces.discord.moderating.backroom import Backroom
from ldnbot.surfaces.discord.shelf import Shelf
from ldnbot.surfaces.discord.topics import Topics
from ldnbot.surfaces.discord.worker import Worker

__all__ = ["RECORDS", "Ended", "make_backroom", "make_desk", "run_bot", "utc_now"]

_log = logging.getLogger(__name__)

_DAY = timedelta(days=1).total_seconds()
_HOUR = timedelta(hours=1).total_seconds()


class Ended(IntEnum):
    """How it ended, as an exit status."""

    STOPPED = 0
    TOKEN_REFUSED = 3
    NOT_PERMITTED = 4
    UNREACHABLE = 5
    STATE_HELD = 6


def utc_now() -> datetime:
    """Return the moment: the only place where the bot looks at the clock."""
    return datetime.now(UTC)


def make_desk(settings: Settings, database: Database) -> Desk:
    """Return everything that the handlers work with. The shelf is empty."""
    return Desk(
        settings=settings,
        shelf=Shelf(),
        records=Records(database),
        worker=Worker(),
        limiter=Limiter(time.monotonic),
        topics=Topics(time.monotonic),
        now=utc_now,
    )


def make_backroom(desk: Desk, history: History) -> Backroom:
    """Return where the corpus is changed."""
    return Backroom(desk, history, Proposals(history), Worker(), Worker(threads=3), desk.settings.approvals)


def run_bot(settings: Settings, token: str, say: Callable[[str], None], *, state_wait: float) -> Ended:
    """Answer in Discord until somebody stops it, and return how it ended.

    `state_wait` is how many seconds to wait at most for another process that works with the state folder.

    Raises:
        CorpusUnreadable, CorpusInvalid: there is no corpus that can be answered from.
        RecordsUnusable, HistoryDamaged, StateHeld, StateUnwritable: the state folder cannot be used.
    """
    with ExitStack() as opened:
        if holder := holder_of(settings.state):
            since = f"process {holder.pid}, since {holder.since}"
            say(f"{holder.name} ({since}) is working with the state folder. Waiting {state_wait:.0f} seconds at most.")
        opened.enter_context(hold_state(settings.state, name="the bot", now=utc_now, wait=state_wait))
        database = open_database(settings.state / RECORDS)
        opened.callback(database.close)
        match database.opened:
            case Restored(back, damaged):
                say(f"The database was damaged. It was put back from {back}; the damaged file is {damaged}.")
            case Lost(damaged):
                say(f"The database was damaged, and there was no backup. A new one was begun; see {damaged}.")
            case _:
                pass
        desk = make_desk(settings, database)
        opened.callback(desk.worker.close)
        history = opened.enter_context(open_history(settings.state, now=utc_now))
        room = make_backroom(desk, history)
        opened.callback(room.close)
        return asyncio.run(_run(desk, room, token, say))


async def _run(desk: Desk, room: Backroom, token: str, say: Callable[[str], None]) -> Ended:
    folder = await room.worker.run(_folder_sources, desk.settings)
    live = await room.open(folder)
    if folder and corpus_version(folder) != live.corpus_version:
        where = shlex.quote(str(desk.settings.corpus))
        how = "propose --title" if desk.settings.approvals else "publish --reason"
        say(
            f"Answering from the published version {live.corpus_version}. The folder {where} is another one. See what"
            f" differs with: ldnbot corpus diff --corpus {where}\n"
            f"To make it live, stop the bot and run: ldnbot corpus {how} 'What changed' --corpus {where}"
        )
    client = LdnbotClient(desk, desk.settings.state, room if desk.settings.moderators else None)
    room.announce, room.announce_proposal = client.announce, client.announce_proposal
    return await _connected(client, room, token, say)


def _folder_sources(settings: Settings) -> dict[str, str]:
    """Return the corpus folder's files; none where it cannot be read, which matters only if nothing is published."""
    try:
        return read_sources(settings.corpus)[0]
    except CorpusUnreadable:
        return {}


async def _connected(client: LdnbotClient, room: Backroom, token: str, say: Callable[[str], None]) -> Ended:
    loop = asyncio.get_running_loop()
    closing: list[asyncio.Task[None]] = []

    def stop() -> None:
        closing.append(loop.create_task(client.close()))

    for wanted in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(wanted, stop)
    beside = [asyncio.create_task(keep_house(client.desk, asyncio.sleep))]
    if client.desk.settings.remote and client.desk.settings.pull_hours:
        beside.append(asyncio.create_task(keep_pulled(room, asyncio.sleep)))
    try:
        async with client:
            await client.start(token)
    except discord.LoginFailure:
        say("Discord refused the token. Make a new one on the page of your application, under Bot.")
        return Ended.TOKEN_REFUSED
    except discord.PrivilegedIntentsRequired:
        say("Discord refused the connection: the application lacks an intent. ldnbot needs no privileged one.")
        return Ended.NOT_PERMITTED
    except discord.Forbidden as error:
        say(f"Discord does not permit this: {error.text}. Invite the bot again with the link of: ldnbot doctor")
        return Ended.NOT_PERMITTED
    except (aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound, OSError) as error:
        say(f"Discord cannot be reached ({type(error).__name__}). Look at the network, then start again.")
        return Ended.UNREACHABLE
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, *closing, return_exceptions=True)
    return Ended.STOPPED


async def keep_house(desk: Desk, sleep: Callable[[float], Awaitable[None]]) -> None:
    """Once a day: erase what is past its time, and make a backup."""
    retention = Retention(questions=desk.settings.keep_days)
    while True:
        try:
            erased = await desk.worker.run(erase_expired, desk.records.database, retention, desk.now())
            await desk.worker.run(backup, desk.records.database)
            _log.info("erased %d answers and %d questions past their time", erased.answers, erased.open_questions)
        except Exception:  # noqa: BLE001  (tomorrow is another day, and answering goes on)
            _log.exception("the daily round failed")
        await sleep(_DAY)


async def keep_pulled(room: Backroom, sleep: Callable[[float], Awaitable[None]]) -> None:
    """Take in what the configured repository has, every so many hours."""
    while True:
        try:
            await room.pull()
        except Exception:  # noqa: BLE001  (answering goes on, and the next time may be better)
            _log.exception("the corpus could not be pulled")
        await sleep(room.desk.settings.pull_hours * _HOUR)
