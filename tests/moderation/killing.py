"""Kills real processes with SIGKILL while they change a corpus, and looks at what they leave.

usage: PYTHONPATH=src:tests:tests/moderation python tests/moderation/killing.py ROUNDS SEED

It prints a JSON object of figures, and leaves with 1 if anything was lost.

Half of the processes are killed from outside after a random time, the other half at a random line of the code that
changes the state folder, so that the short moments between two writes are met as often as the long ones.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from histories import ANA, BEN, CLEO, FIRST, SECOND, THIRD, live
from ldnbot.moderation.history import History, Sources, Unpublished, open_history
from ldnbot.moderation.merge import merge
from ldnbot.moderation.proposal import State
from ldnbot.moderation.proposals import Proposals
from ldnbot.moderation.publishing import publish_proposal
from ldnbot.moderation.pulling import PullRule, pull
from ldnbot.moderation.verifying import find_damage

__all__ = ["Figures", "kill_many"]

_CHANGING = ("durable", "skeleton", "history", "proposals", "publishing", "pulling")
_WATCHED = tuple(f"/ldnbot/moderation/{name}.py" for name in _CHANGING)
FOURTH = {**FIRST, "veltamine.md": FIRST["veltamine.md"].replace("Nobody fell", "Nobody fell down")}


def opened(state: Path) -> History:
    return open_history(state, now=lambda: datetime.now(UTC))


def begin(state: Path) -> None:
    with opened(state) as history:
        history.publish(FIRST, base=Unpublished(), author=ANA, reason="The first of all")


def publish(state: Path) -> None:
    with opened(state) as history:
        history.publish(SECOND, base=live(history), author=ANA, reason="The price rose")


def rollback(state: Path) -> None:
    with opened(state) as history:
        history.rollback(history.log(9)[-1], author=ANA, reason="Back")


def propose(state: Path) -> None:
    with opened(state) as history:
        Proposals(history).propose(FOURTH, title="Fell", author=BEN, base=live(history))


def revise(state: Path) -> None:
    with opened(state) as history:
        proposals = Proposals(history)
        proposals.revise(proposals.find("p1"), FOURTH, by=BEN, reason="Better")


def approve(state: Path) -> None:
    with opened(state) as history:
        proposals = Proposals(history)
        proposals.approve(proposals.find("p1"), by=CLEO)


def reject(state: Path) -> None:
    with opened(state) as history:
        proposals = Proposals(history)
        proposals.decide(proposals.find("p1"), State.REJECTED, by=ANA, reason="No")


def decide(state: Path) -> None:
    with opened(state) as history:
        proposals = Proposals(history)
        publish_proposal(proposals, proposals.find("p1"), by=ANA, merge=merge, record=lambda deed: None)


def pull_in(state: Path) -> None:
    with opened(state) as history:
        address = f"file://{state.parent.parent / 'remote/corpus.git'}"
        pull(
            *(Proposals(history), address),
            by=ANA,
            rule=PullRule.PUBLISH,
            record=lambda deed: None,
        )


@dataclass(frozen=True)
class Operation:
    """What a process is killed at, and what may be live after it besides the old version."""

    run: Callable[[Path], None]
    becomes: Sources


OPERATIONS: Mapping[str, Operation] = {
    "begin": Operation(begin, FIRST),
    "publish": Operation(publish, SECOND),
    "rollback": Operation(rollback, THIRD),
    "propose": Operation(propose, FIRST),
    "revise": Operation(revise, FIRST),
    "approve": Operation(approve, FIRST),
    "reject": Operation(reject, FIRST),
    "decide": Operation(decide, SECOND),
    "pull": Operation(pull_in, FOURTH),
}


@dataclass
class Figures:
    """What came of all rounds. `lost` says what was wrong, and is empty if nothing was."""

    rounds: int
    killed: Counter[str]
    finished: Counter[str]
    left: Counter[str]
    """How often the state was the one before, and how often the one after."""

    locks: int
    """git's lock files that dead processes left behind, which the next change had to outwait."""

    lost: list[str]


def prepare(folder: Path) -> None:
    """Make a state folder with two versions and two proposals, and a remote that is one version ahead."""
    state = folder / "prepared"
    with opened(state) as history:
        history.publish(THIRD, base=Unpublished(), author=ANA, reason="The first")
        history.publish(FIRST, base=live(history), author=ANA, reason="The second")
        proposals = Proposals(history)
        proposals.propose(SECOND, title="Price", author=BEN, base=live(history))
        proposals.propose(THIRD, title="Journal", author=CLEO, base=live(history))
    shutil.copytree(state, folder / "remote")
    with opened(folder / "remote") as history:
        history.publish(FOURTH, base=live(history), author=BEN, reason="Fell")


def set_up(folder: Path, state: Path, run: Callable[[Path], None]) -> None:
    """Make the state folder that an operation begins with."""
    shutil.copytree(folder / "prepared", state)
    if run is begin:
        shutil.rmtree(state / "corpus.git")


def child(work: Callable[[], None], line: int = 0) -> int:
    """Return the id of a forked process that does the work, and kills itself at that line if one is given."""
    process = os.fork()
    if process:
        return process
    try:
        if line:
            sys.settrace(_killer(line))
        work()
        sys.settrace(None)
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - a child must not run the parent's code
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)


def _killer(line: int) -> Callable[[FrameType, str, Any], Any]:
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.endswith(_WATCHED):
            return None
        if event == "line":
            count += 1
            if count == line:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    return trace


def measured(run: Callable[[Path], None], folder: Path) -> tuple[float, int]:
    """Return the seconds that an operation takes, and how many watched lines it runs."""
    lines = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal lines
        if not frame.f_code.co_filename.endswith(_WATCHED):
            return None
        lines += event == "line"
        return trace

    taken = 0.0
    for counting in (False, True):
        state = folder / "runs" / f"measured-{counting}"
        set_up(folder, state, run)
        began = time.perf_counter()
        if counting:
            sys.settrace(trace)
        run(state)
        sys.settrace(None)
        taken = taken or time.perf_counter() - began
        shutil.rmtree(state)
    return taken, lines


def kill_many(rounds: int, seed: int) -> Figures:
    """Return what `rounds` killed processes left."""
    choose = random.Random(seed)
    figures = Figures(rounds, Counter(), Counter(), Counter(), 0, [])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        costs = {kind: measured(operation.run, folder) for kind, operation in OPERATIONS.items()}
        kinds = [kind for _ in range(rounds) for kind in OPERATIONS][:rounds]
        for number, kind in enumerate(kinds):
            state = folder / "runs" / str(number)
            set_up(folder, state, OPERATIONS[kind].run)
            seconds, lines = costs[kind]
            by_line = (number // len(OPERATIONS)) % 2 == 1
            # The last fifth of an operation is where it moves references.
            point = choose.choice((choose.randint(1, lines), choose.randint(lines * 4 // 5, lines))) if by_line else 0
            process = child(lambda state=state, kind=kind: OPERATIONS[kind].run(state), point)  # type: ignore[misc]
            if not by_line:
                time.sleep(choose.uniform(0, seconds * 1.1))
                os.kill(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
            (figures.killed if os.WIFSIGNALED(status) else figures.finished)[kind] += 1
            figures.locks += len(list(state.rglob("*.git/refs/**/*.lock")))
            for fault in faults_of(kind, state, figures):
                figures.lost.append(f"round {number}, {kind} at {point or 'a random time'}: {fault}")
            shutil.rmtree(state)
    return figures


def faults_of(kind: str, state: Path, figures: Figures) -> list[str]:
    """Return what is wrong with what a killed process left."""
    if kind == "begin":
        return faults_of_begun(state, figures)
    faults = []
    with opened(state) as history:
        sources = history.sources(history.live())
        becomes = OPERATIONS[kind].becomes
        if sources not in (FIRST, dict(becomes)):
            faults.append("neither the old version nor the new one is live")
        proposals = Proposals(history)
        found = {proposal.id: proposal for proposal in proposals.all_proposals()}
        untouched = sources == FIRST and len(found) == 2 and len(proposals.states(found["p1"])) == 1
        figures.left["before" if untouched else "after"] += 1
        if not {"p1", "p2"} <= set(found) <= {"p1", "p2", "p3"}:
            faults.append(f"the proposals are {sorted(found)}")
        if any(proposals.sources(found[name]) not in (SECOND, THIRD, FOURTH) for name in found):
            faults.append("a proposal holds something else")
        published = any(version.proposal == "p1" for version in history.log(9))
        if (found["p1"].state == State.PUBLISHED) != published:
            faults.append("a proposal and the history disagree")
        faults += find_damage(history.repository)
        proposals.settle()
        changed = {**sources, "veltamine.md": sources["veltamine.md"].replace("about $1", "about $2")}
        history.publish(changed, base=history.live(), author=CLEO, reason="Life goes on")
        if history.sources(history.live()) != changed:
            faults.append("nothing can be published any more")
    if shutil.which("git"):
        ran = subprocess.run(
            ["git", "fsck", "--strict", "--no-dangling"],
            cwd=state / "corpus.git",
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            faults.append(f"git fsck: {ran.stderr}{ran.stdout}")
    return faults


def faults_of_begun(state: Path, figures: Figures) -> list[str]:
    """Return what is wrong with what a process left that was killed at the very first version."""
    faults = []
    with opened(state) as history:
        found = history.live()
        figures.left["before" if isinstance(found, Unpublished) else "after"] += 1
        if history.sources(found) not in ({}, FIRST):
            faults.append("something else than the first version is live")
        faults += find_damage(history.repository)
        history.publish(SECOND, base=found, author=CLEO, reason="Life goes on")
        if history.sources(history.live()) != SECOND or list(state.glob(".corpus.git-*")):
            faults.append("nothing can be published any more, or something was left lying")
    return faults


def main() -> int:
    rounds, seed = (int(argument) for argument in sys.argv[1:3])
    figures = kill_many(rounds, seed)
    sys.stdout.write(json.dumps(figures.__dict__))
    return 1 if figures.lost else 0


if __name__ == "__main__":
    sys.exit(main())
