"""The link that brings ldnbot to a server, with exactly the permissions it needs."""

import discord

__all__ = ["NEEDED", "invite_link"]

NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,  # to reply to a message
    attach_files=True,  # for a passage that is too long for a message
)


def invite_link(application: int) -> str:
    """Return the address that an administrator of a server opens."""
    return discord.utils.oauth_url(application, permissions=NEEDED, scopes=("bot", "applications.commands"))
