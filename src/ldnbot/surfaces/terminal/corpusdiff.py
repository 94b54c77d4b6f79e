"""`ldnbot corpus diff`: what changes from one corpus to another, for members and for who keeps it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ldnbot.config import Settings
from ldnbot.errors import QuestionsInvalid
from ldnbot.moderation.faring import Progress
from ldnbot.moderation.sources import Sources
from ldnbot.surfaces.terminal.corpora import LIVE, named_sources, opened_history, proposal_base
from ldnbot.surfaces.terminal.options import corpus_option, load_settings, today

__all__ = ["diff"]

_FOUND = 1
"""The exit status when the second corpus has errors that the first has not."""


@click.command()
@click.argument("names", metavar="[A] [B]", nargs=-1)
@click.option("--quick", is_flag=True, help="Compare the texts, and ask no questions.")
@click.option(
    "--ask",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also ask these questions, one a line, and name those that are answered in B only.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for other programs.")
@click.option("--plain", is_flag=True, help="No colours: [-what went-] {+what came+}.")
@corpus_option
def diff(
    *, names: tuple[str, ...], quick: bool, ask: Path | None, as_json: bool, plain: bool, corpus: Path | None
) -> None:
    """Show what changes from corpus A to corpus B: words, references, findings, and answers.

    A and B are folders, proposals (p12), published versions, or `live`. Without A and B it compares what is live with
    the corpus folder; with one name, what is live with that; with a proposal, what the proposal was made on with it.

    The corpus's own questions are asked of both, and those that are answered differently are listed, the worse first.
    For the shipped corpus that takes half a minute; --quick leaves it out. The status is 1 if B has new errors.

    \b
    Examples:
      ldnbot corpus diff p12
      ldnbot corpus diff corpus my-corpus
      ldnbot corpus diff corpus my-corpus --quick --json
    """
    if len(names) > 2:
        raise click.UsageError("Name two corpora at most.")
    settings = load_settings(corpus)
    questions = _questions(ask)
    before, after = _both(settings, names)

    from ldnbot.moderation.effect import comparison, effect, encode_effect

    if quick:
        found = comparison(before, after, today=today())
    else:
        with _bar() as progress:
            found = effect(before, after, today=today(), questions=questions, quotes=settings.quotes, progress=progress)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(encode_effect(found), indent=2).decode())
    else:
        from ldnbot.surfaces.terminal.effectpage import effect_page
        from ldnbot.surfaces.terminal.page import make_console, show

        console = make_console(plain=plain)
        show(console, *effect_page(found, plain=console.no_color or not console.is_terminal))
    if found.errors:
        sys.exit(_FOUND)


def _both(settings: Settings, names: tuple[str, ...]) -> tuple[Sources, Sources]:
    with opened_history(settings) as history:
        match names:
            case ():
                return named_sources(history, LIVE), named_sources(history, str(settings.corpus))
            case (name,):
                base = proposal_base(history, name)
                return named_sources(history, LIVE) if base is None else base, named_sources(history, name)
            case _:
                return named_sources(history, names[0]), named_sources(history, names[1])


def _questions(file: Path | None) -> tuple[str, ...]:
    if file is None:
        return ()
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsInvalid("the questions cannot be read", where=str(file), fix="name a text file") from error
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@contextmanager
def _bar() -> Iterator[Progress]:
    """Yield what moves a progress bar on standard error; nothing is shown where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda _asked, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (TextColumn("Asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda asked, of: bar.update(task, completed=asked, total=of)
