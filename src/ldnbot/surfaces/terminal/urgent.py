"""The card for a message that must not wait for a corpus or a configuration."""

import click

from ldnbot.answering.assistant import Reply
from ldnbot.answering.cards import urgent_card
from ldnbot.answering.setting import Setting
from ldnbot.answering.triage.triage import triage
from ldnbot.errors import LdnbotError
from ldnbot.surfaces.terminal.options import load_settings

__all__ = ["urgent_reply"]


def urgent_reply(typed: str) -> Reply | None:
    """Return the card for a crisis, a poisoning or an emergency, or None."""
    found = triage(typed)
    if found.urgent is None:
        return None
    card = urgent_card(typed, found, _any_setting())
    return Reply(card, triage=found) if card else None


def _any_setting() -> Setting:
    """Return the setting for a card that must not wait for a configuration that is broken. What is broken is told."""
    try:
        return load_settings(None).setting()
    except LdnbotError as error:
        click.echo(f"ldnbot: {error} The card shows no numbers of your region.", err=True)
        return Setting()
