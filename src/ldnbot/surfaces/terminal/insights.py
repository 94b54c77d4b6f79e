"""`ldnbot insights`: how the chat fared, in counts that point at nobody."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.text import Text

from ldnbot.answering.wording import TITLES
from ldnbot.corpus.placing import place_files
from ldnbot.errors import LdnbotError
from ldnbot.records.insights import TOLD, Few, Insights, make_insights
from ldnbot.records.openquestions import OpenQuestions
from ldnbot.records.tallies import Tallies
from ldnbot.surfaces.insightspicture import counted, draw_insights, percent, within
from ldnbot.surfaces.terminal.options import load_settings, today
from ldnbot.surfaces.terminal.page import Indented, Part, make_console, show
from ldnbot.surfaces.terminal.records import opened_records

__all__ = ["insights"]

_DAYS, _MOST_DAYS = 28, 365
_COLUMN = 14


@click.command()
@click.option(
    "--days", type=click.IntRange(1, _MOST_DAYS), default=_DAYS, show_default=True, help="How many, with today."
)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@click.option(
    "--png", type=click.Path(path_type=Path), metavar="FILE", help="Draw it into a picture (needs the extra `plots`)."
)
@click.option("--plain", is_flag=True, help="No colours.")
def insights(*, days: int, as_json: bool, png: Path | None, plain: bool) -> None:
    """Say how the chat fared: what was answered, what was not, what was asked for most.

    All servers are counted together. Nothing is said about single people: a count below five is shown as "fewer than
    5", and questions are shown only where they were asked five times.

    \b
    Examples:
      ldnbot insights
      ldnbot insights --days 7 --json
      ldnbot insights --days 90 --png insights.png
    """
    settings = load_settings(None)
    last = today()
    first = last - timedelta(days=days - 1)
    with opened_records(settings) as database:
        counts = Tallies(database).between(first, last)
        made = make_insights(counts, OpenQuestions(database).grouped(), first=first, last=last)
    if png:
        _write(png, draw_insights(made))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(_plain(made)), indent=2))
        return
    show(make_console(plain=plain), *_page(made))
    if png:
        click.echo(f"\nwrote {png}")


def _write(file: Path, drawn: bytes) -> None:
    try:
        place_files({file: drawn})
    except OSError as error:
        what = f"the picture cannot be written ({error.strerror or error})"
        raise LdnbotError(what, where=str(file), fix="name a file in a folder that is there") from error


def _plain(made: Insights) -> dict[str, Any]:
    """Return the insights for JSON, which has no infinity."""
    found: dict[str, Any] = msgspec.to_builtins(made)
    for name in ("half_within", "most_within"):
        if found[name] == float("inf"):
            found[name] = within(found[name])
    return found


def _page(made: Insights) -> Iterator[Part]:
    yield _title(f"{made.first} to {made.last}")
    yield _row(counted(made.asked), "questions looked up")
    for status in TOLD:
        yield _row(counted(made.statuses[status]), TITLES[status].lower())
    yield _row(counted(made.rated), f"ratings, {percent(made.helpful)} of them helpful")
    yield Text()
    yield _title("Over time")
    heads = ("from", *(status.value.replace("_", " ") for status in TOLD))
    yield Indented(Text("".join(f"{head:<{_COLUMN}}" for head in heads).rstrip(), style="dim"))
    for period in made.periods:
        cells = (period.first.isoformat(), *(counted(period.statuses[status]) for status in TOLD))
        yield Indented(Text("".join(f"{cell:<{_COLUMN}}" for cell in cells).rstrip()))
    yield Text()
    yield _title("Sections asked for most")
    for section in made.sections:
        rated = "" if isinstance(section.helpful, str) else f" ({percent(section.helpful)} helpful)"
        yield _row(counted(section.count), f"{section.section or section.article}{rated}")
    if not made.sections:
        yield _row(Few.FEW, "times each")
    yield Text()
    yield _title("Asked in vain")
    for group in made.unanswered:
        yield _row(counted(group.count), group.text)
    yield _row(counted(made.other_groups), "other questions; see ldnbot inbox list")
    yield Text()
    yield _title("Time to an answer")
    for bound, share in ((made.half_within, "half of them"), (made.most_within, "nine in ten")):
        if isinstance(bound, Few):
            yield _row("too few", f"to tell for {share}")
        else:
            yield _row(within(bound), f"or less for {share}")


def _title(text: str) -> Text:
    return Text(text, style="bold")


def _row(count: str, text: str) -> Part:
    line = Text(f"{count:>{_COLUMN}}  ", style="cyan")
    line.append(text, style="default")
    return line
