"""A chat with moderators: a published corpus with words and questions of its own, and people who may change it or not.

async with moderated(tmp_path) as chat:
    await chat.asked("what does it cost to post", times=3)
    shown = await chat.slash(chat.curator, "inbox list")
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import discord
import simcord
from discord import ui

from bodies import components
from chat import Chat, Clock, Turn, _desk, check_sound
from ldnbot.answering.assistant import Assistant, open_assistant
from ldnbot.config import Moderators, Settings, Trusted
from ldnbot.corpus.folder import inspect_sources
from ldnbot.moderation.history import Unpublished, Version, open_history
from ldnbot.moderation.moderator import LDNBOT
from ldnbot.moderation.proposal import Proposal
from ldnbot.moderation.proposals import Proposals
from ldnbot.records.audit import Entry
from ldnbot.records.openquestions import OpenQuestion, Origin, State
from ldnbot.surfaces.discord.client import LdnbotClient
from ldnbot.surfaces.discord.moderating.backroom import Backroom
from ldnbot.surfaces.discord.shelf import Shelf
from ldnbot.surfaces.discord.worker import Worker
from small import ARTICLE, REFERENCES, TODAY

__all__ = ["PRICE", "SOURCES", "Moderated", "moderated"]

_LEXICON = """\
concepts:
- name: price
  topic: cost
  words: [price, cost, fee]
- name: payment
  topic: cost
  kind_of: [price]
  words: [payment]
- name: kidney-disease
  topic: condition
  words: [kidney disease]
  exact: [CKD]
  near: [price]
"""

PRICE = "veltamine/price"

_QUESTIONS = """\
also_asked:
  veltamine/price:
  - what does a month cost
  - how much do I pay for it
not_covered:
  other:
  - is veltamine safe for parrots
questions:
- id: q1
  question: what does a month of it cost
  kind: answerable-paraphrase
  passages: [veltamine/price]
"""

SOURCES: Mapping[str, str] = {
    "lexicon.yaml": _LEXICON,
    "questions.yaml": _QUESTIONS,
    "references.yaml": REFERENCES,
    "veltamine.md": ARTICLE.replace("A month of veltamine", "<!-- passage: price -->\n\nA month of veltamine"),
}


@cache
def _assistant() -> Assistant:
    return open_assistant(inspect_sources(SOURCES, today=TODAY).corpus)


@dataclass(slots=True)
class Moderated(Chat):
    """A chat whose corpus can be changed."""

    room: Backroom = field(kw_only=True)
    curators: simcord.RoleHandle = field(kw_only=True)
    curator: simcord.MemberActor = field(kw_only=True)
    """A moderator of the corpus, by a role."""

    async def asked(
        self,
        *texts: str,
        times: int = 1,
        origin: Origin = Origin.NOT_COVERED,
        server: int | None = 0,
        version: str = "",
    ) -> None:
        """Let questions wait for the moderators; `server` is this one unless another is named."""
        where = self.guild.id if server == 0 else server
        for text in texts:
            for _ in range(times):
                self.desk.records.questions.note(
                    text,
                    origin=origin,
                    server=where,
                    at=self.clock.now(),
                    corpus_version=version or _assistant().corpus.version,
                    passage="",
                )

    @property
    def questions(self) -> Sequence[OpenQuestion]:
        """Every question that is kept, the first noted first."""
        found = self.desk.records.questions.questions(states=tuple(State))
        return sorted(found, key=lambda question: question.id)

    @property
    def proposals(self) -> Sequence[Proposal]:
        return self.room.proposals.all_proposals()

    @property
    def audited(self) -> Sequence[Entry]:
        return self.desk.records.audit.page(most=1_000).entries

    def proposed(self, file: str) -> str:
        """Return a file as the newest proposal has it."""
        return self.room.proposals.sources(self.proposals[-1])[file]

    async def open_question(self, who: simcord.MemberActor, place: int = 0) -> Turn:
        """List the questions, and open one of the page."""
        listed = await self.slash(who, "inbox list")
        return await self.choose_from(who, listed.message, "inbox-open", place)

    async def choose_from(self, who: simcord.MemberActor, message: Any, action: str, place: int = 0) -> Turn:
        """Choose the entry at a place of the menu of that action."""
        (menu,) = menus_of(message, action)
        return await self.turn(who.select(message, [menu["options"][place]["value"]], custom_id=str(menu["custom_id"])))

    async def send(self, who: simcord.MemberActor, shown: Turn, **values: Any) -> Turn:
        """Send the form that was shown."""
        return await self.turn(who.submit_modal(shown.result, values))

    async def restart(self) -> None:
        """Start ldnbot again on the same state folder."""
        desk = _desk(self.state, self.clock, self.desk.shelf, self.desk.settings)
        room = _room(self.state, desk, self.clock, self.room.approvals)
        self.workers += [desk.worker, room.worker, room.waiting]
        self.desk.records.database.close()
        self.room.history.close()
        client = LdnbotClient(desk, self.state, room)
        _announcing(room, client)
        await self.env.restart_bot(client)
        self.desk, self.room = desk, room

    async def forge_in(self, who: Any, place: simcord.ChannelHandle, custom_id: str) -> Turn:
        """Press a button with that custom_id in another channel: of another server, or a direct message."""
        view = ui.LayoutView(timeout=None)
        view.add_item(ui.ActionRow(ui.Button(label="forged", custom_id=custom_id)))
        view.stop()
        channel = self.client.get_channel(place.id) or await self.client.fetch_channel(place.id)
        assert isinstance(channel, discord.abc.Messageable)
        message = await channel.send(view=view, allowed_mentions=discord.AllowedMentions.none())
        return await self.turn(who.click(message, custom_id=custom_id))

    def take_role(self, who: simcord.MemberActor) -> None:
        """Take the moderators' role away, as somebody else does in Discord."""
        self.env.backend.remove_member_role(self.guild.id, who.id, self.curators.id)

    def let(self, moderators: Moderators) -> None:
        """Name those who may change the corpus from this server."""
        self.desk.settings = replace(self.desk.settings, moderators={self.guild.id: moderators})

    @property
    def live(self) -> Version:
        """The version that is published."""
        found = self.room.history.live()
        assert isinstance(found, Version)
        return found

    @property
    def article(self) -> str:
        """The article as it is published."""
        return self.room.history.sources(self.live)["veltamine.md"]

    async def replies(self, text: str = "what does a month cost") -> str:
        """Return what a member is told, a while later."""
        self.wait(60)
        return (await self.slash(self.alice, "ask", question=text)).text

    async def change(self, who: simcord.MemberActor, passage: str, old: str, new: str, reason: str = "") -> Turn:
        """Propose other words for a passage by its form, and return the review card."""
        form = await self.slash(who, "corpus edit", passage=passage)
        text = str(form.form["components"][0]["component"]["value"])
        assert old in text
        return await self.send(who, form, text=text.replace(old, new), reason=reason)

    async def reviewed(self, who: simcord.MemberActor, proposal: str = "p1") -> Turn:
        """Let somebody look at a proposal: the card of another is shown to that one alone."""
        return await self.slash(who, "corpus proposals", proposal=proposal)

    def second(self) -> simcord.MemberActor:
        """Return another moderator of the corpus, Ben."""
        return self.guild.add_member(self.env.create_user("ben"), roles=[self.curators])

    def log(self) -> simcord.ChannelHandle:
        """Return a new channel of the server, for `choose(log=…)`."""
        return self.guild.create_text_channel("corpus-log")

    def name(self, named: Mapping[int, Moderators]) -> None:
        """Name those who may change the corpus, by server."""
        self.desk.settings = replace(self.desk.settings, moderators=named)

    def trust(self) -> None:
        """Let the moderators publish at once."""
        roles = frozenset({self.curators.id})
        self.let(Moderators(roles, trusted=Trusted(roles=roles)))


def menus_of(message: Any, action: str) -> list[dict[str, Any]]:
    """Return the menus of that action below a message."""
    found = components({"components": [part.to_dict() for part in message.components]})
    return [dict(c) for c in found if c["type"] == 3 and str(c["custom_id"]).startswith(f"ldn:{action}:")]


def _room(state: Path, desk: Any, clock: Clock, approvals: int) -> Backroom:
    history = open_history(state, now=clock.now)
    return Backroom(desk, history, Proposals(history), Worker(), Worker(threads=3), approvals)


def _announcing(room: Backroom, client: LdnbotClient) -> None:
    """Let the log channel be told, as the running bot does."""
    room.announce, room.announce_proposal = client.announce, client.announce_proposal


@asynccontextmanager
async def moderated(place: Path, *, approvals: int = 0) -> AsyncIterator[Moderated]:
    """Give a chat with moderators whose files stand below `place`."""
    clock = Clock()
    state = place / "state"
    state.mkdir(exist_ok=True)
    shelf = Shelf()
    shelf.put(_assistant())
    desk = _desk(state, clock, shelf, Settings(corpus=place))
    room = _room(state, desk, clock, approvals)
    room.history.publish(SOURCES, base=Unpublished(), author=LDNBOT, reason="The first corpus")
    chat: Moderated | None = None
    try:
        client = LdnbotClient(desk, state, room)
        _announcing(room, client)
        # What is published is worked out in processes beside, which a busy machine keeps waiting.
        async with simcord.run(client, check_errors=False, settle_timeout=60) as env:
            guild = env.create_guild()
            mods = guild.create_role("mods", permissions=discord.Permissions(manage_messages=True))
            managers = guild.create_role("managers", permissions=discord.Permissions(administrator=True))
            curators = guild.create_role("curators", permissions=discord.Permissions(manage_messages=True))
            chat = Moderated(
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
                [desk.worker, room.worker, room.waiting],
                room=room,
                curators=curators,
                curator=guild.add_member(env.create_user("carla"), roles=[curators]),
            )
            chat.let(Moderators(frozenset({curators.id})))
            yield chat
            check_sound(env)
    finally:
        for worker in chat.workers if chat else [desk.worker, room.worker, room.waiting]:
            worker.close()
        (chat.desk if chat else desk).records.database.close()
        (chat.room if chat else room).history.close()
