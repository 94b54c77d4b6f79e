"""A corpus as git's objects and back: a tree with a blob for each file, and the commit that names it."""

import stat
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from dulwich.objects import Blob, Commit, ObjectID, ShaFile, Tree

from ldnbot.corpus.finding import Finding
from ldnbot.corpus.folder import is_source_name, read_files
from ldnbot.errors import CorpusInvalid
from ldnbot.moderation.message import write_message
from ldnbot.moderation.moderator import LDNBOT, Moderator
from ldnbot.moderation.repository import Repository

__all__ = ["commit_of", "keepable", "moment_of", "name_fault", "read_tree", "tree_objects"]

_FILE = stat.S_IFREG | 0o644
_FORBIDDEN = frozenset('/\\:*?"<>|')
_LONGEST_NAME = 120


def tree_objects(repository: Repository, sources: Mapping[str, str], parent: str) -> tuple[list[ShaFile], ObjectID]:
    """Return the objects of a corpus, and the id of its tree. Other files of `parent`, a README say, stay as they are.

    Raises:
        CorpusInvalid: a file's name or text could not be read back.
    """
    files = keepable(sources)
    tree = Tree()
    if parent:
        for entry in repository.read(repository.read(parent, Commit).tree.decode(), Tree).items():
            if not is_source_name(entry.path.decode("utf-8", "replace")):
                tree.add(entry.path, entry.mode, entry.sha)
    blobs: list[ShaFile] = []
    for name, raw in files.items():
        blob = Blob.from_string(raw)
        blobs.append(blob)
        tree.add(name.encode(), _FILE, blob.id)
    return [*blobs, tree], tree.id


def keepable(sources: Mapping[str, str]) -> dict[str, bytes]:
    """Return the bytes of a corpus's files, which read back as the same texts.

    Raises:
        CorpusInvalid: a file's name or text could not be read back.
    """
    files = {name: text.encode("utf-8", "surrogatepass") for name, text in sources.items()}
    texts, findings = read_files(files)
    for name in sources:
        if fault := name_fault(name):
            raise CorpusInvalid(f"the name of the file {fault}", where=repr(name), fix="give it a plain name")
        if findings or texts[name] != sources[name]:
            first = findings[0] if findings else None
            what, fix = (first.what, first.fix) if first else ("its lines do not end with a line feed", "save it again")
            raise CorpusInvalid(what, where=first.where if first else name, fix=fix)
    return files


def name_fault(name: str) -> str:
    """Return what is wrong with the name of a corpus's file, or nothing. A good one is plain on every system."""
    if not is_source_name(name):
        return "is not one that a corpus has"
    if len(name.encode()) > _LONGEST_NAME:
        return "is too long"
    if not name.isprintable() or _FORBIDDEN & set(name):
        return "holds a character that some systems do not allow"
    return ""


def read_tree(repository: Repository, commit: Commit) -> tuple[dict[str, str], list[Finding]]:
    """Return the texts of the corpus in a commit, and why others of its files cannot be read.

    Raises:
        HistoryDamaged: an object of it is missing or damaged.
    """
    entries = repository.read(commit.tree.decode(), Tree).items()
    files = {
        name: repository.read(entry.sha.decode(), Blob).data
        for entry in entries
        if stat.S_ISREG(entry.mode) and is_source_name(name := entry.path.decode("utf-8", "replace"))
    }
    return read_files(files)


def commit_of(
    tree: ObjectID,
    parents: Sequence[str],
    author: Moderator,
    text: str,
    fields: Sequence[tuple[str, str]],
    at: datetime,
) -> Commit:
    """Return the commit of a tree, with what a person wrote and the fields below it."""
    commit = Commit()
    commit.tree = tree
    commit.parents = [ObjectID(parent.encode()) for parent in parents]
    commit.author = author.identity
    commit.committer = LDNBOT.identity
    commit.author_time = commit.commit_time = max(0, int(at.timestamp()))
    commit.author_timezone = commit.commit_timezone = 0
    commit.encoding = b"UTF-8"
    commit.message = write_message(text, fields)
    return commit


def moment_of(commit: Commit) -> datetime:
    """Return when a commit was made, as its maker's clock said, in UTC."""
    try:
        return datetime.fromtimestamp(commit.commit_time, UTC)
    except (OverflowError, ValueError, OSError):  # a clone's clock may say anything
        return datetime.fromtimestamp(0, UTC)
