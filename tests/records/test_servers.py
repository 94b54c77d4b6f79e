from contextlib import closing
from pathlib import Path

import pytest

from ldnbot.errors import RecordsUnusable, SettingsInvalid
from ldnbot.records.database import Database, open_database
from ldnbot.records.servers import Servers, ServerSettings

CHOSEN = ServerSettings(
    channels=frozenset({5, 2**62}),
    private=False,
    mentions=False,
    cooldown=0,
    disclaimer_addition="Ask Dr Brook’s team — not us.",
    region="gb",
    language="pt-BR",
    alerts=6,
    log=7,
)


def test_a_server_that_has_chosen_nothing_has_the_defaults(database: Database) -> None:
    assert Servers(database).settings(1) == ServerSettings()


def test_what_a_server_has_chosen_is_there_after_a_restart(path: Path) -> None:
    with closing(open_database(path)) as database:
        Servers(database).change(1, ServerSettings(cooldown=9))
        Servers(database).change(1, CHOSEN)
        Servers(database).change(2, ServerSettings(cooldown=9))
    with closing(open_database(path)) as database:
        assert Servers(database).settings(1) == CHOSEN
        Servers(database).forget(1)
        assert Servers(database).settings(1) == ServerSettings()
        assert Servers(database).settings(2) == ServerSettings(cooldown=9)


@pytest.mark.parametrize(
    "wrong",
    [
        {"cooldown": -1},
        {"cooldown": 3_601},
        {"disclaimer_addition": "x" * 301},
        {"disclaimer_addition": "two\nlines"},
        {"region": "Great Britain"},
        {"language": "english please"},
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsInvalid) as raised:
        ServerSettings(**wrong)  # type: ignore[arg-type]
    assert raised.value.where in wrong
    assert raised.value.fix


def test_a_choice_that_only_a_newer_version_knows_is_passed_over(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO servers VALUES (1, ?)", (b'{"cooldown": 9, "colour": "blue"}',))
    assert Servers(database).settings(1) == ServerSettings(cooldown=9)


@pytest.mark.parametrize("text", [b"", b"{", b'{"cooldown": "x"}', b'{"cooldown": 99999}', b"\xff"])
def test_damaged_settings_are_said_and_not_taken_for_the_defaults(database: Database, text: bytes) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO servers VALUES (1, ?)", (text,))
    with pytest.raises(RecordsUnusable, match="settings of server 1 are damaged"):
        Servers(database).settings(1)
