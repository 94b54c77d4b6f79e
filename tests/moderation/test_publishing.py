from pathlib import Path

from histories import ANA, BEN, CLEO, FIRST, SECOND, THIRD, WRONG, clock, live, started
from ldnbot.corpus.finding import errors_among
from ldnbot.errors import StateUnwritable
from ldnbot.moderation.history import Sources, Version, open_history
from ldnbot.moderation.merge import Conflicts, merge
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import Proposal, State
from ldnbot.moderation.proposals import Proposals
from ldnbot.moderation.publishing import (
    ChangesAsked,
    Conflicted,
    Deed,
    Invalid,
    NeedsApproval,
    NothingNew,
    Outcome,
    Published,
    publish_proposal,
)


class Desk:
    """A history with its proposals and its audit log."""

    def __init__(self, state: Path) -> None:
        self.history = started(state)
        self.proposals = Proposals(self.history)
        self.deeds: list[Deed] = []

    def propose(self, sources: Sources, author: Moderator = BEN) -> Proposal:
        return self.proposals.propose(sources, title="A change", author=author, base=live(self.history))

    def publish(self, seen: Proposal, by: Moderator = ANA, approvals: int = 0) -> Outcome[Conflicts]:
        return publish_proposal(self.proposals, seen, by=by, merge=merge, record=self.deeds.append, approvals=approvals)


def test_a_published_proposal_is_live_with_both_names(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    outcome = desk.publish(desk.propose(SECOND))
    assert isinstance(outcome, Published)
    assert live(desk.history) == outcome.version
    assert (outcome.version.author, outcome.version.publisher, outcome.version.proposal) == (BEN, ANA, "p1")
    assert desk.history.sources(outcome.version) == SECOND
    assert (outcome.proposal.state, outcome.proposal.version) == (State.PUBLISHED, outcome.version.commit)
    assert not outcome.merged
    assert [(deed.action, deed.by, deed.subject) for deed in desk.deeds] == [("publish", ANA, "p1")]


def test_what_went_live_meanwhile_is_kept(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    price, journal = desk.propose(SECOND), desk.propose(THIRD, CLEO)
    desk.publish(journal)
    outcome = desk.publish(price)
    assert isinstance(outcome, Published)
    assert outcome.merged
    both = {"veltamine.md": SECOND["veltamine.md"], "references.yaml": THIRD["references.yaml"]}
    assert desk.history.sources(desk.history.live()) == both


def test_a_conflict_publishes_nothing_and_keeps_the_proposal(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    price = desk.propose(SECOND)
    other = desk.propose({**FIRST, "veltamine.md": FIRST["veltamine.md"].replace("about $12", "about $15")})
    desk.publish(other)
    before = desk.history.live()
    outcome = desk.publish(price)
    assert isinstance(outcome, Conflicted)
    assert [conflict.file for conflict in outcome.conflicts.conflicts] == ["veltamine.md"]
    assert desk.history.live() == before
    assert desk.proposals.open_proposals() == (price,)
    assert len(desk.deeds) == 1


def test_a_proposal_with_errors_is_not_published(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    outcome = desk.publish(desk.propose(WRONG))
    assert isinstance(outcome, Invalid)
    assert [finding.code for finding in errors_among(outcome.findings)] == ["unknown-key"]
    assert desk.history.sources(desk.history.live()) == FIRST


def test_a_merge_that_makes_an_error_is_not_published(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    key = {name: text.replace("velta-page", "velta-price") for name, text in FIRST.items()}
    price = desk.propose(SECOND)  # cites velta-page still
    desk.publish(desk.propose({**key, "veltamine.md": key["veltamine.md"]}))

    def careless(base: Sources, theirs: Sources, mine: Sources) -> Sources:
        return {**theirs, "veltamine.md": mine["veltamine.md"]}

    outcome: Outcome[Conflicts] = publish_proposal(
        desk.proposals, price, by=ANA, merge=careless, record=desk.deeds.append
    )
    assert isinstance(outcome, Invalid)
    assert "velta-page" in errors_among(outcome.findings)[0].what


def test_a_second_moderator_is_asked_for_and_whoever_publishes_is_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    price = desk.propose(SECOND)
    assert desk.publish(price, by=BEN, approvals=1) == NeedsApproval(1)
    assert desk.publish(price, by=ANA, approvals=2) == NeedsApproval(1)
    desk.proposals.approve(price, by=CLEO)
    outcome = desk.publish(price, by=BEN, approvals=1)
    assert isinstance(outcome, Published)


def test_a_proposal_whose_changes_are_asked_for_waits_until_they_are_made(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    made = desk.propose(SECOND)
    asked = desk.proposals.decide(made, State.CHANGES_ASKED, by=CLEO, reason="Which month?")
    assert isinstance(asked, Proposal)
    for seen in (made, asked):
        assert desk.publish(seen) == ChangesAsked(asked)
    assert desk.history.sources(desk.history.live()) == FIRST
    assert desk.deeds == []
    revised = desk.proposals.revise(asked, THIRD, by=BEN, reason="In May")
    assert isinstance(revised, Proposal)
    assert isinstance(desk.publish(revised), Published)
    assert desk.history.sources(desk.history.live()) == THIRD


def test_a_proposal_of_what_is_live_is_nothing_new(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.publish(desk.propose(FIRST)) == NothingNew()
    twice = desk.propose(SECOND), desk.propose(SECOND, CLEO)
    assert isinstance(desk.publish(twice[0]), Published)
    assert desk.publish(twice[1]) == NothingNew()


def test_the_words_of_a_version_are_its_proposals_and_its_publishers(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    price = desk.proposals.propose(SECOND, title="Price", author=BEN, base=live(desk.history), reason="It rose")
    publish_proposal(desk.proposals, price, by=ANA, merge=merge, record=desk.deeds.append, reason="Looked up, is so")
    assert live(desk.history).reason == "Price\n\nIt rose\n\nLooked up, is so"


def test_a_process_that_ends_between_the_two_writes_leaves_a_published_proposal(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    price = desk.propose(SECOND)

    class DiskFull(Proposals):
        def note_published(self, proposal: Proposal, version: Version, *, by: Moderator) -> Proposal:
            raise StateUnwritable("the disk is full")

    outcome = publish_proposal(DiskFull(desk.history), price, by=ANA, merge=merge, record=desk.deeds.append)
    assert isinstance(outcome, Published)
    with open_history(tmp_path, now=clock()) as history:
        proposals = Proposals(history)
        kept = history.repository.reference("refs/proposals/p1")
        assert kept == price.commit  # its own state says open still
        found = proposals.find("p1")
        assert (found.state, found.version) == (State.PUBLISHED, live(history).commit)
        assert proposals.open_proposals() == ()
        assert [settled.id for settled in proposals.settle()] == ["p1"]
        assert history.repository.reference("refs/proposals/p1") != kept
        assert proposals.settle() == ()
