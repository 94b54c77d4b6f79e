"""One process at a time works with a state folder: the bot for as long as it runs, a changing command for a moment.

The operating system keeps the lock, and frees it when the process ends, however it ends.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ldnbot.corpus.placing import place_files
from ldnbot.errors import StateHeld, StateUnwritable

__all__ = ["Holder", "hold_state", "holder_of"]

_LOCK = "state.lock"
_HOLDER = "state.holder.json"
_GLANCE = 0.3
"""Seconds to wait at least: whoever looks whether the folder is held has the lock for an instant."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who works with a state folder: `name` as a person knows it, such as "the bot"."""

    pid: int
    """0 where it has not said who it is."""

    name: str
    since: str
    """When it began, as its clock said: 2026-11-25 22:30 UTC."""


@contextmanager
def hold_state(folder: Path, *, name: str, now: Callable[[], datetime], wait: float = 0.0) -> Iterator[None]:
    """Hold the state folder while the block runs, having waited for it for `wait` seconds at most.

    Raises:
        StateHeld: another process holds it; the error says which, and since when.
        StateUnwritable: the folder cannot be made or written to.
    """
    lock = FileLock(folder / _LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=max(wait, _GLANCE))
    except Timeout as error:
        raise _held(folder) from error
    except OSError as error:
        what = f"the state folder cannot be written to ({error.strerror or error})"
        raise StateUnwritable(what, where=str(folder), fix="allow writing to it, or set another: state:") from error
    try:
        about = {"pid": os.getpid(), "name": name, "since": now().strftime("%Y-%m-%d %H:%M UTC")}
        with suppress(OSError):  # the lock is held all the same; a full disk costs the next process a name
            place_files({folder / _HOLDER: json.dumps(about).encode()})
        yield
    finally:
        with suppress(OSError):
            (folder / _HOLDER).unlink(missing_ok=True)
        lock.release()


def holder_of(folder: Path) -> Holder | None:
    """Return who holds the state folder; None if nobody does, whatever a process that was killed left behind."""
    if not (folder / _LOCK).exists():
        return None
    try:
        with FileLock(folder / _LOCK).acquire(timeout=0):
            return None
    except Timeout:
        return _noted(folder) or Holder(0, "another process", "an unknown time")
    except OSError:  # it may not be looked at by whoever asks
        return _noted(folder)


def _noted(folder: Path) -> Holder | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        about = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        return Holder(int(about["pid"]), str(about["name"]), str(about["since"]))
    return None


def _held(folder: Path) -> StateHeld:
    holder = _noted(folder)
    who = f"{holder.name} (process {holder.pid}, since {holder.since})" if holder else "another process"
    fix = "wait until it ends or stop it; while the bot runs, change the corpus through the bot"
    return StateHeld(f"{who} is working with the state folder", where=str(folder), fix=fix)
