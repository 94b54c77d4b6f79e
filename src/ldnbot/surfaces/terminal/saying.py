"""What the commands about the corpus print."""

import json

import click

__all__ = ["say", "say_json"]


def say(line: str = "") -> None:
    """Print a line, wrapped between words on a terminal and left whole elsewhere."""
    from rich.text import Text

    from ldnbot.surfaces.terminal.page import make_console

    console = make_console(plain=False)
    console.print(Text(line), soft_wrap=console.soft_wrap)


def say_json(value: object) -> None:
    """Print a value for other programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
