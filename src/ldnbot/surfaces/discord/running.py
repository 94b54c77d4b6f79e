"""ldnbot in Discord from its start to its end: what is opened, what goes on beside it, how it is closed."""

import asyncio
import logging
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from pathlib import Path

import aiohttp
import discord

from ldnbot.answering.assistant import Assistant
from ldnbot.config import Settings
from ldnbot.records.database import RECORDS, Database, Lost, Restored, backup, open_database
from ldnbot.records.retention import Retention, erase_expired
from ldnbot.surfaces.discord.client import LdnbotClient
from ldnbot.surfaces.discord.desk import Desk, Records
from ldnbot.surfaces.discord.invite import NEEDED
from ldnbot.surfaces.discord.limiter import Limiter
from ldnbot.surfaces.discord.shelf import Shelf
from ldnbot.surfaces.discord.topics import Topics
from ldnbot.surfaces.discord.worker import Worker

__all__ = ["RECORDS", "Ended", "make_desk", "run_bot", "utc_now"]

_log = logging.getLogger(__name__)

_DAY = timedelta(days=1).total_seconds()


class Ended(IntEnum):
    """How it ended, as an exit status."""

    STOPPED = 0
    TOKEN_REFUSED = 3
    NOT_PERMITTED = 4
    UNREACHABLE = 5


def utc_now() -> datetime:
    """Return the moment: the only place where the bot looks at the clock."""
    return datetime.now(UTC)


def make_desk(settings: Settings, assistant: Assistant | None, database: Database) -> Desk:
    """Return everything that the handlers work with."""
    shelf = Shelf()
    if assistant is not None:
        shelf.put(assistant)
    return Desk(
        settings=settings,
        shelf=shelf,
        records=Records(database),
        worker=Worker(),
        limiter=Limiter(time.monotonic),
        topics=Topics(time.monotonic),
        now=utc_now,
    )


def run_bot(settings: Settings, assistant: Assistant, token: str, say: Callable[[str], None]) -> Ended:
    """Answer in Discord until somebody stops it, and return how it ended.

    Raises:
        RecordsUnusable: the database cannot be opened.
    """
    with ExitStack() as opened:
        database = open_database(settings.state / RECORDS)
        opened.callback(database.close)
        match database.opened:
            case Restored(back, damaged):
                say(f"The database was damaged. It was put back from {back}; the damaged file is {damaged}.")
            case Lost(damaged):
                say(f"The database was damaged, and there was no backup. A new one was begun; see {damaged}.")
            case _:
                pass
        desk = make_desk(settings, assistant, database)
        opened.callback(desk.worker.close)
        return asyncio.run(_connected(desk, settings.state, token, say))


async def _connected(desk: Desk, state: Path, token: str, say: Callable[[str], None]) -> Ended:
    client = LdnbotClient(desk, state)
    loop = asyncio.get_running_loop()
    closing: list[asyncio.Task[None]] = []

    def stop() -> None:
        closing.append(loop.create_task(client.close()))

    for wanted in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(wanted, stop)
    keeping = asyncio.create_task(keep_house(desk, asyncio.sleep))
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
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
        await asyncio.gather(*closing, return_exceptions=True)
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


def missing_permissions(guild: discord.Guild) -> list[str]:
    """Return the permissions that ldnbot needs on a server and has not, by their names."""
    has = guild.me.guild_permissions
    return [name.replace("_", " ") for name, needed in NEEDED if needed and not getattr(has, name)]
