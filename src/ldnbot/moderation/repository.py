"""The bare git repository that keeps the corpus: its objects, checked when read, and its references.

Objects are read through dulwich, which knows git's loose and packed forms. They are written, and references moved, by
`durable`.
"""

import hashlib
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from dulwich.object_store import DiskObjectStore
from dulwich.objects import ObjectID, ShaFile
from filelock import FileLock, Timeout

from ldnbot.corpus.placing import place_files
from ldnbot.errors import HistoryDamaged, StateHeld, StateUnwritable
from ldnbot.moderation.durable import outwait_lock, place_object, swap_reference
from ldnbot.moderation.skeleton import make_repository

__all__ = ["Repository"]

_LINE = re.compile(r"(?P<commit>[0-9a-f]{40}) (?P<name>refs/\S+)")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_LONGEST_WAIT = 30.0
"""Seconds that a change waits for another one to be written. One takes a fraction of a second."""

_Object = TypeVar("_Object", bound=ShaFile)


class Repository:
    """The repository at `path`. It may not exist yet: then it has no references, and the first change makes it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.objects = path / "objects"
        self._store = DiskObjectStore(self.objects)
        self._reading = threading.Lock()
        self._writing = threading.RLock()
        self._depth = 0
        self._lock = FileLock(path.parent / f"{path.stem}.lock", timeout=_LONGEST_WAIT, thread_local=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self._store.close()  # packs that git made stay open until then

    def close(self) -> None:
        """Close the files that reading opened."""
        with self._reading:
            self._store.close()

    def read(self, name: str, kind: type[_Object]) -> _Object:
        """Return the object of that id, having checked that its content is what the id says.

        Raises:
            HistoryDamaged: it is missing, damaged or of another kind.
        """
        try:
            with self._reading:
                number, raw = self._store.get_raw(ObjectID(name.encode()))
            found = ShaFile.from_raw_string(number, raw)
        except MemoryError:
            raise
        except Exception as error:  # dulwich and zlib fail in a dozen ways on a damaged object
            what = "is missing" if isinstance(error, KeyError) else "cannot be read"
            raise self._damaged(name, kind, what) from error
        if hashlib.sha1(b"%s %d\0%s" % (found.type_name, len(raw), raw), usedforsecurity=False).hexdigest() != name:
            raise self._damaged(name, kind, "is not what it was when it was written")
        if not isinstance(found, kind):
            raise self._damaged(name, kind, f"is a {found.type_name.decode()}")
        return found

    def _damaged(self, name: str, kind: type[ShaFile], what: str) -> HistoryDamaged:
        fix = f"restore {self.path} from a backup or a clone, or fetch the object into it from one"
        return HistoryDamaged(f"the {kind.type_name.decode()} {name[:12]} {what}", where=str(self.path), fix=fix)

    def reference(self, name: str) -> str:
        """Return the commit that a reference names; "" if there is no such reference.

        Raises:
            HistoryDamaged: the reference is no commit's id.
        """
        try:
            found = (self.path / name).read_text(encoding="ascii", errors="replace").strip()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            found = self._packed().get(name, "")
        if found and not _COMMIT.fullmatch(found):
            raise HistoryDamaged(
                f"the reference {name} is {found[:40]!r}, which is no commit",
                where=str(self.path),
                fix=f"name the commit: git -C {self.path} update-ref {name} COMMIT",
            )
        return found

    def references(self, prefix: str) -> Mapping[str, str]:
        """Return the commits of all references below `prefix`, such as refs/proposals/, by the rest of their names."""
        folder = self.path / prefix
        names = {name for name in self._packed() if name.startswith(prefix)}
        for path in folder.rglob("*") if folder.is_dir() else ():
            if path.is_file() and path.suffix != ".lock":
                names.add(f"{prefix}{path.relative_to(folder).as_posix()}")
        found = {name.removeprefix(prefix): self.reference(name) for name in sorted(names)}
        return {name: commit for name, commit in found.items() if commit}

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep every other change away, of this process and of others, while the block runs.

        Raises:
            StateHeld: another process goes on changing the history.
            StateUnwritable: the folder cannot be written to.
        """
        with self._writing:
            if not self._depth:
                with _written(self.path):
                    self._take_lock()
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if not self._depth:
                    self._lock.release()

    def _take_lock(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout as error:
            what = "another process has been changing the corpus for half a minute"
            raise StateHeld(what, where=str(self.path.parent), fix="try again, or end that process") from error
        try:
            if not self.path.is_dir():
                make_repository(self.path)
            self._mend_packed()
        except BaseException:
            self._lock.release()
            raise

    def write(self, objects: Iterable[ShaFile]) -> None:
        """Put objects into the repository, and return when all have reached the disk and read back whole.

        Raises:
            StateUnwritable: the disk is full or the folder cannot be written to.
        """
        with _written(self.path):
            for found in objects:
                # What is there and sound stays; what is there and damaged is put in order by this.
                if not self._holds(found):
                    place_object(self.objects, found)
                    self.read(found.id.decode(), type(found))

    def _holds(self, found: ShaFile) -> bool:
        try:
            self.read(found.id.decode(), type(found))
        except HistoryDamaged:
            return False
        return True

    def move(self, name: str, old: str, new: str) -> bool:
        """Return whether the reference was moved from the commit `old` to `new`, in one step; "" is no reference.

        Raises:
            StateHeld: git holds it.
            StateUnwritable: the disk is full or the folder cannot be written to.
        """
        with _written(self.path):
            return swap_reference(self.path / name, old, new, lambda: self._packed().get(name, ""))

    def _packed(self) -> dict[str, str]:
        return dict(self._packed_lines()[0])

    def _packed_lines(self) -> tuple[list[tuple[str, str]], bool]:
        """Return the names and commits of git's file of packed references, and whether every line of it was sound."""
        try:
            lines = (self.path / "packed-refs").read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return [], True
        found = [match for line in lines if (match := _LINE.fullmatch(line))]
        about = sum(line.startswith(("#", "^")) for line in lines)
        return [(match["name"], match["commit"]) for match in found], bool(lines) and len(found) + about == len(lines)

    def _mend_packed(self) -> None:
        """Keep the sound lines of a damaged file of packed references, since git refuses the repository otherwise."""
        found, sound = self._packed_lines()
        if sound:
            return
        path = self.path / "packed-refs"
        outwait_lock(path.with_name("packed-refs.lock"))
        content = "# pack-refs with: sorted \n" + "".join(f"{commit} {name}\n" for name, commit in sorted(found))
        place_files({path.with_name("packed-refs.damaged"): path.read_bytes(), path: content.encode()})


@contextmanager
def _written(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"the state folder cannot be written to ({error.strerror or error})"
        fix = "make room on its disk or allow writing to it; what was published before is as it was"
        raise StateUnwritable(what, where=str(path.parent), fix=fix) from error
