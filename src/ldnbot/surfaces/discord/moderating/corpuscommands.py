"""The group `/corpus`, put together, and everything its cards can do."""

from collections.abc import Mapping

import discord
from discord import app_commands

from ldnbot.surfaces.discord.moderating.auditing import add_auditing, audit_presses
from ldnbot.surfaces.discord.moderating.backroom import Backroom
from ldnbot.surfaces.discord.moderating.proposing import ShowReview, add_proposing, proposing_presses
from ldnbot.surfaces.discord.moderating.reviewing import reviewing_presses, show_review
from ldnbot.surfaces.discord.moderating.versions import add_versions, version_presses
from ldnbot.surfaces.discord.presses import Press

__all__ = ["add_corpus_commands", "corpus_presses"]


def add_corpus_commands(tree: app_commands.CommandTree[discord.Client], room: Backroom) -> None:
    """Add `/corpus` to the tree.

    Discord shows it to those who may manage messages; who may use it is checked each time against config.yaml.
    """
    group = app_commands.Group(
        name="corpus",
        description="For moderators: change the articles that answers are quoted from",
        guild_only=True,
        allowed_contexts=app_commands.AppCommandContext(guild=True),
        default_permissions=discord.Permissions(manage_messages=True),
    )
    add_proposing(group, room, _shower(room))
    add_versions(group, room, _shower(room))
    add_auditing(group, room)
    tree.add_command(group)


def corpus_presses(room: Backroom) -> Mapping[str, Press]:
    """Return what the buttons and forms of `/corpus` do."""
    show = _shower(room)
    return {
        **proposing_presses(room, show),
        **reviewing_presses(room),
        **version_presses(room, show),
        **audit_presses(room),
    }


def _shower(room: Backroom) -> ShowReview:
    async def show(interaction: discord.Interaction, proposal: str, said: tuple[str, ...]) -> None:
        await show_review(room, interaction, proposal, said)

    return show
