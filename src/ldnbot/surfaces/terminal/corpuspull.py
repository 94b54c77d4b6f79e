"""`ldnbot corpus pull`: takes in what curators made in clones of the corpus."""

import sys

import click

from ldnbot.errors import SettingsInvalid
from ldnbot.moderation.pulling import (
    Proposed,
    Pulled,
    PullOutcome,
    PullRefused,
    PullRule,
    UpToDate,
    proposals_from_branches,
    pull,
)
from ldnbot.surfaces.terminal.corpuspublish import NOT_PUBLISHED
from ldnbot.surfaces.terminal.saying import say
from ldnbot.surfaces.terminal.state import author_option, changing, typist

__all__ = ["pull_command"]


@click.command("pull")
@click.argument("remote", metavar="[REMOTE]", default="")
@click.option("--branch", default="", metavar="NAME", help="A branch, or a reference such as refs/pull/12/head.")
@click.option(
    "--rule",
    type=click.Choice([rule.value for rule in PullRule]),
    default=None,
    help="What becomes of a sound change. Without it: the setting remote_rule.",
)
@click.option("--incoming", is_flag=True, help="Propose what clones pushed to branches below incoming/ here.")
@author_option
def pull_command(*, remote: str, branch: str, rule: str | None, incoming: bool, author: str) -> None:
    """Take in what a git repository has: REMOTE, or the one of the setting `remote`.

    REMOTE is an address that begins with https:// or file:///. Everything is checked before anything is taken: a
    history that was rewritten, links, huge files, tricks with names, missing objects and a corpus with errors are
    refused. A change that does not merge, and one from a repository that has no version in common with this one,
    becomes a proposal, whatever the rule is.

    The status is 0 if it was taken in or there was nothing new, 1 if it was refused.

    \b
    Examples:
      ldnbot corpus pull
      ldnbot corpus pull https://forge.example/corpus.git --rule propose
      ldnbot corpus pull https://forge.example/corpus.git --branch refs/pull/12/head --rule propose
      ldnbot corpus pull --incoming
    """
    who = typist(author)
    with changing("corpus pull") as office:
        if incoming:
            made = proposals_from_branches(office.proposals, by=who, record=office.record)
            if not made:
                say("No branch below incoming/ has anything new.")
            sys.exit(max((_told(outcome) for outcome in made), default=0))
        address = remote or office.settings.remote
        if not address:
            fix = "name an address, or set remote: in the configuration"
            raise SettingsInvalid("there is no repository to pull from", fix=fix)
        wanted = PullRule(rule or office.settings.remote_rule)
        because = ""
        if wanted is PullRule.PUBLISH and office.settings.approvals:
            wanted, because = PullRule.PROPOSE, "moderators must approve of it first"
        outcome = pull(office.proposals, address, by=who, rule=wanted, record=office.record, branch=branch)
    sys.exit(_told(outcome, because))


def _told(outcome: PullOutcome, because: str = "") -> int:
    match outcome:
        case UpToDate():
            say("Nothing new.")
        case Pulled(version, merged):
            together = ", together with what was published here" if merged else ""
            say(f"Version {version.corpus_version} is live{together}: {version.reason.partition(chr(10))[0]}")
        case Proposed(proposal, why):
            say(f"Proposal {proposal.id}: {proposal.title} ({because or why})")
            say(f"See what it does with: ldnbot corpus diff {proposal.id}")
        case PullRefused(source, why):
            say(f"Nothing was taken from {source}: {why}.")
            return NOT_PUBLISHED
    return 0
