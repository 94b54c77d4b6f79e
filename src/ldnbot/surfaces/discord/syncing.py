"""Tells Discord which commands there are, and only when they have changed: it allows few such calls a day."""

import hashlib
import json
import logging
from pathlib import Path

import discord
from discord import app_commands

from ldnbot.corpus.placing import place_files

__all__ = ["sync_if_changed"]

_log = logging.getLogger(__name__)


async def sync_if_changed(tree: app_commands.CommandTree[discord.Client], application: int, memory: Path) -> bool:
    """Sync the commands unless they are what was synced last, as the file `memory` says. Return whether they were.

    Raises:
        discord.HTTPException: Discord refused them, or cannot be reached.
    """
    current = await _digest(tree, application)
    if memory.is_file() and memory.read_text(encoding="utf-8") == current:
        return False
    await tree.sync()
    try:
        place_files({memory: current.encode()})
    except OSError as error:  # then they are synced again at the next start
        _log.warning("what was synced could not be written down (%s)", error.strerror)
    return True


async def _digest(tree: app_commands.CommandTree[discord.Client], application: int) -> str:
    translator = tree.translator
    commands = [
        await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)
        for command in tree._get_all_commands(guild=None)
    ]
    written = json.dumps([application, discord.__version__, commands], sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()
