"""Databases and answers for the tests of what is kept."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ldnbot.answering.answer import Answer, Quote, Role, Status
from ldnbot.corpus.span import Span
from ldnbot.records.answers import StoredAnswer, new_answer_id
from ldnbot.records.audit import Audit, Entry
from ldnbot.records.database import Database

__all__ = [
    "NOW",
    "PAGE",
    "add_entries",
    "answer",
    "details",
    "disk_of",
    "everything",
    "fill",
    "overwrite_a_middle_page",
    "quote",
    "run_script",
    "stored",
]

PAGE = 4_096
"""Bytes of a page of a database."""

NOW = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)


def quote(*section: str, role: Role = Role.ANSWER) -> Quote:
    """Return a quote from a section of an invented article."""
    text = "Veltamine is taken in the evening."
    return Quote(
        text=text,
        sentence=text,
        passage="veltamine/evening",
        article="Veltamine in brief",
        section=section,
        citations=(),
        span=Span(0, len(text)),
        sentence_span=Span(0, len(text)),
        role=role,
    )


def answer(question: str = "when do i take it?", *quotes: Quote, status: Status = Status.ANSWERED) -> Answer:
    """Return an answer from the section Dose, or with the quotes given."""
    shown = quotes or (quote("Dose"),)
    return Answer(status=status, question=question, quotes=shown, corpus_version="1")


def stored(given: Answer | None = None, *, at: datetime = NOW, server: int | None = 1) -> StoredAnswer:
    """Return an answer as it is kept: given openly in channel 2, as a reply to message 3."""
    return StoredAnswer(
        id=new_answer_id(),
        at=at,
        answer=given or answer(),
        server=server,
        channel=2,
        question_message=3,
        reply_message=4,
        private=False,
    )


def add_entries(database: Database, *entries: str) -> None:
    """Add an entry of the audit for each text."""
    for detail in entries:
        Audit(database).add(Entry(at=NOW, server=1, who=7, what="test", detail=detail))


def details(database: Database) -> Sequence[str]:
    """Return the texts of the audit, the newest first."""
    return [entry.detail for entry in Audit(database).page(most=1_000_000).entries]


def fill(database: Database, count: int = 400) -> Sequence[str]:
    """Add many entries, over many pages of the file, and return their texts as `details` does."""
    texts = [f"entry {number} {'x' * 200}" for number in range(count)]
    with database.transaction():
        add_entries(database, *texts)
    return texts[::-1]


def everything(folder: Path) -> bytes:
    """Return the bytes of all files below a folder, one after the other."""
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def run_script(script: str, *arguments: str | Path) -> "subprocess.Popen[str]":
    """Start a Python process that runs a script with the imports of this one."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def overwrite_a_middle_page(path: Path) -> None:
    """Put other bytes in the place of a page in the middle of a file."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // PAGE // 2 * PAGE)
        file.write(b"\xa5" * PAGE)
