"""What happens when a button of a card is pressed or its form is sent."""

from collections.abc import Awaitable, Callable, Mapping

import discord
from discord import ui

from ldnbot.answering.answer import Answer, Role
from ldnbot.answering.triage.concern import Concern, Sign, Triage
from ldnbot.corpus.contents import table_of_contents
from ldnbot.corpus.corpus import Corpus
from ldnbot.errors import LdnbotError
from ldnbot.records.answers import Missing, StoredAnswer
from ldnbot.records.openquestions import Origin
from ldnbot.surfaces.discord.answercard import (
    answer_message,
    more_message,
    references_message,
    shown_question,
    turning,
)
from ldnbot.surfaces.discord.asking import Asked, Away, Given, NotHere, TooSoon, Urgent, look_up, urgent
from ldnbot.surfaces.discord.cards.reading import contents_pages, section_pages, sources_pages
from ldnbot.surfaces.discord.controls import Control
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.forms import form_values, handed_over
from ldnbot.surfaces.discord.layout import Message, lay_out
from ldnbot.surfaces.discord.replies import outcome_message, safety_message
from ldnbot.surfaces.discord.sending import NO_MENTIONS, edit_card, send_card, send_line
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["ANSWER_PRESSES", "Press", "section_message"]

Press = Callable[[Desk, discord.Interaction, Control, Speech], Awaitable[None]]
"""What one action does. Who may do it is checked inside, each time."""

_LONGEST_NOTE = 300


async def _more(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    id_, number, *turned = control.arguments
    if stored := await _stored(desk, interaction, id_, speech):
        await _page(interaction, more_message(stored.answer, id_, speech, int(number)), turned=bool(turned))


async def _refs(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    id_, number, *turned = control.arguments
    if stored := await _stored(desk, interaction, id_, speech):
        await _page(interaction, references_message(stored.answer, id_, speech, int(number)), turned=bool(turned))


async def _part(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    if not (stored := await _stored(desk, interaction, control.argument, speech)):
        return
    corpus = desk.shelf.live.corpus if desk.shelf.live else None
    place = _section_of(corpus, stored.answer) if corpus else None
    if corpus is None or place is None:
        await send_line(interaction, speech.changed_since)
        return
    addition = stored.answer.disclaimer_addition
    await _page(interaction, section_message(corpus, place, 1, speech, addition), turned=False)


async def _sect(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    version, place, number, *_ = control.arguments
    corpus = desk.shelf.live.corpus if desk.shelf.live else None
    if corpus is None or not corpus.version.startswith(version):
        await send_line(interaction, speech.changed_since)
        return
    chosen = await desk.server(interaction.guild_id)
    message = section_message(corpus, int(place), int(number), speech, desk.setting(chosen).addition)
    await _page(interaction, message, turned=True)


async def _listed(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    version, number, *_ = control.arguments
    corpus = desk.shelf.live.corpus if desk.shelf.live else None
    if corpus is None or not corpus.version.startswith(version):
        await send_line(interaction, speech.changed_since)
        return
    chosen = await desk.server(interaction.guild_id)
    listing = sources_pages if control.action == "sources" else contents_pages
    pages = listing(corpus, speech, desk.setting(chosen).addition)
    page = pages[max(1, min(int(number), len(pages))) - 1]
    await _page(interaction, lay_out(page, [turning(control.action, corpus.version[:6], page, speech)]), turned=True)


async def _typed(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    if not (stored := await _stored(desk, interaction, control.argument, speech)):
        return
    asked = Asked(
        text=stored.answer.question,
        person=interaction.user.id,
        server=interaction.guild_id,
        channel=interaction.channel_id or 0,
        parent=stored.channel,
        private=True,
        as_typed=True,
    )
    await interaction.response.defer(ephemeral=True, thinking=True)
    outcome = await look_up(desk, asked, await desk.server(interaction.guild_id))
    match outcome:
        case Given(answer, id_):
            message = answer_message(answer, id_, speech, private=True, asker=interaction.user.id)
            await send_card(interaction, message, private=True)
        case Urgent(answer):
            await send_card(interaction, safety_message(answer, speech), private=True)
        case TooSoon() | NotHere() | Away():
            await send_card(interaction, outcome_message(outcome, speech), private=True)


async def _good(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    await _rate(desk, interaction, control.argument, speech, helpful=True)


async def _bad(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    form = ui.Modal(title=speech.unhelpful_title, custom_id=Control("why", control.argument).custom_id)
    words: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="note",
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=_LONGEST_NOTE,
        placeholder=speech.unhelpful_hint[:100],
    )
    form.add_item(ui.Label(text=speech.unhelpful_label, component=words))
    form.stop()  # what is sent comes back by its custom_id, also after a restart
    await interaction.response.send_modal(form)
    voter = str(interaction.user.id)
    await desk.worker.run(desk.records.feedback.rate, control.argument, voter, helpful=False, day=desk.now().date())


async def _why(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    note = form_values(handed_over(interaction)).get("note", "")
    await _rate(desk, interaction, control.argument, speech, helpful=False, note=note)


async def _rate(
    desk: Desk, interaction: discord.Interaction, id_: str, speech: Speech, *, helpful: bool, note: str = ""
) -> None:
    day, voter = desk.now().date(), str(interaction.user.id)
    rated = await desk.worker.run(desk.records.feedback.rate, id_, voter, helpful=helpful, day=day, note=note)
    if isinstance(rated, Missing):
        await send_line(interaction, speech.expired)
        return
    if not helpful and (stored := await _stored(desk, interaction, id_, speech)):
        await _note(desk, stored, Origin.UNHELPFUL)
    await send_line(interaction, speech.thanks_rating)


async def _tell(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    if stored := await _stored(desk, interaction, control.argument, speech):
        press = f"{control.argument} {interaction.user.id}"
        if desk.told.first(press):  # pressing twice is not asking twice
            try:
                await _note(desk, stored, Origin.SENT_IN)
            except LdnbotError:
                desk.told.forget(press)
                raise
        await send_line(interaction, speech.thanks_told)


async def _note(desk: Desk, stored: StoredAnswer, origin: Origin) -> None:
    await desk.worker.run(
        desk.records.questions.note,
        stored.answer.question,
        origin=origin,
        server=stored.server,
        at=desk.now(),
        corpus_version=stored.answer.corpus_version,
        passage=stored.answer.quotes[0].passage if stored.answer.quotes else "",
    )


async def _share(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    id_, asker = control.arguments
    if asker != str(interaction.user.id):
        await send_line(interaction, speech.not_yours)
        return
    if not (stored := await _stored(desk, interaction, id_, speech)):
        return
    answer = stored.answer
    mine = answer_message(answer, id_, speech, private=False, asker=interaction.user.id)
    await edit_card(interaction, mine)  # without the button, so that it is shared once
    asked = shown_question(answer)
    shown = answer_message(answer, id_, speech, private=False, asker=interaction.user.id, asked=asked)
    await interaction.followup.send(
        view=shown.view, files=shown.files, ephemeral=False, allowed_mentions=NO_MENTIONS, wait=True
    )


async def _delete(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    id_, asker = control.arguments
    if asker != str(interaction.user.id) and not interaction.permissions.manage_messages:
        await send_line(interaction, speech.not_yours)
        return
    await interaction.response.defer()
    try:
        await interaction.delete_original_response()
    finally:  # each of the two goes, whatever becomes of the other
        await desk.worker.run(desk.records.answers.erase, id_)


async def _card(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
    """Show the card of an urgent message to the person who wrote it. It is made anew: nothing of it is kept."""
    concern, asker, *poisoned = control.arguments
    if asker != str(interaction.user.id):
        await send_line(interaction, speech.not_yours)
        return
    setting = desk.setting(await desk.at_once(interaction.guild_id))
    signs = (Concern(concern), *((Concern.POISONING,) if poisoned else ()))
    found = urgent("", Triage(tuple(Sign(sign, "", "") for sign in signs)), setting)
    if found is None:
        raise ValueError(concern)
    await send_card(interaction, safety_message(found.answer, speech), private=True)


async def _stored(desk: Desk, interaction: discord.Interaction, id_: str, speech: Speech) -> StoredAnswer | None:
    """Return the answer that a button belongs to, or tell the person that it is gone."""
    stored = await desk.worker.run(desk.records.answers.find, id_)
    if isinstance(stored, Missing):
        await send_line(interaction, speech.expired)
        return None
    return stored


async def _page(interaction: discord.Interaction, message: Message, *, turned: bool) -> None:
    """Show a page to the one who asked for it alone: a first one beside the card, a turned one in its own place."""
    if turned:
        await edit_card(interaction, message)
    else:
        await send_card(interaction, message, private=True)


def _section_of(corpus: Corpus, answer: Answer) -> int | None:
    wanted = next((quote.passage for quote in answer.quotes if quote.role is not Role.CAUTION), "")
    for entry in table_of_contents(corpus):
        if any(passage.id == wanted for passage in entry.section.passages):
            return entry.number
    return None


def section_message(corpus: Corpus, place: int, number: int, speech: Speech, addition: str) -> Message:
    """Return a page of the section with that number of the table of contents.

    Raises:
        IndexError: there is no such section.
    """
    if place < 1:
        raise IndexError(place)
    entry = table_of_contents(corpus)[place - 1]
    pages = section_pages(corpus, [entry], speech, addition)
    page = pages[max(1, min(number, len(pages))) - 1]
    return lay_out(page, [turning("sect", f"{corpus.version[:6]}:{place}", page, speech)])


ANSWER_PRESSES: Mapping[str, Press] = {
    "more": _more,
    "refs": _refs,
    "part": _part,
    "sect": _sect,
    "sources": _listed,
    "contents": _listed,
    "typed": _typed,
    "good": _good,
    "bad": _bad,
    "why": _why,
    "tell": _tell,
    "share": _share,
    "delete": _delete,
    "card": _card,
}
"""The actions of the cards that members see."""
