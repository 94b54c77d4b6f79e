"""Files put in their places whole or not at all: written beside, flushed to the disk, then renamed."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["flush", "place_files"]

_NEW_FILE = 0o644


def place_files(contents: Mapping[Path, bytes]) -> None:
    """Put each content in the place of its file. A full disk shows before any file is replaced.

    The folders must exist. A file that stands there keeps its permissions.

    Raises:
        OSError: a file cannot be written; those not yet replaced are as they were.
    """
    prepared: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            handle, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
            prepared.append((Path(temporary), path))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                os.fchmod(file.fileno(), path.stat().st_mode & 0o777 if path.exists() else _NEW_FILE)
        for temporary_path, path in prepared:
            temporary_path.replace(path)
    finally:
        for temporary_path, _ in prepared:
            temporary_path.unlink(missing_ok=True)
    for folder in {path.parent for path in contents}:
        flush(folder)


def flush(path: Path) -> None:
    """Return when a file, or the names in a folder, have reached the disk.

    Raises:
        OSError: there is none, or it cannot be read.
    """
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
