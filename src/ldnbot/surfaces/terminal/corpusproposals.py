"""`ldnbot corpus proposals`, `approve` and `reject`: what waits for a decision, and deciding."""

import sys

import click

from ldnbot.moderation.merge import Conflicts
from ldnbot.moderation.proposal import Overtaken, Proposal, State
from ldnbot.moderation.publishing import Deed
from ldnbot.surfaces.terminal.corpuspublish import NOT_PUBLISHED
from ldnbot.surfaces.terminal.saying import say, say_json
from ldnbot.surfaces.terminal.state import (
    Office,
    author_option,
    changing,
    moment,
    reading,
    reason_option,
    typist,
)

__all__ = ["approve", "proposals", "reject"]


@click.command()
@click.argument("proposal", metavar="[PROPOSAL]", default="")
@click.option("--all", "everything", is_flag=True, help="Those that were decided too.")
@click.option("--json", "as_json", is_flag=True, help="JSON for other programs.")
def proposals(*, proposal: str, everything: bool, as_json: bool) -> None:
    """List what waits for a decision, the oldest first, or show PROPOSAL: who wants what, and what it would change.

    \b
    Examples:
      ldnbot corpus proposals
      ldnbot corpus proposals p12
      ldnbot corpus proposals --all --json | jq '.[].state'
    """
    with reading() as office:
        if proposal:
            _show(office, office.proposals.find(proposal), as_json=as_json)
            return
        found = office.proposals.all_proposals() if everything else office.proposals.open_proposals()
        if as_json:
            say_json([_row(entry) for entry in found])
            return
        for entry in found:
            say(f"{entry.id}  {entry.state}  {moment(entry.changed)}  {entry.author.name}: {entry.title}")
        if not found:
            say("Nothing was proposed yet." if everything else "Nothing waits for a decision.")


def _row(found: Proposal) -> dict[str, object]:
    return {
        "id": found.id,
        "title": found.title,
        "author": found.author.name,
        "state": found.state.value,
        "approvals": [approver.name for approver in found.approvals],
        "reason": found.reason,
        "by": found.by.name,
        "base": found.base,
        "created": found.created.isoformat(),
        "changed": found.changed.isoformat(),
        "version": found.version,
    }


def _show(office: Office, found: Proposal, *, as_json: bool) -> None:
    if as_json:
        say_json(_row(found))
        return
    say(f"{found.id}: {found.title}")
    for state in office.proposals.states(found):
        first = state.reason.partition("\n")[0]
        approved = f", approved by {', '.join(person.name for person in state.approvals)}" if state.approvals else ""
        say(f"  {moment(state.changed)}  {state.state}{approved}  {state.by.name}: {first}")
    say()
    from ldnbot.surfaces.terminal.corpusdiff import conflict_lines, show_effect, with_proposal

    live = office.history.live()
    before = office.proposals.base_sources(found) if found.decided else office.history.sources(live)
    after = with_proposal(office, found, live, before)
    if isinstance(after, Conflicts):
        for line in conflict_lines(after):
            say(line)
    else:
        show_effect(before, after)


@click.command()
@click.argument("proposal", metavar="PROPOSAL")
@author_option
def approve(*, proposal: str, author: str) -> None:
    """Approve of PROPOSAL as it is now. It is published by `ldnbot corpus publish`, or in Discord.

    Nobody approves of what they proposed themselves. A revision takes approvals away.

    \b
    Examples:
      ldnbot corpus proposals p12
      ldnbot corpus approve p12
    """
    who = typist(author)
    with changing("corpus approve") as office:
        made = office.proposals.approve(office.proposals.find(proposal), by=who)
        if isinstance(made, Proposal):
            office.record(Deed("approve", who, made.id, "", made.changed))
    sys.exit(_told(made, f"{who.name} approves"))


@click.command()
@click.argument("proposal", metavar="PROPOSAL")
@reason_option
@author_option
def reject(*, proposal: str, reason: str, author: str) -> None:
    """Reject PROPOSAL. It is kept, with the reason, and can be looked at.

    \b
    Examples:
      ldnbot corpus reject p12 --reason "The study says the opposite"
      ldnbot corpus proposals --all
    """
    who = typist(author)
    with changing("corpus reject") as office:
        made = office.proposals.decide(office.proposals.find(proposal), State.REJECTED, by=who, reason=reason)
        if isinstance(made, Proposal):
            office.record(Deed("reject", who, made.id, reason, made.changed))
    sys.exit(_told(made, "rejected"))


def _told(made: Proposal | Overtaken, done: str) -> int:
    match made:
        case Proposal(id=id_):
            say(f"Proposal {id_}: {done}.")
            return 0
        case Overtaken(current):
            say(f"Nothing was done: proposal {current.id} is {current.state}, by {current.by.name}.")
            return NOT_PUBLISHED
