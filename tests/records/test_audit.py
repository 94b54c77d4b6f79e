import sqlite3
from datetime import timedelta

import pytest

from ldnbot.records.audit import Audit, Entry
from ldnbot.records.database import Database
from recorded import NOW, add_entries, details


def test_an_entry_is_found_as_it_was_added(database: Database) -> None:
    entries = [
        Entry(at=NOW, server=1, who=2**62, what="publish", detail="version 4", refused=True),
        Entry(at=NOW, server=None, who=None, what="settings"),
    ]
    for entry in entries:
        Audit(database).add(entry)
    assert Audit(database).page().entries == entries[::-1]


def test_pages_hold_every_entry_once_the_newest_first(database: Database) -> None:
    add_entries(database, *map(str, range(7)))
    seen: list[str] = []
    page = Audit(database).page(most=3)
    while True:
        seen += [entry.detail for entry in page.entries]
        if page.next is None:
            break
        add_entries(database, "added while turning pages")
        page = Audit(database).page(page.next, most=3)
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


def test_the_last_page_says_so_when_it_is_full(database: Database) -> None:
    add_entries(database, *map(str, range(3)))
    assert Audit(database).page(most=3).next is None


def test_a_server_sees_its_own_entries(database: Database) -> None:
    for server in (1, 2, None):
        Audit(database).add(Entry(at=NOW, server=server, who=7, what="test"))
    assert [entry.server for entry in Audit(database).page(server=2).entries] == [2]
    assert len(Audit(database).page().entries) == 3


def test_the_order_is_that_of_adding_when_the_clock_goes_backwards(database: Database) -> None:
    for days, text in ((0, "first"), (-400, "second"), (-1, "third")):
        Audit(database).add(Entry(at=NOW + timedelta(days=days), server=1, who=7, what="test", detail=text))
    assert details(database) == ["third", "second", "first"]


def test_no_entry_can_be_changed(database: Database) -> None:
    add_entries(database, "as it was")
    with pytest.raises(sqlite3.IntegrityError, match="never changed"), database.transaction() as connection:
        connection.execute("UPDATE audit SET detail = 'otherwise'")
    assert details(database) == ["as it was"]


def test_only_entries_from_before_a_moment_are_erased(database: Database) -> None:
    Audit(database).add(Entry(at=NOW - timedelta(seconds=1), server=1, who=7, what="test", detail="old"))
    add_entries(database, "new")
    assert Audit(database).erase_older_than(NOW) == 1
    assert details(database) == ["new"]
