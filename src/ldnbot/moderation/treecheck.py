"""Whether commits from elsewhere may come into the history: what is wrong with them in plain words, before they do.

Every object is read whole, and its content compared with its id. Nothing in a tree may be more than a plain file or a
folder, and no name may lead anywhere or mean something else on another system.
"""

import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dulwich.objects import Blob, Commit, Tree

from ldnbot.corpus.folder import LARGEST_FILE
from ldnbot.errors import HistoryDamaged
from ldnbot.moderation.repository import Repository

__all__ = ["Arrivals", "Unacceptable", "check_arrivals"]

MOST_COMMITS = 5_000
MOST_FILES = 2_000
"""In all folders of one commit: as many as a corpus's own folder may hold."""

_DEEPEST = 8
_MOST_BYTES = 200_000_000
_FORBIDDEN = frozenset('\\:*?"<>|')


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What a commit from elsewhere needs and the history has not: ids of objects, each after those it names."""

    objects: tuple[str, ...]


class Unacceptable(Exception):
    """Why commits from elsewhere are refused, as a sentence without its full stop."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def check_arrivals(repository: Repository, tip: str, known: Collection[str]) -> Arrivals:
    """Return what the commit `tip` brings besides the commits in `known`, having read and checked all of it.

    Raises:
        Unacceptable: something of it must not come into the history.
    """
    try:
        return Arrivals(tuple(_Check(repository, known).arrivals(tip)))
    except HistoryDamaged as error:
        raise Unacceptable(f"it is not whole: {error.what}") from error


class _Check:
    def __init__(self, repository: Repository, known: Collection[str]) -> None:
        self._repository = repository
        self._known = frozenset(known)
        self._seen: dict[str, int] = {}
        """Trees and blobs already checked, and how many files are in each."""

        self._bytes = 0

    def arrivals(self, tip: str) -> Iterator[str]:
        for commit in self._commits(tip):
            yield from self._tree(self._repository.read(commit, Commit).tree.decode(), depth=0)
            yield commit

    def _commits(self, tip: str) -> list[str]:
        """Return the new commits, parents first."""
        found: dict[str, None] = {}
        waiting = [tip]
        while waiting:
            commit = waiting[-1]
            if commit in self._known or commit in found:
                waiting.pop()
                continue
            parents = [parent.decode() for parent in self._repository.read(commit, Commit).parents]
            unseen = [parent for parent in parents if parent not in self._known and parent not in found]
            if unseen:
                waiting.extend(unseen)
            else:
                found[commit] = None
                waiting.pop()
            if len(found) + len(waiting) > MOST_COMMITS:
                raise Unacceptable(f"it brings more than {MOST_COMMITS:,} commits, which no corpus does")
        return list(found)

    def _tree(self, name: str, depth: int) -> Iterator[str]:
        if name in self._seen:
            return
        if depth > _DEEPEST:
            raise Unacceptable("its folders lie deeper in each other than any corpus needs")
        files = 0
        names: set[str] = set()
        for entry in self._repository.read(name, Tree).items():
            path, below = _name(entry.path), entry.sha.decode()
            if path.lower() in names:
                raise Unacceptable(f"two of its files are both called {path!r} where capitals do not count")
            names.add(path.lower())
            if stat.S_ISDIR(entry.mode):
                yield from self._tree(below, depth + 1)
                files += self._seen[below]
            elif stat.S_ISREG(entry.mode):
                yield from self._blob(below, path)
                files += 1
            else:
                kind = "a symbolic link" if stat.S_ISLNK(entry.mode) else "another repository"
                raise Unacceptable(f"{path!r} is {kind} and no plain file")
            if files > MOST_FILES:
                raise Unacceptable(f"it has more than {MOST_FILES:,} files, which no corpus has")
        self._seen[name] = files
        yield name

    def _blob(self, name: str, path: str) -> Iterator[str]:
        if name in self._seen:
            return
        size = len(self._repository.read(name, Blob).data)
        self._bytes += size
        if size > LARGEST_FILE:
            most = LARGEST_FILE / 1e6
            raise Unacceptable(f"{path!r} has {size / 1e6:.1f} MB, and {most:.0f} MB is the most that a file may have")
        if self._bytes > _MOST_BYTES:
            raise Unacceptable(f"its files have more than {_MOST_BYTES // 1_000_000} MB together")
        self._seen[name] = 1
        yield name


def _name(raw: bytes) -> str:
    """Return the name of a file or folder.

    Raises:
        Unacceptable: it could lead out of its folder, into git's own, or be another file on another system.
    """
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unacceptable(f"the name {raw!r} is not UTF-8") from error
    plain = name.lower().rstrip(". ")
    if not plain or "/" in name or plain in (".git", "git~1") or not name.isprintable() or _FORBIDDEN & set(name):
        raise Unacceptable(f"the name {name!r} is a trick or does not work on every system")
    if name != name.strip() or name.endswith("."):
        raise Unacceptable(f"the name {name!r} does not work on every system")
    return name
