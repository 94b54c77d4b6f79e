"""The button *Change* of a review card: the form opens again with the proposed text, and what is sent is proposed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import discord
from discord import ui

from ldnbot.errors import EditRefused
from ldnbot.moderation.differences import Change, passage_changes, renamings
from ldnbot.moderation.effect import Effect
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.passageedits import ReplacePassage, passage_source
from ldnbot.moderation.proposal import Overtaken, Proposal
from ldnbot.surfaces.discord.cards.markdown import length
from ldnbot.surfaces.discord.controls import Control
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.forms import form_values, handed_over
from ldnbot.surfaces.discord.moderating.backroom import Backroom
from ldnbot.surfaces.discord.moderating.givenback import give_back
from ldnbot.surfaces.discord.moderating.shown import plain
from ldnbot.surfaces.discord.presses import Press
from ldnbot.surfaces.discord.sending import send_line
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["CardOfProposal", "changes_one_passage", "changing_presses"]

_LONGEST_FORM = 4_000
_LONGEST_REASON = 200
_WRITTEN = (Change.ADDED, Change.CHANGED)


@dataclass(frozen=True, slots=True)
class CardOfProposal:
    """What pressing a button of a review card begins and ends with."""

    pressed: Callable[[Desk, discord.Interaction, Control], Awaitable[tuple[Moderator, Proposal] | None]]
    """Returns who pressed and the proposal as they saw it, or None after telling them why not."""

    show: Callable[[discord.Interaction, Proposal | Overtaken, Moderator], Awaitable[None]]
    """Shows the card anew."""


def changes_one_passage(effect: Effect) -> bool:
    """Tell whether a change is one of a single passage, which a form can show."""
    return [change.change in _WRITTEN for change in effect.passages] == [True]


def changing_presses(room: Backroom, card: CardOfProposal) -> Mapping[str, Press]:
    """Return what the button and its form do."""

    async def own(desk: Desk, interaction: discord.Interaction, control: Control) -> tuple[Moderator, Proposal] | None:
        pressed = await card.pressed(desk, interaction, control)
        if pressed is None:
            return None
        moderator, seen = pressed
        if seen.decided:
            await send_line(interaction, f"{seen.id} is {seen.state.value} already.")
            return None
        # Whoever approves must not have written it, so nobody writes into the proposal of another.
        if moderator.id != seen.author.id:
            line = "Only who made a proposal can change it. Ask for changes, or make one of your own."
            await send_line(interaction, line)
            return None
        return pressed

    async def change(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        pressed = await own(desk, interaction, control)
        if pressed is None:
            return
        seen = pressed[1]
        passage, text = await room.worker.run(_proposed, room, seen)
        if length(text) > _LONGEST_FORM:
            what = f"the passage has {length(text):,} characters, and a form holds {_LONGEST_FORM:,}"
            raise EditRefused(what, where=passage, fix="Propose it anew")
        why = (await room.worker.run(room.proposals.why, seen)).removeprefix(seen.title).strip()
        form = ui.Modal(title="Change the proposal", custom_id=Control("p-change-to", control.argument).custom_id)
        words: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id="text", style=discord.TextStyle.paragraph, default=text, max_length=_LONGEST_FORM
        )
        reason: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id="reason", default=plain(why, _LONGEST_REASON) or None, required=False, max_length=_LONGEST_REASON
        )
        form.add_item(ui.Label(text="Text, citations as [@key]", component=words))
        form.add_item(ui.Label(text="Why", component=reason))
        form.stop()  # what is sent comes back by its custom_id, also after a restart
        await interaction.response.send_modal(form)

    async def changed(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        pressed = await own(desk, interaction, control)
        if pressed is None:
            return
        moderator, seen = pressed
        values = form_values(handed_over(interaction))
        await interaction.response.defer()
        async with give_back(interaction, values.get("text", "")):
            passage, _ = await room.worker.run(_proposed, room, seen)
            made = ReplacePassage(passage, values.get("text", ""))
            await card.show(interaction, await room.revise(seen, made, moderator, values.get("reason", "")), moderator)

    return {"p-change": change, "p-change-to": changed}


def _proposed(room: Backroom, proposal: Proposal) -> tuple[str, str]:
    """Return the one passage that a proposal changes, and its text as proposed. For the backroom's thread.

    Raises:
        EditRefused: it changes none, or more than one.
    """
    sources = room.proposals.sources(proposal)
    before, after = (room.inspect(files).corpus for files in (room.proposals.base_sources(proposal), sources))
    changes = list(passage_changes(before, after, renamings(before, after)))
    if [change.change in _WRITTEN for change in changes] != [True]:
        raise EditRefused("it is not a change of one passage", where=proposal.id, fix="Propose it anew")
    return changes[0].id, passage_source(sources, changes[0].id)
