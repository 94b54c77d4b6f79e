"""The message of an answer: one of its pages with the buttons that belong below it."""

from collections.abc import Sequence

import discord

from ldnbot.answering.answer import Answer, Role, Status
from ldnbot.surfaces.discord.cards.answer import answer_pages, reference_pages
from ldnbot.surfaces.discord.cards.page import Page
from ldnbot.surfaces.discord.controls import Control
from ldnbot.surfaces.discord.layout import Key, Message, lay_out
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["LONGEST_SHOWN_QUESTION", "answer_message", "more_message", "references_message", "shown_question"]

LONGEST_SHOWN_QUESTION = 120
"""Characters of a question that a card repeats to a channel. A longer one is somebody's story."""

_GREY, _BLUE = discord.ButtonStyle.secondary, discord.ButtonStyle.primary


def shown_question(answer: Answer) -> str:
    """Return the question as a channel may see it, or nothing where it is long or speaks of a person's own case."""
    if answer.safety or answer.status is Status.SMALLTALK or len(answer.question) > LONGEST_SHOWN_QUESTION:
        return ""
    return answer.question.replace("[", "(").replace("]", ")")


def answer_message(
    answer: Answer, id_: str, speech: Speech, *, private: bool, asker: int, repaired: bool = False, asked: str = ""
) -> Message:
    """Return the first page of an answer with all its buttons.

    `asker` is the account that may delete it. It stands in the button alone, as Discord itself shows whose question
    it was.
    """
    pages = answer_pages(answer, speech, asked=asked)
    return lay_out(pages[0], _keys(answer, id_, pages, speech, private=private, asker=asker, repaired=repaired))


def more_message(answer: Answer, id_: str, speech: Speech, number: int) -> Message:
    """Return a further page, with buttons to turn to those beside it. A number beyond the last is the last."""
    pages = answer_pages(answer, speech)
    page = pages[max(1, min(number, len(pages))) - 1]
    return lay_out(page, [turning("more", id_, page, speech)])


def references_message(answer: Answer, id_: str, speech: Speech, number: int) -> Message:
    """Return a page of the whole references."""
    pages = reference_pages(answer, speech)
    page = pages[max(1, min(number, len(pages))) - 1]
    return lay_out(page, [turning("refs", id_, page, speech)])


def turning(action: str, argument: str, page: Page, speech: Speech) -> Sequence[Key]:
    """Return the buttons that turn pages, where there is more than one."""
    if page.of == 1:
        return ()
    back = Key(speech.back, Control(action, f"{argument}:{max(1, page.number - 1)}:t"), disabled=page.number == 1)
    on = Key(
        speech.forward,
        Control(action, f"{argument}:{min(page.of, page.number + 1)}:u"),
        disabled=page.number == page.of,
    )
    return (back, on)


def _keys(
    answer: Answer, id_: str, pages: Sequence[Page], speech: Speech, *, private: bool, asker: int, repaired: bool
) -> Sequence[Sequence[Key]]:
    if not id_:
        return ()
    reading: list[Key] = []
    if len(pages) > 1:
        reading.append(Key(speech.more, Control("more", f"{id_}:2"), _BLUE))
    if answer.references:
        reading.append(Key(speech.references, Control("refs", f"{id_}:1")))
    if any(quote.role is not Role.CAUTION for quote in answer.quotes):
        reading.append(Key(speech.section, Control("part", id_)))
    if repaired:
        reading.append(Key(speech.as_typed, Control("typed", id_)))
    if answer.status in (Status.NOT_COVERED, Status.RELATED):
        reading.append(Key(speech.tell, Control("tell", id_), _BLUE if not answer.quotes else _GREY))
    telling = [
        Key(speech.helpful, Control("good", id_)),
        Key(speech.not_helpful, Control("bad", id_)),
    ]
    if private:
        telling.append(Key(speech.share, Control("share", f"{id_}:{asker}")))
    telling.append(Key(speech.delete, Control("delete", f"{id_}:{asker}")))
    return [row for row in (reading, telling) if row]
