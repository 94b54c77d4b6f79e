"""The proposals of a corpus: kept until they are decided, and after.

Each is a reference refs/proposals/p12 to the commit of its newest state, whose first parent is the state before it (or
the version that it was made on). Nothing is ever taken away, so every state can be had back.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dulwich.objects import Commit, ObjectID, ShaFile

from ldnbot.errors import HistoryDamaged, LdnbotError, NotFound
from ldnbot.moderation.commits import commit_of, tree_objects
from ldnbot.moderation.history import LIVE, History, Sources, Unpublished, Version
from ldnbot.moderation.message import read_message
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import UNDECIDED, Overtaken, Proposal, State, read_proposal, state_fields

__all__ = ["PROPOSALS", "OwnProposal", "Proposals"]

PROPOSALS = "refs/proposals/"
_ID = re.compile(r"p[1-9][0-9]{0,8}")


class OwnProposal(LdnbotError):
    """Somebody approves of a proposal of their own."""


class Proposals:
    """The proposals kept beside a history."""

    def __init__(self, history: History) -> None:
        self.history = history
        self._repository = history.repository

    def propose(
        self,
        sources: Sources,
        *,
        title: str,
        author: Moderator,
        base: Version | Unpublished,
        reason: str = "",
        taken_from: str = "",
    ) -> Proposal:
        """Keep a change of `base`, which may have errors still, and return it as a proposal.

        `taken_from` is the commit of a clone that the change is, which must be in the repository.

        Raises:
            CorpusInvalid: a file could not be kept: its name or text is impossible.
            StateHeld, StateUnwritable: it cannot be written.
        """
        with self._repository.writing():
            parent = "" if isinstance(base, Unpublished) else base.commit
            now = self.history.now().replace(microsecond=0)
            number = max((int(name[1:]) for name in self._names()), default=0) + 1
            made = Proposal(
                *(f"p{number}", "", "", title, author, parent, State.OPEN, (), reason or title, author, now, now),
                taken_from=taken_from,
            )
            return self._write(made, *tree_objects(self._repository, sources, parent), "", (parent, taken_from))

    def revise(
        self,
        seen: Proposal,
        sources: Sources,
        *,
        by: Moderator,
        reason: str,
        base: Version | Unpublished | None = None,
        taken_from: str = "",
    ) -> Proposal | Overtaken:
        """Put other content in a proposal's place, made on `base` if that is another one. Approvals are gone with it.

        `taken_from` is as in `propose`.

        Raises:
            CorpusInvalid, StateHeld, StateUnwritable: as `propose`.
        """
        with self._repository.writing():
            current = self.find(seen.id)
            if _changed(seen, current):
                return Overtaken(current)
            match base:
                case Version(commit=made_on):
                    pass
                case Unpublished():
                    made_on = ""
                case _:
                    made_on = current.base
            revised = replace(
                current, state=State.OPEN, approvals=(), reason=reason, by=by, base=made_on, taken_from=taken_from
            )
            content = tree_objects(self._repository, sources, current.commit)
            return self._write(revised, *content, current.commit, (current.commit, taken_from))

    def approve(self, seen: Proposal, *, by: Moderator) -> Proposal | Overtaken:
        """Note that a second person approves of the content that they saw.

        Raises:
            OwnProposal: it is their own.
            StateHeld, StateUnwritable: it cannot be written.
        """
        if by.id == seen.author.id:
            raise OwnProposal("nobody approves of their own proposal", where=seen.id, fix="ask another moderator")
        with self._repository.writing():
            current = self.find(seen.id)
            if _changed(seen, current):
                return Overtaken(current)
            if by.id in {approver.id for approver in current.approvals}:
                return current
            return self._next(replace(current, approvals=(*current.approvals, by), reason="Approved", by=by))

    def decide(self, seen: Proposal, state: State, *, by: Moderator, reason: str) -> Proposal | Overtaken:
        """Put a proposal into another state: rejected, withdrawn or changes asked. `publish_proposal` does the fourth.

        Of two people who decide at the same moment, or on other content than it has now, one is overtaken.

        Raises:
            StateHeld, StateUnwritable: it cannot be written.
        """
        with self._repository.writing():
            current = self.find(seen.id)
            if _changed(seen, current):
                return Overtaken(current)
            return self._next(replace(current, state=state, reason=reason, by=by))

    def note_published(self, proposal: Proposal, version: Version, *, by: Moderator) -> Proposal:
        """Write down that a proposal became a version, and return it.

        Raises:
            StateHeld, StateUnwritable: it cannot be written.
        """
        with self._repository.writing():
            state = replace(proposal, state=State.PUBLISHED, reason=version.reason, by=by, version=version.commit)
            return self._next(state)

    def open_proposals(self) -> tuple[Proposal, ...]:
        """Return what waits for a decision or for changes, the oldest first."""
        return tuple(found for found in self.all_proposals() if not found.decided)

    def all_proposals(self) -> tuple[Proposal, ...]:
        """Return every proposal that there ever was, the oldest first.

        Raises:
            HistoryDamaged: one of them cannot be read.
        """
        return tuple(self.find(name) for name in self._names())

    def find(self, text: str) -> Proposal:
        """Return the proposal of an id, as a person types it: `p12`, `P12`, `12` or `#12`.

        Raises:
            NotFound: there is none.
            HistoryDamaged: it cannot be read.
        """
        name = f"p{text.strip().lower().lstrip('#').removeprefix('p')}"
        commit = self._repository.reference(f"{PROPOSALS}{name}") if _ID.fullmatch(name) else ""
        if not commit:
            raise NotFound(f"there is no proposal {text[:20]!r}", fix="see all with: ldnbot corpus proposals")
        return self._settled(self._read(commit))

    def states(self, proposal: Proposal) -> tuple[Proposal, ...]:
        """Return every state of a proposal up to this one, the oldest first."""
        found: list[Proposal] = []
        commit = proposal.commit
        while commit and commit != proposal.base:
            state = self._repository.read(commit, Commit)
            if read_message(state.message).field("Proposal") != proposal.id:
                break  # a revision may have been made on another version than the first state
            found.append(self._read(commit))
            commit = state.parents[0].decode() if state.parents else ""
        return tuple(reversed(found))

    def why(self, proposal: Proposal) -> str:
        """Return the words that its content was proposed with, whatever was said about it since."""
        return next(state.reason for state in self.states(proposal) if state.tree == proposal.tree)

    def sources(self, proposal: Proposal) -> dict[str, str]:
        """Return the corpus as proposed.

        Raises:
            HistoryDamaged: it cannot be read.
        """
        return self.history.files(proposal.commit)

    def base_sources(self, proposal: Proposal) -> dict[str, str]:
        """Return the corpus that the proposal was made on: none if nothing was published then.

        Raises:
            HistoryDamaged: it cannot be read.
        """
        return self.history.files(proposal.base) if proposal.base else {}

    def settle(self) -> tuple[Proposal, ...]:
        """Write down which proposals went live though their own state does not say so, and return them.

        A process that ended between the two writes of a publication leaves such a one. Reading sees through it.

        Raises:
            StateHeld, StateUnwritable: it cannot be written.
        """
        with self._repository.writing():
            found = []
            for name in self._names():
                kept = self._read(self._repository.reference(f"{PROPOSALS}{name}"))
                settled = self._settled(kept)
                if settled.state != kept.state:
                    found.append(self._next(settled))
            return tuple(found)

    def _names(self) -> list[str]:
        names = self._repository.references(PROPOSALS)
        return sorted((name for name in names if _ID.fullmatch(name)), key=lambda name: int(name[1:]))

    def _read(self, commit: str) -> Proposal:
        try:
            return read_proposal(self._repository.read(commit, Commit))
        except ValueError as error:
            fix = "look at it with git, or restore it from a backup"
            raise HistoryDamaged(f"the commit {commit[:12]} is no proposal", fix=fix) from error

    def _settled(self, proposal: Proposal) -> Proposal:
        """Return the proposal as published if the history holds it, whatever its own state says."""
        if proposal.decided:
            return proposal
        for commit in self._versions_since(proposal.base):
            message = read_message(commit.message)
            if message.field("Proposal") == proposal.id and message.field("Proposal-Commit") == proposal.commit:
                version = self.history.version(commit.id.decode())
                return replace(
                    proposal,
                    state=State.PUBLISHED,
                    reason=version.reason,
                    by=version.author,
                    changed=version.at,
                    version=version.commit,
                )
        return proposal

    def _versions_since(self, base: str) -> Iterator[Commit]:
        name = self._repository.reference(LIVE)
        while name and name != base:
            commit = self._repository.read(name, Commit)
            yield commit
            name = commit.parents[0].decode() if commit.parents else ""

    def _next(self, state: Proposal) -> Proposal:
        return self._write(state, (), ObjectID(state.tree.encode()), state.commit, (state.commit,))

    def _write(
        self, state: Proposal, objects: Sequence[ShaFile], tree: ObjectID, old: str, after: Sequence[str]
    ) -> Proposal:
        parents = [parent for parent in after if parent]
        commit = commit_of(tree, parents, state.by, state.reason, state_fields(state), self.history.now())
        self._repository.write((*objects, commit))
        if not self._repository.move(f"{PROPOSALS}{state.id}", old, commit.id.decode()):
            # Only git itself can come between: every change of ours keeps the others away.
            fix = "try again; proposals are changed with ldnbot alone"
            raise HistoryDamaged(f"another program moved the proposal {state.id}", fix=fix)
        return read_proposal(commit)


def _changed(seen: Proposal, current: Proposal) -> bool:
    """Return whether a decision about what was seen would be one about something else."""
    return current.decided or seen.state not in UNDECIDED or current.tree != seen.tree
