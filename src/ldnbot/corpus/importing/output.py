"""A draft's files, written whole or not at all."""

import os
import tempfile
from pathlib import Path

from ldnbot.corpus.folder import REFERENCES
from ldnbot.corpus.importing.draft import Draft
from ldnbot.corpus.reader import slug
from ldnbot.errors import ManuscriptUnreadable, OutputExists

__all__ = ["write_draft"]


def write_draft(draft: Draft, folder: Path, *, force: bool) -> tuple[Path, ...]:
    """Write the article and its references into `folder`, which is made if need be, and return the files.

    Nothing is written if one of them exists, unless `force`. File names are made of letters, digits and hyphens only,
    whatever the input holds.

    Raises:
        OutputExists: a file of that name stands there.
        ManuscriptUnreadable: the folder cannot be written to.
    """
    contents = {folder / f"{slug(draft.name) or 'article'}.md": draft.markdown}
    if draft.references:
        contents[folder / REFERENCES] = draft.references
    for path in contents:
        if os.path.lexists(path) and (not force or path.is_dir()):
            raise OutputExists(
                "this file exists and was left as it is",
                where=str(path),
                fix="import into another folder, or replace the file with --force",
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_all(contents, folder)
    except OSError as error:
        what = f"the files cannot be written ({error.strerror or error})"
        raise ManuscriptUnreadable(what, where=str(folder), fix="name a folder that you may write to") from error
    return tuple(contents)


def _write_all(contents: dict[Path, str], folder: Path) -> None:
    """Write every file beside its place, then put each there: a full disk shows before anything is replaced."""
    prepared: list[tuple[Path, Path]] = []
    try:
        for path, text in contents.items():
            handle, temporary = tempfile.mkstemp(prefix=".import-", dir=folder)
            prepared.append((Path(temporary), path))
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
                os.fchmod(file.fileno(), 0o644)
        for temporary_path, path in prepared:
            temporary_path.replace(path)
    finally:
        for temporary_path, _ in prepared:
            temporary_path.unlink(missing_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
