import threading
from dataclasses import replace
from pathlib import Path

import pytest

from histories import ANA, BEN, CLEO, FIRST, SECOND, THIRD, WRONG, clock, live, started
from ldnbot.errors import CorpusInvalid, NotFound
from ldnbot.moderation.history import Unpublished, open_history
from ldnbot.moderation.merge import merge
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import Overtaken, Proposal, State
from ldnbot.moderation.proposals import OwnProposal, Proposals
from ldnbot.moderation.publishing import Published, publish_proposal


def proposed(state: Path) -> tuple[Proposals, Proposal]:
    """Return the proposals of a new history, and one by Ben that changes the price."""
    history = started(state)
    proposals = Proposals(history)
    return proposals, proposals.propose(
        SECOND, title="The price rose", author=BEN, base=live(history), reason="Says the society"
    )


def now_is(outcome: Proposal | Overtaken) -> Proposal:
    assert isinstance(outcome, Proposal)
    return outcome


def test_a_proposal_is_kept_as_it_was_made(tmp_path: Path) -> None:
    proposals, made = proposed(tmp_path)
    assert (made.id, made.title, made.author, made.state) == ("p1", "The price rose", BEN, State.OPEN)
    assert made.base == live(proposals.history).commit
    assert (made.reason, made.approvals, made.version) == ("Says the society", (), "")
    again = Proposals(open_history(tmp_path, now=clock()))
    assert again.open_proposals() == (made,)
    assert (again.sources(made), again.base_sources(made)) == (SECOND, FIRST)


def test_a_proposal_may_have_errors_and_be_the_first_of_all(tmp_path: Path) -> None:
    proposals = Proposals(open_history(tmp_path, now=clock()))
    made = proposals.propose(WRONG, title="A draft", author=BEN, base=Unpublished())
    assert (proposals.sources(made), proposals.base_sources(made), made.base) == (WRONG, {}, "")


def test_a_proposal_that_cannot_be_kept_is_refused(tmp_path: Path) -> None:
    proposals = Proposals(started(tmp_path))
    with pytest.raises(CorpusInvalid):
        proposals.propose({"../x.md": "x"}, title="A trick", author=BEN, base=live(proposals.history))
    assert proposals.all_proposals() == ()


@pytest.mark.parametrize("text", ["p1", "P1", "1", "#1", " p1 "])
def test_an_id_is_found_as_people_type_it(tmp_path: Path, text: str) -> None:
    proposals, made = proposed(tmp_path)
    assert proposals.find(text) == made


@pytest.mark.parametrize("text", ["", "p2", "p0", "p01", "p", "../heads/main", "p1/../p1", "p1\n", "p" + "9" * 30])
def test_what_is_no_id_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    proposals, _ = proposed(tmp_path)
    if text.strip() == "p1":
        return
    with pytest.raises(NotFound, match="ldnbot corpus proposals"):
        proposals.find(text)


def test_ids_go_on_past_nine_and_stay_in_order(tmp_path: Path) -> None:
    proposals, _ = proposed(tmp_path)
    for number in range(2, 12):
        made = proposals.propose(THIRD, title=f"Number {number}", author=CLEO, base=live(proposals.history))
    assert made.id == "p11"
    assert [found.id for found in proposals.open_proposals()] == [f"p{number}" for number in range(1, 12)]


def test_every_state_of_a_proposal_can_be_had_back(tmp_path: Path) -> None:
    proposals, made = proposed(tmp_path)
    asked = now_is(proposals.decide(made, State.CHANGES_ASKED, by=ANA, reason="Which society?"))
    revised = now_is(proposals.revise(asked, THIRD, by=BEN, reason="This one"))
    approved = now_is(proposals.approve(revised, by=CLEO))
    rejected = now_is(proposals.decide(approved, State.REJECTED, by=ANA, reason="Not yet"))
    states = proposals.states(rejected)
    assert [state.state for state in states] == ["open", "changes-asked", "open", "open", "rejected"]
    assert [proposals.sources(state) for state in states] == [SECOND, SECOND, THIRD, THIRD, THIRD]
    assert [state.by for state in states] == [BEN, ANA, BEN, CLEO, ANA]
    assert proposals.open_proposals() == ()
    assert proposals.all_proposals() == (rejected,)
    assert proposals.why(rejected) == "This one"


def test_a_revision_takes_approvals_away(tmp_path: Path) -> None:
    proposals, made = proposed(tmp_path)
    approved = now_is(proposals.approve(made, by=ANA))
    assert approved.approvals == (ANA,)
    assert now_is(proposals.revise(approved, THIRD, by=BEN, reason="Better")).approvals == ()


def test_approvals_add_up_and_count_once_a_person(tmp_path: Path) -> None:
    proposals, made = proposed(tmp_path)
    now_is(proposals.approve(made, by=ANA))
    both = now_is(proposals.approve(made, by=CLEO))  # who saw the card before Ana approved
    assert both.approvals == (ANA, CLEO)
    assert now_is(proposals.approve(both, by=replace(ANA, name="Ana M"))).approvals == (ANA, CLEO)
    with pytest.raises(OwnProposal):
        proposals.approve(both, by=BEN)


def test_nobody_decides_about_content_that_they_did_not_see(tmp_path: Path) -> None:
    proposals, made = proposed(tmp_path)
    revised = now_is(proposals.revise(made, THIRD, by=BEN, reason="Better"))
    assert proposals.decide(made, State.REJECTED, by=ANA, reason="No") == Overtaken(revised)
    assert proposals.approve(made, by=ANA) == Overtaken(revised)
    assert publish_proposal(proposals, made, by=ANA, merge=merge, record=print) == Overtaken(revised)


def test_what_is_decided_stays_decided(tmp_path: Path) -> None:
    proposals, made = proposed(tmp_path)
    rejected = now_is(proposals.decide(made, State.REJECTED, by=ANA, reason="No"))
    for seen in (made, rejected):
        assert proposals.decide(seen, State.OPEN, by=CLEO, reason="Yes") == Overtaken(rejected)
        assert proposals.revise(seen, THIRD, by=BEN, reason="Better") == Overtaken(rejected)
        assert publish_proposal(proposals, seen, by=CLEO, merge=merge, record=print) == Overtaken(rejected)
    assert proposals.history.sources(proposals.history.live()) == FIRST


@pytest.mark.parametrize("rivals", [("publish", "publish"), ("publish", "reject"), ("reject", "withdraw")])
def test_of_two_who_decide_in_the_same_second_exactly_one_wins(tmp_path: Path, rivals: tuple[str, str]) -> None:
    _, made = proposed(tmp_path)
    barrier = threading.Barrier(2)
    came: list[object] = []

    def decide(action: str, by: Moderator) -> None:
        with open_history(tmp_path, now=clock()) as history:
            proposals = Proposals(history)
            barrier.wait()
            if action == "publish":
                came.append(publish_proposal(proposals, made, by=by, merge=merge, record=lambda deed: None))
            else:
                state = State.REJECTED if action == "reject" else State.WITHDRAWN
                came.append(proposals.decide(made, state, by=by, reason=action))

    threads = [threading.Thread(target=decide, args=args) for args in zip(rivals, (ANA, CLEO), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (beaten,) = [outcome for outcome in came if isinstance(outcome, Overtaken)]
    (winner,) = [outcome for outcome in came if not isinstance(outcome, Overtaken)]
    after = Proposals(open_history(tmp_path, now=clock())).find("p1")
    assert beaten.current == after
    assert after.decided
    assert len(open_history(tmp_path, now=clock()).log(9)) == 1 + isinstance(winner, Published)
