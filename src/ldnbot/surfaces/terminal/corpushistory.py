"""`ldnbot corpus history`, `rollback` and `export`: the versions that were published, and having one back."""

import os
import zipfile
from io import BytesIO
from pathlib import Path

import click

from ldnbot.corpus.placing import place_files
from ldnbot.errors import OutputExists, StateUnwritable
from ldnbot.moderation.checkouts import note_folder
from ldnbot.moderation.history import Sources, Version
from ldnbot.moderation.publishing import Deed
from ldnbot.surfaces.terminal.saying import say, say_json
from ldnbot.surfaces.terminal.state import (
    Office,
    author_option,
    changing,
    moment,
    published,
    reading,
    reason_option,
    typist,
    version_line,
)

__all__ = ["export", "history", "rollback", "version_row"]


@click.command()
@click.argument("version", metavar="[VERSION]", default="")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="The most versions to list.")
@click.option("--json", "as_json", is_flag=True, help="JSON for other programs.")
def history(*, version: str, limit: int, as_json: bool) -> None:
    """List the versions that were published, newest first, or show what VERSION changed.

    VERSION is the beginning of its number, as answers carry it, or of its commit in git: four digits or more.

    \b
    Examples:
      ldnbot corpus history
      ldnbot corpus history 1f2e3d4c
      ldnbot corpus history --json | jq -r '.[0].version'
    """
    with reading() as office:
        if version:
            _show(office, office.history.find(version), as_json=as_json)
            return
        found = office.history.log(limit)
        if as_json:
            say_json([version_row(entry) for entry in found])
            return
        if not found:
            published(office)
        for number, entry in enumerate(found):
            say(version_line(entry, live=number == 0))
        if found and found[-1].parent:
            say(f"There are older ones: --limit {limit * 2}")


def version_row(version: Version) -> dict[str, object]:
    """Return a version as other programs read it."""
    return {
        "version": version.corpus_version,
        "commit": version.commit,
        "author": version.author.name,
        "publisher": version.publisher.name,
        "reason": version.reason,
        "proposal": version.proposal,
        "at": version.at.isoformat(),
        "parent": version.parent,
    }


def _show(office: Office, version: Version, *, as_json: bool) -> None:
    if as_json:
        say_json(version_row(version))
        return
    say(f"{version.corpus_version} (commit {version.commit})")
    say(f"Written by {version.author.name}, published by {version.publisher.name}, {moment(version.at)} UTC")
    if version.proposal:
        say(f"Proposal {version.proposal}")
    say()
    say(version.reason)
    say()
    if not version.parent:
        say("It is the first version.")
        return
    from ldnbot.surfaces.terminal.corpusdiff import show_effect  # half a second that a list goes without

    show_effect(office.history.files(version.parent), office.history.sources(version))


@click.command()
@click.argument("version", metavar="VERSION")
@reason_option
@author_option
def rollback(*, version: str, reason: str, author: str) -> None:
    """Publish a new version that is equal to the older VERSION. Nothing that came after it is lost.

    \b
    Examples:
      ldnbot corpus rollback 1f2e3d4c --reason "The new dose was wrong"
      ldnbot corpus history
    """
    who = typist(author)
    with changing("corpus rollback") as office:
        wanted = office.history.find(version)
        made = office.history.rollback(wanted, author=who, reason=reason)
        office.record(Deed("rollback", who, wanted.corpus_version, reason, made.at))
    say(f"Version {made.corpus_version} is live again, as it was on {moment(wanted.at)} UTC.")


@click.command()
@click.argument("out", metavar="DIR|FILE.zip", type=click.Path(path_type=Path))
@click.option("--version", default="", metavar="VERSION", help="An older version. Without it: the live one.")
@click.option("--force", is_flag=True, help="Replace files that stand there.")
def export(*, out: Path, version: str, force: bool) -> None:
    """Write the files of the live version into DIR, or into one archive, FILE.zip.

    A folder written by this can be changed and published again.

    \b
    Examples:
      ldnbot corpus export my-corpus
      ldnbot corpus export --version 1f2e3d4c old.zip
    """
    with reading() as office:
        wanted = office.history.find(version) if version else published(office)
        sources = office.history.sources(wanted)
        if out.suffix.lower() == ".zip":
            _place({out: _archive(sources, wanted)}, force=force)
        else:
            _place({out / name: text.encode() for name, text in sources.items()}, force=force)
            note_folder(office.settings.state, out, wanted)
    say(f"wrote version {wanted.corpus_version} to {out}")


def _archive(sources: Sources, version: Version) -> bytes:
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sources.items():
            # The moment of the version, so that the same version is the same archive.
            entry = zipfile.ZipInfo(name, date_time=max((1980, 1, 1, 0, 0, 0), version.at.timetuple()[:6]))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)
    return raw.getvalue()


def _place(contents: dict[Path, bytes], *, force: bool) -> None:
    for path in contents:
        if os.path.lexists(path) and (not force or path.is_dir()):
            what = "this exists and was left as it is"
            raise OutputExists(what, where=str(path), fix="name another place, or replace it with --force")
    try:
        for folder in {path.parent for path in contents}:
            folder.mkdir(parents=True, exist_ok=True)
        place_files(contents)
    except OSError as error:
        what = f"the files cannot be written ({error.strerror or error})"
        where = str(next(iter(contents)).parent)
        raise StateUnwritable(what, where=where, fix="name a place that you may write to") from error
