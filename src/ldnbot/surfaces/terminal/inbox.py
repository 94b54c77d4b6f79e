"""`ldnbot inbox`: the questions that wait for the moderators, those of direct messages too."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import click
import msgspec
from rich.text import Text

from ldnbot.errors import NotFound
from ldnbot.records.openquestions import Group, OpenQuestions, State
from ldnbot.surfaces.terminal.options import load_settings
from ldnbot.surfaces.terminal.page import Part, make_console, show
from ldnbot.surfaces.terminal.records import opened_records

__all__ = ["inbox"]

_STATES = click.Choice([state.value for state in State])
_MOST_WORDINGS = 5


@click.group()
def inbox() -> None:
    """Look at the questions that were asked in vain, and decide about them.

    These are questions not covered, only related, marked unhelpful, or sent in. Nobody's name is kept with them. To
    teach the bot an answer, use /inbox in Discord, or write an also-asked line into questions.yaml.

    \b
    Examples:
      ldnbot inbox list
      ldnbot inbox decide 12 15 out-of-scope
    """


@inbox.command("list")
@click.option("--state", type=_STATES, default=State.OPEN.value, show_default=True, help="Which questions.")
@click.option(
    "--server", type=int, metavar="ID", help="Of one server alone. Without it: of all, and of direct messages."
)
@click.option("--json", "as_json", is_flag=True, help="Print all of them as JSON.")
@click.option("--plain", is_flag=True, help="No colours.")
def list_questions(*, state: str, server: int | None, as_json: bool, plain: bool) -> None:
    """List the questions in groups of alike ones, the most frequent first.

    \b
    Examples:
      ldnbot inbox list
      ldnbot inbox list --state task --json
    """
    with opened_records(load_settings(None)) as database:
        groups = OpenQuestions(database).grouped(server=server, states=(State(state),))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(groups), indent=2))
        return
    show(make_console(plain=plain), *_page(groups, state))


@inbox.command()
@click.argument("ids", nargs=-1, required=True, type=click.IntRange(1))
@click.argument("state", type=_STATES)
def decide(ids: tuple[int, ...], state: str) -> None:
    """Set the state of the questions with these IDS.

    STATE is open, taught, task, out-of-scope or dismissed. The audit keeps that it was done at a terminal.

    \b
    Examples:
      ldnbot inbox decide 12 15 out-of-scope
      ldnbot inbox decide 12 open
    """
    with opened_records(load_settings(None)) as database:
        decided = OpenQuestions(database).decide(ids, State(state), by=None, server=None, at=datetime.now(UTC))
    if not decided:
        raise NotFound("there is no such question", fix="see the numbers with: ldnbot inbox list")
    click.echo(f"{decided} of {len(set(ids))} set to {state}")


def _page(groups: Sequence[Group], state: str) -> Iterator[Part]:
    if not groups:
        yield Text(f"No question is {state}.")
        return
    for group in groups:
        for place, question in enumerate(group.questions[:_MOST_WORDINGS]):
            line = Text(f"{group.count if not place else '':>5}  ", style="bold cyan")
            line.append(f"{question.id:>5}  ", style="not bold dim")
            line.append(question.text, style="not bold default")
            told = f"  ({question.origin.value}, {question.last_at:%Y-%m-%d})"
            line.append(told, style="not bold dim")
            yield line
        if len(group.questions) > _MOST_WORDINGS:
            yield Text(f"{'':14}and {len(group.questions) - _MOST_WORDINGS} more wordings", style="dim")
        if group.questions[0].proposal:
            yield Text(f"{'':14}waits for the proposal {group.questions[0].proposal}", style="dim")
    yield Text()
    yield Text("First how often it was asked, then the number to decide with.", style="dim")
