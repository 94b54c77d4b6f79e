import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from dulwich.objects import Blob

from histories import ANA, BEN, FIRST, SECOND, THIRD, clock, live, started
from ldnbot.errors import HistoryDamaged, StateUnwritable
from ldnbot.moderation.durable import place_object
from ldnbot.moderation.history import History, open_history
from ldnbot.moderation.proposals import Proposals
from ldnbot.moderation.verifying import find_damage


def loose(state: Path, name: str) -> Path:
    return state / "corpus.git/objects" / name[:2] / name[2:]


def blob_of(text: str) -> str:
    return Blob.from_string(text.encode()).id.decode()


def damage(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def test_killed_processes_leave_the_old_or_the_new_version_and_every_proposal() -> None:
    script = Path(__file__).with_name("killing.py")
    ran = subprocess.run(
        [sys.executable, str(script), "27", "3"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    figures = json.loads(ran.stdout)
    assert sum(figures["killed"].values()) >= 13
    assert figures["lost"] == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with little room, if one may be mounted here."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no disk may be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_leaves_the_old_version_and_room_makes_it_work_again(small_disk: Path) -> None:
    state = small_disk / "state"
    history = started(state)
    proposals = Proposals(history)
    price = proposals.propose(SECOND, title="Price", author=BEN, base=live(history))
    before = history.live()
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while True:
            file.write(b"x" * 512)
    with pytest.raises(StateUnwritable, match=r"No space.*as it was"):
        history.publish(THIRD, base=live(history), author=ANA, reason="The journal's name")
    with pytest.raises(StateUnwritable):
        proposals.approve(price, by=ANA)
    assert history.live() == before
    assert proposals.open_proposals() == (price,)
    assert find_damage(history.repository) == ()
    filler.unlink()
    history.publish(THIRD, base=live(history), author=ANA, reason="The journal's name")
    assert history.sources(history.live()) == THIRD


@pytest.mark.parametrize("most", [0, 20, 40, 120, 300])
def test_a_disk_that_takes_no_more_bytes_leaves_the_old_version(tmp_path: Path, most: int) -> None:
    history = started(tmp_path)
    before = history.live()
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, usual[1]))
    try:
        with pytest.raises(StateUnwritable):
            history.publish(SECOND, base=live(history), author=BEN, reason="x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert history.live() == before
    assert find_damage(history.repository) == ()
    assert not list((tmp_path / "corpus.git").rglob("tmp_obj_*"))
    assert not list((tmp_path / "corpus.git/refs").rglob("*.lock"))
    history.publish(SECOND, base=live(history), author=BEN, reason="The price rose")


def test_an_object_that_nothing_refers_to_is_no_damage(tmp_path: Path) -> None:
    history = started(tmp_path)
    place_object(history.repository.objects, Blob.from_string(b"Nobody needs this\n"))
    assert find_damage(history.repository) == ()
    history.publish(SECOND, base=live(history), author=BEN, reason="The price rose")
    assert history.sources(history.live()) == SECOND


@pytest.mark.parametrize("content", [b"", b"x", b"\x78\x9c", bytes(40)])
def test_a_damaged_object_that_is_not_live_is_written_anew_when_it_is_needed(tmp_path: Path, content: bytes) -> None:
    history = started(tmp_path)
    path = loose(tmp_path, blob_of(SECOND["veltamine.md"]))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    assert history.sources(history.live()) == FIRST
    history.publish(SECOND, base=live(history), author=BEN, reason="The price rose")
    assert history.sources(history.live()) == SECOND
    assert find_damage(history.repository) == ()


def test_a_damaged_old_version_stops_neither_answers_nor_publishing_and_is_named(tmp_path: Path) -> None:
    history = started(tmp_path)
    first = live(history)
    history.publish(SECOND, base=first, author=BEN, reason="The price rose")
    path = loose(tmp_path, blob_of(FIRST["veltamine.md"]))
    damage(path, path.read_bytes()[:50])
    assert history.sources(history.live()) == SECOND
    with pytest.raises(HistoryDamaged, match=r"the blob \w{12} cannot be read.*backup or a clone"):
        history.rollback(first, author=ANA, reason="Back")
    (line,) = find_damage(history.repository)
    assert blob_of(FIRST["veltamine.md"])[:12] in line
    history.publish({**SECOND, **THIRD}, base=live(history), author=ANA, reason="All of it")


def test_an_object_with_another_content_is_never_answered_from(tmp_path: Path) -> None:
    history = started(tmp_path)
    forged = Blob.from_string(FIRST["veltamine.md"].replace("2 mg", "20 mg").encode())
    damage(loose(tmp_path, blob_of(FIRST["veltamine.md"])), forged.as_legacy_object())
    with pytest.raises(HistoryDamaged, match="is not what it was when it was written"):
        history.sources(history.live())
    with pytest.raises(HistoryDamaged):
        open_history(tmp_path, now=clock()).live()


@pytest.mark.parametrize(
    "garbage", [b"", b"\n", b"garbage\n", b"\xff\xfe\0\n", b"# pack-refs with: peeled \nnonsense refs/heads/main\n"]
)
def test_garbage_among_packed_references_is_mended_at_the_next_change(tmp_path: Path, garbage: bytes) -> None:
    history = started(tmp_path)
    proposals = Proposals(history)
    kept = proposals.propose(SECOND, title="Price", author=BEN, base=live(history))
    packed = tmp_path / "corpus.git/packed-refs"
    packed.write_bytes(garbage + f"{kept.commit} refs/proposals/p1\n".encode() if garbage.strip() else garbage)
    if garbage.strip():
        (tmp_path / "corpus.git/refs/proposals/p1").unlink()
    assert history.sources(history.live()) == FIRST
    assert proposals.open_proposals() == (kept,)
    history.publish(THIRD, base=live(history), author=ANA, reason="The journal's name")
    assert proposals.open_proposals() == (kept,)
    if shutil.which("git"):
        command = ["git", "clone", "-q", str(tmp_path / "corpus.git"), str(tmp_path / "clone")]
        subprocess.run(command, check=True, capture_output=True)
    assert garbage == b"" or (tmp_path / "corpus.git/packed-refs.damaged").exists()


def test_a_live_reference_that_is_garbage_is_one_clear_line(tmp_path: Path) -> None:
    history = started(tmp_path)
    (tmp_path / "corpus.git/refs/heads/main").write_text("\0\0\0\n")
    for _ in range(2):
        with pytest.raises(HistoryDamaged, match=r"git -C .* update-ref refs/heads/main COMMIT"):
            history.live()


def test_locks_of_a_dead_git_are_outwaited(tmp_path: Path) -> None:
    history = started(tmp_path)
    (tmp_path / "corpus.git/refs/heads/main.lock").write_text("")
    history.publish(SECOND, base=live(history), author=BEN, reason="The price rose")
    assert history.sources(history.live()) == SECOND


_PUBLISHING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from histories import SECOND, BEN, live, clock
from ldnbot.moderation.history import open_history
with open_history(Path(sys.argv[1]), now=clock()) as history:
    history.publish(SECOND, base=live(history), author=BEN, reason="The price rose")
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_everything_has_reached_the_disk_before_the_reference_moves(tmp_path: Path) -> None:
    history = started(tmp_path / "state")
    place = tmp_path / "trace"
    tests = Path(__file__).parent
    command = ["strace", "-f", "-y", "-e", "trace=fsync,rename,renameat,renameat2", "-o", str(place)]
    ran = subprocess.run(
        [*command, sys.executable, "-c", _PUBLISHING, str(tmp_path / "state"), str(tests), str(tests.parent)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    if "ptrace" in ran.stderr.lower() and ran.returncode:
        pytest.skip("processes may not be traced here")
    assert ran.returncode == 0, ran.stderr
    calls = [re.sub(r"^\d+ +", "", line) for line in place.read_text().splitlines() if "corpus.git" in line]
    (moved,) = [number for number, call in enumerate(calls) if call.startswith("rename") and "refs/heads/main" in call]
    objects = [call for call in calls[:moved] if call.startswith("rename") and "/objects/" in call]
    assert len(objects) == 3  # an article, the tree, the commit
    for call in objects:
        temporary, placed = re.findall(r'"([^"]+)"', call)
        at = calls.index(call)
        assert any(earlier.startswith("fsync") and temporary in earlier for earlier in calls[:at]), call
        folder = f"{Path(placed).parent}>"
        assert any(later.startswith("fsync") and folder in later for later in calls[at:moved]), call
    assert any(call.startswith("fsync") and "refs/heads/main.lock" in call for call in calls[:moved])
    assert any(call.startswith("fsync") and "refs/heads>" in call for call in calls[moved:])
    assert History(history.repository, clock()).sources(history.live()) == SECOND
