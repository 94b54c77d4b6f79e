"""`/insights`: how the chat of a server fared, as a picture and in words. Nothing in it is about single people."""

import io
from collections.abc import Iterator
from datetime import timedelta

import discord
from discord import app_commands, ui

from ldnbot.errors import LdnbotError
from ldnbot.records.insights import TOLD, Count, Few, Insights, make_insights
from ldnbot.surfaces.discord.cards.page import Page
from ldnbot.surfaces.discord.layout import Message, lay_out
from ldnbot.surfaces.discord.moderating.authority import authorise
from ldnbot.surfaces.discord.moderating.backroom import Backroom
from ldnbot.surfaces.discord.moderating.settling import Settling
from ldnbot.surfaces.discord.moderating.shown import shown
from ldnbot.surfaces.discord.sending import send_card
from ldnbot.surfaces.discord.speech.speech import Speech
from ldnbot.surfaces.discord.translating import described, named
from ldnbot.surfaces.insightspicture import alt_text, counted, draw_in_process, percent, within

__all__ = ["add_insights", "insights_message"]

_BLUE = 0x3A86C8
_DAYS, _MOST_DAYS = 28, 365
_FILE = "insights.png"


def add_insights(tree: app_commands.CommandTree[discord.Client], room: Backroom, settling: Settling) -> None:
    """Add `/insights` to the tree.

    Discord shows it to those who may manage messages; who may use it is checked each time against config.yaml.
    """
    desk = room.desk

    @tree.command(**named("insights"))
    @described("insights")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_messages=True)
    async def insights(interaction: discord.Interaction, days: app_commands.Range[int, 1, _MOST_DAYS] = _DAYS) -> None:
        if await authorise(desk, interaction, "insights") is None or interaction.guild_id is None:
            return
        server = interaction.guild_id
        await interaction.response.defer(ephemeral=True, thinking=True)
        await settling.settle(server)
        last = desk.now().date()
        first = last - timedelta(days=days - 1)
        counts = await desk.worker.run(desk.records.tallies.between, first, last, server=server)
        groups = await desk.worker.run(desk.records.questions.grouped, server=server)
        made = make_insights(counts, groups, first=first, last=last)
        speech = desk.speech(interaction.locale.value, await desk.server(server))
        try:
            picture = await room.waiting.run(draw_in_process, made)
        except LdnbotError as error:
            await send_card(interaction, insights_message(made, speech, b"", str(error)), private=True)
            return
        await send_card(interaction, insights_message(made, speech, picture), private=True)


def insights_message(made: Insights, speech: Speech, picture: bytes, missing: str = "") -> Message:
    """Return the insights in words, below their picture if there is one; `missing` says why there is none."""
    words = speech.moderators
    lines = [f"### {words.insights_title.format(first=made.first, last=made.last)}", *_lines(made, speech)]
    if missing:
        lines.append(f"-# {words.no_picture.format(why=shown(missing, 300))}")
    message = lay_out(Page(("\n".join(lines),), _BLUE))
    if not picture:
        return message
    described_ = alt_text(made)
    file = discord.File(io.BytesIO(picture), filename=_FILE, description=described_)
    gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery(
        discord.MediaGalleryItem(f"attachment://{_FILE}", description=described_)
    )
    message.view.add_item(gallery)
    return Message(message.view, file)


def _lines(made: Insights, speech: Speech) -> Iterator[str]:
    words = speech.moderators
    yield f"**{words.looked_up}:** {_count(made.asked, speech)}"
    for status in TOLD:
        yield f"- {speech.titles[status]}: {_count(made.statuses[status], speech)}{_part(made, status)}"
    helpful = "" if isinstance(made.helpful, Few) else f", {percent(made.helpful)} {words.helpful}"
    yield f"**{words.ratings}:** {_count(made.rated, speech)}{helpful}"
    yield f"**{words.sections}**"
    for section in made.sections:
        rated = "" if isinstance(section.helpful, Few) else f", {percent(section.helpful)} {words.helpful}"
        name = section.section.rpartition(" › ")[2] or section.article
        yield f"- {shown(name, 100)}: {_count(section.count, speech)}{rated}"
    if not made.sections:
        yield f"- {words.few} {words.times_each}"
    yield f"**{words.in_vain}**"
    for group in made.unanswered:
        yield f"- {shown(group.text, 120)}: {_count(group.count, speech)}"
    yield f"- {words.other_questions}: {_count(made.other_groups, speech)}"
    if isinstance(made.half_within, Few) or isinstance(made.most_within, Few):
        yield f"-# {words.latency_few}"
        return
    half, most = within(made.half_within), within(made.most_within)
    yield f"-# {words.latency.format(half=half, most=most)}"


def _count(count: Count, speech: Speech) -> str:
    return speech.moderators.few if isinstance(count, Few) else counted(count)


def _part(made: Insights, status: object) -> str:
    """Return the share of a reply among all, where both are told."""
    count = next(found for known, found in made.statuses.items() if known == status)
    if isinstance(count, Few) or isinstance(made.asked, Few):
        return ""
    return f" ({percent(count / made.asked)})"
