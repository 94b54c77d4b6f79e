"""`ldnbot corpus`: check, format, look at, import and publish a corpus. A command is loaded when it is used."""

from importlib import import_module

import click

__all__ = ["corpus"]

_COMMANDS = {
    "check": "corpuscheck:check",
    "fmt": "corpuscheck:fmt",
    "list": "corpuslook:list_passages",
    "show": "corpuslook:show",
    "stats": "corpuslook:stats",
    "import": "corpusimport:import_article_file",
    "diff": "corpusdiff:diff",
    "propose": "corpuspropose:propose",
    "publish": "corpuspublish:publish",
    "status": "corpusstatus:status",
    "history": "corpushistory:history",
    "rollback": "corpushistory:rollback",
    "export": "corpushistory:export",
    "pull": "corpuspull:pull_command",
    "proposals": "corpusproposals:proposals",
    "approve": "corpusproposals:approve",
    "reject": "corpusproposals:reject",
}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it with a context
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        module, _, name = _COMMANDS.get(cmd_name, "").partition(":")
        command = getattr(import_module(f"ldnbot.surfaces.terminal.{module}"), name) if module else None
        return command if isinstance(command, click.Command) else None


@click.group(cls=_LazyGroup)
def corpus() -> None:
    """Check, format, look at, import and publish a corpus: the folder of articles that answers are quoted from.

    \b
    Examples:
      ldnbot corpus check
      ldnbot corpus list
      ldnbot corpus import article.html --out my-corpus
      ldnbot corpus publish --corpus my-corpus --reason "Say what it costs now"
    """
