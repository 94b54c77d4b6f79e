"""ldnbot in a Discord that stands in memory: real discord.py, real handlers, a real database, a clock turned by hand.

    async with chatting(tmp_path) as chat:
        shown = await chat.slash(chat.alice, "ask", question="starting dose")
        assert "2 mg" in shown.text

Leaving it checks every body that Discord received, and that no handler raised anything.
"""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import discord
import simcord
from discord import app_commands, ui

from bodies import BUTTON, FORM, PRIVATE, TEXT, check_body, components, message_of
from ldnbot.answering.assistant import Assistant, open_assistant
from ldnbot.config import Settings
from ldnbot.records.database import open_database
from ldnbot.records.retention import Retention, erase_expired
from ldnbot.surfaces.discord.client import LdnbotClient
from ldnbot.surfaces.discord.desk import Desk, Records
from ldnbot.surfaces.discord.limiter import Limiter
from ldnbot.surfaces.discord.shelf import Shelf
from ldnbot.surfaces.discord.topics import Topics
from ldnbot.surfaces.discord.worker import Worker
from small import make_corpus

__all__ = ["BREAKAGES", "MENU", "Chat", "Clock", "Sent", "Turn", "chatting", "small_assistant", "text_of"]

BEGAN = datetime(2026, 11, 22, 9, tzinfo=UTC)
MENU = "Ask ldnbot"
BREAKAGES = ("unwritable", "damaged", "closed")
"""Ways in which a database can be broken; of the first only writing fails."""


@cache
def small_assistant() -> Assistant:
    """Return the assistant for the small corpus about an invented medicine."""
    with TemporaryDirectory() as folder:
        return open_assistant(make_corpus(Path(folder)))


@dataclass(slots=True)
class Clock:
    """Time that stands still until a test turns it."""

    seconds: float = 1_000.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return BEGAN + timedelta(seconds=self.seconds)


def text_of(message: Mapping[str, Any]) -> str:
    """Return the text of a message: its content, or its texts from top to bottom."""
    texts = (str(component["content"]) for component in components(message) if component["type"] == TEXT)
    return "\n".join(filter(None, (message.get("content") or "", *texts)))


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that Discord received, new or in the place of another."""

    path: str
    message: Mapping[str, Any]

    @property
    def text(self) -> str:
        return text_of(self.message)

    @property
    def private(self) -> bool:
        """Only the person whom it answers sees it."""
        return bool((self.message.get("flags") or 0) & PRIVATE)

    @property
    def ids(self) -> dict[str, str]:
        """The buttons: label → custom_id."""
        return {c["label"]: c["custom_id"] for c in components(self.message) if c["type"] == BUTTON}

    @property
    def actions(self) -> list[str]:
        """The actions of the buttons."""
        return [id_.split(":")[1] for id_ in self.ids.values()]

    @property
    def disabled(self) -> list[str]:
        """The labels of the buttons that cannot be pressed."""
        return [c["label"] for c in components(self.message) if c["type"] == BUTTON and c.get("disabled")]

    @property
    def colour(self) -> int:
        (colour,) = (c["accent_color"] for c in components(self.message) if "accent_color" in c)
        return int(colour)


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of something that somebody did."""

    sent: Sequence[Sent]
    calls: Sequence[simcord.HttpLogEntry]
    result: Any = None
    """simcord's own, for an interaction: the message that a response became, the form that was shown."""

    @property
    def text(self) -> str:
        return "\n".join(sent.text for sent in self.sent)

    @property
    def only(self) -> Sent:
        """The one message that came of it."""
        (sent,) = self.sent
        return sent

    @property
    def message(self) -> discord.Message:
        """The message to press buttons of."""
        answer = self.result.followups[-1] if self.result.followups else self.result.response
        message: discord.Message = answer.message
        return message

    @property
    def card(self) -> discord.Message:
        """The first message that answers, whatever else was said below it."""
        message: discord.Message = self.result.response.message
        return message

    @property
    def form(self) -> Mapping[str, Any]:
        """The form that was shown."""
        (form,) = (call.json["data"] for call in self.calls if call.json and call.json.get("type") == FORM)
        return dict(form)


@dataclass(slots=True)
class Chat:
    """A server with a channel, a few people, and ldnbot."""

    env: simcord.Env
    desk: Desk
    clock: Clock
    state: Path
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    alice: simcord.MemberActor
    bob: simcord.MemberActor
    moderator: simcord.MemberActor
    """May manage messages."""

    manager: simcord.MemberActor
    """May manage the server."""

    workers: list[Worker] = field(default_factory=list)

    @property
    def us(self) -> str:
        """How a message mentions ldnbot."""
        return f"<@{self.client.user.id}>" if self.client.user else ""

    @property
    def client(self) -> LdnbotClient:
        client = self.env.bot
        assert isinstance(client, LdnbotClient)
        return client

    async def turn(self, done: Awaitable[Any]) -> Turn:
        """Return what comes of something that somebody does."""
        before = len(self.env.http_requests)
        result = await done
        calls = self.env.http_requests[before:]
        found = [(call.path, message_of(call.method, call.path, call.json)) for call in calls]
        return Turn([Sent(path, message) for path, message in found if message is not None], calls, result)

    async def slash(self, who: simcord.MemberActor, command: str, **options: Any) -> Turn:
        return await self.turn(who.slash(self.channel, command, **options))

    async def say(self, who: simcord.MemberActor, text: str, **more: Any) -> Turn:
        return await self.turn(who.send(self.channel, text, **more))

    async def press(self, who: Any, message: Any, action: str) -> Turn:
        """Press the button of that action below a message."""
        ids = [
            component["custom_id"]
            for component in components({"components": [part.to_dict() for part in message.components]})
            if component["type"] == BUTTON and component["custom_id"].startswith(f"ldn:{action}:")
        ]
        return await self.turn(who.click(message, custom_id=ids[-1]))

    async def forge(self, who: Any, custom_id: str) -> Turn:
        """Press a button with that custom_id."""
        view = ui.LayoutView(timeout=None)
        view.add_item(ui.ActionRow(ui.Button(label="forged", custom_id=custom_id)))
        view.stop()
        place = self.client.get_channel(self.channel.id)
        assert isinstance(place, discord.TextChannel)
        message = await place.send(view=view, allowed_mentions=discord.AllowedMentions.none())
        return await self.turn(who.click(message, custom_id=custom_id))

    @property
    def last(self) -> discord.Message:
        """The newest message of the channel that all can see."""
        message = self.channel.last_message
        assert message is not None
        return message

    async def choose(self, **changes: Any) -> None:
        """Choose settings of the server."""
        await self.desk.choose(self.guild.id, replace(await self.desk.server(self.guild.id), **changes))

    def wait(self, seconds: float) -> None:
        self.clock.seconds += seconds

    def expire(self) -> None:
        """Erase what is past its time, a year later."""
        self.wait(366 * 86_400)
        erase_expired(self.desk.records.database, Retention(), self.clock.now())

    async def restart(self) -> None:
        """Start ldnbot again on the same database."""
        desk = _desk(self.state, self.clock, self.desk.shelf, self.desk.settings)
        self.workers.append(desk.worker)
        self.desk.records.database.close()
        await self.env.restart_bot(LdnbotClient(desk, self.state))
        self.desk = desk

    def break_records(self, how: str) -> None:
        """Break the database in one of the ways of BREAKAGES."""
        self.desk.forget(self.guild.id)
        database = self.desk.records.database
        match how:
            case "unwritable":
                with database.transaction() as connection:
                    connection.execute("PRAGMA query_only = ON")
            case "damaged":
                for table in ("answers", "servers", "open_questions"):
                    with database.transaction() as connection:
                        connection.execute(f"DROP TABLE {table}")
            case "closed":
                database.close()

    def kept(self) -> bytes:
        """Return every byte that was written: the database, its log, its backups, what was synced."""
        return b"".join(path.read_bytes() for path in sorted(self.state.rglob("*")) if path.is_file())

    def count(self, table: str) -> int:
        """Return how many rows a table of the database has."""
        with sqlite3.connect(self.state / "records.sqlite3") as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _desk(state: Path, clock: Clock, shelf: Shelf, settings: Settings) -> Desk:
    records = Records(open_database(state / "records.sqlite3"))
    return Desk(settings, shelf, records, Worker(), Limiter(clock), Topics(clock), clock.now)


def check_sound(env: simcord.Env) -> None:
    """Fail if Discord would refuse a body that was sent, or if a handler raised."""
    for call in env.http_requests:
        check_body(call.method, call.path, call.json)
    raised = [error for error in env.errors if not isinstance(error, app_commands.AppCommandError)]
    assert raised == []


@asynccontextmanager
async def chatting(
    place: Path, *, assistant: Assistant | None = None, empty: bool = False, settings: Settings | None = None
) -> AsyncIterator[Chat]:
    """Give a chat whose files stand below `place`; with `empty` no corpus can be read."""
    clock = Clock()
    state = place / "state"
    state.mkdir(exist_ok=True)
    shelf = Shelf()
    if not empty:
        shelf.put(assistant or small_assistant())
    desk = _desk(state, clock, shelf, settings or Settings(corpus=place))
    chat: Chat | None = None
    try:
        # Errors are looked at below: simcord counts those too that the tree's own handler has dealt with.
        async with simcord.run(LdnbotClient(desk, state), check_errors=False) as env:
            guild = env.create_guild()
            mods = guild.create_role("mods", permissions=discord.Permissions(manage_messages=True))
            managers = guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
            chat = Chat(
                env,
                desk,
                clock,
                state,
                guild,
                guild.create_text_channel("general"),
                guild.add_member(env.create_user("alicia-hartley")),
                guild.add_member(env.create_user("roberto")),
                guild.add_member(env.create_user("mod"), roles=[mods]),
                guild.add_member(env.create_user("manager"), roles=[managers]),
                [desk.worker],
            )
            yield chat
            check_sound(env)
    finally:
        for worker in chat.workers if chat else [desk.worker]:
            worker.close()
        (chat.desk if chat else desk).records.database.close()
