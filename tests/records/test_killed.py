"""A writer that is killed at any moment loses nothing that it has committed."""

from pathlib import Path

from recorded import run_script

NURSERY = """
import os, random, select, signal, sys, time
from pathlib import Path
from ldnbot.records.database import Opened, backup, open_database
from recorded import add_entries, details

path, chance = Path(sys.argv[1]), random.Random(int(sys.argv[2]))
committed = set()
for round in range(40):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        database = open_database(path)
        number = 0
        while True:
            text = f"{round} {number} {'x' * chance.randrange(3_000)}"
            add_entries(database, text)
            os.write(writing, f"{text}\\n".encode())
            if number % 10 == 9:
                backup(database, keep=2)
            number += 1
    os.close(writing)
    said = b""
    if round % 4:  # kill it while it writes; else while it opens, or whenever that may be
        said = os.read(reading, 1 << 16)
    time.sleep(chance.uniform(0.0, 0.05))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(reading, 1 << 16):
        said += piece
    os.close(reading)
    committed.update(line for line in said.decode().split("\\n")[:-1])
    database = open_database(path)
    assert database.opened in (Opened.FOUND, Opened.NEW), database.opened
    kept = details(database)
    assert committed <= set(kept), (round, len(committed), len(kept))
    assert len(kept) == len(set(kept))
    assert database.rows("PRAGMA integrity_check")[0][0] == "ok"
    database.close()
database = open_database(path)
made = backup(database, keep=1)
assert list(database.backups.iterdir()) == [made]
database.close()
print(len(committed))
"""


def test_nothing_committed_is_lost_when_writers_are_killed(path: Path) -> None:
    nursery = run_script(NURSERY, path, "20261125")
    out, err = nursery.communicate(timeout=120)
    assert nursery.returncode == 0, err
    assert int(out) >= 30  # so many were killed while they wrote
