"""What was typed into a form that is refused, handed back: on a phone it would be lost otherwise."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord

from ldnbot.errors import EditRefused
from ldnbot.surfaces.discord.cards.markdown import escape, length
from ldnbot.surfaces.discord.cards.page import Page
from ldnbot.surfaces.discord.faults import told
from ldnbot.surfaces.discord.layout import lay_out
from ldnbot.surfaces.discord.sending import send_card

__all__ = ["give_back", "given_back_page"]

_RED = 0xC62828
_FENCE = "```"
_LONGEST = 1_500
"""A longer text comes as a file."""


@asynccontextmanager
async def give_back(interaction: discord.Interaction, typed: str) -> AsyncIterator[None]:
    """Tell the person why a form was refused, with what they typed. What was not typed at all is a fault like others.

    The interaction may be answered or not.
    """
    try:
        yield
    except EditRefused as error:
        if not typed.strip():
            raise
        await send_card(interaction, lay_out(given_back_page(told(error), typed)), private=True)


def given_back_page(why: str, typed: str) -> Page:
    """Return why it was refused, and the text to be copied: in a block of code, or as a file where none can hold it."""
    top = escape(why)
    # A fence within would end the block, and every other sign in its place would not be what was typed.
    if "``" in typed or typed.endswith("`") or length(typed) > _LONGEST:
        return Page((top, "Nothing of what you typed is lost: it is in the file."), _RED, attached=typed)
    return Page((top, f"What you typed:\n{_FENCE}\n{typed}\n{_FENCE}"), _RED)
