"""The slash commands and the message menu that members use."""

import asyncio
from collections.abc import Sequence
from typing import TypeVar

import discord
from discord import app_commands
from discord.app_commands import Choice

from ldnbot.answering.triage.triage import triage
from ldnbot.corpus.contents import find_reference, find_sections
from ldnbot.corpus.corpus import Corpus
from ldnbot.errors import CorpusUnreadable
from ldnbot.surfaces.discord.alerts import alert
from ldnbot.surfaces.discord.answercard import answer_message, shown_question, turning
from ldnbot.surfaces.discord.asking import Asked, Away, Given, NotHere, TooSoon, Urgent, look_up, urgent
from ldnbot.surfaces.discord.cards.reading import contents_pages, lines_page, reference_pages_of, sources_pages
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.layout import lay_out
from ldnbot.surfaces.discord.presses import section_message
from ldnbot.surfaces.discord.replies import notice_message, outcome_message, safety_message
from ldnbot.surfaces.discord.sending import send_card
from ldnbot.surfaces.discord.speech.speech import Speech, speech_of
from ldnbot.surfaces.discord.suggesting import suggest_questions, suggest_references, suggest_sections
from ldnbot.surfaces.discord.translating import described, named, title

__all__ = ["LONGEST_TYPED", "MENU", "add_commands"]

MENU = "Ask ldnbot"
"""The entry of the menu of a message, under *Apps*."""

LONGEST_TYPED = 4_000

_PATIENCE = 1.5
"""Seconds after which a person sees that ldnbot is looking the question up. Discord waits for three."""


_Command = TypeVar("_Command")


def everywhere(command: _Command) -> _Command:
    """Return the command, to be used on servers, in direct messages, and by a person who brings ldnbot along."""
    contexts = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    return contexts(app_commands.allowed_installs(guilds=True, users=True)(command))


def add_commands(tree: app_commands.CommandTree[discord.Client], desk: Desk) -> None:
    """Add every command that members use to the tree."""

    @tree.command(**named("ask"))
    @described("ask")
    @everywhere
    async def ask(
        interaction: discord.Interaction,
        question: app_commands.Range[str, 1, LONGEST_TYPED],
        private: bool | None = None,  # noqa: FBT001  (Discord hands it over by name)
    ) -> None:
        await answer_interaction(desk, interaction, question, private=private)

    @ask.autocomplete("question")
    async def questions(interaction: discord.Interaction, current: str) -> list[Choice[str]]:
        del interaction
        return _choices(await desk.worker.run(suggest_questions, desk.shelf.known, current))

    @tree.context_menu(name=title(MENU))
    @everywhere
    async def look_up_message(interaction: discord.Interaction, message: discord.Message) -> None:
        if not message.content.strip():
            speech = await _speech(desk, interaction)
            await send_card(interaction, notice_message(speech.no_text, speech), private=True)
            return
        await answer_interaction(desk, interaction, message.content, private=True)

    @tree.command(**named("read"))
    @described("read")
    @everywhere
    async def read(interaction: discord.Interaction, section: app_commands.Range[str, 1, 100] | None = None) -> None:
        speech, addition, corpus = await _reading(desk, interaction)
        if section is None:
            await send_card(interaction, lay_out(contents_pages(corpus, speech, addition)[0]), private=True)
            return
        place = find_sections(corpus, section)[0].number
        await send_card(interaction, section_message(corpus, place, 1, speech, addition), private=True)

    @read.autocomplete("section")
    async def sections(interaction: discord.Interaction, current: str) -> list[Choice[str]]:
        del interaction
        return _choices(suggest_sections(desk.shelf.live.corpus, current) if desk.shelf.live else ())

    @tree.command(**named("reference"))
    @described("reference")
    @everywhere
    async def reference(interaction: discord.Interaction, number: app_commands.Range[str, 1, 60]) -> None:
        speech, addition, corpus = await _reading(desk, interaction)
        pages = reference_pages_of(corpus, *find_reference(corpus, number), speech, addition)
        await send_card(interaction, lay_out(pages[0]), private=True)

    @reference.autocomplete("number")
    async def numbers(interaction: discord.Interaction, current: str) -> list[Choice[str]]:
        del interaction
        return _choices(suggest_references(desk.shelf.live.corpus, current) if desk.shelf.live else ())

    @tree.command(**named("sources"))
    @everywhere
    async def sources(interaction: discord.Interaction) -> None:
        speech, addition, corpus = await _reading(desk, interaction)
        page = sources_pages(corpus, speech, addition)[0]
        keys = [turning("sources", corpus.version[:6], page, speech)]
        await send_card(interaction, lay_out(page, keys), private=True)

    @tree.command(**named("about"))
    @everywhere
    async def about(interaction: discord.Interaction) -> None:
        speech = await _speech(desk, interaction)
        addition = desk.setting(await desk.server(interaction.guild_id)).addition
        page = lines_page("ldnbot", about_lines(desk, speech), speech, addition)
        await send_card(interaction, lay_out(page), private=True)

    @tree.command(**named("help"))
    @everywhere
    async def help_(interaction: discord.Interaction) -> None:
        speech = await _speech(desk, interaction)
        addition = desk.setting(await desk.server(interaction.guild_id)).addition
        lines = help_lines(speech, interaction.locale.value)
        await send_card(interaction, lay_out(lines_page("ldnbot", lines, speech, addition)), private=True)


async def answer_interaction(desk: Desk, interaction: discord.Interaction, typed: str, *, private: bool | None) -> None:
    """Answer a question that came as a command or by the menu of a message."""
    found = triage(typed)
    if found.urgent:
        usual = await desk.at_once(interaction.guild_id)
        if card := urgent(typed, found, desk.setting(usual)):
            shown = safety_message(card.answer, desk.speech(interaction.locale.value, usual))
            await send_card(interaction, shown, private=True)
            if interaction.guild and interaction.channel:
                await alert(desk, interaction.guild, interaction.channel, card.answer, usual)
            return
    chosen = await desk.server(interaction.guild_id)
    setting = desk.setting(chosen)
    speech = desk.speech(interaction.locale.value, chosen)
    # A message about somebody's own case is shown to that person alone, unless they chose otherwise.
    alone = private if private is not None else chosen.private or bool(found.concerns)
    channel = interaction.channel
    asked = Asked(
        text=typed,
        person=interaction.user.id,
        server=interaction.guild_id,
        channel=interaction.channel_id or 0,
        parent=channel.parent_id if isinstance(channel, discord.Thread) else None,
        private=alone,
    )
    looking = asyncio.ensure_future(look_up(desk, asked, chosen))
    done, _ = await asyncio.wait({looking}, timeout=_PATIENCE)
    if not done:
        await interaction.response.defer(ephemeral=alone, thinking=True)
    outcome = await looking
    match outcome:
        case Given(answer, id_, repaired):
            shown = answer_message(
                answer,
                id_,
                speech,
                private=alone,
                asker=interaction.user.id,
                repaired=repaired,
                asked="" if alone else shown_question(answer),
            )
            sent = await send_card(interaction, shown, private=alone)
            if sent is not None and id_ and not alone:
                await desk.worker.run(desk.records.answers.place, id_, reply_message=sent)
        case Urgent(answer):
            await send_card(interaction, safety_message(answer, speech), private=True)
        case TooSoon() | NotHere() | Away():
            await send_card(interaction, outcome_message(outcome, speech, setting.addition), private=True)


def about_lines(desk: Desk, speech: Speech) -> Sequence[str]:
    """Return what ldnbot is for, which articles it quotes, and what it keeps."""
    corpus = desk.shelf.live.corpus if desk.shelf.live else None
    lines = list(speech.about)
    for article in corpus.articles if corpus else ():
        front = article.front_matter
        lines.append(f"**{front.title}**")
        if front.source and front.source.title:
            lines.append(f"-# {speech.about_source.format(title=front.source.title, author=front.source.author)}")
        if front.reviewed:
            lines.append(f"-# {speech.about_review.format(day=front.reviewed, due=front.review_due or '?')}")
    if corpus:
        lines.append(f"-# {speech.about_version.format(version=corpus.version)}")
    lines.extend(line.format(days=desk.settings.keep_days, delete=speech.delete) for line in speech.privacy)
    return lines


def help_lines(speech: Speech, locale: str) -> Sequence[str]:
    """Return how to ask. Commands are named as in the locale, which is the person's own, whatever the server speaks."""
    words = {command: spoken.name for command, spoken in speech_of(locale).commands.items()}
    words |= {"menu": words[MENU]} | {status.value: title for status, title in speech.titles.items()}
    return [line.format_map(words) for line in speech.help]


async def _reading(desk: Desk, interaction: discord.Interaction) -> tuple[Speech, str, Corpus]:
    """Return the interface, what stands below the disclaimer, and the corpus.

    Raises:
        CorpusUnreadable: there is none just now.
    """
    chosen = await desk.server(interaction.guild_id)
    speech = desk.speech(interaction.locale.value, chosen)
    if desk.shelf.live is None:
        raise CorpusUnreadable(speech.corpus_away.rstrip("."))
    return speech, desk.setting(chosen).addition, desk.shelf.live.corpus


async def _speech(desk: Desk, interaction: discord.Interaction) -> Speech:
    return desk.speech(interaction.locale.value, await desk.server(interaction.guild_id))


def _choices(found: Sequence[tuple[str, str]]) -> list[Choice[str]]:
    return [Choice(name=name[:100], value=value[:100]) for name, value in found[:25]]
