from contextlib import closing
from pathlib import Path

import pytest

from ldnbot.errors import RecordsUnusable
from ldnbot.records.backups import backup_files
from ldnbot.records.database import Database, backup, open_database
from recorded import add_entries, details, disk_of, fill, overwrite_a_middle_page, run_script


def test_a_backup_is_one_file_that_opens_as_a_database(database: Database, tmp_path: Path) -> None:
    texts = fill(database)
    made = backup(database)
    assert [file.name for file in database.backups.iterdir()] == [made.name]
    assert made.stat().st_mode & 0o777 == 0o600
    copy = tmp_path / "elsewhere" / "records.sqlite3"
    copy.parent.mkdir()
    copy.write_bytes(made.read_bytes())
    with closing(open_database(copy)) as opened:
        assert details(opened) == texts


def test_the_newest_backups_stay(database: Database) -> None:
    made = [backup(database, keep=3) for _ in range(5)]
    assert backup_files(database.backups) == made[:1:-1]


def test_at_least_the_new_backup_stays(database: Database) -> None:
    made = [backup(database, keep=0) for _ in range(2)]
    assert backup_files(database.backups) == made[1:]


def test_foreign_files_among_the_backups_are_left_alone(database: Database) -> None:
    database.backups.mkdir()
    (database.backups / "notes.txt").write_text("mine")
    for _ in range(3):
        backup(database, keep=1)
    assert (database.backups / "notes.txt").read_text() == "mine"


def test_a_damaged_database_takes_no_good_backup_s_place(database: Database) -> None:
    fill(database)
    good = backup(database)
    database.wipe()
    overwrite_a_middle_page(database.path)
    database.rows("PRAGMA shrink_memory")  # its pages are read from the file again
    with pytest.raises(RecordsUnusable, match="damaged"):
        backup(database)
    assert list(database.backups.iterdir()) == [good]


def test_what_a_killed_backup_left_is_swept_away(database: Database) -> None:
    database.backups.mkdir()
    for folder in (database.backups, database.path.parent):
        (folder / ".ldnbot-unfinished-abc").write_text("a question")
    made = backup(database)
    assert list(database.backups.iterdir()) == [made]
    open_database(database.path).close()
    assert not (database.path.parent / ".ldnbot-unfinished-abc").exists()


def test_processes_that_back_up_at_once_make_a_backup_each(database: Database) -> None:
    script = (
        "import sys; from pathlib import Path; from ldnbot.records.database import backup, open_database\n"
        "database = open_database(Path(sys.argv[1]))\n"
        "for _ in range(5): backup(database, keep=100)"
    )
    writers = [run_script(script, database.path) for _ in range(2)]
    for writer in writers:
        _, err = writer.communicate(timeout=60)
        assert writer.returncode == 0, err
    assert len(backup_files(database.backups)) == 10


def test_a_backup_that_does_not_fit_leaves_nothing_behind(database: Database) -> None:
    fill(database, 2_000)
    database.wipe()
    there = backup(database)
    with disk_of(100_000), pytest.raises(RecordsUnusable, match=r"room|disk"):
        backup(database)
    assert list(database.backups.iterdir()) == [there]


def test_a_file_in_the_place_of_the_folder_is_said(database: Database) -> None:
    database.backups.write_text("")
    with pytest.raises(RecordsUnusable):
        backup(database)


def test_a_backup_has_all_that_is_committed_and_nothing_more(database: Database, tmp_path: Path) -> None:
    add_entries(database, "committed")
    backup(database)
    add_entries(database, "later")
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(backup_files(database.backups)[0].read_bytes())
    with closing(open_database(copy)) as opened:
        assert details(opened) == ["committed"]
