"""What several processes do in one folder, one after the other, and what a killed one left there."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["alone_in", "sweep"]


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep other processes that ask for the same folder waiting.

    Raises:
        OSError: it is no folder, or cannot be read.
    """
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def sweep(folder: Path, prefix: str) -> None:
    """Remove the files that begin so: unfinished ones, which would keep questions for ever."""
    for path in folder.iterdir():
        if path.name.startswith(prefix):
            path.unlink(missing_ok=True)
