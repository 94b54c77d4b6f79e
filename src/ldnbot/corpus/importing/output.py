"""A draft's files, written whole or not at all."""

import os
from pathlib import Path

from ldnbot.corpus.folder import REFERENCES
from ldnbot.corpus.importing.draft import Draft
from ldnbot.corpus.placing import place_files
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
        place_files({path: text.encode() for path, text in contents.items()})
    except OSError as error:
        what = f"the files cannot be written ({error.strerror or error})"
        raise ManuscriptUnreadable(what, where=str(folder), fix="name a folder that you may write to") from error
    return tuple(contents)
