"""What the commands have in common: the settings, the corpus folder, today's date."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import click

from ldnbot.config import CORPUS_VARIABLE, Settings, read_settings

__all__ = ["corpus_option", "load_settings", "today"]

_Command = TypeVar("_Command", bound=Callable[..., object])


def corpus_option(command: _Command) -> _Command:
    """Return the command with the option `--corpus DIR`."""
    return click.option(
        "--corpus",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help=f"The corpus folder. Without it: ${CORPUS_VARIABLE}, the configuration, the shipped corpus.",
    )(command)


def load_settings(corpus: Path | None) -> Settings:
    """Return the settings, with the corpus folder that a command was given in place of the configured one."""
    from platformdirs import user_config_path, user_data_path  # only a command that runs needs it

    settings = read_settings(
        os.environ,
        config=_named(),
        user_folder=user_config_path("ldnbot"),
        data_folder=user_data_path("ldnbot"),
        today=today(),
    )
    return replace(settings, corpus=corpus) if corpus else settings


def _named() -> Path | None:
    context = click.get_current_context(silent=True)
    named = context.find_root().params.get("config") if context else None
    return named if isinstance(named, Path) else None


def today() -> date:
    """Return the day it is, in UTC: the only place where the terminal looks at the clock."""
    return datetime.now(UTC).date()
