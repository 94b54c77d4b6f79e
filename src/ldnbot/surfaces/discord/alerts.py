"""Tells the moderators' channel that somebody got a card, without the text and, for a private question, without who."""

import logging

import discord

from ldnbot.answering.answer import Answer
from ldnbot.records.servers import ServerSettings
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.sending import NO_MENTIONS

__all__ = ["alert"]

_log = logging.getLogger(__name__)


async def alert(
    desk: Desk,
    guild: discord.Guild,
    channel: discord.abc.Snowflake,
    answer: Answer,
    chosen: ServerSettings,
    address: str = "",
) -> None:
    """Tell the channel that the server chose for it, if it chose one. `address` leads to a message all could see."""
    place = guild.get_channel_or_thread(chosen.alerts) if chosen.alerts else None
    if not isinstance(place, discord.TextChannel | discord.Thread | discord.VoiceChannel):
        return
    speech = desk.speech(str(guild.preferred_locale), chosen)
    line = speech.alert.format(channel=f"<#{channel.id}>", concern=speech.concerns[answer.safety[0]])
    if address:
        line = f"{line} {speech.alert_link}: {address}"
    try:
        await place.send(line, allowed_mentions=NO_MENTIONS, suppress_embeds=True)
    except discord.HTTPException as error:
        _log.warning("the channel for alerts cannot be written to (%s)", error.code)
