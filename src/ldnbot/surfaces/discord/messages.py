"""Questions in ordinary messages: those that mention ldnbot, reply to it, or come as direct messages.

An answer goes when its question goes, and changes when its question changes.
"""

import logging

import discord

from ldnbot.answering.question import read_question
from ldnbot.answering.triage.triage import triage
from ldnbot.records.answers import Missing
from ldnbot.records.servers import ServerSettings
from ldnbot.surfaces.discord.alerts import alert
from ldnbot.surfaces.discord.answercard import answer_message
from ldnbot.surfaces.discord.asking import Asked, Away, Given, NotHere, TooSoon, Urgent, look_up, urgent
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.faults import explain_fault
from ldnbot.surfaces.discord.hearing import Heard, Ignored, Seen, hear
from ldnbot.surfaces.discord.layout import Message
from ldnbot.surfaces.discord.replies import notice_message, outcome_message, pointer_message, safety_message
from ldnbot.surfaces.discord.sending import NO_MENTIONS
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["answer_message_of", "forget_message", "message_changed"]

_log = logging.getLogger(__name__)


async def answer_message_of(
    desk: Desk, message: discord.Message, us: discord.ClientUser, *, waits: bool = True
) -> None:
    """Answer a message that is meant for ldnbot. Others are left alone. The cooldown holds where it `waits`."""
    heard = hear(_seen(message, us))
    if isinstance(heard, Ignored):
        return
    usual = await desk.at_once(message.guild.id if message.guild else None)
    speech = desk.speech(_locale(message), usual)
    try:
        if card := urgent(heard.text, triage(heard.text), desk.setting(usual)):
            await _help(desk, message, card, usual, speech)
        else:
            await _answer(desk, message, heard, speech, waits=waits)
    except Exception as error:  # noqa: BLE001  (one handler for everything: the person is told, the log has the rest)
        if line := explain_fault(error, speech, "a message"):
            try:
                await _reply(message, notice_message(line, speech))
            except discord.HTTPException as last:
                _log.warning("a person could not be told (%s)", last.code)


async def message_changed(desk: Desk, message: discord.Message, us: discord.ClientUser) -> None:
    """Answer a message anew whose words were changed, in the place of the old answer."""
    if message.edited_at is None:
        return  # nobody changed it: Discord has added the preview of a link
    heard = hear(_seen(message, us))
    grave = isinstance(heard, Heard) and triage(heard.text).urgent is not None
    if grave:  # the card comes before the records are looked at, and whether or not there was an answer
        await answer_message_of(desk, message, us)
    try:
        stored = await desk.worker.run(desk.records.answers.of_question_message, message.id)
        if isinstance(stored, Missing) or stored.reply_message is None:
            return
        if isinstance(heard, Heard) and read_question(heard.text).text == stored.answer.question:
            return
        await _remove(message.channel, stored.reply_message)
        await desk.worker.run(desk.records.answers.erase, stored.id)
    except Exception as error:  # noqa: BLE001  (nobody waits for it; the log has what there is to know)
        _log.error("the answer to a changed message could not be replaced: %s", type(error).__name__)
        return
    if isinstance(heard, Heard) and not grave:
        await answer_message_of(desk, message, us, waits=False)


async def forget_message(desk: Desk, channel: discord.abc.Messageable, message: int) -> None:
    """Erase the answer to a message that was deleted, here and in the channel."""
    try:
        stored = await desk.worker.run(desk.records.answers.of_question_message, message)
        if isinstance(stored, Missing):
            return
        if stored.reply_message is not None:
            await _remove(channel, stored.reply_message)
        await desk.worker.run(desk.records.answers.erase, stored.id)
    except Exception as error:  # noqa: BLE001  (nobody waits for it; the log has what there is to know)
        _log.error("the answer to a deleted message could not be erased: %s", type(error).__name__)


def _seen(message: discord.Message, us: discord.ClientUser) -> Seen:
    reference = message.reference
    replied = reference.resolved if reference else None
    ours = isinstance(replied, discord.Message) and replied.author.id == us.id
    return Seen(
        text=message.content,
        from_person=not message.author.bot
        and message.webhook_id is None
        and message.type in (discord.MessageType.default, discord.MessageType.reply),
        direct=message.guild is None,
        mentions_us=us.id in message.raw_mentions or (ours and us in message.mentions),
        replies_to=replied.id if ours and isinstance(replied, discord.Message) else None,
    )


def _locale(message: discord.Message) -> str:
    # A message does not tell its author's language; the server's own is the nearest.
    return str(message.guild.preferred_locale) if message.guild else "en"


async def _answer(desk: Desk, message: discord.Message, heard: Heard, speech: Speech, *, waits: bool) -> None:
    chosen = await desk.server(message.guild.id if message.guild else None)
    addition = desk.setting(chosen).addition
    if message.guild and not chosen.mentions:
        return
    if not heard.text:
        await _reply(message, notice_message(speech.no_words, speech, addition))
        return
    channel = message.channel
    outcome = await look_up(
        desk,
        Asked(
            text=heard.text,
            person=message.author.id,
            server=message.guild.id if message.guild else None,
            channel=channel.id,
            parent=channel.parent_id if isinstance(channel, discord.Thread) else None,
            private=False,
            question_message=message.id,
            before=await _topic(desk, message),
            waits=waits,
        ),
        chosen,
    )
    match outcome:
        case Given(answer, id_, repaired):
            shown = answer_message(answer, id_, speech, private=False, asker=message.author.id, repaired=repaired)
            sent = await _reply(message, shown)
            if sent is not None and id_:
                await desk.worker.run(desk.records.answers.place, id_, reply_message=sent)
        case Urgent():
            await _help(desk, message, outcome, chosen, speech)
        case TooSoon() | NotHere() | Away():
            await _reply(message, outcome_message(outcome, speech, addition))


async def _help(desk: Desk, message: discord.Message, card: Urgent, chosen: ServerSettings, speech: Speech) -> None:
    """Send the card to the person alone, and point to it in the channel. Of the message nothing is kept."""
    if message.guild is None:
        await _reply(message, safety_message(card.answer, speech))
        return
    shown = safety_message(card.answer, speech)
    try:
        await message.author.send(view=shown.view, allowed_mentions=NO_MENTIONS)
    except discord.HTTPException as error:
        _log.info("a card could not be sent as a direct message (%s); the channel has the button", error.code)
    addition = desk.setting(chosen).addition
    try:
        await _reply(message, pointer_message(card.answer, message.author.id, speech, addition))
    finally:  # the moderators can help where ldnbot may not write
        await alert(desk, message.guild, message.channel, card.answer, chosen, message.jump_url)


async def _topic(desk: Desk, message: discord.Message) -> str:
    """Return the question of the answer that a message replies to, or an empty string."""
    reference = message.reference
    if reference is None or reference.message_id is None:
        return ""
    stored = await desk.worker.run(desk.records.answers.of_reply_message, reference.message_id)
    return "" if isinstance(stored, Missing) else stored.answer.question


async def _reply(message: discord.Message, shown: Message) -> int | None:
    try:
        sent = await message.reply(
            view=shown.view, files=shown.files, allowed_mentions=NO_MENTIONS, mention_author=False
        )
    except discord.NotFound:
        return None  # the question is gone
    return sent.id


async def _remove(channel: discord.abc.Messageable, message: int) -> None:
    if isinstance(channel, discord.TextChannel | discord.Thread | discord.DMChannel | discord.PartialMessageable):
        try:
            await channel.get_partial_message(message).delete()
        except discord.HTTPException as error:
            _log.info("an answer could not be deleted (%s)", error.code)
