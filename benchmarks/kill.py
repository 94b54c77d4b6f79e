"""Kills processes while they publish, roll back, pull, propose and decide, and prints what they left.

    python benchmarks/kill.py [--rounds 400] [--seed 1]

Every process is a real one and is killed with SIGKILL: half of them at a random moment, half at a random line of the
code that changes the state folder. Afterwards the old or the new version must be live, every proposal be there, every
object that a reference leads to be whole, `git fsck` be content, and the next publication work.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_SCRIPT = _ROOT / "tests/moderation/killing.py"


def main() -> int:
    """Run the rounds and print the figures; return 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.perf_counter()
    path = os.pathsep.join([str(_ROOT / "tests"), str(_SCRIPT.parent), *sys.path])
    ran = subprocess.run(  # noqa: S603 - our own interpreter and our own script
        [sys.executable, str(_SCRIPT), str(options.rounds), str(options.seed)],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    figures = json.loads(ran.stdout)
    killed, finished = figures["killed"], figures["finished"]
    print(f"{options.rounds} rounds in {time.perf_counter() - began:.0f} s, seed {options.seed}")
    print(f"{'operation':<12}{'killed':>8}{'finished first':>16}")
    for kind in killed:
        print(f"{kind:<12}{killed[kind]:>8}{finished.get(kind, 0):>16}")
    print(f"{'together':<12}{sum(killed.values()):>8}{sum(finished.values()):>16}")
    print(f"as before: {figures['left'].get('before', 0)}, as after: {figures['left'].get('after', 0)}")
    print(f"neither, or anything lost: {len(figures['lost'])}")
    print(f"lock files of dead processes outwaited: {figures['locks']}")
    for fault in figures["lost"]:
        print(fault)
    return ran.returncode


if __name__ == "__main__":
    sys.exit(main())
