"""The records of the bot, opened for a command beside it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from ldnbot.config import Settings
from ldnbot.errors import NotFound
from ldnbot.records.database import RECORDS, Database, open_database

__all__ = ["opened_records"]


@contextmanager
def opened_records(settings: Settings) -> Iterator[Database]:
    """Give the database in the state folder. The bot may run meanwhile.

    Raises:
        NotFound: there is none yet.
        RecordsUnusable: it cannot be opened.
    """
    path = settings.state / RECORDS
    if not path.is_file():
        fix = "they begin with the bot: ldnbot bot. Of another state folder, name it with state: in the configuration"
        raise NotFound("there are no records", where=str(path), fix=fix)
    with closing(open_database(path)) as database:
        yield database
