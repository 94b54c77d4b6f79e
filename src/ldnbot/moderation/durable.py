"""Writes of a git repository that outlive a power cut: an object, and the move of a reference.

dulwich writes an object without flushing it, never flushes a folder, and leaves a reference's lock behind on a full
disk. Here every object and the folder that names it have reached the disk before a reference moves, and the move itself
is one rename. The files are those that git writes, under the locks that git respects.
"""

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dulwich.objects import ShaFile

from ldnbot.corpus.placing import flush
from ldnbot.errors import StateHeld

__all__ = ["outwait_lock", "place_object", "swap_reference"]

PATIENCE = 1.0
"""Seconds for which a git lock must stay the same to be taken for a dead process's. git holds one for milliseconds."""

_READ_ONLY = 0o444
_STEP = 0.05


def place_object(objects: Path, found: ShaFile) -> None:
    """Put an object into the folder of loose objects, whole and flushed, whatever stood there.

    Raises:
        OSError: it cannot be written; nothing stands in its place.
    """
    name = found.id.decode()
    folder = objects / name[:2]
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        flush(objects)
    # git's own name for what is unfinished: `git gc` clears it away after a kill.
    handle, temporary = tempfile.mkstemp(prefix="tmp_obj_", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(found.as_legacy_object())
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), _READ_ONLY)
        Path(temporary).replace(folder / name[2:])
    finally:
        Path(temporary).unlink(missing_ok=True)
    flush(folder)


def swap_reference(path: Path, old: str, new: str, packed: Callable[[], str]) -> bool:
    """Return whether the reference at `path` was moved from `old` to `new`, which are commits; "" is no reference.

    `packed` returns what the reference is where its own file is missing, since git may pack references into one file.

    Raises:
        StateHeld: another program holds git's lock on it.
        OSError: it cannot be written; it is what it was.
    """
    lock = path.with_name(f"{path.name}.lock")
    _make_folder(path.parent)
    outwait_lock(lock)
    try:
        handle = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError as error:
        raise StateHeld("another program is writing to the history", where=str(lock), fix="try again") from error
    try:
        with os.fdopen(handle, "wb") as file:
            moves = (_written(path) or packed()) == old
            if moves:
                file.write(f"{new}\n".encode())
                file.flush()
                os.fsync(file.fileno())
        if moves:
            lock.replace(path)
    except BaseException:
        lock.unlink(missing_ok=True)
        raise
    if moves:
        flush(path.parent)
    else:
        lock.unlink()
    return moves


def outwait_lock(lock: Path, patience: float = PATIENCE) -> None:
    """Remove git's lock file if it is a dead process's: if it stays the same file for `patience` seconds.

    Whoever calls this must keep other processes of ldnbot away.
    """
    seen = _identity(lock)
    waited = 0.0
    while seen and waited < patience:
        time.sleep(_STEP)
        waited += _STEP
        if _identity(lock) != seen:
            seen, waited = _identity(lock), 0.0
    if seen:
        lock.unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        flush(folder.parent)


def _written(path: Path) -> str:
    with suppress(FileNotFoundError):
        return path.read_text(encoding="ascii", errors="replace").strip()
    return ""


def _identity(lock: Path) -> tuple[int, int] | None:
    with suppress(FileNotFoundError):
        facts = lock.stat()
        return facts.st_ino, facts.st_mtime_ns
    return None
