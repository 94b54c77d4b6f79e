"""One way to answer an interaction, whatever has been said to it before: a response, a follow-up or an edit."""

import discord

from ldnbot.surfaces.discord.layout import Message

__all__ = ["NO_MENTIONS", "edit_card", "send_card", "send_line"]

NO_MENTIONS = discord.AllowedMentions.none()
"""Nothing that ldnbot sends notifies anybody."""


async def send_card(interaction: discord.Interaction, message: Message, *, private: bool) -> int | None:
    """Send a card in reply, and return the id of its message where Discord tells it."""
    if not interaction.response.is_done():
        sent = await interaction.response.send_message(
            view=message.view, files=message.files, ephemeral=private, allowed_mentions=NO_MENTIONS
        )
        return sent.message_id
    followed = await interaction.followup.send(
        view=message.view, files=message.files, ephemeral=private, allowed_mentions=NO_MENTIONS, wait=True
    )
    return followed.id


async def edit_card(interaction: discord.Interaction, message: Message) -> None:
    """Put a card in the place of the one whose button was pressed."""
    if not interaction.response.is_done():
        await interaction.response.edit_message(
            view=message.view, attachments=message.files, allowed_mentions=NO_MENTIONS
        )
    else:
        await interaction.edit_original_response(
            view=message.view, attachments=message.files, allowed_mentions=NO_MENTIONS
        )


async def send_line(interaction: discord.Interaction, line: str) -> None:
    """Tell the person something that only they see."""
    if not interaction.response.is_done():
        await interaction.response.send_message(line, ephemeral=True, allowed_mentions=NO_MENTIONS)
    else:
        await interaction.followup.send(line, ephemeral=True, allowed_mentions=NO_MENTIONS)
