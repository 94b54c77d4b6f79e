"""The messages that are no answer of the corpus: cards for urgent messages, refusals, faults."""

from typing import assert_never

import discord

from ldnbot.answering.answer import Answer
from ldnbot.answering.triage.concern import Concern
from ldnbot.surfaces.discord.asking import Away, NotHere, TooSoon
from ldnbot.surfaces.discord.cards.answer import answer_pages
from ldnbot.surfaces.discord.cards.closing import closing
from ldnbot.surfaces.discord.cards.markdown import escape
from ldnbot.surfaces.discord.cards.page import RULE, Page
from ldnbot.surfaces.discord.controls import Control
from ldnbot.surfaces.discord.layout import Key, Message, lay_out
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["notice_message", "outcome_message", "pointer_message", "safety_message"]

_PLAIN = 0x5C6370


def safety_message(answer: Answer, speech: Speech) -> Message:
    """Return the card for a crisis or an emergency. It has no buttons: there is nothing to press but a phone."""
    return lay_out(answer_pages(answer, speech)[0])


def pointer_message(answer: Answer, asker: int, speech: Speech, addition: str = "") -> Message:
    """Return what a channel sees in place of such a card: one button that shows it to the person who wrote alone."""
    leading = answer.safety[0]
    poisoned = ":p" if leading is Concern.CRISIS and Concern.POISONING in answer.safety else ""
    control = Control("card", f"{leading}:{asker}{poisoned}")
    page = Page((escape(speech.see_card), RULE, *closing(speech, addition)), _PLAIN)
    return lay_out(page, [[Key(speech.open_card, control, discord.ButtonStyle.primary)]])


def outcome_message(outcome: TooSoon | NotHere | Away, speech: Speech, addition: str = "") -> Message:
    """Return why a question was not looked up."""
    match outcome:
        case TooSoon(seconds):
            line = speech.too_soon.format(seconds=seconds)
        case NotHere(channels):
            line = speech.not_here.format(channels=" ".join(f"<#{channel}>" for channel in channels))
        case Away():
            line = speech.corpus_away
        case _:
            assert_never(outcome)
    return notice_message(line, speech, addition)


def notice_message(line: str, speech: Speech, addition: str = "") -> Message:
    """Return one line of ldnbot's own, which may be Markdown, with the disclaimer below it."""
    return lay_out(Page((line, RULE, *closing(speech, addition)), _PLAIN))
