"""From what a person typed to what they get, before Discord comes into it.

The order is a promise: a crisis or an emergency is met before the channel, the cooldown or the corpus is looked at.
"""

import logging
import time
from dataclasses import dataclass
from typing import assert_never

from ldnbot.answering.answer import Answer, Status
from ldnbot.answering.assistant import Assistant
from ldnbot.answering.cards import urgent_card
from ldnbot.answering.setting import Setting
from ldnbot.answering.triage.concern import Triage
from ldnbot.answering.triage.triage import triage
from ldnbot.errors import RecordsUnusable
from ldnbot.records.answers import StoredAnswer, new_answer_id
from ldnbot.records.openquestions import Origin
from ldnbot.records.servers import ServerSettings
from ldnbot.surfaces.discord.desk import Desk

__all__ = ["MOST_PASSAGES", "Asked", "Away", "Given", "NotHere", "Outcome", "TooSoon", "Urgent", "look_up", "urgent"]

_log = logging.getLogger(__name__)

MOST_PASSAGES = 9
"""Passages of one answer: three on the card, the others a page away."""

_LONGEST_OPEN_QUESTION = 300
"""Characters. Longer messages are stories: they are answered, and do not go to the moderators' list by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and where it was asked."""

    text: str
    person: int
    """Only for the cooldown and for follow-ups, both in memory."""

    server: int | None
    channel: int
    parent: int | None = None
    """The channel that a thread belongs to."""

    private: bool
    """Only the person sees the answer."""

    question_message: int | None = None
    before: str = ""
    """The question that this one follows, where the person replied to an answer."""

    as_typed: bool = False
    waits: bool = True
    """The cooldown holds for it. A message that was changed has waited already."""


@dataclass(frozen=True, slots=True)
class Urgent:
    """The card for a crisis or an emergency, and nothing else."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Given:
    """An answer."""

    answer: Answer
    id: str
    """What its buttons know it by; empty where it could not be kept."""

    repaired: bool
    """The spelling was repaired, so that it can be asked again as typed."""


@dataclass(frozen=True, slots=True)
class TooSoon:
    """The person has asked a moment ago."""

    seconds: int


@dataclass(frozen=True, slots=True)
class NotHere:
    """The server lets ldnbot answer in other channels."""

    channels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Away:
    """No corpus can be read."""


Outcome = Urgent | Given | TooSoon | NotHere | Away


def urgent(text: str, found: Triage, setting: Setting) -> Urgent | None:
    """Return the card that a message calls for, or None. It takes no corpus, no database and no wait."""
    card = urgent_card(text, found, setting)
    return Urgent(card) if card else None


async def look_up(desk: Desk, asked: Asked, chosen: ServerSettings) -> Outcome:
    """Return what a person gets for a question.

    Raises:
        LdnbotError: something is wrong that the person can be told.
    """
    if card := urgent(asked.text, triage(asked.text), desk.setting(chosen)):
        return card
    if chosen.channels and not {asked.channel, asked.parent} & chosen.channels:
        return NotHere(tuple(sorted(chosen.channels)))
    if asked.waits and (seconds := desk.limiter.wait(asked.server or 0, asked.person, chosen.cooldown)):
        return TooSoon(seconds)
    assistant = desk.shelf.live
    if assistant is None:
        return Away()
    before = asked.before or desk.topics.last(asked.channel, asked.person, private=asked.private)
    given = await desk.worker.run(_answer, desk, assistant, asked, before, desk.setting(chosen))
    if given.answer.status not in (Status.SAFETY, Status.SMALLTALK):
        desk.topics.remember(asked.channel, asked.person, given.answer.question, private=asked.private)
    return given


def _answer(desk: Desk, assistant: Assistant, asked: Asked, before: str, setting: Setting) -> Given:
    """Answer and keep the answer. Runs in the worker's thread."""
    began = time.perf_counter()
    reply = assistant.ask(asked.text, quotes=MOST_PASSAGES, before=before, verbatim=asked.as_typed, setting=setting)
    seconds = time.perf_counter() - began
    answer = reply.answer
    repaired = bool(reply.explanation and reply.explanation.repairs)
    return Given(answer, _keep(desk, asked, answer, seconds), repaired)


def _keep(desk: Desk, asked: Asked, answer: Answer, seconds: float) -> str:
    """Return the id under which the answer is kept, or an empty string. A full disk keeps nobody from an answer."""
    now = desk.now()
    stored = StoredAnswer(
        id=new_answer_id(),
        at=now,
        answer=answer,
        server=asked.server,
        channel=asked.channel,
        question_message=asked.question_message,
        private=asked.private,
    )
    try:
        with desk.records.database.transaction():
            desk.records.tallies.add(now.date(), answer, server=asked.server, seconds=seconds)
            if origin := _origin(answer):
                passage = answer.quotes[0].passage if answer.quotes else ""
                desk.records.questions.note(
                    answer.question,
                    origin=origin,
                    server=asked.server,
                    at=now,
                    corpus_version=answer.corpus_version,
                    passage=passage,
                )
            if answer.status is Status.SMALLTALK or not desk.records.answers.keep(stored):
                return ""
    except RecordsUnusable as error:
        _log.error("an answer was given and could not be kept: %s", error)
        return ""
    return stored.id


def _origin(answer: Answer) -> Origin | None:
    if len(answer.question) > _LONGEST_OPEN_QUESTION:
        return None
    match answer.status:
        case Status.NOT_COVERED:
            return Origin.NOT_COVERED
        case Status.RELATED:
            return Origin.RELATED
        case Status.ANSWERED | Status.SAFETY | Status.SMALLTALK:
            return None
        case _:
            assert_never(answer.status)
