"""What `ldnbot doctor` looks at: configuration, corpus, records, token, commands, permissions."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import discord

from ldnbot.answering.regions import shipped_regions
from ldnbot.config import Settings
from ldnbot.corpus.finding import errors_among
from ldnbot.corpus.folder import inspect_corpus
from ldnbot.errors import LdnbotError
from ldnbot.records.database import Lost, Opened, Restored, open_database
from ldnbot.surfaces.discord.client import LdnbotClient
from ldnbot.surfaces.discord.invite import invite_link, lacking
from ldnbot.surfaces.discord.running import make_desk

__all__ = ["Check", "Verdict", "check_server", "examine_connection", "examine_here", "examine_token"]


class Verdict(StrEnum):
    """How a thing was found."""

    GOOD = "ok"
    ODD = "look"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    verdict: Verdict
    what: str
    fix: str = ""


def examine_here(settings: Settings, records: str, today: date) -> Iterator[Check]:
    """Yield what can be seen without Discord."""
    yield from _corpus(settings, today)
    yield _region(settings)
    yield _moderators(settings)
    yield _state(settings)
    yield _database(settings, records)


async def examine_token(settings: Settings, token: str) -> AsyncIterator[Check]:
    """Yield what Discord says of the bot with that token. Nothing is kept, and no command is told to Discord."""
    with TemporaryDirectory() as place, closing(open_database(Path(place) / "records.sqlite3")) as database:
        desk = make_desk(settings, database)
        client = LdnbotClient(desk, None)
        try:
            async for check in examine_connection(client, token):
                yield check
        finally:
            await client.close()
            desk.worker.close()


async def examine_connection(client: LdnbotClient, token: str) -> AsyncIterator[Check]:
    """Yield what Discord says of the bot: its name, its commands, its permissions on each server, its link."""
    try:
        if not client.http.token:
            await client.login(token)
        application = await client.application_info()
    except discord.LoginFailure:
        fix = "make a new token on the page of your application, under Bot, and put it into the environment"
        yield Check("token", Verdict.BAD, "Discord refused it", fix)
        return
    except (aiohttp.ClientError, discord.HTTPException, OSError) as error:
        fix = "look at the network, then try again"
        yield Check("Discord", Verdict.BAD, f"it cannot be reached ({type(error).__name__})", fix)
        return
    yield Check("token", Verdict.GOOD, f"it belongs to {application.name}")
    if not application.bot_public:
        yield Check("invitation", Verdict.ODD, "only you can invite this bot", "allow it under Bot, Public Bot")
    yield await _commands(client)
    async for check in _servers(client):
        yield check
    yield Check("link", Verdict.GOOD, invite_link(application.id))


def _corpus(settings: Settings, today: date) -> Iterator[Check]:
    where = settings.corpus
    see = f"see ldnbot corpus check --corpus {where}"
    try:
        inspection = inspect_corpus(where, today=today)
    except LdnbotError as error:
        yield Check("corpus", Verdict.BAD, f"{error.where}: {error.what}", error.fix)
        return
    errors = len(errors_among(inspection.findings))
    warnings = len(inspection.findings) - errors
    passages = sum(1 for _ in inspection.corpus.passages)
    if errors:
        yield Check("corpus", Verdict.BAD, f"{where} has errors ({errors})", see)
    elif warnings:
        yield Check("corpus", Verdict.ODD, f"{where}: {passages} passages, warnings ({warnings})", see)
    else:
        yield Check("corpus", Verdict.GOOD, f"{where}: {passages} passages")


def _region(settings: Settings) -> Check:
    table = {**shipped_regions(), **settings.regions}
    region = table.get(settings.region)
    if not settings.region or region is None:
        what = "none is set: cards say “your local emergency number”"
        return Check("region", Verdict.ODD, what, "set region: in the configuration, if your members live in one place")
    if region.checked == "no":
        fix = f"compare its numbers with {', '.join(region.sources)}, then set checked: in an entry of your own"
        return Check("region", Verdict.ODD, f"nobody has checked the numbers of {settings.region}", fix)
    return Check("region", Verdict.GOOD, f"{settings.region}, checked {region.checked}")


def _moderators(settings: Settings) -> Check:
    if not settings.moderators:
        fix = "set moderators: in the configuration to let people change the corpus from Discord"
        return Check("moderators", Verdict.ODD, "nobody may change the corpus from Discord", fix)
    return Check("moderators", Verdict.GOOD, f"on {len(settings.moderators)} servers")


def _state(settings: Settings) -> Check:
    folder = settings.state
    existing = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        fix = "allow writing to it, or set another with state: in the configuration"
        return Check("state", Verdict.BAD, f"{existing} cannot be written to", fix)
    return Check("state", Verdict.GOOD, str(folder))


def _database(settings: Settings, records: str) -> Check:
    path = settings.state / records
    if not path.exists():
        return Check("records", Verdict.GOOD, "none yet; they begin with the bot")
    try:
        database = open_database(path)
    except LdnbotError as error:
        return Check("records", Verdict.BAD, f"{error.where}: {error.what}", error.fix)
    database.close()
    match database.opened:
        case Opened():
            return Check("records", Verdict.GOOD, str(path))
        case Restored(back, damaged):
            what = f"the database was damaged and was put back from {back}"
            return Check("records", Verdict.ODD, what, f"keep {damaged} until you are sure that nothing is missed")
        case Lost(damaged):
            return Check("records", Verdict.ODD, "the database was damaged and begun anew", f"see {damaged}")


async def _commands(client: LdnbotClient) -> Check:
    there = {command.name for command in await client.tree.fetch_commands()}
    ours = {command.name for command in client.tree.walk_commands() if command.parent is None}
    ours |= {command.name for command in client.tree.get_commands()}
    if missing := sorted(ours - there):
        return Check(
            "commands", Verdict.ODD, f"not yet known to Discord: {', '.join(missing)}", "start ldnbot bot once"
        )
    return Check("commands", Verdict.GOOD, f"{len(ours)} known to Discord")


async def _servers(client: LdnbotClient) -> AsyncIterator[Check]:
    servers = await client.http.get_guilds(limit=200)
    if not servers:
        yield Check("servers", Verdict.ODD, "the bot is on none", "open the link below and choose your server")
    for server in servers:
        yield check_server(server["name"], server.get("permissions"))


def check_server(name: str, permissions: str | None) -> Check:
    """Return whether the bot has what it needs on a server, by the permissions that Discord says it has there."""
    if permissions is None:
        return Check(f"server {name}", Verdict.ODD, "Discord does not tell the bot's permissions there")
    if missing := lacking(discord.Permissions(int(permissions))):
        fix = "open the link below again, or give its role the permissions"
        return Check(f"server {name}", Verdict.BAD, f"it lacks: {', '.join(missing)}", fix)
    return Check(f"server {name}", Verdict.GOOD, "it has every permission that it needs")
