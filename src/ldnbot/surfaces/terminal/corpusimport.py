"""`ldnbot corpus import`: an article in another format as a draft corpus, with all that a person has to confirm."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

import click

from ldnbot.errors import ManuscriptUnreadable

if TYPE_CHECKING:
    from ldnbot.corpus.importing.draft import Note

__all__ = ["import_article_file"]

_LARGEST = 50_000_000
"""Bytes of an input. A PDF with figures can have tens of megabytes."""

_GROUPS = {
    "guessed": "Guessed: please confirm",
    "dropped": "Left out: please see whether it is missed",
    "missing": "Missing: please add",
}


@click.command("import")
@click.argument("file", metavar="FILE|-", type=click.File("rb"))
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", required=True, help="The folder to write to.")
@click.option("--force", is_flag=True, help="Replace files that stand there.")
@click.option("--name", default="", help="The article's name: its file without the ending. Without it: from the input.")
@click.option(
    "--headings",
    type=click.File("r", encoding="utf-8"),
    metavar="FILE",
    help="Headings of a text that marks none: one a line, exactly as they stand in it.",
)
def import_article_file(*, file: BinaryIO, out: Path, force: bool, name: str, headings: TextIO | None) -> None:
    """Turn the article FILE (or standard input, -) into a draft corpus in DIR.

    Nothing is published by it: what had to be guessed, was left out or is missing is listed for a person to confirm.

    \b
    Examples:
      ldnbot corpus import article.html --out my-corpus
      ldnbot corpus import notes.txt --headings headings.txt --out my-corpus
      cat article.md | ldnbot corpus import - --name sleep --out my-corpus
    """
    from ldnbot.corpus.importing.importer import import_article  # half a second that no other command needs
    from ldnbot.corpus.importing.output import write_draft

    called = getattr(file, "name", "-")  # standard input may be a stream without one
    try:
        raw = file.read(_LARGEST + 1)
        wanted = tuple(line.strip() for line in headings if line.strip()) if headings else ()
    except UnicodeDecodeError as error:
        raise ManuscriptUnreadable("the list of headings is not UTF-8 text", fix="save it as UTF-8") from error
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error})"
        raise ManuscriptUnreadable(what, where=called, fix="name a file that you may read") from error
    if len(raw) > _LARGEST:
        fix = f"{_LARGEST // 1_000_000} MB is the most that is read: name the article alone"
        raise ManuscriptUnreadable("the file is too large", where=called, fix=fix)
    shown = "stdin" if called in ("-", "<stdin>") else Path(called).name
    draft = import_article(raw, file_name=shown, headings=wanted, name=name)
    for path in write_draft(draft, out, force=force):
        click.echo(f"wrote {path}")
    _print_notes(draft.notes)
    click.echo(f"\nNext: ldnbot corpus check --corpus {out}")


def _print_notes(notes: Sequence["Note"]) -> None:
    for kind, title in _GROUPS.items():
        group = [note for note in notes if note.kind == kind]
        if group:
            click.echo(f"\n{title} ({len(group)})")
        for note in group:
            click.echo(f"- {f'line {note.line}: ' if note.line else ''}{note.what}")
            if note.confirm:
                click.echo(f"    {note.confirm}")
