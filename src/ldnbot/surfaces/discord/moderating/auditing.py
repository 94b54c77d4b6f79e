"""`/corpus audit`: who changed the corpus or a setting, and what was refused."""

from collections.abc import Mapping, Sequence

import discord
from discord import app_commands

from ldnbot.records.audit import Entry
from ldnbot.surfaces.discord.cards.page import Page
from ldnbot.surfaces.discord.controls import Control
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.layout import Key, Message, lay_out
from ldnbot.surfaces.discord.moderating.authority import authorise
from ldnbot.surfaces.discord.moderating.backroom import Backroom
from ldnbot.surfaces.discord.moderating.shown import shown
from ldnbot.surfaces.discord.presses import Press
from ldnbot.surfaces.discord.sending import edit_card, send_card
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["add_auditing", "audit_presses"]

_COLOUR = 0x3A86C8
_A_PAGE = 10
"""Entries of a page. With every sign escaped, one takes some 330 characters of the 4,000."""


def add_auditing(group: app_commands.Group, room: Backroom) -> None:
    """Add the command to the group `/corpus`."""

    @group.command(name="audit", description="Who changed what, and what was refused")
    async def audit(interaction: discord.Interaction) -> None:
        if await authorise(room.desk, interaction, "corpus audit") is not None:
            await send_card(interaction, await _page(room.desk, None), private=True)


def audit_presses(room: Backroom) -> Mapping[str, Press]:
    """Return what the button of the page does."""

    async def older(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        if await authorise(room.desk, interaction, "corpus audit") is not None:
            await edit_card(interaction, await _page(desk, int(control.argument)))

    return {"c-audit": older}


async def _page(desk: Desk, before: int | None) -> Message:
    found = await desk.worker.run(lambda: desk.records.audit.page(before, most=_A_PAGE))
    lines = [_line(entry) for entry in found.entries] or ["Nothing stands here yet."]
    keys: Sequence[Key] = (Key("Older", Control("c-audit", str(found.next))),) if found.next is not None else ()
    return lay_out(Page(("### Who changed what", "\n".join(lines)), _COLOUR), [keys])


def _line(entry: Entry) -> str:
    who = f"<@{entry.who}>" if entry.who is not None else "at a terminal, or ldnbot itself"
    refused = "**refused** " if entry.refused else ""
    return f"- {entry.at:%Y-%m-%d %H:%M} {who}: {refused}{shown(entry.what, 40)} {shown(entry.detail, 100)}"
