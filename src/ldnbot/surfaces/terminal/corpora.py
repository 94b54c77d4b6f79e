"""Corpora as a person names them on the command line: a folder, a proposal, a published version, or what is live."""

import re
from datetime import UTC, datetime
from pathlib import Path

from ldnbot.config import Settings
from ldnbot.corpus.folder import read_sources
from ldnbot.errors import CorpusInvalid, NotFound
from ldnbot.moderation.history import History, Unpublished, open_history
from ldnbot.moderation.proposals import Proposals
from ldnbot.moderation.sources import Sources

__all__ = ["LIVE", "folder_sources", "named_sources", "opened_history", "proposal_base", "utc_now"]

LIVE = "live"
_PROPOSAL = re.compile(r"#?[pP][1-9][0-9]{0,8}")


def utc_now() -> datetime:
    """Return the time it is, in UTC."""
    return datetime.now(UTC)


def opened_history(settings: Settings) -> History:
    """Return the history below the state folder. It must be closed."""
    return open_history(settings.state, now=utc_now)


def folder_sources(folder: Path) -> Sources:
    """Return the files of a corpus folder.

    Raises:
        CorpusUnreadable: there is no such folder.
        CorpusInvalid: one of its files cannot be read.
    """
    sources, findings = read_sources(folder)
    if findings:
        raise CorpusInvalid(findings[0].what, where=f"{folder}/{findings[0].where}", fix=findings[0].fix)
    return sources


def named_sources(history: History, name: str) -> Sources:
    """Return the corpus that is meant by a folder's path, a proposal's id (p12), a version, or `live`.

    Raises:
        NotFound: there is no such thing.
        CorpusUnreadable, CorpusInvalid, HistoryDamaged: it cannot be read.
    """
    if name == LIVE:
        live = history.live()
        if isinstance(live, Unpublished):
            fix = "name two folders, or start the bot once, which publishes the configured folder"
            raise NotFound("nothing was published yet", fix=fix)
        return history.sources(live)
    if Path(name).is_dir():
        return folder_sources(Path(name))
    if _PROPOSAL.fullmatch(name):
        proposals = Proposals(history)
        return proposals.sources(proposals.find(name))
    try:
        return history.sources(history.find(name))
    except NotFound as error:
        fix = "name a folder, a proposal such as p12, a version, or live"
        raise NotFound(f"there is no corpus {name[:60]!r}", fix=fix) from error


def proposal_base(history: History, name: str) -> Sources | None:
    """Return what the proposal of that id was made on, or None where `name` names no proposal.

    Raises:
        NotFound: there is no such proposal.
        HistoryDamaged: it cannot be read.
    """
    if Path(name).is_dir() or not _PROPOSAL.fullmatch(name):
        return None
    proposals = Proposals(history)
    return proposals.base_sources(proposals.find(name))
