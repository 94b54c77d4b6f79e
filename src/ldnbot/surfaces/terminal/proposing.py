"""What the subcommands of `corpus propose` share: the corpus they change, its text, and where the change goes."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import click

from ldnbot.corpus.placing import place_files
from ldnbot.errors import CorpusUnreadable, EditRefused
from ldnbot.moderation.edits import Edit, apply_all, title_of
from ldnbot.moderation.effect import Effect, comparison
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.publishing import Deed
from ldnbot.moderation.sources import Edited, Sources
from ldnbot.surfaces.terminal.corpusdiff import folder_sources
from ldnbot.surfaces.terminal.effectpage import effect_page
from ldnbot.surfaces.terminal.options import today
from ldnbot.surfaces.terminal.page import make_console, show
from ldnbot.surfaces.terminal.state import Office, author_option, changing, published, typist

__all__ = ["Desk", "at_terminal", "edited_text", "open_desk", "proposal_options", "read_text"]

_Command = TypeVar("_Command", bound=Callable[..., object])
_LARGEST = 200_000
"""Bytes of a passage or section that is read from a file."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The corpus that is to be changed, and where the change goes."""

    sources: Sources
    into: Path | None
    """The folder whose files are changed; None where the change becomes a proposal."""

    office: Office | None
    author: Moderator
    reason: str
    yes: bool
    """Keep it without asking."""

    def settle(self, edits: Sequence[Edit], *, title: str = "") -> None:
        """Make the changes, show them, and keep them where they belong.

        Raises:
            EditRefused: they cannot be made.
            CorpusUnreadable, StateHeld, StateUnwritable: they cannot be kept.
        """
        edited = apply_all(edits, self.sources)
        if not edits or edited.sources == self.sources:
            raise EditRefused("nothing is changed", fix="Change something, or leave it as it is")
        found = comparison(self.sources, edited.sources, today=today())
        _show(found, edited)
        if not self._wanted(found):
            click.echo("Nothing was kept.")
            return
        if self.into:
            _write(self.into, self.sources, edited.sources)
            click.echo(f"\nChanged {self.into}")
            click.echo(f"See what it does to answers with: ldnbot corpus diff live {self.into} --answers")
        elif self.office:
            kept = self.office.proposals.propose(
                edited.sources,
                title=title or title_of(edits[0]),
                author=self.author,
                base=self.office.history.live(),
                reason=self.reason,
            )
            self.office.record(Deed("propose", self.author, kept.id, kept.title, kept.changed))
            click.echo(f"\nProposal {kept.id}: {kept.title}")
            click.echo(f"See what it does to answers with: ldnbot corpus diff {kept.id} --answers")

    def _wanted(self, found: Effect) -> bool:
        if self.yes or not at_terminal():
            return True
        where = f"Change {self.into}" if self.into else "Keep this as a proposal"
        return click.confirm(f"\n{where}?", default=not found.errors)


def proposal_options(command: _Command) -> _Command:
    """Return the command with the options of every proposal."""
    for option in (
        click.option("--yes", is_flag=True, help="Keep it without asking."),
        author_option,
        click.option("--reason", default="", metavar="TEXT", help="Why, for whoever decides."),
        click.option(
            "--into",
            type=click.Path(path_type=Path, file_okay=False),
            metavar="DIR",
            help="Change the files of the corpus folder DIR, instead of proposing a change of the live version.",
        ),
    ):
        command = option(command)
    return command


@contextmanager
def open_desk(*, into: Path | None, reason: str, author: str, yes: bool) -> Iterator[Desk]:
    """Yield the desk with the corpus to be changed: the folder `into`, or what is live.

    Raises:
        CorpusUnreadable, CorpusInvalid: the folder cannot be read.
        NotFound: nothing was published yet.
        StateHeld, StateUnwritable, HistoryDamaged: the state folder is in use, or cannot be written or read.
    """
    who = typist(author)
    if into:
        yield Desk(folder_sources(into), into, None, who, reason, yes)
        return
    with changing("corpus propose") as office:
        yield Desk(office.history.sources(published(office)), None, office, who, reason, yes)


def read_text(file: str) -> str:
    """Return what a file holds, or standard input for `-`.

    Raises:
        EditRefused: it cannot be read, is no text, or is too large.
    """
    try:
        raw = sys.stdin.buffer.read(_LARGEST + 1) if file == "-" else Path(file).read_bytes()
        if len(raw) > _LARGEST:
            raise EditRefused("the text is too large", where=file, fix="Import an article with: ldnbot corpus import")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EditRefused("the text is not UTF-8", where=file, fix="Save it as UTF-8") from error
    except OSError as error:
        what = f"the text cannot be read ({error.strerror or error})"
        raise EditRefused(what, where=file, fix="Name a file that you may read, or - for standard input") from error


def edited_text(file: str | None, before: str, hint: str) -> str:
    """Return the text of a file, or what a person at a terminal made of `before` in their editor.

    Raises:
        EditRefused: the file cannot be read, or the editor was left without saving.
        click.UsageError: there is neither a file nor a terminal.
    """
    if file is not None:
        return read_text(file)
    if not at_terminal():
        raise click.UsageError("Name a file with the text, or - to read it from standard input.")
    note = f"<!-- {hint} Save and leave the editor when you are done. This line is taken out. -->"
    text = click.edit(f"{note}\n\n{before}\n", extension=".md")
    if text is None:
        raise EditRefused("the editor was left without saving", fix="Nothing was changed")
    return text.replace(note, "").strip("\n")


def at_terminal() -> bool:
    """Tell whether a person can be asked: standard input and output are terminals."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _show(found: Effect, edited: Edited) -> None:
    console = make_console(plain=False)
    show(console, *effect_page(replace(found, not_asked=""), plain=not console.is_terminal))
    for sentence in edited.said:
        click.echo(f"\n{sentence}")


def _write(folder: Path, before: Sources, after: Sources) -> None:
    changed = {folder / name: text.encode() for name, text in after.items() if text != before.get(name)}
    try:
        place_files(changed)
    except OSError as error:
        what = f"the folder cannot be written to ({error.strerror or error})"
        raise CorpusUnreadable(what, where=str(folder), fix="Allow writing to it and its files") from error
