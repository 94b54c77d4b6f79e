"""Teaching from `/inbox`: the passage that answers a question is chosen, its wording looked over, and proposed.

What a member wrote is kept for good once it is taught, so the line can be changed in the form before it is.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands, ui
from discord.app_commands import Choice

from ldnbot.answering.assistant import Assistant
from ldnbot.corpus.article import Passage
from ldnbot.errors import EditRefused, LdnbotError
from ldnbot.moderation.cleanline import LONGEST_LINE
from ldnbot.moderation.edits import Edit
from ldnbot.moderation.history import Version
from ldnbot.moderation.lexiconedits import WordForm
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.questionedits import read_own_questions, same_line
from ldnbot.moderation.teaching import Lesson, UnknownWord, out_of_scope, teach, unknown_words, with_word
from ldnbot.records.openquestions import Group, State, group_questions
from ldnbot.surfaces.discord.controls import Control
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.forms import form_choices, form_values, handed_over, menu_values
from ldnbot.surfaces.discord.moderating.authority import Allowed, authorise, may
from ldnbot.surfaces.discord.moderating.backroom import Backroom
from ldnbot.surfaces.discord.moderating.choices import choices_alike, passage_label
from ldnbot.surfaces.discord.moderating.givenback import give_back
from ldnbot.surfaces.discord.moderating.inboxcards import Ref, passages_message
from ldnbot.surfaces.discord.moderating.reviewing import show_review
from ldnbot.surfaces.discord.moderating.settling import Settling
from ldnbot.surfaces.discord.moderating.shown import plain
from ldnbot.surfaces.discord.moderating.suggested import Live, Waiting, change_message, live_message, suggest
from ldnbot.surfaces.discord.presses import Press
from ldnbot.surfaces.discord.sending import edit_card, send_card, send_line
from ldnbot.surfaces.discord.speech.speech import Speech
from ldnbot.surfaces.discord.translating import described, named

__all__ = ["Gone", "add_teach", "find_group", "teaching_presses", "told_gone"]

_LONGEST = 100
_MOST = 25
_PATIENCE = 1.5
"""Seconds that a form waits for the words that nobody knows. Discord waits three for the form; without them it is
shown as it is."""

_WORD = "word:"

Suggest = Callable[[discord.Interaction, str], Coroutine[Any, Any, list[Choice[str]]]]


@dataclass(frozen=True, slots=True)
class Gone:
    """The questions are not as they were: erased, or set to another state by somebody else."""

    now: State | None


async def find_group(desk: Desk, interaction: discord.Interaction, ref: Ref) -> Group | Gone:
    """Return the questions that a moderator saw together, those of this server alone.

    Raises:
        RecordsUnusable: they cannot be read.
    """
    server = interaction.guild_id
    if server is None:
        return Gone(None)
    every = await desk.worker.run(desk.records.questions.questions, server=server, states=tuple(State))
    head = next((question for question in every if question.id == ref.head), None)
    if head is None:
        return Gone(None)
    if head.state is not ref.state:
        return Gone(head.state)
    seen = [question for question in every if question.id <= ref.seen and question.state is ref.state]
    groups = await desk.worker.run(group_questions, seen)
    return next(group for group in groups if any(question.id == ref.head for question in group.questions))


async def told_gone(interaction: discord.Interaction, gone: Gone, speech: Speech) -> None:
    """Tell a moderator that somebody else was faster."""
    words = speech.moderators
    line = words.decided_meanwhile.format(state=words.states[gone.now]) if gone.now else words.gone
    await send_line(interaction, line)


def add_teach(group: app_commands.Group, room: Backroom, questions: Suggest) -> None:
    """Add `/inbox teach` to the group; `questions` offers those that wait."""
    desk = room.desk

    async def passages(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        if desk.shelf.live is None or not isinstance(may(desk, interaction), Allowed):
            return []
        told = {
            str(place): passage_label(passage) for place, passage in enumerate(desk.shelf.live.corpus.passages, start=1)
        }
        return choices_alike(told, typed)

    @group.command(**named("inbox teach"))
    @described("inbox teach")
    @app_commands.autocomplete(question=questions, passage=passages)
    async def teach_(
        interaction: discord.Interaction,
        question: app_commands.Range[str, 1, _LONGEST],
        passage: app_commands.Range[str, 1, _LONGEST],
    ) -> None:
        if await authorise(desk, interaction, "inbox teach") is None:
            return
        speech = desk.speech(interaction.locale.value, await desk.server(interaction.guild_id))
        assistant = desk.live_assistant()
        try:
            ref, place = Ref.read(question.split(":")), int(passage)
            chosen = _at(assistant, place)
        except (ValueError, IndexError) as error:
            fix = "Choose both from the lists that Discord offers while you type"
            raise EditRefused("the question or the passage is not one of the list", fix=fix) from error
        found = await find_group(desk, interaction, ref)
        if isinstance(found, Gone):
            await told_gone(interaction, found, speech)
            return
        form = await _form(room, ref, found, place, chosen, assistant.corpus.version, speech)
        await interaction.response.send_modal(form)


def teaching_presses(room: Backroom, settling: Settling) -> Mapping[str, Press]:
    """Return what the buttons, menus and forms of teaching do."""

    async def opened(
        desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech, what: str
    ) -> tuple[Moderator, Ref, Group] | None:
        moderator = await authorise(desk, interaction, what)
        if moderator is None:
            return None
        ref = Ref.read(control.arguments)
        found = await find_group(desk, interaction, ref)
        if isinstance(found, Gone):
            await told_gone(interaction, found, speech)
            return None
        return moderator, ref, found

    async def choose(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        pressed = await opened(desk, interaction, control, speech, "inbox teach")
        if pressed is None:
            return
        _, ref, group = pressed
        number = int(control.arguments[3]) if len(control.arguments) > 3 else 1
        assistant = desk.live_assistant()
        await interaction.response.defer()
        question = group.questions[0].text
        ranked = await desk.worker.run(_ranked, assistant, question)
        version = assistant.corpus.version
        await edit_card(interaction, passages_message(ref, question, ranked, number, version, speech))
        await _unknown(room, question, ranked[0][1])  # the form is then quick to come

    async def search(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        pressed = await opened(desk, interaction, control, speech, "inbox teach")
        if pressed is None:
            return
        words = speech.moderators
        form = ui.Modal(title=plain(words.search_title, 45), custom_id=Control("inbox-find", str(pressed[1])).custom_id)
        typed: ui.TextInput[ui.Modal] = ui.TextInput(custom_id="typed", max_length=_LONGEST)
        form.add_item(ui.Label(text=plain(words.search_label, 45), component=typed))
        form.stop()
        await interaction.response.send_modal(form)

    async def find(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        pressed = await opened(desk, interaction, control, speech, "inbox teach")
        if pressed is None:
            return
        _, ref, group = pressed
        typed = form_values(handed_over(interaction)).get("typed", "")
        assistant = desk.live_assistant()
        await interaction.response.defer()
        ranked = await desk.worker.run(_ranked, assistant, typed)
        version, question = assistant.corpus.version, group.questions[0].text
        await edit_card(
            interaction, passages_message(ref, question, ranked, 1, version, speech, searched=typed or question)
        )

    async def pick(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        pressed = await opened(desk, interaction, control, speech, "inbox teach")
        if pressed is None:
            return
        _, ref, group = pressed
        assistant = desk.live_assistant()
        place = int(menu_values(interaction)[0])
        if not assistant.corpus.version.startswith(control.arguments[3]):
            await send_line(interaction, speech.changed_since)
            return
        passage = _at(assistant, place)
        form = await _form(room, ref, group, place, passage, assistant.corpus.version, speech)
        await interaction.response.send_modal(form)

    async def learn(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        pressed = await opened(desk, interaction, control, speech, "inbox teach")
        if pressed is None:
            return
        moderator, _, group = pressed
        version, place = control.arguments[3:5]
        assistant = desk.live_assistant()
        if not assistant.corpus.version.startswith(version):
            await send_line(interaction, speech.changed_since)
            return
        passage = _at(assistant, int(place))
        handed = handed_over(interaction)
        line = form_values(handed).get("line", "")
        chosen = _chosen_words(form_choices(handed))
        await interaction.response.defer(ephemeral=True, thinking=True)
        base, sources = await room.worker.run(room.live)
        async with give_back(interaction, line):
            lesson = await room.waiting.run(teach, group.questions[0].text, passage.id, sources, line=line)
            for word, concept, form in chosen:
                lesson = with_word(lesson, word, concept, form)
            await _propose(interaction, moderator, group, lesson.edits, lesson, base, speech)

    async def _propose(
        interaction: discord.Interaction,
        moderator: Moderator,
        group: Group,
        edits: tuple[Edit, ...],
        lesson: Lesson,
        base: Version,
        speech: Speech,
    ) -> None:
        desk, words = room.desk, speech.moderators
        if not edits:
            raise EditRefused(" ".join(lesson.said).rstrip(".") or "there is nothing to teach", where=lesson.passage)
        reason = words.reason_taught.format(count=group.count)
        found = await suggest(room, interaction, moderator, edits, words, reason=reason, title=lesson.title, base=base)
        ids = [question.id for question in group.questions]
        server = interaction.guild_id
        await desk.worker.run(desk.records.questions.note_proposal, ids, found.proposal.id, server=server)
        match found:
            case Waiting(proposal, said):
                await show_review(room, interaction, proposal.id, (*said, *lesson.said))
            case Live():
                await settling.settle(server or 0)
                left = await desk.worker.run(desk.records.questions.questions, server=server)
                open_ = any(question.id in ids for question in left)
                told = words.not_answered_yet if open_ else words.answered_now
                await send_card(interaction, live_message(found, speech, told, *lesson.said), private=True)

    async def ask_scope(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        pressed = await opened(desk, interaction, control, speech, "inbox scope")
        if pressed is None:
            return
        _, ref, group = pressed
        words = speech.moderators
        form = ui.Modal(title=plain(words.scope_title, 45), custom_id=Control("inbox-out", str(ref)).custom_id)
        form.add_item(_line(group.questions[0].text, speech))
        form.stop()
        await interaction.response.send_modal(form)

    async def scope(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        pressed = await opened(desk, interaction, control, speech, "inbox scope")
        if pressed is None:
            return
        moderator, _, group = pressed
        words = speech.moderators
        line = form_values(handed_over(interaction)).get("line", "") or group.questions[0].text
        await interaction.response.defer(ephemeral=True, thinking=True)
        base, sources = await room.worker.run(room.live)
        marked = any(same_line(line, other) for other in read_own_questions(sources).not_covered)
        found = None
        if not marked:
            reason = words.reason_scope.format(count=group.count)
            async with give_back(interaction, line):
                edits = await room.waiting.run(out_of_scope, line, sources)
                found = await suggest(room, interaction, moderator, edits, words, reason=reason, base=base)
            if found is None:
                return
        ids, at = [question.id for question in group.questions], desk.now()
        by, server = int(moderator.id), interaction.guild_id
        await desk.worker.run(desk.records.questions.decide, ids, State.OUT_OF_SCOPE, by=by, server=server, at=at)
        match found:
            case None:
                await send_card(interaction, change_message(line, words.marked_already), private=True)
            case Waiting(proposal, said):
                await show_review(room, interaction, proposal.id, said)
            case Live():
                await send_card(interaction, live_message(found, speech), private=True)

    return {
        "inbox-teach": choose,
        "inbox-turn": choose,
        "inbox-search": search,
        "inbox-find": find,
        "inbox-pick": pick,
        "inbox-learn": learn,
        "inbox-scope": ask_scope,
        "inbox-out": scope,
    }


async def _form(
    room: Backroom, ref: Ref, group: Group, place: int, passage: Passage, version: str, speech: Speech
) -> ui.Modal:
    """Return the form in which the line is looked over, and words that nobody knows are given a meaning."""
    words = speech.moderators
    question = group.questions[0].text
    control = Control("inbox-learn", f"{ref}:{version[:8]}:{place}")
    title = words.teach_title.format(passage=passage.heading_path[-1] if passage.heading_path else passage.id)
    form = ui.Modal(title=plain(title, 45), custom_id=control.custom_id)
    form.add_item(_line(question, speech))
    for unknown in await _unknown(room, question, passage):
        if not unknown.candidates:
            continue
        menu: ui.Select[ui.Modal] = ui.Select(
            custom_id=f"{_WORD}{unknown.word}"[:_LONGEST],
            placeholder=plain(words.word_hint, _LONGEST),
            required=False,
            min_values=0,
            max_values=1,
            options=[
                discord.SelectOption(
                    label=plain(found.concept, _LONGEST),
                    value=f"{found.form.value}:{found.concept}"[:_LONGEST],
                    description=plain(found.why, _LONGEST),
                )
                for found in unknown.candidates[:_MOST]
            ],
        )
        form.add_item(ui.Label(text=plain(words.word_label.format(word=unknown.word), 45), component=menu))
    form.stop()  # what is sent comes back by its custom_id, also after a restart
    return form


def _line(question: str, speech: Speech) -> ui.Label[ui.Modal]:
    words = speech.moderators
    typed: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="line",
        style=discord.TextStyle.paragraph,
        default=plain(question, LONGEST_LINE),
        max_length=LONGEST_LINE,
    )
    return ui.Label(text=plain(words.line_label, 45), description=plain(words.line_note, _LONGEST), component=typed)


async def _unknown(room: Backroom, question: str, passage: Passage) -> Sequence[UnknownWord]:
    """Return the words that nobody knows; none where finding them would keep Discord waiting."""

    async def find() -> Sequence[UnknownWord]:
        _, sources = await room.worker.run(room.live)
        return await room.waiting.run(unknown_words, question, passage.id, sources)

    looking = asyncio.ensure_future(find())
    done, _ = await asyncio.wait({looking}, timeout=_PATIENCE)
    if not done:
        looking.add_done_callback(lambda late: late.exception())
        return ()
    try:
        return looking.result()
    except LdnbotError:
        return ()  # the form says what is wrong when it is sent


def _chosen_words(choices: Mapping[str, Sequence[str]]) -> Sequence[tuple[str, str, WordForm]]:
    """Return (word, concept, form) of each menu in which something was chosen.

    Raises:
        ValueError: a form that is none.
    """
    found = []
    for id_, values in choices.items():
        if id_.startswith(_WORD) and values:
            form, _, concept = values[0].partition(":")
            found.append((id_.removeprefix(_WORD), concept, WordForm(form)))
    return found


def _ranked(assistant: Assistant, text: str) -> Sequence[tuple[int, Passage]]:
    """Return every passage with its place in the corpus, from 1: those like the text first, then in reading order."""
    index = assistant.index
    repaired, _ = index.speller.repair(text)
    hits = [hit.number for hit in index.search(index.query(repaired))]
    order = dict.fromkeys((*hits, *range(len(index.passages))))
    return [(number + 1, index.passages[number]) for number in order]


def _at(assistant: Assistant, place: int) -> Passage:
    """Return the passage at a place, from 1.

    Raises:
        IndexError: there is none.
    """
    if place < 1:
        raise IndexError(place)
    return assistant.index.passages[place - 1]
