"""Takes in what curators made in clones of the corpus: from a remote repository, or from branches pushed to this one.

What may follow, in this order: nothing new; a fast-forward, where the remote only went on from the live version; a
merge, checked like any publication; or a proposal, where the rule says so or the two disagree. Whatever looks wrong is
refused.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from dulwich.objects import Commit

from ldnbot.errors import CorpusInvalid
from ldnbot.moderation.bounded import Limits
from ldnbot.moderation.fetching import FETCHING, Fetched, NotFetched, checked, fetched, plain_address, take_in
from ldnbot.moderation.history import LIVE, History, Sources, Unpublished, Version
from ldnbot.moderation.merge import Conflicts, merge
from ldnbot.moderation.message import read_message
from ldnbot.moderation.moderator import Moderator, moderator_of
from ldnbot.moderation.proposal import Proposal
from ldnbot.moderation.proposals import Proposals
from ldnbot.moderation.publishing import Deed, Record
from ldnbot.moderation.skeleton import INCOMING

__all__ = [
    "Proposed",
    "PullOutcome",
    "PullRefused",
    "PullRule",
    "Pulled",
    "UpToDate",
    "proposals_from_branches",
    "pull",
]

_SEEN = "refs/remotes/"


class PullRule(StrEnum):
    """What becomes of a sound change that a remote has."""

    PUBLISH = "publish"
    PROPOSE = "propose"


@dataclass(frozen=True, slots=True)
class UpToDate:
    """The remote has nothing that was not taken in before."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What the remote has is live. `merged` says that it was put together with what was published here."""

    version: Version
    merged: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the remote has is a proposal; `because` says why it is no more than that."""

    proposal: Proposal
    because: str


@dataclass(frozen=True, slots=True)
class PullRefused:
    """Nothing was taken in: `why` as a sentence without its full stop. `source` is the address or the branch."""

    source: str
    why: str


PullOutcome = UpToDate | Pulled | Proposed | PullRefused


def pull(
    proposals: Proposals,
    address: str,
    *,
    by: Moderator,
    rule: PullRule,
    record: Record,
    branch: str = "",
    limits: Limits = FETCHING,
) -> PullOutcome:
    """Take in what a remote repository has, by a rule, and return what came of it.

    `by` is who asked for it, or ldnbot itself. `branch` is a branch or a full reference such as refs/pull/12/head;
    empty for the remote's own choice.

    Raises:
        HistoryDamaged, StateHeld, StateUnwritable: the history cannot be read or written; it is what it was.
    """
    history = proposals.history
    shown = plain_address(address)
    mark = _mark(f"{shown} {branch}")
    seen = history.repository.reference(mark)
    known = history.ancestors(history.repository.reference(LIVE), seen)
    with fetched(history.repository, address, branch, known, limits) as found:
        if isinstance(found, NotFetched):
            return PullRefused(shown, found.why)
        outcome = _take(proposals, found, _Source(shown, mark, seen, by), rule)
    match outcome:
        case Pulled(version):
            record(Deed("pull", by, version.corpus_version, f"From {shown}", version.at))
        case Proposed(proposal):
            record(Deed("propose", by, proposal.id, f"From {shown}", proposal.changed))
        case _:
            pass
    return outcome


def proposals_from_branches(
    proposals: Proposals, *, by: Moderator, record: Record
) -> tuple[Proposed | PullRefused, ...]:
    """Make a proposal of every branch below incoming/ that a clone has pushed since, and return what came of each.

    Raises:
        HistoryDamaged, StateHeld, StateUnwritable: the history cannot be read or written; it is what it was.
    """
    history = proposals.history
    made: list[Proposed | PullRefused] = []
    for name, tip in history.repository.references(INCOMING).items():
        shown = f"incoming/{name}"
        mark = _mark(shown)
        if history.repository.reference(mark) == tip:
            continue
        found = checked(history.repository, tip, history.ancestors(history.repository.reference(LIVE)))
        if isinstance(found, NotFetched):
            made.append(PullRefused(shown, found.why))
            continue
        source = _Source(shown, mark, "", by)
        match _take(proposals, found, source, PullRule.PROPOSE):
            case Proposed(proposal) as outcome:
                record(Deed("propose", by, proposal.id, f"From {shown}", proposal.changed))
                made.append(outcome)
            case PullRefused() as outcome:
                made.append(outcome)
            case _:
                pass
    return tuple(made)


def _mark(source: str) -> str:
    """Return the reference that remembers what was taken in last from a remote's branch or a pushed one."""
    return f"{_SEEN}{hashlib.sha256(source.encode()).hexdigest()[:12]}/seen"


@dataclass(frozen=True, slots=True)
class _Source:
    shown: str
    mark: str
    seen: str
    by: Moderator

    @property
    def author(self) -> str:
        """Return what tells proposals of this source from others."""
        return f"from-{self.mark.removeprefix(_SEEN).partition('/')[0]}"


def _take(proposals: Proposals, found: Fetched, source: _Source, rule: PullRule) -> PullOutcome:
    history = proposals.history
    repository = history.repository
    with repository.writing():
        live = history.live()
        live_commit = "" if isinstance(live, Unpublished) else live.commit
        past = history.ancestors(live_commit)
        if found.tip in past or found.tip == source.seen:
            return UpToDate()
        apart = History(found.repository, history.now)  # which sees what is here as well
        line = apart.ancestors(found.tip)
        if source.seen and source.seen not in line:
            why = "its history was rewritten: what was taken from it before is not part of it any more"
            return PullRefused(source.shown, f"{why}. Look at it with git; nothing of it was taken")
        try:
            theirs = apart.files(found.tip)
            history.refuse_errors(theirs)
        except CorpusInvalid as error:
            where = f"{error.where}: " if error.where else ""
            return PullRefused(source.shown, f"its corpus has errors ({where}{error.what})")
        if found.repository is not repository:
            take_in(repository, found)
        base = _base(proposals, line & past, found.tip)
        followed = _follow(proposals, found.tip, theirs, live, base, rule) if base or not past else None
        because = _because(rule, related=bool(base) or not past)
        outcome = followed or _propose(proposals, found.tip, theirs, source, base, because)
        repository.move(source.mark, repository.reference(source.mark), found.tip)
        return outcome


def _because(rule: PullRule, *, related: bool) -> str:
    if not related:
        return "it has no version in common with the corpus here"
    return "the rule says so" if rule is PullRule.PROPOSE else "it and the live version change the same things"


def _base(proposals: Proposals, common: frozenset[str], tip: str) -> str:
    """Return the newest commit that both sides have; empty if they have none."""
    read = proposals.history.repository.read
    inner = {parent.decode() for commit in common for parent in read(commit, Commit).parents}
    newest = common - inner
    waiting, seen = [tip], set[str]()
    while waiting:
        commit = waiting.pop(0)
        if commit in newest:
            return commit
        if commit not in seen:
            seen.add(commit)
            waiting.extend(parent.decode() for parent in read(commit, Commit).parents)
    return ""


def _follow(
    proposals: Proposals,
    tip: str,
    theirs: Sources,
    live: Version | Unpublished,
    base: str,
    rule: PullRule,
) -> Pulled | None:
    """Return the version that the commit became, or nothing if it must be proposed."""
    history = proposals.history
    if rule is PullRule.PROPOSE:
        return None
    if isinstance(live, Unpublished) or history.follows(tip, live.commit):
        return Pulled(history.adopt(tip, base=live), merged=False)
    merged = merge(history.files(base), history.sources(live), theirs)
    if isinstance(merged, Conflicts):
        return None
    commit = history.repository.read(tip, Commit)
    reason = read_message(commit.message).text
    try:
        version = history.publish(merged, base=live, author=moderator_of(commit.author), reason=reason, also_from=[tip])
    except CorpusInvalid:
        return None
    return Pulled(version, merged=True)


def _propose(proposals: Proposals, tip: str, theirs: Sources, source: _Source, base: str, because: str) -> Proposed:
    """Make a proposal, or revise the one from the same source that still waits."""
    history = proposals.history
    commit = history.repository.read(tip, Commit)
    words = read_message(commit.message).text
    author = Moderator(source.author, moderator_of(commit.author).name)
    made_on = history.version(base) if base else history.live()
    for waiting in proposals.open_proposals():
        if waiting.author.id == author.id:
            revised = proposals.revise(waiting, theirs, by=author, reason=words, base=made_on, taken_from=tip)
            if isinstance(revised, Proposal):
                return Proposed(revised, because)
    title = words.partition("\n")[0][:100] or f"From {source.shown}"
    proposal = proposals.propose(
        theirs, title=title, author=author, base=made_on, reason=f"{words}\n\nFrom {source.shown}", taken_from=tip
    )
    return Proposed(proposal, because)
