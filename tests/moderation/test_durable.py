from pathlib import Path

import pytest
from dulwich.objects import Blob
from dulwich.refs import DiskRefsContainer, Ref

from ldnbot.moderation.durable import outwait_lock, place_object, swap_reference

OLD, NEW, OTHER = "a" * 40, "b" * 40, "c" * 40


def nothing() -> str:
    return ""


def test_a_reference_moves_only_from_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "refs/heads/main"
    assert not swap_reference(path, OLD, NEW, nothing)
    assert not path.exists()
    assert swap_reference(path, "", OLD, nothing)
    assert not swap_reference(path, "", NEW, nothing)
    assert not swap_reference(path, OTHER, NEW, nothing)
    assert path.read_text() == f"{OLD}\n"
    assert swap_reference(path, OLD, NEW, nothing)
    assert path.read_text() == f"{NEW}\n"
    assert [found.name for found in path.parent.iterdir()] == ["main"]


def test_a_reference_that_git_has_packed_moves_from_there(tmp_path: Path) -> None:
    path = tmp_path / "refs/heads/main"
    assert not swap_reference(path, OTHER, NEW, lambda: OLD)
    assert swap_reference(path, OLD, NEW, lambda: OLD)


def test_the_locks_are_those_that_git_respects(tmp_path: Path) -> None:
    path = tmp_path / "refs/heads/main"
    swap_reference(path, "", OLD, nothing)
    seen: list[bool] = []

    def look() -> str:
        seen.append((tmp_path / "refs/heads/other.lock").exists())
        return ""

    assert swap_reference(tmp_path / "refs/heads/other", "", OLD, look)
    assert seen == [True]
    assert DiskRefsContainer(tmp_path)[Ref(b"refs/heads/other")] == OLD.encode()


def test_a_lock_that_somebody_still_works_with_is_left(tmp_path: Path) -> None:
    lock = tmp_path / "main.lock"
    lock.write_text("")
    outwait_lock(lock, patience=0.2)
    assert not lock.exists()
    outwait_lock(lock, patience=0.2)


def test_an_object_takes_the_place_of_a_damaged_one(tmp_path: Path) -> None:
    blob = Blob.from_string(b"Veltamine\n")
    name = blob.id.decode()
    place_object(tmp_path, blob)
    path = tmp_path / name[:2] / name[2:]
    whole = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(b"")
    place_object(tmp_path, blob)
    assert path.read_bytes() == whole
    assert [found.name for found in path.parent.iterdir()] == [name[2:]]


def test_an_object_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    blob = Blob.from_string(b"Veltamine\n")
    (tmp_path / blob.id.decode()[:2]).write_text("in the way")
    with pytest.raises(OSError, match=r"exists|Not a directory"):
        place_object(tmp_path, blob)
    assert len(list(tmp_path.iterdir())) == 1
