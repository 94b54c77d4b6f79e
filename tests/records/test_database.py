import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ldnbot.errors import RecordsUnusable
from ldnbot.records.database import Database, Opened, open_database
from ldnbot.records.tables import STEPS
from recorded import add_entries, details, disk_of, fill, run_script


def test_a_new_database_is_found_when_it_is_opened_again(path: Path) -> None:
    with closing(open_database(path)) as database:
        assert database.opened is Opened.NEW
        add_entries(database, "kept")
    with closing(open_database(path)) as database:
        assert database.opened is Opened.FOUND
        assert details(database) == ["kept"]


def test_folders_that_are_missing_are_made(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "a" / "b" / "records.sqlite3")) as database:
        assert database.opened is Opened.NEW


def test_only_the_owner_may_read_the_files(database: Database) -> None:
    add_entries(database, "kept")
    files = [file for file in database.path.parent.iterdir() if file.is_file()]
    assert {file.name for file in files} >= {"records.sqlite3", "records.sqlite3-wal"}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_it_writes_ahead_and_flushes_and_overwrites_what_it_erases(database: Database) -> None:
    found = {
        name: database.rows(f"PRAGMA {name}")[0][0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_changes_of_a_transaction_that_fails_are_undone(database: Database) -> None:
    add_entries(database, "before")
    with pytest.raises(KeyError), database.transaction():
        add_entries(database, "undone")
        raise KeyError
    assert details(database) == ["before"]


def test_a_transaction_inside_another_is_undone_with_it(database: Database) -> None:
    with pytest.raises(KeyError), database.transaction():
        with database.transaction():
            add_entries(database, "undone")
        raise KeyError
    assert details(database) == []


def test_an_error_of_the_program_stays_itself(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError), database.transaction() as connection:
        connection.execute("SELECT * FROM nowhere")


def test_closing_twice_does_nothing(path: Path) -> None:
    database = open_database(path)
    database.close()
    database.close()


def test_threads_write_one_after_the_other(database: Database) -> None:
    def write(name: int) -> None:
        for number in range(50):
            add_entries(database, f"{name} {number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(details(database)) == sorted(f"{name} {number}" for name in range(4) for number in range(50))


def test_a_thread_does_not_see_into_the_transaction_of_another(database: Database) -> None:
    seen: list[object] = []
    reader = threading.Thread(target=lambda: seen.append(details(database)))
    with database.transaction():
        add_entries(database, "half")
        reader.start()
        reader.join(0.05)
        assert seen == []  # it waits
        add_entries(database, "whole")
    reader.join()
    assert seen == [["whole", "half"]]


WRITER = """
import sys
from pathlib import Path
from ldnbot.records.database import open_database
from recorded import add_entries
database = open_database(Path(sys.argv[1]))
for number in range(100):
    add_entries(database, f"{sys.argv[2]} {number}")
database.close()
"""


def test_processes_make_and_write_one_file_together(path: Path) -> None:
    writers = [run_script(WRITER, path, name) for name in "abc"]
    for writer in writers:
        _, err = writer.communicate(timeout=60)
        assert writer.returncode == 0, err
    with closing(open_database(path)) as database:
        assert sorted(details(database)) == sorted(f"{name} {number}" for name in "abc" for number in range(100))


def test_a_database_that_another_process_locks_is_said_to_be_locked(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.rows("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordsUnusable, match="another process keeps it locked"):
            add_entries(database, "late")
    assert details(database) == []


def test_a_database_made_by_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    open_database(path).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    before = path.read_bytes()
    with pytest.raises(RecordsUnusable, match="a newer version of ldnbot made it") as raised:
        open_database(path)
    assert raised.value.fix
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_no_table_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_database(path).close()
    broken = (*STEPS, "CREATE TABLE more (id INTEGER);\nCREATE TABLE answers (id INTEGER);\n")
    monkeypatch.setattr("ldnbot.records.database.STEPS", broken)
    with pytest.raises(sqlite3.OperationalError):
        open_database(path)
    monkeypatch.undo()
    with closing(open_database(path)) as database:
        assert database.rows("SELECT name FROM sqlite_master WHERE name = 'more'") == []


def test_a_new_step_keeps_what_was_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_database(path)) as database:
        add_entries(database, "old")
    monkeypatch.setattr("ldnbot.records.database.STEPS", (*STEPS, "CREATE TABLE more (id INTEGER);\n"))
    with closing(open_database(path)) as database:
        assert details(database) == ["old"]
        assert database.rows("SELECT * FROM more") == []


def test_the_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as foreign:
        foreign.execute("CREATE TABLE photographs (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(RecordsUnusable, match="another program"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(RecordsUnusable, match="this is a folder"):
        open_database(tmp_path)


def test_a_file_in_the_way_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordsUnusable, match="it cannot be opened"):
        open_database(tmp_path / "file" / "records.sqlite3")


@contextmanager
def nobody() -> Iterator[None]:
    """Act as a user who may write nothing: the superuser may write everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_without_permission_is_said() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o555)
        with nobody(), pytest.raises(RecordsUnusable, match="no permission"):
            open_database(folder / "records.sqlite3")
        folder.chmod(0o755)


def test_a_file_without_permission_is_said_and_left_alone() -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "records.sqlite3"
        with closing(open_database(path)) as database:
            texts = fill(database, 3)
        Path(place).chmod(0o777)
        path.with_name(f"{path.name}.lock").chmod(0o666)
        path.chmod(0o444)
        with nobody(), pytest.raises(RecordsUnusable, match="no permission"):
            open_database(path)
        with closing(open_database(path)) as database:
            assert details(database) == texts


def test_a_full_database_says_so_and_keeps_what_was_there(database: Database) -> None:
    texts = fill(database, 50)
    (pages,) = database.rows("PRAGMA page_count")[0]
    database.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(RecordsUnusable, match="no room left"):
        fill(database, 400)
    assert details(database) == texts
    database.rows("PRAGMA max_page_count = 1000000")
    add_entries(database, "room again")
    assert details(database) == ["room again", *texts]


def test_a_write_that_the_system_refuses_says_so_and_keeps_what_was_there(path: Path) -> None:
    with closing(open_database(path)) as database:
        texts = fill(database, 50)
        with disk_of(200_000), pytest.raises(RecordsUnusable, match=r"room|disk"):
            fill(database, 4_000)
        assert details(database) == texts
    with closing(open_database(path)) as database:
        assert database.opened is Opened.FOUND
        assert details(database) == texts


def test_a_disk_with_no_room_for_a_new_database_is_said(path: Path) -> None:
    with disk_of(8_192), pytest.raises(RecordsUnusable, match=r"room|disk"):
        open_database(path)
    with closing(open_database(path)) as database:
        assert details(database) == []
