"""What every handler works with: the live corpus, the settings, the records, one worker thread, the clock."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ldnbot.answering.assistant import Assistant
from ldnbot.answering.setting import Setting
from ldnbot.config import Settings
from ldnbot.errors import LdnbotError
from ldnbot.records.answers import Answers
from ldnbot.records.audit import Audit
from ldnbot.records.database import Database
from ldnbot.records.feedback import Feedback
from ldnbot.records.openquestions import OpenQuestions
from ldnbot.records.servers import Servers, ServerSettings
from ldnbot.records.tallies import Tallies
from ldnbot.surfaces.discord.limiter import Limiter
from ldnbot.surfaces.discord.once import Once
from ldnbot.surfaces.discord.shelf import Shelf
from ldnbot.surfaces.discord.speech.speech import Speech, speech_of
from ldnbot.surfaces.discord.topics import Topics
from ldnbot.surfaces.discord.worker import Worker

__all__ = ["DIRECT", "Desk", "Records"]

_log = logging.getLogger(__name__)

_PATIENCE = 1.0
"""Seconds to wait for a server's settings. Discord waits for three for the card itself."""

DIRECT = ServerSettings(private=False, cooldown=2)
"""How ldnbot answers where there is no server: in a direct message, or for a person who brought it along."""


class Records:
    """The tables of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.answers = Answers(database)
        self.feedback = Feedback(database)
        self.questions = OpenQuestions(database)
        self.servers = Servers(database)
        self.audit = Audit(database)
        self.tallies = Tallies(database)


@dataclass(slots=True)
class Desk:
    """Everything that a handler needs. Made once, when ldnbot starts."""

    settings: Settings
    shelf: Shelf
    records: Records
    worker: Worker
    limiter: Limiter
    topics: Topics
    now: Callable[[], datetime]
    """The moment, in UTC."""

    told: Once = field(default_factory=Once)
    """Who has sent which answer to the moderators; in memory alone."""

    _servers: dict[int, ServerSettings] = field(default_factory=dict)

    def live_assistant(self) -> Assistant:
        """Return what answers just now.

        Raises:
            LdnbotError: no corpus can be read.
        """
        if self.shelf.live is None:
            raise LdnbotError("no corpus can be read just now", fix="look at the log")
        return self.shelf.live

    async def server(self, server: int | None) -> ServerSettings:
        """Return what a server has chosen; for none, how ldnbot answers in a direct message.

        Raises:
            RecordsUnusable: the database cannot be read.
        """
        if server is None:
            return DIRECT
        if server not in self._servers:
            self._servers[server] = await self.worker.run(self.records.servers.settings, server)
        return self._servers[server]

    async def at_once(self, server: int | None) -> ServerSettings:
        """Return what a server has chosen, or the defaults where that is not to be had within a second.

        For what must be said though the database is broken or busy: the card of an urgent message, and that something
        is wrong. Whether to answer at all is asked of `server`, as the defaults would open what a server has closed.
        """
        try:
            return await asyncio.wait_for(self.server(server), _PATIENCE)
        except Exception as error:  # noqa: BLE001  (whatever is wrong with it, a card has to come)
            _log.error("what a server has chosen could not be read: %s", type(error).__name__)
            return ServerSettings()

    async def choose(self, server: int, settings: ServerSettings) -> None:
        """Keep what a server has chosen.

        Raises:
            RecordsUnusable: it cannot be written.
        """
        await self.worker.run(self.records.servers.change, server, settings)
        self._servers[server] = settings

    def forget(self, server: int) -> None:
        """Forget what is kept in memory of a server's choices."""
        self._servers.pop(server, None)

    def setting(self, chosen: ServerSettings) -> Setting:
        """Return what an answer depends on in a server: what it chose, and else what the operator did."""
        ours = self.settings.setting(self.now().date())
        additions = " ".join(part for part in (ours.addition, chosen.disclaimer_addition) if part)
        return Setting(chosen.region or ours.region, ours.regions, additions, ours.today)

    def speech(self, locale: str, chosen: ServerSettings) -> Speech:
        """Return the interface in the server's language, or in that of the person."""
        return speech_of(chosen.language or locale)
