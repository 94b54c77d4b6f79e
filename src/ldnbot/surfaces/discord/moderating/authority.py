"""Who may change the corpus: only people named in config.yaml, on the server that is named there with them.

It is asked anew for every command, button and form. A role that was taken away a second ago opens nothing, and neither
does the administrator of another server, a direct message, another bot or a webhook.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import discord

from ldnbot.config import Moderators
from ldnbot.moderation.moderator import Moderator
from ldnbot.records.audit import Entry
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.sending import send_line

__all__ = ["Allowed", "Refused", "authorise", "decide", "may"]


@dataclass(frozen=True, slots=True)
class Allowed:
    """The person may."""

    moderator: Moderator


@dataclass(frozen=True, slots=True)
class Refused:
    """The person may not, and why, for the audit."""

    why: str


def decide(
    named: Mapping[int, Moderators],
    *,
    server: int | None,
    person: int,
    name: str,
    roles: Collection[int],
    human: bool,
) -> Allowed | Refused:
    """Return whether a person may change the corpus from a server."""
    if not human:
        return Refused("a program, not a person")
    if server is None:
        return Refused("outside of any server")
    here = named.get(server)
    if here is None:
        return Refused("on a server without moderators")
    if person in here.people or here.roles & set(roles):
        return Allowed(Moderator(str(person), name))
    return Refused("not a moderator")


def may(desk: Desk, interaction: discord.Interaction) -> Allowed | Refused:
    """Return whether the person behind an interaction may change the corpus, now."""
    user = interaction.user
    return decide(
        desk.settings.moderators,
        server=interaction.guild_id,
        person=user.id,
        name=user.display_name,
        roles=[role.id for role in user.roles] if isinstance(user, discord.Member) else (),
        human=not user.bot,
    )


async def authorise(desk: Desk, interaction: discord.Interaction, what: str) -> Moderator | None:
    """Return the moderator who does this, or None after telling the person that they may not. The audit keeps it."""
    found = may(desk, interaction)
    if isinstance(found, Allowed):
        return found.moderator
    who = interaction.user.id
    entry = Entry(at=desk.now(), server=interaction.guild_id, who=who, what=what, detail=found.why, refused=True)
    await desk.worker.run(desk.records.audit.add, entry)
    speech = desk.speech(interaction.locale.value, await desk.server(interaction.guild_id))
    await send_line(interaction, speech.only_moderators)
    return None
