"""Who may not use `/corpus`: everybody whom config.yaml does not name, whatever they try, on whatever way they come.

Each way of coming is tried with each command, button, menu and form. All are told so politely and alone, the audit
keeps the attempt, and nothing changes.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest

from chat import Turn
from ldnbot.config import Moderators
from ldnbot.surfaces.discord.moderating.corpuscommands import corpus_presses
from ldnbot.surfaces.discord.speech.speech import speech_of
from moderated import PRICE, Moderated, moderated

REFUSAL = speech_of("en").only_moderators
COMMANDS: dict[str, dict[str, Any]] = {
    "corpus edit": {"passage": PRICE},
    "corpus add": {"section": "1"},
    "corpus reference": {"title": "Sleep", "study": "observational"},
    "corpus remove": {"passage": PRICE},
    "corpus reviewed": {"article": "veltamine", "reviewer": "Me"},
    "corpus upload": {"file": ("x.md", b"# Sleep\n\nPeople slept.\n")},
    "corpus proposals": {"proposal": "p1"},
    "corpus status": {},
    "corpus history": {},
    "corpus show": {"version": "0000"},
    "corpus rollback": {"version": "0000", "reason": "x"},
    "corpus export": {},
    "corpus audit": {},
}
PRESSES = (
    *("c-edit:{live}:1", "c-add:{live}:1", "c-history:1:u", "c-proposals:1:u", "c-show:{live}:1", "c-show:{live}:1:u"),
    *("c-undo:{live}", "c-undo:{live}:{live}", "c-undo-why:{live}:{live}", "c-audit:1", "c-open:1"),
    *(
        "p-publish:p1:{tree}",
        "p-publish-all:p1:{tree}:{live}",
        "p-change:p1:{tree}",
        "p-change-to:p1:{tree}",
        "p-approve:p1:{tree}",
        "p-reject:p1:{tree}",
        "p-ask:p1:{tree}",
        "p-preview:p1:{tree}",
    ),
    *("p-download:p1:{tree}", "p-page:p1:{tree}:1:u", "p-reject-why:p1:{tree}", "p-ask-why:p1:{tree}", "p-publish:"),
)


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who may not: how they press a button, and how they use a command, if Discord offers it to them."""

    id: int
    press: Callable[[str], Awaitable[Turn]]
    slash: Callable[..., Awaitable[Turn]] | None = None


def here(chat: Moderated, who: Any, *, sees: bool = True) -> Comer:
    """Return somebody on the server."""
    return Comer(
        who.id,
        lambda press: chat.forge(who, press),
        (lambda command, **options: chat.slash(who, command, **options)) if sees else None,
    )


def elsewhere(chat: Moderated, user: Any) -> Comer:
    """Return somebody as the administrator of another server."""
    other = chat.env.create_guild()
    boss = other.create_role("boss", permissions=discord.Permissions(administrator=True))
    there, place = other.add_member(user, roles=[boss]), other.create_text_channel("there")
    return Comer(
        there.id,
        lambda press: chat.forge_in(there, place, press),
        lambda command, **options: chat.turn(there.slash(place, command, **options)),
    )


def named_elsewhere(chat: Moderated) -> Comer:
    """Return the moderator of another server, who is named there, on this one."""
    other = chat.env.create_guild()
    user = chat.env.create_user("dora")
    other.add_member(user)
    named = dict(chat.desk.settings.moderators)
    named[other.id] = Moderators(people=frozenset({user.id}))
    chat.name(named)
    mods = chat.guild.create_role("others", permissions=discord.Permissions(manage_messages=True))
    return here(chat, chat.guild.add_member(user, roles=[mods]))


def stripped(chat: Moderated) -> Comer:
    """Return the moderator after the role was taken away."""
    mods = chat.guild.create_role("former", permissions=discord.Permissions(manage_messages=True))
    chat.env.backend.add_member_role(chat.guild.id, chat.curator.id, mods.id)
    chat.take_role(chat.curator)
    return here(chat, chat.curator)


def a_bot(chat: Moderated) -> Comer:
    """Return another bot that was given the moderators' role."""
    return here(
        chat, chat.guild.add_member(chat.env.create_user("other-bot", bot=True), roles=[chat.curators]), sees=False
    )


def in_private(chat: Moderated) -> Comer:
    """Return the moderator in a direct message."""
    user = chat.curator.user
    return Comer(user.id, lambda press: chat.forge_in(user, user.dm_channel, press))


COMERS: dict[str, Callable[[Moderated], Comer]] = {
    "a member": lambda chat: here(chat, chat.alice, sees=False),
    "a moderator of messages who is not named": lambda chat: here(chat, chat.moderator),
    "the administrator of the server who is not named": lambda chat: here(chat, chat.manager),
    "a moderator who is named on another server": named_elsewhere,
    "the moderator as administrator of another server": lambda chat: elsewhere(chat, chat.curator.user),
    "the administrator of another server": lambda chat: elsewhere(chat, chat.env.create_user("eve")),
    "the moderator in a direct message": in_private,
    "another bot with the role": a_bot,
    "the moderator whose role was taken away": stripped,
}


def state_of(chat: Moderated) -> object:
    """Return all that must not change."""
    live = chat.live
    return live, chat.proposals, chat.desk.shelf.live, len(chat.room.history.log(99))


def assert_refused(chat: Moderated, turn: Turn, who: int, what: str, before: object) -> None:
    assert turn.text == REFUSAL, what
    assert turn.only.private, what
    entry = chat.audited[0]
    assert (entry.who, entry.refused) == (who, True), what
    assert entry.what.startswith("corpus "), what
    assert state_of(chat) == before, what


async def with_proposal(chat: Moderated) -> Turn:
    """Let a proposal wait, and return its card."""
    return await chat.change(chat.curator, PRICE, "$12", "$14", "It rose")


@pytest.mark.parametrize("comer", COMERS)
async def test_whoever_is_not_named_may_do_nothing(tmp_path: Path, comer: str) -> None:
    async with moderated(tmp_path) as chat:
        await with_proposal(chat)
        who = COMERS[comer](chat)
        before, kept = state_of(chat), len(chat.audited)
        known = {"live": chat.live.commit[:12], "tree": chat.proposals[0].tree[:12]}
        for press in PRESSES:
            turn = await who.press(f"ldn:{press.format_map(known)}")
            assert_refused(chat, turn, who.id, press, before)
        for command, options in COMMANDS.items() if who.slash else ():
            assert who.slash
            assert_refused(chat, await who.slash(command, **options), who.id, command, before)
            assert chat.audited[0].what == command
        assert len(chat.audited) - kept == len(PRESSES) + (len(COMMANDS) if who.slash else 0)


async def test_every_command_and_every_press_is_tried(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        offered = chat.curator.available_commands(chat.channel)
        assert {command for command in offered if command.startswith("corpus ")} == set(COMMANDS)
        assert {press.partition(":")[0] for press in PRESSES} == set(corpus_presses(chat.room))
        for who in (chat.alice, chat.bob):
            assert not set(COMMANDS) & set(who.available_commands(chat.channel)), "members do not see them"
        assert not set(COMMANDS) & set(chat.curator.user.available_commands()), "nor does a direct message"


async def test_whoever_is_named_may_do_all_of_it(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await with_proposal(chat)
        known = {"live": chat.live.commit[:12], "tree": chat.proposals[0].tree[:12]}
        for press in PRESSES:
            assert REFUSAL not in (await chat.forge(chat.curator, f"ldn:{press.format_map(known)}")).text
        for command, options in COMMANDS.items():
            assert REFUSAL not in (await chat.slash(chat.curator, command, **options)).text
        assert not any(entry.refused for entry in chat.audited)


async def test_a_role_taken_away_closes_cards_and_forms_that_are_open(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        card = await with_proposal(chat)
        edit = await chat.slash(chat.curator, "corpus edit", passage=PRICE)
        add = await chat.slash(chat.curator, "corpus add", section="1")
        forms = [
            (edit, {"text": "Other words.", "reason": "x"}),
            (add, {"text": "Other words.", "reason": "x"}),
            (await chat.press(chat.curator, card.card, "p-reject"), {"reason": "x"}),
            (await chat.press(chat.curator, card.card, "p-ask"), {"reason": "x"}),
            (await chat.forge(chat.curator, f"ldn:c-undo:{chat.live.commit[:12]}"), {"reason": "x"}),
        ]
        before = state_of(chat)
        chat.take_role(chat.curator)
        for form, values in forms:
            turn = await chat.send(chat.curator, form, **values)
            assert_refused(chat, turn, chat.curator.id, str(form.form["title"]), before)
        for action in ("p-publish", "p-reject", "p-ask", "p-preview", "p-download"):
            assert_refused(chat, await chat.press(chat.curator, card.card, action), chat.curator.id, action, before)


async def test_whom_the_configuration_names_no_more_may_do_nothing_after_a_restart(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        card = await with_proposal(chat)
        form = await chat.press(chat.curator, card.card, "p-reject")
        chat.let(Moderators(people=frozenset({1})))
        await chat.restart()
        before = state_of(chat)
        for action in ("p-publish", "p-reject", "p-ask", "p-preview", "p-download"):
            assert_refused(chat, await chat.press(chat.curator, card.card, action), chat.curator.id, action, before)
        assert_refused(chat, await chat.send(chat.curator, form, reason="x"), chat.curator.id, "form", before)
        chat.let(Moderators(people=frozenset({chat.curator.id})))
        await chat.restart()
        assert "Published as version" in (await chat.press(chat.curator, card.card, "p-publish")).text


async def test_a_refusal_is_seen_in_the_audit_by_those_who_may(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.slash(chat.moderator, "corpus export")
        shown = await chat.slash(chat.curator, "corpus audit")
        assert f"<@{chat.moderator.id}>: **refused** corpus export not a moderator" in shown.text
