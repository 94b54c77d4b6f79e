"""`ldnbot doctor`: what the bot lacks, and how to mend it."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from ldnbot.config import TOKEN_VARIABLE, Settings
from ldnbot.errors import SettingsInvalid
from ldnbot.surfaces.terminal.bot import read_token
from ldnbot.surfaces.terminal.options import corpus_option, load_settings, today
from ldnbot.surfaces.terminal.page import make_console, show

if TYPE_CHECKING:
    from ldnbot.surfaces.discord.examining import Check

__all__ = ["doctor"]

_STYLES = {"ok": "green", "look": "yellow", "bad": "bold red"}
_FAULTY = 1


@click.command()
@click.option("--offline", is_flag=True, help="Look only at what is here: ask Discord nothing.")
@click.option("--plain", is_flag=True, help="No colours.")
@corpus_option
def doctor(*, offline: bool, plain: bool, corpus: Path | None) -> None:
    """Look at everything the bot needs, and say what is missing and how to mend it.

    That is the configuration, the corpus folder, the published versions, the state folder and its database, the token,
    the commands, and the permissions on each server. The token is never printed. The last line is the link that brings
    the bot to a server, with just the permissions that it needs. Run it as the user that the bot runs as.

    The exit status is 0 when nothing is bad, 1 when something is.

    \b
    Examples:
      LDNBOT_TOKEN=… ldnbot doctor
      ldnbot doctor --offline
    """
    settings = load_settings(corpus)
    from ldnbot.surfaces.discord.examining import Check, Verdict, examine_here  # a third of a second, with discord.py
    from ldnbot.surfaces.discord.running import RECORDS

    console = make_console(plain=plain)
    found: list[Check] = []

    def say(check: Check) -> None:
        found.append(check)
        line = Text(f"{check.verdict:4}  ", style=_STYLES[check.verdict])
        line.append(f"{check.name}: {check.what}", style="default")
        show(console, line)
        if check.fix:
            show(console, Text(f"      {check.fix[:1].upper()}{check.fix[1:]}."))

    for check in examine_here(settings, RECORDS, today()):
        say(check)
    if not offline or os.environ.get(TOKEN_VARIABLE):
        try:
            token = read_token()
        except SettingsInvalid as error:
            say(Check("token", Verdict.BAD, f"{error.where}: {error.what}", error.fix))
        else:
            if not offline:
                asyncio.run(_say_connection(settings, token, say))
    sys.exit(_FAULTY if any(check.verdict is Verdict.BAD for check in found) else 0)


async def _say_connection(settings: Settings, token: str, say: "Callable[[Check], None]") -> None:
    from ldnbot.surfaces.discord.examining import examine_token

    async for check in examine_token(settings, token):
        say(check)
