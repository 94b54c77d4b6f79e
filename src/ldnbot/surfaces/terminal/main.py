"""The command `ldnbot`. Each command's module is loaded only when it is used."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from ldnbot import __version__
from ldnbot.errors import LdnbotError

__all__ = ["WRONG_USE", "cli", "run"]

WRONG_USE = 2
"""The exit status of wrong use and of an unreadable corpus."""

_COMMANDS = {
    "ask": ("ldnbot.surfaces.terminal.ask", "Ask one question, or many."),
    "chat": ("ldnbot.surfaces.terminal.chat", "Ask questions one after another."),
    "read": ("ldnbot.surfaces.terminal.read", "Read the articles by section."),
    "reference": ("ldnbot.surfaces.terminal.reference", "Show a reference and where it is cited."),
    "bot": ("ldnbot.surfaces.terminal.bot", "Answer in Discord."),
    "doctor": ("ldnbot.surfaces.terminal.doctor", "Say what the bot lacks, and how to mend it."),
    "inbox": ("ldnbot.surfaces.terminal.inbox", "The questions that wait for the moderators."),
    "insights": ("ldnbot.surfaces.terminal.insights", "How the chat fared, in counts."),
    "corpus": ("ldnbot.surfaces.terminal.corpus", "Check, format, import, look at and change a corpus."),
    "preview": ("ldnbot.surfaces.terminal.preview", "Draw a card as Discord shows it."),
    "eval": ("ldnbot.surfaces.terminal.eval", "Measure the answers on labelled questions."),
}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(_COMMANDS[cmd_name][0])
        command = getattr(module, cmd_name, None) or getattr(module, f"{cmd_name}_command")
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if args and (" " in args[0] or args[0].endswith("?")):
                raise click.UsageError(f'To ask a question, write: ldnbot ask "{args[0]}"', ctx) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in _COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ldnbot")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The configuration. Without it: $LDNBOT_CONFIG, then config.yaml in your own configuration folder.",
)
def cli(config: Path | None) -> None:
    """Answers questions about low-dose naltrexone from an article, quoted word for word.

    Every quote has its numbered references, and every reply the same disclaimer. Where the article does not answer a
    question, ldnbot says so.

    \b
    Examples:
      ldnbot ask "how long until it works?"
      ldnbot chat
      ldnbot read "side effects"
    """
    del config  # read by load_settings, which every command calls


def run() -> NoReturn:
    """Run the command line and leave with its exit status. A fault is one line on standard error."""
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG_USE)
    except LdnbotError as error:
        click.echo(f"ldnbot: {error}", err=True)
        sys.exit(WRONG_USE)
    except (click.Abort, KeyboardInterrupt):
        click.echo(err=True)
        sys.exit(130)
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
