"""`ldnbot corpus diff`: what changes from one corpus to another, for members and for who keeps it."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from ldnbot.corpus.folder import read_sources
from ldnbot.errors import CorpusInvalid, NotFound, QuestionsInvalid
from ldnbot.moderation.effect import Effect, comparison, effect
from ldnbot.moderation.faring import Progress
from ldnbot.moderation.history import Unpublished, Version
from ldnbot.moderation.merge import Conflicts, merge
from ldnbot.moderation.proposal import Proposal
from ldnbot.moderation.sources import Sources
from ldnbot.surfaces.terminal.effectpage import effect_page
from ldnbot.surfaces.terminal.options import corpus_option, today
from ldnbot.surfaces.terminal.page import make_console, show
from ldnbot.surfaces.terminal.saying import say
from ldnbot.surfaces.terminal.state import Office, published, reading

__all__ = ["conflict_lines", "diff", "folder_sources", "show_effect", "with_proposal"]

_DIFFERENT = 1
"""The exit status when something differs."""

_LIVE = "live"


@click.command()
@click.argument("names", metavar="[A] [B]", nargs=-1)
@click.option("--answers", is_flag=True, help="Ask the corpus's own questions of both too. This takes a while.")
@click.option(
    "--ask",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --answers: also ask these questions, one a line, and name those that only B answers.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for other programs.")
@click.option("--plain", is_flag=True, help="No colours: [-what went-] {+what came+}.")
@corpus_option
def diff(
    *, names: tuple[str, ...], answers: bool, ask: Path | None, as_json: bool, plain: bool, corpus: Path | None
) -> None:
    """Show what changes from corpus A to corpus B: words, references, what check finds, and answers.

    A and B are folders, proposals (p12), published versions, or `live`. With one name, what is live is compared with
    that; without a name, what is live with the corpus folder. A proposal is shown together with what was published
    since it was made.

    With --answers the corpus's own questions are asked of both, and those that are answered differently are listed,
    the worse first. The status is 0 if nothing differs, 1 if something does.

    \b
    Examples:
      ldnbot corpus diff --corpus my-corpus
      ldnbot corpus diff p12 --answers
      ldnbot corpus diff corpus my-corpus --json
    """
    if len(names) > 2:
        raise click.UsageError("Name two corpora at most.")
    if ask and not answers:
        raise click.UsageError("--ask needs --answers.")
    questions = _questions(ask)
    with reading(corpus) as office:
        first, last = (_LIVE, *names)[-2:] if names else (_LIVE, "")
        before = _named(office, first)
        after = _named(office, last) if last else folder_sources(office.settings.corpus)
        quotes = office.settings.quotes
    if isinstance(before, Conflicts) or isinstance(after, Conflicts):
        for conflicts in (before, after):
            for line in conflict_lines(conflicts) if isinstance(conflicts, Conflicts) else ():
                say(line)
        sys.exit(_DIFFERENT)
    if answers:
        with _bar() as progress:
            found = effect(before, after, today=today(), questions=questions, quotes=quotes, progress=progress)
    else:
        found = comparison(before, after, today=today())
    if as_json:
        import msgspec

        from ldnbot.moderation.effect import encode_effect

        click.echo(msgspec.json.format(encode_effect(found), indent=2).decode())
    else:
        _print(found, plain=plain)
    sys.exit(0 if found.nothing else _DIFFERENT)


def folder_sources(folder: Path) -> Sources:
    """Return the files of a corpus folder.

    Raises:
        CorpusUnreadable: there is no such folder.
        CorpusInvalid: one of its files cannot be read.
    """
    sources, findings = read_sources(folder)
    if findings:
        raise CorpusInvalid(findings[0].what, where=f"{folder}/{findings[0].where}", fix=findings[0].fix)
    return sources


def with_proposal(
    office: Office, proposal: Proposal, live: Version | Unpublished, before: Sources
) -> Sources | Conflicts:
    """Return the live corpus as it would be with a proposal."""
    mine = office.proposals.sources(proposal)
    if proposal.decided or isinstance(live, Unpublished) or proposal.base == live.commit:
        return mine
    return merge(office.proposals.base_sources(proposal), before, mine)


def show_effect(before: Sources, after: Sources) -> None:
    """Print what changes in the texts from one corpus to another, and in what `check` finds."""
    _print(comparison(before, after, today=today()), plain=False)


def conflict_lines(conflicts: Conflicts) -> Iterator[str]:
    """Yield the lines that say what two changes disagree on."""
    yield "This and what was published meanwhile change the same things in two ways:"
    for conflict in conflicts.conflicts:
        yield f"{conflict.file}{f': {conflict.place}' if conflict.place else ''}"
        yield f"    published: {_one_line(conflict.theirs)}"
        yield f"    here:      {_one_line(conflict.mine)}"


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return f"{words[:300]} …" if len(words) > 300 else words or "(taken away)"


def _named(office: Office, name: str) -> Sources | Conflicts:
    """Return the corpus that is meant by a folder's path, a proposal's id, a version, or `live`."""
    if name == _LIVE:
        return office.history.sources(published(office))
    if Path(name).is_dir():
        return folder_sources(Path(name))
    try:
        proposal = office.proposals.find(name)
    except NotFound:
        try:
            return office.history.sources(office.history.find(name))
        except NotFound as error:
            fix = "name a folder, a proposal such as p12, a version, or live"
            raise NotFound(f"there is no corpus {name[:60]!r}", fix=fix) from error
    live = office.history.live()
    return with_proposal(office, proposal, live, office.history.sources(live))


def _questions(file: Path | None) -> Sequence[str]:
    if file is None:
        return ()
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsInvalid("the questions cannot be read", where=str(file), fix="name a text file") from error
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _print(found: Effect, *, plain: bool) -> None:
    console = make_console(plain=plain)
    show(console, *effect_page(found, plain=console.no_color or not console.is_terminal))


@contextmanager
def _bar() -> Iterator[Progress]:
    """Yield what moves a progress bar on standard error; nothing is shown where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda _asked, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("Asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda asked, of: bar.update(task, completed=asked, total=of)
