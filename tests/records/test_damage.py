"""A damaged database is put aside, put back from its newest good backup, and it is said."""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ldnbot.errors import RecordsUnusable
from ldnbot.records.backups import backup_files
from ldnbot.records.database import Lost, Opened, Restored, backup, open_database
from recorded import PAGE, add_entries, details, fill, overwrite_a_middle_page


def overwrite_the_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xa5" * 100)


def overwrite_the_schema(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xa5" * (PAGE - 100))


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


DAMAGES = [overwrite_the_header, overwrite_a_middle_page, overwrite_the_schema, truncate, empty]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_database_is_put_back_from_its_newest_backup(path: Path, damage: Callable[[Path], None]) -> None:
    with closing(open_database(path)) as database:
        backup(database)
        texts = fill(database)
        newest = backup(database)
        add_entries(database, "after the backup")
    damage(path)
    broken = path.read_bytes()
    with closing(open_database(path)) as database:
        assert database.opened == Restored(newest, path.with_name("records.sqlite3.damaged-1"))
        assert details(database) == texts
        add_entries(database, "goes on")
    assert path.with_name("records.sqlite3.damaged-1").read_bytes() == broken
    with closing(open_database(path)) as database:
        assert database.opened is Opened.FOUND
        assert details(database) == ["goes on", *texts]


@pytest.mark.parametrize("damage", [overwrite_the_header, overwrite_a_middle_page, overwrite_the_schema, truncate])
def test_a_damaged_database_without_a_backup_is_begun_anew_and_kept_aside(
    path: Path, damage: Callable[[Path], None]
) -> None:
    with closing(open_database(path)) as database:
        fill(database)
    damage(path)
    broken = path.read_bytes()
    with closing(open_database(path)) as database:
        assert database.opened == Lost(path.with_name("records.sqlite3.damaged-1"))
        assert details(database) == []
    assert path.with_name("records.sqlite3.damaged-1").read_bytes() == broken


def test_a_second_damage_has_a_name_of_its_own(path: Path) -> None:
    for number in (1, 2):
        open_database(path).close()
        overwrite_the_header(path)
        with closing(open_database(path)) as database:
            assert database.opened == Lost(path.with_name(f"records.sqlite3.damaged-{number}"))


def test_a_damaged_backup_is_passed_over(path: Path) -> None:
    with closing(open_database(path)) as database:
        texts = fill(database)
        good = backup(database)
        bad = backup(database)
    overwrite_a_middle_page(bad)
    overwrite_the_header(path)
    with closing(open_database(path)) as database:
        assert database.opened == Restored(good, path.with_name("records.sqlite3.damaged-1"))
        assert details(database) == texts
    assert bad.exists()


@pytest.mark.parametrize("damage", [overwrite_the_header, empty])
def test_the_log_of_a_damaged_file_goes_aside_with_it(path: Path, damage: Callable[[Path], None]) -> None:
    with closing(open_database(path)) as database:
        texts = fill(database)
        backup(database)
        database.wipe()
        add_entries(database, "only in the log")
        log = path.with_name("records.sqlite3-wal").read_bytes()
    damage(path)
    path.with_name("records.sqlite3-wal").write_bytes(log)
    with closing(open_database(path)) as database:
        assert details(database) == texts
        assert database.rows("PRAGMA integrity_check")[0][0] == "ok"
    # SQLite may have written the log into the damaged file. Either way nothing of it is thrown away.
    aside = [file.read_bytes() for file in path.parent.glob("records.sqlite3.damaged-1*")]
    assert any(b"only in the log" in content for content in aside)


def test_a_damaged_file_stays_in_place_while_another_has_it_open(path: Path) -> None:
    with closing(open_database(path)) as database:
        fill(database)
        database.wipe()
        overwrite_a_middle_page(path)
        with pytest.raises(RecordsUnusable, match="another ldnbot has it open"):
            open_database(path)
        assert not path.with_name("records.sqlite3.damaged-1").exists()


def test_damage_found_while_running_is_said_in_plain_words(path: Path) -> None:
    with closing(open_database(path)) as database:
        fill(database, 2_000)
    with closing(open_database(path)) as database:
        for page in range(20, path.stat().st_size // PAGE - 1):
            with path.open("r+b") as file:
                file.seek(page * PAGE)
                file.write(b"\xa5" * PAGE)
        with pytest.raises(RecordsUnusable, match="the file is damaged"):
            details(database)


def test_a_file_begun_and_never_written_is_a_new_database(path: Path) -> None:
    path.touch()
    with closing(open_database(path)) as database:
        assert details(database) == []
        assert backup_files(database.backups) == []
