"""The link that brings ldnbot to a server, with exactly the permissions it needs."""

import discord

__all__ = ["NEEDED", "invite_link", "lacking"]

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


def lacking(has: discord.Permissions) -> list[str]:
    """Return the permissions that ldnbot needs and has not, by their names."""
    if has.administrator:
        return []
    return [name.replace("_", " ") for name, needed in NEEDED if needed and not getattr(has, name)]
