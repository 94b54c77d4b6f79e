"""Opens an assistant for a folder, from the cache if the same corpus was opened before.

The cache holds the corpus and its index, never a question. Deleting it costs a second and nothing else.
"""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import click

import ldnbot
from ldnbot.answering.assistant import Assistant, open_assistant
from ldnbot.answering.stored import StoredFault, decode_assistant, encode_assistant
from ldnbot.corpus.folder import corpus_version, read_corpus, read_sources
from ldnbot.corpus.placing import place_files
from ldnbot.corpus.shipped import shipped_corpus

__all__ = ["cache_assistant", "cached_assistant", "code_mark", "open_folder"]

_MOST_CACHED = 4


def open_folder(folder: Path, *, today: date) -> Assistant:
    """Return an assistant for the corpus in `folder`.

    Raises:
        CorpusUnreadable: there is no such folder, or no article in it.
        CorpusInvalid: a file of it has errors.
    """
    sources, faults = read_sources(folder)
    version = corpus_version(sources)
    # Only a corpus without errors is ever cached, so a hit needs no checking.
    if not faults and (cached := cached_assistant(version)):
        return cached
    if sys.stderr.isatty():
        click.echo("Reading the corpus for the first time. This takes some seconds, and is kept …", err=True)
    assistant = open_assistant(read_corpus(folder, today=today))
    cache_assistant(version, encode_assistant(assistant, code_mark()))
    return assistant


def cached_assistant(version: str) -> Assistant | None:
    """Return the assistant for that version of a corpus from the cache; None where it is not there, or is damaged."""
    with suppress(OSError, StoredFault):
        return decode_assistant(_place(version).read_bytes(), code_mark())
    return None


def cache_assistant(version: str, stored: bytes) -> None:
    """Keep an assistant, as bytes, for the next start. A disk that is full or read-only costs time and nothing else."""
    with suppress(OSError):
        place = _place(version)
        place.parent.mkdir(parents=True, exist_ok=True)
        place_files({place: stored})
        _tidy(place.parent)


def _place(version: str) -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("ldnbot") / f"{version}.index"


def code_mark() -> str:
    """Return a mark of the code and of the shipped lexicon and lines, which another corpus may use."""
    digest = hashlib.sha256()
    for path in _files():
        facts = path.stat()
        digest.update(f"{path.name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    package = Path(ldnbot.__file__).parent
    yield from sorted(path for path in package.rglob("*") if path.suffix in (".py", ".json"))
    yield from sorted(shipped_corpus().glob("*.yaml"))


def _tidy(cache: Path) -> None:
    newest = sorted(cache.glob("*.index"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in newest[_MOST_CACHED:]:
        old.unlink(missing_ok=True)
