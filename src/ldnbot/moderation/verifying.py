"""Reads everything that the history refers to, and says what of it is missing or damaged."""

import stat

from dulwich.objects import Blob, Commit, Tree

from ldnbot.errors import HistoryDamaged
from ldnbot.moderation.repository import Repository

__all__ = ["find_damage"]

_GITLINK = 0o160000


def find_damage(repository: Repository) -> tuple[str, ...]:
    """Return what is wrong with the objects that the references lead to, each as a line; nothing if all is whole.

    Objects that nothing refers to are not looked at: a process that ended in the middle leaves some, and git too.
    """
    damage: list[str] = []
    seen: set[str] = set()
    for name, commit in repository.references("refs/").items():
        waiting = [commit]
        while waiting:
            found = waiting.pop()
            if found in seen:
                continue
            seen.add(found)
            try:
                read = repository.read(found, Commit)
                waiting.extend(parent.decode() for parent in read.parents)
                _read_tree(repository, read.tree.decode(), seen)
            except HistoryDamaged as error:
                damage.append(f"refs/{name}: {error.what}")
    return tuple(damage)


def _read_tree(repository: Repository, name: str, seen: set[str]) -> None:
    if name in seen:
        return
    for entry in repository.read(name, Tree).items():
        below = entry.sha.decode()
        if stat.S_ISDIR(entry.mode):
            _read_tree(repository, below, seen)
        elif entry.mode != _GITLINK and below not in seen:
            repository.read(below, Blob)
            seen.add(below)
    seen.add(name)
