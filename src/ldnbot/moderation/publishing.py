"""Publishing a proposal: approved, merged with what went live meanwhile, checked, and live in one step.

What can come of it are types of their own, so that each surface says each of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from ldnbot.corpus.finding import Finding, errors_among
from ldnbot.errors import NothingChanged, StateUnwritable
from ldnbot.moderation.history import Sources, Unpublished, Version
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import Overtaken, Proposal, State
from ldnbot.moderation.proposals import Proposals

__all__ = [
    "ChangesAsked",
    "Conflicted",
    "Deed",
    "Invalid",
    "Merge",
    "NeedsApproval",
    "NothingNew",
    "Outcome",
    "Published",
    "Record",
    "publish_proposal",
]

ConflictT = TypeVar("ConflictT")

Merge = Callable[[Sources, Sources, Sources], Sources | ConflictT]
"""`merge(base, theirs, mine)`: the corpus with both changes, or what they disagree on, of whatever type that is."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What the audit log keeps of a change: who did what to which proposal or version, when and why."""

    action: str
    """publish, rollback, propose, approve, reject, withdraw, ask-changes or pull."""

    by: Moderator
    subject: str
    """The proposal's id, or the corpus version."""

    reason: str
    at: datetime


Record = Callable[[Deed], None]
"""Writes a deed into the audit log. It must not raise: what was done is done."""


@dataclass(frozen=True, slots=True)
class Published:
    """The proposal is live. `merged` says that other changes had gone live since it was made, and are in it too."""

    version: Version
    proposal: Proposal
    merged: bool


@dataclass(frozen=True, slots=True)
class Invalid:
    """The corpus would have errors, alone or together with what went live meanwhile."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Conflicted(Generic[ConflictT]):
    """What went live meanwhile changes the same things in another way."""

    conflicts: ConflictT


@dataclass(frozen=True, slots=True)
class NeedsApproval:
    """So many more moderators, not its author, must approve of it."""

    missing: int


@dataclass(frozen=True, slots=True)
class ChangesAsked:
    """A moderator asked for changes that have not been made. `proposal` tells who, and why."""

    proposal: Proposal


@dataclass(frozen=True, slots=True)
class NothingNew:
    """What it proposes is live already."""


Outcome = Published | Invalid | Conflicted[ConflictT] | NeedsApproval | ChangesAsked | NothingNew | Overtaken


def publish_proposal(
    proposals: Proposals,
    seen: Proposal,
    *,
    by: Moderator,
    merge: Merge[ConflictT],
    record: Record,
    approvals: int = 0,
    reason: str = "",
) -> Outcome[ConflictT]:
    """Make a proposal live, as it was seen, and return what came of it.

    `approvals` is how many moderators other than its author must approve of it; whoever publishes it is one of them.

    Raises:
        HistoryDamaged: something that it needs cannot be read.
        StateHeld, StateUnwritable: it cannot be written; the live version is what it was.
    """
    history = proposals.history
    with history.repository.writing():
        current = proposals.find(seen.id)
        if current.decided or current.tree != seen.tree:
            return Overtaken(current)
        if current.state is State.CHANGES_ASKED:
            return ChangesAsked(current)
        others = {approver.id for approver in (*current.approvals, by)} - {current.author.id}
        if len(others) < approvals:
            return NeedsApproval(approvals - len(others))
        live = history.live()
        mine: Sources = proposals.sources(current)
        fresh = current.base == ("" if isinstance(live, Unpublished) else live.commit)
        if not fresh:
            merged = merge(proposals.base_sources(current), history.sources(live), mine)
            if not isinstance(merged, Mapping):
                return Conflicted(merged)
            mine = merged
        findings = history.inspect(mine)
        if errors_among(findings):
            return Invalid(findings)
        words = "\n\n".join(dict.fromkeys(text for text in (current.title, proposals.why(current), reason) if text))
        fields = [("Proposal", current.id), ("Proposal-Commit", current.commit)]
        try:
            version = history.publish(
                mine,
                base=live,
                author=current.author,
                publisher=by,
                reason=words,
                fields=fields,
                also_from=[current.taken_from],
            )
        except NothingChanged:
            return NothingNew()
        try:
            settled = proposals.note_published(current, version, by=by)
        except StateUnwritable:
            settled = proposals.find(current.id)  # the disk is full now; the version itself says what became of it
    record(Deed("publish", by, current.id, words, version.at))
    return Published(version, settled, merged=not fresh)
