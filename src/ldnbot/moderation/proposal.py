"""A proposal: a change of the corpus that somebody asks for, and everything that was decided about it.

Each state of it is a commit whose tree is the corpus as proposed; its message says what the state is.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dulwich.objects import Commit

from ldnbot.moderation.commits import moment_of
from ldnbot.moderation.message import read_message
from ldnbot.moderation.moderator import Moderator, moderator_of

__all__ = ["UNDECIDED", "Overtaken", "Proposal", "State", "read_proposal", "state_fields"]

_CREATED = "%Y-%m-%dT%H:%M:%SZ"


class State(StrEnum):
    """How far a proposal has come."""

    OPEN = "open"
    CHANGES_ASKED = "changes-asked"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


UNDECIDED = frozenset({State.OPEN, State.CHANGES_ASKED})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal in one of its states."""

    id: str
    """Short, to be typed: p12."""

    commit: str
    """The commit of this state; its tree is the corpus as proposed."""

    tree: str
    """The id of the proposed content: two states that propose the same have the same."""

    title: str
    author: Moderator
    base: str
    """The commit of the version that it was made on; empty if nothing was published yet."""

    state: State
    approvals: tuple[Moderator, ...]
    """Who approves of the content as it is now, in order. A revision takes approvals away."""

    reason: str
    """The words of the last change: why it was proposed, rejected, published."""

    by: Moderator
    """Who made the last change."""

    created: datetime
    changed: datetime
    version: str = ""
    """The commit of the version that it became; empty until it is published."""

    taken_from: str = ""
    """The commit of a clone that its content is; empty if it was not made in one."""

    @property
    def decided(self) -> bool:
        """Return whether nothing more can be decided about it."""
        return self.state not in UNDECIDED


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else decided or revised the proposal first. `current` is what it is now."""

    current: Proposal


def state_fields(found: Proposal) -> tuple[tuple[str, str], ...]:
    """Return a proposal as the fields of its commit's message. What the commit itself says is not repeated."""
    return (
        ("Proposal", found.id),
        ("State", found.state.value),
        ("Title", found.title),
        ("Proposed-By", found.author.identity.decode()),
        ("Base", found.base),
        ("Created", found.created.strftime(_CREATED)),
        *(("Approved-By", approver.identity.decode()) for approver in found.approvals),
        ("Version", found.version),
        ("Taken-From", found.taken_from),
    )


def read_proposal(commit: Commit) -> Proposal:
    """Return the proposal that a commit is a state of.

    Raises:
        ValueError: it is none.
    """
    message = read_message(commit.message)
    created = datetime.strptime(message.field("Created"), _CREATED).replace(tzinfo=moment_of(commit).tzinfo)
    return Proposal(
        id=message.field("Proposal"),
        commit=commit.id.decode(),
        tree=commit.tree.decode(),
        title=message.field("Title"),
        author=moderator_of(message.field("Proposed-By").encode()),
        base=message.field("Base"),
        state=State(message.field("State")),
        approvals=tuple(moderator_of(identity.encode()) for identity in message.every("Approved-By")),
        reason=message.text,
        by=moderator_of(commit.author),
        created=created,
        changed=moment_of(commit),
        version=message.field("Version"),
        taken_from=message.field("Taken-From"),
    )
