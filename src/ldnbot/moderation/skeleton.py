"""A new bare repository for a corpus, there whole or not at all."""

import os
import shutil
import tempfile
from pathlib import Path

from ldnbot.corpus.placing import flush

__all__ = ["INCOMING", "make_repository"]

INCOMING = "refs/heads/incoming/"
"""Branches that a clone may push to: each can be made a proposal."""

_FOLDERS = (
    "objects/info",
    "objects/pack",
    "refs/heads/incoming",
    "refs/proposals",
    "refs/remotes",
    "refs/tags",
    "hooks",
)
_CONFIG = """\
[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = true
[receive]
\tfsckObjects = true
\tmaxInputSize = 50m
\tautogc = false
[transfer]
\thideRefs = refs/remotes
"""
_HOOK = f"""\
#!/bin/sh
# ldnbot publishes; a clone may push to incoming/ alone, from where a moderator makes a proposal of it.
case "$1" in
{INCOMING}*) exit 0 ;;
esac
echo "Push to a branch below incoming/, such as: git push origin HEAD:incoming/my-change" >&2
exit 1
"""
_FILES = {
    "HEAD": "ref: refs/heads/main\n",
    "config": _CONFIG,
    "description": "The corpus of ldnbot. Clone it; push to a branch below incoming/.\n",
    "hooks/update": _HOOK,
}


def make_repository(path: Path) -> None:
    """Make the repository at `path`, where nothing may stand. What a killed process began is cleared away.

    Raises:
        OSError: it cannot be written; nothing stands there.
    """
    for begun in path.parent.glob(f".{path.name}-*"):
        shutil.rmtree(begun, ignore_errors=True)
    prepared = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        for name in _FOLDERS:
            (prepared / name).mkdir(parents=True)
        for name, content in _FILES.items():
            _write(prepared / name, content)
        (prepared / "hooks/update").chmod(0o755)
        prepared.chmod(0o755)
        for folder in (*(prepared / name for name in _FOLDERS), prepared / "objects", prepared / "refs", prepared):
            flush(folder)
        prepared.rename(path)
    except BaseException:
        shutil.rmtree(prepared, ignore_errors=True)
        raise
    flush(path.parent)


def _write(path: Path, content: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
