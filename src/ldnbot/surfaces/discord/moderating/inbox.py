"""`/inbox`: the questions that were asked in vain, and what moderators make of each.

Every press says which questions it is about, as the moderator saw them: what somebody else decided meanwhile, or what
was asked since, is left alone.
"""

from collections.abc import Mapping

import discord
from discord import app_commands
from discord.app_commands import Choice

from ldnbot.answering.answer import Status
from ldnbot.moderation.moderator import Moderator
from ldnbot.records.openquestions import Group, State
from ldnbot.surfaces.discord.answercard import answer_message
from ldnbot.surfaces.discord.controls import Control
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.forms import menu_values
from ldnbot.surfaces.discord.layout import Message
from ldnbot.surfaces.discord.moderating.authority import Allowed, authorise, may
from ldnbot.surfaces.discord.moderating.backroom import Backroom
from ldnbot.surfaces.discord.moderating.choices import choices_alike
from ldnbot.surfaces.discord.moderating.inboxcards import Ref, group_message, list_message
from ldnbot.surfaces.discord.moderating.settling import Settling
from ldnbot.surfaces.discord.moderating.shown import plain
from ldnbot.surfaces.discord.moderating.teaching import (
    Gone,
    add_teach,
    find_group,
    teaching_presses,
    told_gone,
)
from ldnbot.surfaces.discord.presses import Press
from ldnbot.surfaces.discord.replies import safety_message
from ldnbot.surfaces.discord.sending import edit_card, send_card, send_line
from ldnbot.surfaces.discord.speech.speech import Speech
from ldnbot.surfaces.discord.translating import described, named

__all__ = ["add_inbox", "inbox_presses"]

_TURNS = {"inbox-task": State.TASK, "inbox-drop": State.DISMISSED, "inbox-reopen": State.OPEN}


def add_inbox(tree: app_commands.CommandTree[discord.Client], room: Backroom, settling: Settling) -> None:
    """Add the group `/inbox` to the tree.

    Discord shows it to those who may manage messages; who may use it is checked each time against config.yaml.
    """
    desk = room.desk
    group = app_commands.Group(
        **named("inbox"),
        guild_only=True,
        allowed_contexts=app_commands.AppCommandContext(guild=True),
        default_permissions=discord.Permissions(manage_messages=True),
    )

    @group.command(**named("inbox list"))
    @described("inbox list")
    @app_commands.choices(which=[Choice(name=state.value, value=state.value) for state in State])
    async def list_(interaction: discord.Interaction, which: str = State.OPEN.value) -> None:
        if await authorise(desk, interaction, "inbox list") is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        await send_card(interaction, await _list(settling, interaction, State(which), 1), private=True)

    async def questions(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        if not isinstance(may(desk, interaction), Allowed):
            return []
        found = await desk.worker.run(desk.records.questions.questions, server=interaction.guild_id)
        seen = max((question.id for question in found), default=0)
        # Alike ones come one by one here: putting them together takes too long for every key that is typed.
        told = {str(Ref(question.id, seen, question.state)): plain(question.text, 100) for question in found}
        return choices_alike(told, typed)

    add_teach(group, room, questions)
    tree.add_command(group)


def inbox_presses(room: Backroom, settling: Settling) -> Mapping[str, Press]:
    """Return what the menus, buttons and forms of `/inbox` do."""

    async def turn(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        if await authorise(desk, interaction, "inbox list") is None:
            return
        state, number, *_ = control.arguments
        wanted, page = State(state), int(number)
        await interaction.response.defer()
        await edit_card(interaction, await _list(settling, interaction, wanted, page))

    async def open_(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del control
        if await authorise(desk, interaction, "inbox open") is None:
            return
        ref = Ref.read(menu_values(interaction)[0].split(":"))
        found = await find_group(desk, interaction, ref)
        if isinstance(found, Gone):
            await told_gone(interaction, found, speech)
            return
        await interaction.response.defer()
        await edit_card(interaction, await _card(settling, found, speech))

    async def decide(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        moderator = await authorise(desk, interaction, control.action.replace("-", " "))
        if moderator is None:
            return
        ref = Ref.read(control.arguments)
        found = await find_group(desk, interaction, ref)
        if isinstance(found, Gone):
            await told_gone(interaction, found, speech)
            return
        state = _TURNS[control.action]
        await interaction.response.defer()
        await _decide(desk, interaction, found, state, moderator)
        said = speech.moderators.set_to.format(state=speech.moderators.states[state])
        await edit_card(interaction, await _list(settling, interaction, ref.state, 1, said))

    async def show(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        if await authorise(desk, interaction, "inbox show") is None:
            return
        found = await find_group(desk, interaction, Ref.read(control.arguments))
        if isinstance(found, Gone):
            await told_gone(interaction, found, speech)
            return
        assistant = desk.shelf.live
        if assistant is None:
            await send_line(interaction, speech.corpus_away)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        setting = desk.setting(await desk.server(interaction.guild_id))
        reply = await desk.worker.run(assistant.ask, found.questions[0].text, quotes=1, setting=setting)
        if reply.answer.status is Status.SAFETY:
            await send_card(interaction, safety_message(reply.answer, speech), private=True)
            return
        asked = plain(found.questions[0].text, 500).replace("[", "(").replace("]", ")")
        await send_card(
            interaction, answer_message(reply.answer, "", speech, private=True, asker=0, asked=asked), private=True
        )

    return {
        "inbox-list": turn,
        "inbox-open": open_,
        "inbox-show": show,
        **dict.fromkeys(_TURNS, decide),
        **teaching_presses(room, settling),
    }


async def _list(
    settling: Settling, interaction: discord.Interaction, state: State, number: int, said: str = ""
) -> Message:
    desk = settling.room.desk
    server = interaction.guild_id
    if server is None:  # `authorise` lets nobody through from there
        raise ValueError
    if state is State.OPEN:
        await settling.settle(server)
    groups = await desk.worker.run(desk.records.questions.grouped, server=server, states=(state,))
    speech = desk.speech(interaction.locale.value, await desk.server(server))
    return list_message(groups, state, number, speech, said)


async def _card(settling: Settling, group: Group, speech: Speech) -> Message:
    taught = next((question for question in group.questions if question.proposal), group.questions[0])
    return group_message(group, await settling.state_of(taught), speech)


async def _decide(
    desk: Desk, interaction: discord.Interaction, group: Group, state: State, moderator: Moderator
) -> None:
    ids = [question.id for question in group.questions]
    by, server, at = int(moderator.id), interaction.guild_id, desk.now()
    await desk.worker.run(desk.records.questions.decide, ids, state, by=by, server=server, at=at)
