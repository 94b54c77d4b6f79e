"""`ldnbot bot`: answers in Discord until it is stopped."""

import os
import sys
from pathlib import Path

import click

from ldnbot.config import TOKEN_VARIABLE
from ldnbot.errors import SettingsInvalid
from ldnbot.surfaces.terminal.options import corpus_option, load_settings

__all__ = ["bot", "read_token"]


@click.command()
@click.option("--verbose", is_flag=True, help="Log more: each refusal, and what discord.py does.")
@corpus_option
def bot(*, verbose: bool, corpus: Path | None) -> None:
    """Answer in Discord until stopped with Ctrl-C.

    The token comes from the environment variable LDNBOT_TOKEN and from nowhere else. `ldnbot doctor` says what is
    missing, and prints the link that brings the bot to a server.

    The exit status is 0 when it was stopped, 2 for a fault in the configuration, the corpus or the state folder, 3 when
    Discord refused the token, 4 when it does not permit something, 5 when it cannot be reached.

    \b
    Examples:
      LDNBOT_TOKEN=… ldnbot bot
      ldnbot --config /etc/ldnbot/config.yaml bot
    """
    settings = load_settings(corpus)
    token = read_token()
    from ldnbot.surfaces.discord.logs import start_log  # a third of a second, with discord.py
    from ldnbot.surfaces.discord.running import run_bot

    start_log(token, verbose=verbose)
    sys.exit(run_bot(settings, token, lambda line: click.echo(f"ldnbot: {line}", err=True)))


def read_token() -> str:
    """Return the token of the bot, from the environment.

    Raises:
        SettingsInvalid: there is none.
    """
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not token:
        fix = "copy the token from the page of your application in Discord, under Bot, and put it into the environment"
        raise SettingsInvalid("there is no token for the bot", where=f"${TOKEN_VARIABLE}", fix=fix)
    return token
