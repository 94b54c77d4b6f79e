"""What the commands that keep versions have in common: the history in the state folder, who types, what is printed."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import click

from ldnbot.config import Settings
from ldnbot.corpus.reader import slug
from ldnbot.errors import LdnbotError, NotFound
from ldnbot.moderation.history import History, Unpublished, Version, open_history
from ldnbot.moderation.locking import hold_state, holder_of
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposals import Proposals
from ldnbot.moderation.publishing import Deed
from ldnbot.records.audit import Audit, Entry
from ldnbot.records.database import open_database
from ldnbot.surfaces.terminal.options import load_settings

__all__ = [
    "Office",
    "author_option",
    "changing",
    "moment",
    "now",
    "published",
    "reading",
    "reason_option",
    "typist",
    "version_line",
]

_Command = TypeVar("_Command", bound=Callable[..., object])

_WAIT = 30.0
"""Seconds that a command waits for another one to end. For the bot, which does not end, nobody waits."""

_COMMAND = "ldnbot "
"""What the names of commands begin with, where they hold the state folder."""

_RECORDS = "records.sqlite3"


@dataclass(frozen=True, slots=True)
class Office:
    """The settings, the history and its proposals."""

    settings: Settings
    history: History
    proposals: Proposals

    def record(self, deed: Deed) -> None:
        """Write into the audit what was done at this terminal, or say that it could not be: it is done all the same."""
        detail = " ".join(f"{deed.subject} {deed.by.name}: {deed.reason}".split())[:500]
        try:
            with closing(open_database(self.settings.state / _RECORDS)) as database:
                Audit(database).add(Entry(at=deed.at, server=None, who=None, what=deed.action, detail=detail))
        except LdnbotError as error:
            click.echo(f"ldnbot: it is done, but the audit could not be written: {error}", err=True)


@contextmanager
def reading(corpus: Path | None = None) -> Iterator[Office]:
    """Yield the history to look at. The bot may be running."""
    settings = load_settings(corpus)
    with open_history(settings.state, now=now) as history:
        yield Office(settings, history, Proposals(history))


@contextmanager
def changing(command: str, corpus: Path | None = None) -> Iterator[Office]:
    """Yield the history to change, with the state folder held.

    Raises:
        StateHeld: the bot, or another command, holds it.
    """
    with ExitStack() as opened:
        office = opened.enter_context(reading(corpus))
        state = office.settings.state
        holder = holder_of(state)
        # Whoever took the folder this instant has no name yet, and is most likely a command too.
        stays = holder is not None and holder.pid and not holder.name.startswith(_COMMAND)
        wait = 0.0 if stays else _WAIT
        opened.enter_context(hold_state(state, name=f"{_COMMAND}{command}", now=now, wait=wait))
        if not isinstance(office.history.live(), Unpublished):
            office.proposals.settle()
        yield office


def now() -> datetime:
    """Return the moment, in UTC."""
    return datetime.now(UTC)


def published(office: Office) -> Version:
    """Return the live version.

    Raises:
        NotFound: nothing was published yet.
    """
    match office.history.live():
        case Version() as version:
            return version
        case _:
            fix = 'publish a folder with: ldnbot corpus publish --reason "The first version"'
            raise NotFound("no version was published yet", where=str(office.settings.state), fix=fix)


def author_option(command: _Command) -> _Command:
    """Return the command with the option `--as NAME`, handed over as `author`."""
    text = "Your name in the history. Without it: git's user.name, or your login."
    return click.option("--as", "author", default="", metavar="NAME", help=text)(command)


def reason_option(command: _Command) -> _Command:
    """Return the command with the option `--reason TEXT`, which must be given."""

    def filled(_: click.Context, __: click.Parameter, value: str) -> str:
        if not value.strip():
            raise click.BadParameter("say in a few words why")
        return value.strip()

    return click.option(
        "--reason", required=True, metavar="TEXT", callback=filled, help="Why, for whoever reads the history."
    )(command)


def typist(name: str) -> Moderator:
    """Return who types: by the name that was given, that git knows, or of the login."""
    shown = name.strip() or _git_name() or getpass.getuser()
    # Never the id of a Discord account, which is digits alone.
    return Moderator(f"terminal-{slug(shown) or 'somebody'}", shown)


def _git_name() -> str:
    from dulwich.config import StackedConfig

    try:
        return StackedConfig.default().get((b"user",), b"name").decode("utf-8", "replace").strip()
    except (KeyError, ValueError, OSError):  # no such setting, or a file that git could not read either
        return ""


def moment(at: datetime) -> str:
    """Return a moment as it is printed, in UTC."""
    return at.strftime("%Y-%m-%d %H:%M")


def version_line(version: Version, *, live: bool) -> str:
    """Return a version on one line: content, when, who, from which proposal, why, and whether it is live."""
    who = version.author.name
    if version.publisher.id != version.author.id:
        who += f", published by {version.publisher.name}"
    proposal = f" [{version.proposal}]" if version.proposal else ""
    first = version.reason.partition("\n")[0]
    return f"{version.corpus_version}  {moment(version.at)}  {who}{proposal}: {first}{'  (live)' if live else ''}"
