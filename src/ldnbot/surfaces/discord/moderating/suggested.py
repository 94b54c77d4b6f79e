"""A change that moderators make with a word or two: a proposal, and live at once where the moderator is trusted."""

from dataclasses import dataclass
from typing import assert_never

import discord

from ldnbot.moderation.edits import Edit
from ldnbot.moderation.history import Version
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import Overtaken, Proposal
from ldnbot.moderation.publishing import ChangesAsked, Conflicted, Invalid, NeedsApproval, NothingNew, Published
from ldnbot.surfaces.discord.cards.page import Page
from ldnbot.surfaces.discord.layout import Message, lay_out
from ldnbot.surfaces.discord.moderating.authority import Allowed, may
from ldnbot.surfaces.discord.moderating.backroom import Backroom, Made, NotLive
from ldnbot.surfaces.discord.moderating.shown import shown
from ldnbot.surfaces.discord.moderating.trust import is_trusted
from ldnbot.surfaces.discord.speech.moderators import ModeratorSpeech
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["Live", "Suggested", "Waiting", "change_message", "live_message", "suggest"]


@dataclass(frozen=True, slots=True)
class Live:
    """The change is published and answered from."""

    proposal: Proposal
    version: Version
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """The change is a proposal; `said` is what changed besides, and why it is not live."""

    proposal: Proposal
    said: tuple[str, ...]


Suggested = Live | Waiting

_GREEN = 0x2E8B57


def change_message(title: str, *lines: str) -> Message:
    """Return what a moderator is told of a change that is made. The title may hold what a member typed."""
    told = (f"**{shown(title, 300)}**", *filter(None, lines))
    return lay_out(Page(("\n".join(told),), _GREEN))


def live_message(live: Live, speech: Speech, told: str = "", *said: str) -> Message:
    """Return what a trusted moderator is told of a change that is live."""
    words = speech.moderators
    first = words.published.format(version=live.version.corpus_version, proposal=live.proposal.id)
    return change_message(live.proposal.title, first, told, *(shown(line, 300) for line in (*said, *live.said)))


async def suggest(
    room: Backroom,
    interaction: discord.Interaction,
    moderator: Moderator,
    edits: tuple[Edit, ...],
    words: ModeratorSpeech,
    *,
    reason: str,
    title: str = "",
    base: Version | None = None,
) -> Suggested:
    """Make a proposal, publish it if the moderator is trusted at this moment, and return what came of it.

    Raises:
        EditRefused: the change cannot be made.
        StateHeld, StateUnwritable, HistoryDamaged: it cannot be kept.
    """
    made = await room.propose(edits, moderator, reason=reason, title=title, base=base)
    await room.record("propose", moderator, made.proposal.id, made.proposal.title)
    if not is_trusted(room.desk, interaction) or not isinstance(may(room.desk, interaction), Allowed):
        return Waiting(made.proposal, made.said)
    return await _published(room, made, moderator, words, reason)


async def _published(
    room: Backroom, made: Made, moderator: Moderator, words: ModeratorSpeech, reason: str
) -> Suggested:
    outcome = await room.publish(made.proposal, moderator, reason=reason)
    match outcome:
        case Published(version, proposal):
            return Live(proposal, version, made.said)
        case NotLive():
            why = "not_live"
        case Invalid():
            why = "errors"
        case Conflicted():
            why = "conflict"
        case NeedsApproval():
            why = "approval"
        case NothingNew():
            why = "nothing"
        case Overtaken() | ChangesAsked():  # within the same moment
            why = "overtaken"
        case _:
            assert_never(outcome)
    return Waiting(await room.find(made.proposal.id), (words.not_published[why], *made.said))
