from collections.abc import Iterator
from pathlib import Path

import pytest

from ldnbot.records.database import Database, open_database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a database is, or will be."""
    return tmp_path / "records.sqlite3"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    """A new database."""
    opened = open_database(path)
    yield opened
    opened.close()
