"""The history of a corpus: every version that was ever published, and which of them is live.

A version is a commit of the whole corpus in a bare git repository below the state folder. The live version is what one
reference, refs/heads/main, names. Versions are ordered by what came after what, never by the clock.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from dulwich.objects import Commit

from ldnbot.corpus.finding import Finding, errors_among
from ldnbot.corpus.folder import corpus_version, inspect_sources
from ldnbot.errors import CorpusInvalid, Moved, NotFound, NothingChanged
from ldnbot.moderation.commits import commit_of, keepable, moment_of, read_tree, tree_objects
from ldnbot.moderation.message import read_message
from ldnbot.moderation.moderator import Moderator, moderator_of
from ldnbot.moderation.repository import Repository
from ldnbot.moderation.sources import Sources

__all__ = ["LIVE", "REPOSITORY", "History", "Sources", "Unpublished", "Version", "open_history"]

LIVE = "refs/heads/main"
REPOSITORY = "corpus.git"
_SHORTEST_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Unpublished:
    """No version was published yet."""


@dataclass(frozen=True, slots=True)
class Version:
    """One published version of the corpus."""

    commit: str
    """Its id in git, forty hexadecimal digits."""

    corpus_version: str
    """The hash of its content, twelve digits, as answers carry it. Equal content has an equal one."""

    author: Moderator
    """Who wrote it."""

    publisher: Moderator
    """Who made it live."""

    reason: str
    proposal: str
    """The id of the proposal that it came from; empty if it was published without one."""

    at: datetime
    """When, as the clock said; in UTC. It orders nothing."""

    parent: str
    """The commit of the version before it; empty for the first."""


class History:
    """The history in a repository. `now` is the clock, in UTC."""

    def __init__(self, repository: Repository, now: Callable[[], datetime]) -> None:
        self.repository = repository
        self.now = now
        self._known: dict[str, Version] = {}
        """Versions by their commits, which never change: hashing a corpus anew takes twenty milliseconds."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files that reading opened."""
        self.repository.close()

    def live(self) -> Version | Unpublished:
        """Return the version that answers come from.

        Raises:
            HistoryDamaged: it cannot be read.
        """
        commit = self.repository.reference(LIVE)
        return self.version(commit) if commit else Unpublished()

    def version(self, commit: str) -> Version:
        """Return the version of a commit's full id.

        Raises:
            HistoryDamaged: there is no such commit, or it cannot be read.
        """
        known = self._known.get(commit)
        if known is None:
            known = self._known[commit] = self._read(commit)
        return known

    def _read(self, commit: str) -> Version:
        found = self.repository.read(commit, Commit)
        message = read_message(found.message)
        return Version(
            commit,
            corpus_version(read_tree(self.repository, found)[0]),
            moderator_of(found.author),
            moderator_of(message.field("Published-By").encode() or found.author),
            message.text,
            message.field("Proposal"),
            moment_of(found),
            found.parents[0].decode() if found.parents else "",
        )

    def sources(self, version: Version | Unpublished) -> dict[str, str]:
        """Return the files of a version; none of what was never published.

        Raises:
            HistoryDamaged: one of them cannot be read.
            CorpusInvalid: one of them is no text; only a version made in a clone can be so.
        """
        if isinstance(version, Unpublished):
            return {}
        return self.files(version.commit)

    def files(self, commit: str) -> dict[str, str]:
        """Return the corpus in any commit of the repository.

        Raises:
            HistoryDamaged, CorpusInvalid: as `sources`.
        """
        sources, findings = read_tree(self.repository, self.repository.read(commit, Commit))
        if findings:
            raise CorpusInvalid(findings[0].what, where=findings[0].where, fix=findings[0].fix)
        return sources

    def log(self, limit: int, before: Version | Unpublished | None = None) -> tuple[Version, ...]:
        """Return the newest versions, `limit` at most, newest first: those before `before`, or from the live one on."""
        match before:
            case Version(parent=parent):
                start = parent
            case Unpublished():
                start = ""
            case _:
                start = self.repository.reference(LIVE)
        chain = self._chain(start)
        return tuple(self.version(commit) for commit, _ in zip(chain, range(limit), strict=False))

    def _chain(self, commit: str) -> Iterator[str]:
        while commit:
            yield commit
            parents = self.repository.read(commit, Commit).parents
            commit = parents[0].decode() if parents else ""

    def ancestors(self, *commits: str) -> frozenset[str]:
        """Return those commits and all that they were made from, by whatever way."""
        found: set[str] = set()
        waiting = [commit for commit in commits if commit]
        while waiting:
            commit = waiting.pop()
            if commit not in found:
                found.add(commit)
                waiting.extend(parent.decode() for parent in self.repository.read(commit, Commit).parents)
        return frozenset(found)

    def follows(self, commit: str, earlier: str) -> bool:
        """Return whether `earlier` is in the line of versions that ends with `commit`."""
        return earlier in self._chain(commit)

    def find(self, text: str) -> Version:
        """Return the newest version whose corpus version or commit begins with `text`, of at least four digits.

        Raises:
            NotFound: there is none.
        """
        wanted = text.strip().lower()
        if len(wanted) >= _SHORTEST_PREFIX:
            for commit in self._chain(self.repository.reference(LIVE)):
                message = read_message(self.repository.read(commit, Commit).message)
                claimed = message.field("Corpus-Version")
                # A commit from elsewhere may claim nothing, or anything: only its content counts.
                if commit.startswith(wanted) or claimed.startswith(wanted) or not claimed:
                    version = self.version(commit)
                    if commit.startswith(wanted) or version.corpus_version.startswith(wanted):
                        return version
        raise NotFound(f"there is no version {text[:60]!r}", fix="see all with: ldnbot corpus history")

    def inspect(self, sources: Sources) -> tuple[Finding, ...]:
        """Return everything that `ldnbot corpus check` would find in a corpus, today."""
        return inspect_sources(sources, today=self.today()).findings

    def today(self) -> date:
        """Return the day it is."""
        return self.now().date()

    def publish(
        self,
        sources: Sources,
        *,
        base: Version | Unpublished,
        author: Moderator,
        reason: str,
        publisher: Moderator | None = None,
        fields: Sequence[tuple[str, str]] = (),
        also_from: Sequence[str] = (),
    ) -> Version:
        """Make a corpus the live version, as one commit on top of `base`, and return it.

        `publisher` is who makes it live, if not its author. `fields` are written below the reason, such as the
        proposal's id. `also_from` are commits of a clone that the content comes from too.

        Raises:
            CorpusInvalid: the corpus has errors, or no article.
            Moved: `base` is not the live version any more.
            NothingChanged: the corpus is live already.
            StateHeld, StateUnwritable: it cannot be written; the live version is what it was.
        """
        self.refuse_errors(sources)
        parent = "" if isinstance(base, Unpublished) else base.commit
        with self.repository.writing():
            self._refuse_if_moved(parent)
            if parent and self.sources(base) == dict(sources) and not any(also_from):
                raise NothingChanged("this corpus is live already", fix="change something in it first")
            objects, tree = tree_objects(self.repository, sources, parent)
            parents = [commit for commit in (parent, *also_from) if commit]
            by = ("Published-By", publisher.identity.decode() if publisher else "")
            stamped = (("Corpus-Version", corpus_version(sources)), by, *fields)
            commit = commit_of(tree, parents, author, reason, stamped, self.now())
            self.repository.write((*objects, commit))
            version = self.version(commit.id.decode())
            if not self.repository.move(LIVE, parent, version.commit):
                self._refuse_if_moved(parent)
                raise self._moved()
            return version

    def refuse_errors(self, sources: Sources) -> None:
        """Return if the corpus may be published.

        Raises:
            CorpusInvalid: it has errors, or no article.
        """
        if not any(name.endswith(".md") for name in sources):
            raise CorpusInvalid("there is no article in the corpus", fix="add one before you publish")
        keepable(sources)
        errors = errors_among(self.inspect(sources))
        if errors:
            more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
            raise CorpusInvalid(f"{errors[0].what}{more}", where=errors[0].where, fix=errors[0].fix)

    def adopt(self, commit: str, *, base: Version | Unpublished) -> Version:
        """Make a commit that follows `base`, made in a clone, the live version as it is, and return it.

        Raises:
            CorpusInvalid: its corpus has errors.
            Moved: `base` is not the live version any more.
            StateHeld, StateUnwritable: it cannot be written; the live version is what it was.
        """
        self.refuse_errors(self.files(commit))
        parent = "" if isinstance(base, Unpublished) else base.commit
        with self.repository.writing():
            if not self.repository.move(LIVE, parent, commit):
                raise self._moved()
            return self.version(commit)

    def _refuse_if_moved(self, parent: str) -> None:
        if self.repository.reference(LIVE) != parent:
            raise self._moved()

    def _moved(self) -> Moved:
        live = self.live()
        by = "" if isinstance(live, Unpublished) else f" by {live.author.name}: {live.reason.splitlines()[0]}"
        return Moved(f"another version went live meanwhile{by}", fix="look at it and publish again")

    def rollback(self, version: Version, *, author: Moderator, reason: str) -> Version:
        """Make a new version equal to an old one, and return it. Nothing that was published since is lost.

        Raises:
            CorpusInvalid: the old version has errors by today's checks.
            NothingChanged: it is live already.
            StateHeld, StateUnwritable: it cannot be written; the live version is what it was.
        """
        with self.repository.writing():
            fields = [("Rolls-Back-To", version.commit)]
            return self.publish(self.sources(version), base=self.live(), author=author, reason=reason, fields=fields)


def open_history(folder: Path, *, now: Callable[[], datetime]) -> History:
    """Return the history below a state folder. Nothing is written before the first change."""
    return History(Repository(folder / REPOSITORY), now)
