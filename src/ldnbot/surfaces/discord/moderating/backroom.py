"""Where the corpus is changed: its history and proposals, a thread of their own, and the step that puts a version live.

What takes seconds (an effect, an index) is worked out in processes beside, so that answering never waits for it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from ldnbot.answering.stored import decode_assistant
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.folder import Inspection, inspect_sources
from ldnbot.errors import LdnbotError, NotFound
from ldnbot.moderation.building import Built, NotBuilt, build_index
from ldnbot.moderation.checkouts import note_folder
from ldnbot.moderation.edits import Edit, apply, apply_all, title_of
from ldnbot.moderation.effect import Effect, comparison
from ldnbot.moderation.history import History, Sources, Unpublished, Version
from ldnbot.moderation.merge import Conflicts, merge
from ldnbot.moderation.moderator import LDNBOT, Moderator
from ldnbot.moderation.passageedits import ReplacePassage
from ldnbot.moderation.proposal import Overtaken, Proposal, State
from ldnbot.moderation.proposals import Proposals
from ldnbot.moderation.publishing import Deed, Outcome, Published, publish_proposal
from ldnbot.moderation.pulling import Proposed, Pulled, PullOutcome, PullRefused, PullRule, UpToDate, pull
from ldnbot.records.audit import Entry
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.moderating.effects import Effects
from ldnbot.surfaces.discord.worker import Worker
from ldnbot.surfaces.opening import cache_assistant, cached_assistant, code_mark

__all__ = ["Announce", "Backroom", "Made", "NotLive"]

_log = logging.getLogger(__name__)

_MOST_TRIED = 10
"""Versions that are tried at the start before it is given up."""

Announce = Callable[[Version, Version | Unpublished, str], Awaitable[None]]
"""Tells the moderators' log channel of a version, which was live before, and why it is not answered from, if so."""


@dataclass(frozen=True, slots=True)
class Made:
    """A proposal was made, and what changed besides what was asked for."""

    proposal: Proposal
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotLive:
    """A version is published, and its index could not be built: the one before goes on answering."""

    version: Version
    why: str


@dataclass(slots=True)
class Backroom:
    """The corpus's history and proposals, and all that is done with them."""

    desk: Desk
    history: History
    proposals: Proposals
    worker: Worker
    """One thread, for the history: what it does takes no longer than a form may wait for, three seconds."""

    waiting: Worker
    """Threads that wait for processes beside: effects, indexes, uploads."""

    approvals: int
    """How many moderators other than its author must approve of a proposal."""

    announce: Announce | None = None
    announce_proposal: Callable[[Proposal], Awaitable[None]] | None = None
    """Tells the moderators' log channel of a proposal that nobody there made."""

    effects: Effects = field(init=False)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Versions are put live in the order in which they were published."""

    def __post_init__(self) -> None:
        self.effects = Effects(self.desk, self.waiting)

    async def propose(
        self,
        edits: tuple[Edit, ...],
        by: Moderator,
        *,
        reason: str = "",
        title: str = "",
        base: Version | None = None,
    ) -> Made:
        """Keep a change of the live version, or of the older one that the moderator saw, as a proposal.

        Raises:
            EditRefused: the change cannot be made.
            StateHeld, StateUnwritable, HistoryDamaged: it cannot be kept.
        """
        return await self.worker.run(self._propose, edits, by, reason, title or title_of(edits[0]), base)

    async def propose_sources(self, sources: Sources, by: Moderator, *, title: str, reason: str = "") -> Proposal:
        """Keep a whole corpus as a proposal, such as one with an article that was uploaded.

        Raises:
            CorpusInvalid, StateHeld, StateUnwritable, HistoryDamaged: it cannot be kept.
        """
        return await self.worker.run(
            lambda: self.proposals.propose(sources, title=title, author=by, base=self.history.live(), reason=reason)
        )

    def live(self) -> tuple[Version, dict[str, str]]:
        """Return the live version with its files. For the backroom's thread.

        Raises:
            NotFound: nothing was published yet.
        """
        found = self.find_version("")
        return found, self.history.sources(found)

    def opened(self, corpus_version: str) -> tuple[Version, Corpus]:
        """Return a version that a form was opened on, and its corpus. For the backroom's thread.

        Raises:
            NotFound: there is no such version.
        """
        found = self.find_version(corpus_version)
        return found, self.inspect(self.history.sources(found)).corpus

    def find_version(self, wanted: str) -> Version:
        """Return the version that is meant, or the live one where none is named. For the backroom's thread.

        Raises:
            NotFound: there is none.
        """
        if wanted.strip():
            try:
                return self.history.find(wanted)
            except NotFound as error:
                raise NotFound(error.what, fix="see all with /corpus history") from error
        live = self.history.live()
        if isinstance(live, Unpublished):
            raise NotFound("nothing was published yet", fix="start the bot once")
        return live

    def inspect(self, sources: Sources) -> Inspection:
        """Return a corpus read as far as it can be, with what is wrong with it."""
        return inspect_sources(sources, today=self.desk.now().date())

    def missing_approvals(self, proposal: Proposal) -> int:
        """Return how many moderators have still to approve of a proposal."""
        others = {person.id for person in proposal.approvals} - {proposal.author.id}
        return max(0, self.approvals - len(others))

    async def effect(self, proposal: Proposal) -> Effect | Conflicts:
        """Return what a proposal would change of what is live now, worked out in a process beside.

        Raises:
            LdnbotError: it could not be worked out within its bounds.
        """
        before, after = await self.worker.run(self._both, proposal)
        if isinstance(after, Conflicts):
            return after
        return await self.effects.of(before, after)

    async def comparison(self, proposal: Proposal) -> Effect | Conflicts:
        """Return what a proposal would change in the texts, without asking any question: it takes a second."""
        before, after = await self.worker.run(self._both, proposal)
        if isinstance(after, Conflicts):
            return after
        return await self._compared(before, after)

    async def change_of(self, version: Version) -> Effect:
        """Return what a version changed, without asking any question."""

        def files() -> tuple[dict[str, str], dict[str, str]]:
            parent = self.history.files(version.parent) if version.parent else {}
            return parent, self.history.sources(version)

        before, after = await self.worker.run(files)
        return await self._compared(before, after)

    async def _compared(self, before: Sources, after: Sources) -> Effect:
        today = self.desk.now().date()
        return await self.waiting.run(lambda: comparison(before, after, today=today))

    async def find(self, proposal: str) -> Proposal:
        """Return a proposal by its id.

        Raises:
            NotFound: there is none.
        """
        try:
            return await self.worker.run(self.proposals.find, proposal)
        except NotFound as error:
            raise NotFound(error.what, fix="see all with /corpus proposals") from error

    async def approve(self, seen: Proposal, by: Moderator) -> Proposal | Overtaken:
        """Note that a second moderator approves.

        Raises:
            OwnProposal: it is their own.
        """
        found = await self.worker.run(lambda: self.proposals.approve(seen, by=by))
        if isinstance(found, Proposal):
            await self.record("approve", by, seen.id)
        return found

    async def decide(self, seen: Proposal, state: State, by: Moderator, reason: str) -> Proposal | Overtaken:
        """Reject a proposal, withdraw it, or ask for changes."""
        found = await self.worker.run(lambda: self.proposals.decide(seen, state, by=by, reason=reason))
        if isinstance(found, Proposal):
            await self.record(state.value, by, seen.id, reason)
        return found

    async def revise(self, seen: Proposal, change: ReplacePassage, by: Moderator, reason: str) -> Proposal | Overtaken:
        """Put other words for a passage into a proposal. Without a reason, the one that it was made with stays.

        Raises:
            EditRefused: the change cannot be made.
            StateHeld, StateUnwritable, HistoryDamaged: it cannot be kept.
        """

        def revised() -> Proposal | Overtaken:
            edited = apply(change, self.proposals.sources(seen))
            why = reason.strip() or self.proposals.why(seen)
            return self.proposals.revise(seen, edited.sources, by=by, reason=why)

        found = await self.worker.run(revised)
        if isinstance(found, Proposal):
            await self.record("revise", by, seen.id, found.title)
        return found

    async def publish(self, seen: Proposal, by: Moderator, *, reason: str = "") -> Outcome[Conflicts] | NotLive:
        """Make a proposal live as it was seen: merged, checked, committed, indexed, and answered from.

        Raises:
            HistoryDamaged, StateHeld, StateUnwritable: nothing was published.
        """
        async with self._one_at_a_time:
            before = await self.worker.run(self.history.live)
            outcome = await self.worker.run(
                lambda: publish_proposal(
                    self.proposals,
                    seen,
                    by=by,
                    merge=merge,
                    record=_recorded_later,
                    approvals=self.approvals,
                    reason=reason,
                )
            )
            if isinstance(outcome, Published):
                await self.record("publish", by, seen.id, outcome.version.reason)
                return await self._put_live(outcome.version, before) or outcome
            return outcome

    async def rollback(self, version: Version, by: Moderator, reason: str) -> Version | NotLive:
        """Publish a new version that is equal to an old one, and answer from it.

        Raises:
            NothingChanged, CorpusInvalid, HistoryDamaged, StateHeld, StateUnwritable: nothing was published.
        """
        async with self._one_at_a_time:
            before = await self.worker.run(self.history.live)
            made = await self.worker.run(lambda: self.history.rollback(version, author=by, reason=reason))
            await self.record("rollback", by, version.corpus_version, reason)
            return await self._put_live(made, before) or made

    async def pull(self) -> PullOutcome | NotLive:
        """Take in what the configured repository has, by the configured rule, and answer from it if it is live.

        Raises:
            HistoryDamaged, StateHeld, StateUnwritable: the history cannot be read or written; it is what it was.
        """
        settings = self.desk.settings
        # Where a second moderator is asked for, nothing goes live by itself.
        rule = PullRule.PROPOSE if self.approvals else PullRule(settings.remote_rule)
        async with self._one_at_a_time:
            before = await self.worker.run(self.history.live)
            outcome = await self.waiting.run(
                lambda: pull(self.proposals, settings.remote, by=LDNBOT, rule=rule, record=_recorded_later)
            )
            match outcome:
                case Pulled(version):
                    await self.record("pull", LDNBOT, version.corpus_version)
                    return await self._put_live(version, before) or outcome
                case Proposed(proposal):
                    await self.record("pull", LDNBOT, proposal.id)
                    if self.announce_proposal:
                        await self.announce_proposal(proposal)
                case PullRefused(source, why):
                    _log.warning("nothing was taken from %s: %s", source, why)
                case UpToDate():
                    pass
            return outcome

    async def open(self, folder_sources: Sources) -> Version:
        """Put the live version on the shelf; where nothing was published yet, the corpus of the folder becomes it.

        Where the live version cannot be answered from, the newest that can takes its place on the shelf. Returns the
        one that is answered from.

        Raises:
            CorpusInvalid: the corpus has errors.
            HistoryDamaged, StateHeld, StateUnwritable: the history cannot be read or begun.
        """
        live = await self.worker.run(self.history.live)
        if isinstance(live, Unpublished):
            reason = "The corpus that ldnbot began with"
            live = await self.worker.run(
                lambda: self.history.publish(folder_sources, base=Unpublished(), author=LDNBOT, reason=reason)
            )
            settings = self.desk.settings  # so that a change of the folder can be published without naming its base
            await self.worker.run(note_folder, settings.state, settings.corpus, live)
        not_live = await self._shelve(live)
        if not_live is None:
            return live
        for older in (await self.worker.run(self.history.log, _MOST_TRIED))[1:]:
            if await self._shelve(older) is None:
                _log.error("answering from version %s in its place", older.corpus_version)
                return older
        raise LdnbotError(f"the live version cannot be answered from: {not_live.why}")

    def close(self) -> None:
        """Let what is running end."""
        self.worker.close()
        self.waiting.close()

    async def record(self, action: str, by: Moderator, subject: str, detail: str = "") -> None:
        """Write into the audit who did what."""
        entry = Entry(
            at=self.desk.now(),
            server=None,
            who=int(by.id) if by.id.isdigit() else None,
            what=action,
            detail=" ".join(f"{subject} {detail}".split())[:500],
        )
        try:
            await self.desk.worker.run(self.desk.records.audit.add, entry)
        except LdnbotError as error:  # what was done is done, and the history itself says who did it
            _log.error("the audit could not be written: %s", error)

    async def _put_live(self, version: Version, before: Version | Unpublished) -> NotLive | None:
        not_live = await self._shelve(version)
        if self.announce:
            try:
                await self.announce(version, before, not_live.why if not_live else "")
            except LdnbotError as error:  # it is live, whether anybody is told or not
                _log.error("the log channel could not be told: %s", error)
        return not_live

    async def _shelve(self, version: Version) -> NotLive | None:
        """Answer from a version from now on. Questions in flight end with the one they began with."""
        cached = await self.waiting.run(cached_assistant, version.corpus_version)
        if cached is not None:
            await self.desk.worker.run(self.desk.shelf.put, cached)
            return None
        sources = await self.worker.run(self.history.sources, version)
        today, mark = self.desk.now().date(), code_mark()
        built = await self.waiting.run(lambda: build_index(sources, today=today, made_by=mark))
        match built:
            case Built(raw):
                await self.waiting.run(cache_assistant, version.corpus_version, raw)
                assistant = await self.waiting.run(decode_assistant, raw, mark)
                await self.desk.worker.run(self.desk.shelf.put, assistant)
                return None
            case NotBuilt(why):
                _log.error("version %s is published and cannot be answered from: %s", version.corpus_version, why)
                return NotLive(version, why)

    def _both(self, proposal: Proposal) -> tuple[dict[str, str], Sources | Conflicts]:
        """Return the live corpus, and what it would be with the proposal."""
        live = self.history.live()
        before, mine = self.history.sources(live), self.proposals.sources(proposal)
        if isinstance(live, Version) and proposal.base != live.commit:
            return before, merge(self.proposals.base_sources(proposal), before, mine)
        return before, mine

    def _propose(self, edits: tuple[Edit, ...], by: Moderator, reason: str, title: str, base: Version | None) -> Made:
        seen = base or self.history.live()
        edited = apply_all(edits, self.history.sources(seen))
        made = self.proposals.propose(edited.sources, title=title, author=by, base=seen, reason=reason)
        return Made(made, edited.said)


def _recorded_later(deed: Deed) -> None:
    """Do nothing: the audit is written when the event loop has the outcome, by `Backroom.record`."""
    del deed
