"""A corpus folder on disk: what in it is read, within which limits, and what is wrong with it.

Only regular files inside the folder are opened, none larger than 2 MB. Files whose names are all capitals (README.md)
are about the corpus, not of it.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ldnbot.corpus.article import Article
from ldnbot.corpus.bibliography import read_references
from ldnbot.corpus.check import UNDECLARED_CAUTION, check_articles, check_cautions, check_references
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.finding import Finding, Severity, errors_among
from ldnbot.corpus.lexicon import Lexicon, read_lexicon
from ldnbot.corpus.questions import check_questions, read_questions
from ldnbot.corpus.reader import read_article
from ldnbot.corpus.shipped import shipped_corpus
from ldnbot.errors import CorpusInvalid, CorpusUnreadable

__all__ = [
    "CONTROL",
    "LARGEST_FILE",
    "LEXICON",
    "QUESTIONS",
    "REFERENCES",
    "Inspection",
    "corpus_version",
    "inspect_corpus",
    "inspect_sources",
    "is_source_name",
    "read_corpus",
    "read_files",
    "read_sources",
    "shipped_lexicon",
]

REFERENCES = "references.yaml"
LEXICON = "lexicon.yaml"
QUESTIONS = "questions.yaml"
LARGEST_FILE = 2_000_000
"""Bytes. The longest review articles have half a megabyte of text; the worst Markdown is read in seconds."""

_MOST_ENTRIES = 2_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]")
"""A character that no file of a corpus may hold: it would be there and not be seen."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """A folder read as far as it can be, and every finding, in order of file and line."""

    corpus: Corpus
    findings: tuple[Finding, ...]


def read_corpus(folder: Path, *, today: date) -> Corpus:
    """Return the corpus in `folder`.

    Raises:
        CorpusUnreadable: there is no such folder, or no article in it.
        CorpusInvalid: a file of it has errors.
    """
    inspection = inspect_corpus(folder, today=today)
    errors = [finding for finding in errors_among(inspection.findings) if finding.code != UNDECLARED_CAUTION]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise CorpusInvalid(
            f"{errors[0].what}{more}",
            where=f"{folder}/{errors[0].where}",
            fix=f"{errors[0].fix}. See everything with: ldnbot corpus check --corpus {folder}",
        )
    return inspection.corpus


def inspect_corpus(folder: Path, *, today: date) -> Inspection:
    """Return what can be read of `folder` and everything that is wrong with it.

    Raises:
        CorpusUnreadable: there is no such folder, or no article in it.
    """
    sources, findings = read_sources(folder)
    if not findings and not any(name.endswith(".md") for name in sources):
        raise CorpusUnreadable(
            "there is no article in the corpus folder",
            where=str(folder),
            fix="Put a Markdown file there, or make one with: ldnbot corpus import FILE --out " + str(folder),
        )
    return inspect_sources(sources, today=today, unread=findings)


def inspect_sources(sources: Mapping[str, str], *, today: date, unread: Sequence[Finding] = ()) -> Inspection:
    """Return the corpus that files, given as texts by name, make up, and everything that is wrong with it.

    `unread` are the findings of files that could not be read.
    """
    findings = list(unread)
    names = [name for name in sources if name.endswith(".md")]
    articles: list[Article] = []
    for name in names:
        article, faults = read_article(sources[name], name.removesuffix(".md"), name)
        articles.append(article)
        findings.extend(faults)
    references, faults = read_references(sources.get(REFERENCES, ""), REFERENCES)
    findings.extend(faults)
    by_key = {reference.key: reference for reference in references}
    lexicon, faults = read_lexicon(sources[LEXICON], LEXICON) if LEXICON in sources else (shipped_lexicon(), ())
    findings.extend(faults)
    questions, faults = read_questions(sources.get(QUESTIONS, ""), QUESTIONS)
    findings.extend(faults)
    sample = questions.asked or shipped_lines()
    corpus = Corpus(tuple(articles), by_key, corpus_version(sources), lexicon, questions, sample)
    findings.extend(check_questions(questions, frozenset(passage.id for passage in corpus.passages), QUESTIONS))
    if corpus.numbers and REFERENCES not in sources and not any(finding.file == REFERENCES for finding in findings):
        what = f"the articles cite {len(corpus.numbers)} keys and there is no such file"
        findings.append(Finding(REFERENCES, 0, Severity.ERROR, "missing-file", what, "see docs/corpus-format.md"))
    about = check_articles(articles, frozenset(by_key), today, sources)
    if not by_key and any(finding.file == REFERENCES for finding in findings):
        # Whether a key is known cannot be told from a bibliography that cannot be read.
        about = (finding for finding in about if finding.code != "unknown-key")
    findings.extend(about)
    findings.extend(check_cautions(articles, lexicon))
    findings.extend(check_references(references, frozenset(corpus.numbers), REFERENCES))
    return Inspection(corpus, tuple(sorted(set(findings))))


def read_sources(folder: Path) -> tuple[dict[str, str], list[Finding]]:
    """Return the text of each article and of references.yaml by file name, and why others could not be read.

    Lines end with a line feed, and there is no byte order mark.

    Raises:
        CorpusUnreadable: there is no such folder.
    """
    findings: list[Finding] = []
    sources: dict[str, str] = {}
    for path in _files(folder):
        text = _text(path, folder, findings)
        if text is not None:
            sources[path.name] = text
    return sources, findings


def _files(folder: Path) -> Iterator[Path]:
    try:
        if not folder.is_dir():
            what = "the corpus is not a folder" if folder.exists() else "there is no such corpus folder"
            raise CorpusUnreadable(what, where=str(folder), fix="Name a folder that holds articles with --corpus")
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise CorpusUnreadable(
            f"the corpus folder cannot be read ({error.strerror})", where=str(folder), fix="Allow reading it"
        ) from error
    if len(entries) > _MOST_ENTRIES:
        raise CorpusUnreadable(
            f"the folder holds {len(entries)} files, which no corpus does",
            where=str(folder),
            fix="Name the folder that holds the articles with --corpus",
        )
    yield from (path for path in entries if is_source_name(path.name))


def is_source_name(name: str) -> bool:
    """Return whether a file of that name belongs to a corpus, as an article or as one of the three YAML files."""
    article = name.endswith(".md") and not name.startswith(".") and not name.removesuffix(".md").isupper()
    return article or name in (REFERENCES, LEXICON, QUESTIONS)


def read_files(files: Mapping[str, bytes]) -> tuple[dict[str, str], list[Finding]]:
    """Return what `read_sources` would of a folder with those files, which are given by name."""
    findings: list[Finding] = []
    sources: dict[str, str] = {}
    for name, raw in sorted(files.items()):
        try:
            sources[name] = _decoded(_sized(raw))
        except _Unread as fault:
            findings.append(Finding(name, fault.line, Severity.ERROR, fault.code, fault.what, fault.fix))
    return sources, findings


def _text(path: Path, folder: Path, findings: list[Finding]) -> str | None:
    try:
        return _decoded(_bytes(path, folder))
    except _Unread as fault:
        findings.append(Finding(path.name, fault.line, Severity.ERROR, fault.code, fault.what, fault.fix))
        return None


class _Unread(Exception):
    """Why one file of the folder is not read."""

    def __init__(self, code: str, what: str, fix: str, line: int = 0) -> None:
        self.code = code
        self.what = what
        self.fix = fix
        self.line = line
        super().__init__(code, what, fix, line)


def _bytes(path: Path, folder: Path) -> bytes:
    try:
        if not _resolved(path).is_relative_to(folder.resolve()):
            raise _Unread("link-outside", "the file is a link out of the corpus folder", "put the file itself there")
        if not path.is_file():
            raise _Unread("not-a-file", "this is no regular file", "put a text file there")
        _check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise _Unread("unreadable", what, "allow reading it") from error


def _sized(raw: bytes) -> bytes:
    _check_size(len(raw))
    return raw


def _check_size(size: int) -> None:
    if size > LARGEST_FILE:
        fix = f"split it: {LARGEST_FILE / 1e6:.0f} MB is the most that is read"
        raise _Unread("too-large", f"the file has {size / 1e6:.1f} MB", fix)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError as error:  # what Python 3.11 and 3.12 call a link to itself
        raise _Unread("link-outside", "the file is a link that leads nowhere", "put the file itself there") from error


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _Unread("not-utf8", "the file is not UTF-8 text", "save it as UTF-8", line) from error
    if match := CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise _Unread("control-character", f"an invisible character U+{ord(match.group()):04X}", "delete it", line)
    return text


@cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicon that comes with ldnbot: words are the same whatever article is asked."""
    path = shipped_corpus() / LEXICON
    return read_lexicon(path.read_text(encoding="utf-8"), LEXICON)[0] if path.is_file() else Lexicon({})


@cache
def shipped_lines() -> tuple[str, ...]:
    """Return the lines of the shipped corpus: how members write when they ask about a medicine."""
    path = shipped_corpus() / QUESTIONS
    return read_questions(path.read_text(encoding="utf-8"), QUESTIONS)[0].asked if path.is_file() else ()


def corpus_version(sources: Mapping[str, str]) -> str:
    """Return the version of a corpus given as its files: twelve hexadecimal digits of a hash over names and texts."""
    digest = hashlib.sha256()
    for name, text in sorted(sources.items()):
        for part in (name.encode(), text.encode()):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()[:12]
