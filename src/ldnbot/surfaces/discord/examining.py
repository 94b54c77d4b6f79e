"""What `ldnbot doctor` looks at: configuration, corpus, records, token, commands, permissions."""

import getpass
import os
import shlex
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
from ldnbot.corpus.folder import inspect_corpus, inspect_sources
from ldnbot.errors import LdnbotError
from ldnbot.moderation.history import Unpublished, open_history
from ldnbot.moderation.ownership import look_at_owners, owner_of, why_unwritable
from ldnbot.moderation.verifying import find_damage
from ldnbot.records.database import Lost, Opened, Restored, open_database
from ldnbot.surfaces.discord.client import LdnbotClient
from ldnbot.surfaces.discord.invite import invite_link, lacking
from ldnbot.surfaces.discord.running import make_desk, utc_now

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
    yield _configuration(settings)
    live, versions = _versions(settings, today)
    yield from _corpus(settings, today, live)
    yield versions
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


def _configuration(settings: Settings) -> Check:
    if settings.file is None:
        return Check("configuration", Verdict.GOOD, "no file was read, so everything has its default")
    return Check("configuration", Verdict.GOOD, str(settings.file))


def _corpus(settings: Settings, today: date, live: str) -> Iterator[Check]:
    """Yield how the corpus folder is. While a published version is answered from, nothing in the folder is bad."""
    where = settings.corpus
    see = f"see ldnbot corpus check --corpus {shlex.quote(str(where))}"
    bad = Verdict.ODD if live else Verdict.BAD
    beside = f"; the bot answers from the published version {live}" if live else ""
    try:
        inspection = inspect_corpus(where, today=today)
    except LdnbotError as error:
        yield Check("corpus", bad, f"{error.where}: {error.what}{beside}", error.fix)
        return
    errors = len(errors_among(inspection.findings))
    warnings = len(inspection.findings) - errors
    passages = sum(1 for _ in inspection.corpus.passages)
    if errors:
        yield Check("corpus", bad, f"{where} has errors ({errors}){beside}", see)
    elif live and inspection.corpus.version != live:
        fix = f"see what differs with: ldnbot corpus diff --corpus {shlex.quote(str(where))}"
        yield Check("corpus", Verdict.ODD, f"{where} is not what is live{beside}", fix)
    elif warnings:
        yield Check("corpus", Verdict.ODD, f"{where}: {passages} passages, warnings ({warnings})", see)
    else:
        yield Check("corpus", Verdict.GOOD, f"{where}: {passages} passages")


def _versions(settings: Settings, today: date) -> tuple[str, Check]:
    """Return which version is answered from, empty if none can be, and how the published versions are."""
    try:
        with open_history(settings.state, now=utc_now) as history:
            live = history.live()
            if isinstance(live, Unpublished):
                return "", Check("versions", Verdict.GOOD, "none yet; the bot publishes the corpus folder at its start")
            errors = errors_among(inspect_sources(history.sources(live), today=today).findings)
            damage = find_damage(history.repository)
    except (LdnbotError, OSError) as error:
        fix = error.fix if isinstance(error, LdnbotError) else "run this as the user whose the state folder is"
        return "", Check("versions", Verdict.BAD, str(error), fix)
    what = f"{live.corpus_version} is live, since {live.at:%Y-%m-%d %H:%M} UTC, by {live.publisher.name}"
    if damage:
        fix = "see ldnbot corpus status --verify, and restore corpus.git from a copy or a clone"
        return live.corpus_version, Check("versions", Verdict.BAD, f"{what}; damaged: {damage[0]}", fix)
    if errors:
        fix = "see them with ldnbot corpus export FOLDER and ldnbot corpus check --corpus FOLDER"
        what += f"; this ldnbot finds errors in it ({len(errors)}), so the bot looks for an older version without any"
        return "", Check("versions", Verdict.BAD, what, fix)
    return live.corpus_version, Check("versions", Verdict.GOOD, what)


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
    if folder.exists() and not folder.is_dir():
        return Check("state", Verdict.BAD, f"{folder} is no folder", "set another with state: in the configuration")
    if not folder.exists():
        if why := why_unwritable(folder):
            fix = "allow writing to it, or set another with state: in the configuration"
            return Check("state", Verdict.BAD, why, fix)
        return Check("state", Verdict.GOOD, f"{folder} is not there yet; the bot makes it")
    found = look_at_owners(folder)
    me, whose = getpass.getuser() if os.getuid() else "root", found.owners[0]
    if found.unusable:
        first = found.unusable[0]
        more = f" (and {len(found.unusable) - 1} more)" if len(found.unusable) > 1 else ""
        what = f"{first}{more} belongs to {owner_of(first)}, and {me} cannot use it"
        return Check("state", Verdict.BAD, what, f"{_hand_over(folder, me)}; or run this as {whose}")
    if why := why_unwritable(folder):
        return Check("state", Verdict.BAD, why, "see whether its disk is full or read-only")
    if len(found.owners) > 1:
        what = f"what is in {folder} belongs to several: {', '.join(found.owners)}. One alone can be the bot's user"
        return Check("state", Verdict.ODD, what, f"{_hand_over(folder, whose)}, and run every command as {whose}")
    if me == "root" != whose:
        what = f"{folder} belongs to {whose}, and this is root, whose files {whose} cannot write to"
        return Check("state", Verdict.ODD, what, f"run ldnbot as {whose}")
    return Check("state", Verdict.GOOD, f"{folder}, which belongs to {whose}")


def _hand_over(folder: Path, who: str) -> str:
    return f"hand it all to one user with: sudo chown -R {who}: {shlex.quote(str(folder))}"


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
