"""`ldnbot corpus publish`: a folder's corpus, or a proposal, made live; and a folder's corpus as a proposal."""

import sys
from pathlib import Path

import click

from ldnbot.errors import CorpusInvalid, CorpusUnreadable, NotFound, NothingChanged
from ldnbot.moderation.checkouts import base_of_folder, note_folder
from ldnbot.moderation.history import Sources, Unpublished, Version
from ldnbot.moderation.merge import Conflicts, merge
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import Overtaken, Proposal
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
from ldnbot.surfaces.terminal.corpusdiff import conflict_lines, folder_sources
from ldnbot.surfaces.terminal.options import corpus_option
from ldnbot.surfaces.terminal.saying import say
from ldnbot.surfaces.terminal.state import Office, author_option, changing, reason_option, typist

__all__ = ["NOT_PUBLISHED", "base_option", "propose_folder", "publish"]

NOT_PUBLISHED = 1
"""The exit status when what was asked for was not done, for a reason that was printed."""

base_option = click.option(
    "--base",
    default="",
    metavar="VERSION",
    help="The version that the folder was made on; `live` to put it in the place of whatever is live.",
)


@click.command()
@click.argument("proposal", metavar="[PROPOSAL]", default="")
@reason_option
@author_option
@base_option
@corpus_option
def publish(*, proposal: str, reason: str, author: str, base: str, corpus: Path | None) -> None:
    """Make the corpus folder, or PROPOSAL, the live version. Nothing that was published before is lost.

    Only a corpus without errors is published. What was published meanwhile is kept: both changes are put together
    where they touch different passages, else nothing is published and you are shown both. While the bot runs it holds
    the corpus: publish in Discord, or stop it for a moment.

    The status is 0 if it is live, 1 if it is not.

    \b
    Examples:
      ldnbot corpus publish --corpus my-corpus --reason "Say what it costs now"
      ldnbot corpus publish p12 --reason "Looked up, is right"
    """
    who = typist(author)
    with changing("corpus publish", corpus) as office:
        if proposal:
            seen = office.proposals.find(proposal)
            outcome: Outcome[Conflicts] = publish_proposal(
                office.proposals,
                seen,
                by=who,
                merge=merge,
                record=office.record,
                approvals=office.settings.approvals,
                reason=reason,
            )
            sys.exit(_told(outcome))
        sys.exit(_publish_folder(office, who, reason, base))


def _publish_folder(office: Office, who: Moderator, reason: str, base: str) -> int:
    folder = office.settings.corpus
    if office.settings.approvals:
        say(f"Not published: {_others(office.settings.approvals)} must approve of it. Propose it, with:")
        say(f"  ldnbot corpus propose --corpus {folder} --title TEXT")
        return NOT_PUBLISHED
    mine = _folder_sources(folder)
    with office.history.repository.writing():
        live = office.history.live()
        made_on = _base(office, folder, base, live, mine)
        merged = _merged(office, made_on, live, mine)
        if isinstance(merged, Conflicts):
            return _told(Conflicted(merged))
        try:
            version = office.history.publish(merged, base=live, author=who, reason=reason)
        except CorpusInvalid as error:
            fix = f"{error.fix}. See everything with: ldnbot corpus check --corpus {folder}"
            raise CorpusInvalid(error.what, where=f"{folder}/{error.where}", fix=fix) from error
        except NothingChanged:
            if isinstance(live, Version):
                note_folder(office.settings.state, folder, live)
            say("Nothing to publish: the folder is what is live already.")
            return 0
    if dict(merged) == dict(mine):
        note_folder(office.settings.state, folder, version)
    office.record(Deed("publish", who, version.corpus_version, reason, version.at))
    say(f"Version {version.corpus_version} is live.")
    if dict(merged) != dict(mine):
        say(f"It has what was published meanwhile too, which the folder {folder} has not. To have it there:")
        say(f"  ldnbot corpus export --force {folder}")
    return 0


def _folder_sources(folder: Path) -> Sources:
    sources = folder_sources(folder)
    if not any(name.endswith(".md") for name in sources):
        fix = "name the folder that holds the articles with --corpus"
        raise CorpusUnreadable("there is no article in the corpus folder", where=str(folder), fix=fix)
    return sources


def _base(
    office: Office, folder: Path, named: str, live: Version | Unpublished, mine: Sources
) -> Version | Unpublished:
    """Return the version that the folder's corpus was made on.

    Raises:
        NotFound: nobody can tell.
    """
    if named == "live" or isinstance(live, Unpublished):
        return live
    if named:
        return office.history.find(named)
    if known := base_of_folder(office.settings.state, folder):
        return office.history.version(known)
    if dict(mine) == office.history.sources(live):
        return live
    raise NotFound(
        "it is not known which published version this folder was made on",
        where=str(folder),
        fix="name it with --base VERSION (see ldnbot corpus history); --base live puts the folder in the place of all "
        "that is live",
    )


def _merged(
    office: Office, base: Version | Unpublished, live: Version | Unpublished, mine: Sources
) -> Sources | Conflicts:
    return mine if base == live else merge(office.history.sources(base), office.history.sources(live), mine)


def propose_folder(*, title: str, reason: str, author: str, base: str, corpus: Path | None) -> None:
    """Keep the corpus folder as a proposal, and say so.

    Raises:
        NothingChanged: it is what it was made on.
        NotFound: nobody can tell what it was made on.
        CorpusUnreadable, CorpusInvalid, StateHeld, StateUnwritable: it cannot be read or kept.
    """
    who = typist(author)
    with changing("corpus propose", corpus) as office:
        folder = office.settings.corpus
        mine = _folder_sources(folder)
        live = office.history.live()
        made_on = _base(office, folder, base, live, mine)
        if dict(mine) == office.history.sources(made_on):
            raise NothingChanged("the folder changes nothing", where=str(folder), fix="change something in it first")
        made = office.proposals.propose(mine, title=title, author=who, base=made_on, reason=reason)
        office.record(Deed("propose", who, made.id, made.title, made.changed))
    say(f"Proposal {made.id}: {made.title}")
    say(f"See what it does with: ldnbot corpus diff {made.id}")


def _told(outcome: Outcome[Conflicts]) -> int:
    """Print what came of a publication and return the exit status."""
    match outcome:
        case Published(version, proposal, merged):
            together = ", together with what was published meanwhile" if merged else ""
            say(f"Version {version.corpus_version} is live: proposal {proposal.id}{together}.")
            return 0
        case NothingNew():
            say("Nothing to publish: what it proposes is live already.")
            return 0
        case Invalid(findings):
            say("Not published, because check finds:")
            for finding in findings:
                say(f"  {finding.where}: {finding.severity}: {finding.what}. {finding.fix}")
        case Conflicted(conflicts):
            say("Not published.")
            for line in conflict_lines(conflicts):
                say(line)
        case NeedsApproval(missing):
            say(f"Not published: {_others(missing)} must approve of it, with: ldnbot corpus approve")
        case ChangesAsked(proposal):
            say(f"Not published: {proposal.by.name} asks for changes: {proposal.reason.partition(chr(10))[0]}")
            say("Its author changes it in Discord; or propose it anew, with: ldnbot corpus propose")
        case Overtaken(current):
            say(f"Not published: {_state(current)}")
    return NOT_PUBLISHED


def _others(missing: int) -> str:
    return "one more moderator" if missing == 1 else f"{missing} more moderators"


def _state(proposal: Proposal) -> str:
    return f"proposal {proposal.id} is {proposal.state}, by {proposal.by.name}: {proposal.reason.partition(chr(10))[0]}"
