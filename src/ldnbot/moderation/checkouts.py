"""On which version a folder's corpus was made: noted when a folder is published from or exported to.

Without it, a folder that was copied long ago would put its old text in the place of everything published since.
"""

import json
from contextlib import suppress
from pathlib import Path

from ldnbot.corpus.placing import place_files
from ldnbot.moderation.history import Version

__all__ = ["base_of_folder", "note_folder"]

_NOTES = "folders.json"
_MOST = 100


def note_folder(state: Path, folder: Path, version: Version) -> None:
    """Note that the folder's corpus is that version, or a change of it. A full disk costs the note and nothing else."""
    with suppress(OSError):
        notes = _notes(state)
        notes.pop(str(folder.resolve()), None)
        kept = dict([*notes.items(), (str(folder.resolve()), version.commit)][-_MOST:])
        place_files({state / _NOTES: json.dumps(kept, ensure_ascii=False, indent=1).encode()})


def base_of_folder(state: Path, folder: Path) -> str:
    """Return the commit of the version that a folder's corpus was made on; empty if that is not known."""
    return _notes(state).get(str(folder.resolve()), "")


def _notes(state: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads((state / _NOTES).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {str(name): str(commit) for name, commit in found.items()}
    return {}
