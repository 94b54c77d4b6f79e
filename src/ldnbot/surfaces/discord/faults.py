"""What a person is told when something goes wrong, and what the log keeps: one place for all of it."""

import logging
import secrets

import discord
from discord import app_commands

from ldnbot.errors import LdnbotError, RecordsUnusable
from ldnbot.surfaces.discord.cards.markdown import escape
from ldnbot.surfaces.discord.controls import read_control
from ldnbot.surfaces.discord.forms import handed_over
from ldnbot.surfaces.discord.replies import notice_message
from ldnbot.surfaces.discord.sending import send_card
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["explain_fault", "report_fault"]

_log = logging.getLogger(__name__)

_GONE = {10008, 10015, 10062, 40060, 50027}
"""Discord's codes for a message, webhook or interaction that is no longer there, or was answered already."""


async def report_fault(interaction: discord.Interaction, error: BaseException, speech: Speech) -> None:
    """Tell the person in plain words, and the log everything, under one number."""
    line = explain_fault(error, speech, f"{interaction.type.name} {_what(interaction)}")
    if line:
        try:
            await send_card(interaction, notice_message(line, speech), private=True)
        except discord.HTTPException as last:
            _log.warning("a person could not be told (%s)", last.code)


def explain_fault(error: BaseException, speech: Speech, where: str) -> str:
    """Return what the person is told, or an empty string where nobody is there to be told. Writes the log."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    match error:
        case LdnbotError() if not isinstance(error, RecordsUnusable):
            _log.info("%s was refused: %s", where, type(error).__name__)  # its text repeats what was typed
            return escape(str(error))
        case discord.HTTPException(code=code) if code in _GONE:
            _log.info("%s came too late: %s", where, code)
            return ""
        case discord.Forbidden():
            _log.warning("%s is not permitted: %s (%s)", where, error.text, error.code)
            return speech.cannot_send
        case _:
            incident = secrets.token_hex(4)
            _log.error("incident %s in %s", incident, where, exc_info=error)
            return speech.wrong.format(incident=incident)


def _what(interaction: discord.Interaction) -> str:
    """Return which command or button it was, without what was typed, the answer's id and whose it is."""
    if interaction.command:
        return interaction.command.qualified_name
    control = read_control(str(handed_over(interaction).get("custom_id", "")))
    return control.action if control else "of no card of ours"
