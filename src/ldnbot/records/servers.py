"""What a server has chosen. A server that has chosen nothing has the defaults."""

import re
from dataclasses import dataclass

import msgspec

from ldnbot.errors import RecordsUnusable, SettingsInvalid
from ldnbot.records.database import Database

__all__ = ["LONGEST_ADDITION", "LONGEST_COOLDOWN", "ServerSettings", "Servers"]

LONGEST_ADDITION = 300
"""Characters of the sentence that a server may add below the disclaimer."""

LONGEST_COOLDOWN = 3_600
"""Seconds."""

_REGION = re.compile(r"(?:[a-z][a-z0-9-]{0,19})?")
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """The choices of one server.

    Raises:
        SettingsInvalid: a choice that cannot be.
    """

    channels: frozenset[int] = frozenset()
    """Where it answers; empty for everywhere."""

    private: bool = True
    """Answers are seen by whoever asked alone, unless that person chooses otherwise."""

    mentions: bool = True
    """It answers a message that mentions it."""

    cooldown: int = 5
    """Seconds between two questions of one person, 0 to 3,600. Urgent messages wait for nothing."""

    disclaimer_addition: str = ""
    """One line below the disclaimer, at most 300 characters."""

    region: str = ""
    """The code of the region whose emergency numbers are shown; empty for the operator's."""

    language: str = ""
    """The language of ldnbot's own words, such as `de`; empty for the member's own."""

    alerts: int | None = None
    """The channel that is told of urgent messages, without their words; None for none."""

    log: int | None = None
    """The channel that is told of changes; None for none."""

    def __post_init__(self) -> None:
        if not 0 <= self.cooldown <= LONGEST_COOLDOWN:
            raise SettingsInvalid(
                f"a cooldown of {self.cooldown} seconds cannot be",
                where="cooldown",
                fix=f"choose 0 to {LONGEST_COOLDOWN:,} seconds",
            )
        if len(self.disclaimer_addition) > LONGEST_ADDITION or not self.disclaimer_addition.isprintable():
            raise SettingsInvalid(
                "the addition to the disclaimer is too long, or has more than one line",
                where="disclaimer_addition",
                fix=f"write one line of at most {LONGEST_ADDITION} characters",
            )
        if not _REGION.fullmatch(self.region):
            fix = "write a code such as us or gb, in small letters"
            raise SettingsInvalid(f"“{self.region[:40]}” is no code of a region", where="region", fix=fix)
        if not _LANGUAGE.fullmatch(self.language):
            fix = "write a code such as en or de, or nothing"
            raise SettingsInvalid(f"“{self.language[:40]}” is no code of a language", where="language", fix=fix)


class Servers:
    """The settings of all servers of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settings(self, server: int) -> ServerSettings:
        """Return what a server has chosen.

        Raises:
            RecordsUnusable: the file is damaged where it stands. The defaults would open what a server has closed.
        """
        for row in self._database.rows("SELECT settings FROM servers WHERE server = ?", server):
            try:
                return msgspec.json.decode(row["settings"], type=ServerSettings)
            except (msgspec.DecodeError, ValueError, SettingsInvalid) as error:
                what, fix = f"the settings of server {server} are damaged", "choose them anew"
                raise RecordsUnusable(what, where=str(self._database.path), fix=fix) from error
        return ServerSettings()

    def change(self, server: int, settings: ServerSettings) -> None:
        """Keep what a server has chosen.

        Raises:
            RecordsUnusable: it cannot be written. What was chosen before holds.
        """
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO servers (server, settings) VALUES (?, ?)"
                " ON CONFLICT DO UPDATE SET settings = excluded.settings",
                (server, msgspec.json.encode(settings)),
            )

    def forget(self, server: int) -> None:
        """Forget what a server has chosen. It then has the defaults."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM servers WHERE server = ?", (server,))
