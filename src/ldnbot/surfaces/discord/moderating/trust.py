"""Which moderators publish at once what they teach: those whom config.yaml trusts, asked anew each time."""

import discord

from ldnbot.surfaces.discord.desk import Desk

__all__ = ["is_trusted"]


def is_trusted(desk: Desk, interaction: discord.Interaction) -> bool:
    """Tell whether a moderator may publish at once. Whether they are one is for `authorise` to say."""
    here = desk.settings.moderators.get(interaction.guild_id or 0)
    if here is None or interaction.user.bot:
        return False
    roles = {role.id for role in interaction.user.roles} if isinstance(interaction.user, discord.Member) else set()
    return interaction.user.id in here.trusted.people or bool(here.trusted.roles & roles)
