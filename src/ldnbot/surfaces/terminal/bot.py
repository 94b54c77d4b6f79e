"""`ldnbot bot`: answers in Discord until it is stopped."""

import os
import re
import sys
from pathlib import Path

import click

from ldnbot.config import TOKEN_VARIABLE
from ldnbot.errors import SettingsInvalid, StateHeld
from ldnbot.surfaces.terminal.options import corpus_option, load_settings

__all__ = ["bot", "read_token"]

_TOKEN = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}")

_STATE_WAIT = 60.0
"""Seconds to wait for whoever works with the state folder: a command ends by itself, a stopped bot too."""


@click.command()
@click.option("--verbose", is_flag=True, help="Log more: each refusal, and what discord.py does.")
@corpus_option
def bot(*, verbose: bool, corpus: Path | None) -> None:
    """Answer in Discord until stopped with Ctrl-C.

    The token comes from the environment variable LDNBOT_TOKEN and from nowhere else. `ldnbot doctor` says what is
    missing, and prints the link that brings the bot to a server.

    The exit status is 0 when it was stopped, 2 for a fault in the configuration, the corpus or the state folder, 3 when
    Discord refused the token, 4 when it does not permit something, 5 when it cannot be reached, 6 when another process
    worked with the state folder for a minute.

    \b
    Examples:
      LDNBOT_TOKEN=… ldnbot bot
      ldnbot --config /etc/ldnbot/config.yaml bot
    """
    settings = load_settings(corpus)
    token = read_token()
    from ldnbot.surfaces.discord.logs import start_log  # a third of a second, with discord.py
    from ldnbot.surfaces.discord.running import Ended, run_bot

    def say(line: str) -> None:
        click.echo(f"ldnbot: {line}", err=True)

    start_log(token, verbose=verbose)
    try:
        ended = run_bot(settings, token, say, state_wait=_STATE_WAIT)
    except StateHeld as error:
        say(str(error))
        ended = Ended.STATE_HELD
    sys.exit(ended)


def read_token() -> str:
    """Return the token of the bot, from the environment.

    Raises:
        SettingsInvalid: there is none, or what is there is none. The error does not repeat it.
    """
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    fix = "copy the token from the page of your application in Discord, under Bot, and put it into the environment"
    what = ""
    if not token:
        what = "there is no token for the bot"
    elif any(mark in token for mark in "\"'“”‘’"):
        what, fix = "the token has quotation marks in it", "write it without them"
    elif re.search(r"\s", token):
        what, fix = "the token has spaces or line breaks in it", "write the token alone, on one line"
    elif not _TOKEN.fullmatch(token):
        what = "this is no token: one has three parts, joined by dots"
    if what:
        raise SettingsInvalid(what, where=f"${TOKEN_VARIABLE}", fix=fix)
    return token
