"""`/corpus proposals`, `status`, `history`, `show`, `rollback`, `export`: what there is, what was, and going back."""

import io
from collections.abc import Mapping, Sequence

import discord
from discord import app_commands, ui
from discord.app_commands import Choice

from ldnbot.corpus.amount import amount
from ldnbot.corpus.finding import errors_among
from ldnbot.errors import NotFound
from ldnbot.moderation.history import Unpublished, Version
from ldnbot.moderation.proposal import Proposal
from ldnbot.surfaces.discord.cards.page import LONGEST_PAGE, Page, groups_of
from ldnbot.surfaces.discord.controls import Control
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.forms import form_values, handed_over, menu_values
from ldnbot.surfaces.discord.layout import Key, Message, lay_out
from ldnbot.surfaces.discord.moderating.authority import Allowed, authorise, may
from ldnbot.surfaces.discord.moderating.backroom import Backroom, NotLive
from ldnbot.surfaces.discord.moderating.proposing import ShowReview
from ldnbot.surfaces.discord.moderating.reviewcard import difference_pages
from ldnbot.surfaces.discord.moderating.reviewing import zipped
from ldnbot.surfaces.discord.moderating.shown import plain, shown
from ldnbot.surfaces.discord.presses import Press
from ldnbot.surfaces.discord.sending import NO_MENTIONS, edit_card, send_card, send_line
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["add_versions", "proposed_message", "published_message", "version_presses"]

_COLOUR, _GREEN, _RED = 0x3A86C8, 0x2E8B57, 0xC62828
_MOST_VERSIONS = 60
_MOST_LISTED = 10
"""Proposals on a page: each line has up to some 300 characters."""

_NONE_WAITS = "Nothing waits for a decision."
_ROOM = LONGEST_PAGE - 300


def add_versions(group: app_commands.Group, room: Backroom, show: ShowReview) -> None:
    """Add these commands to the group `/corpus`."""
    desk = room.desk

    async def ids(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        if not isinstance(may(desk, interaction), Allowed):
            return []
        found = await room.worker.run(room.proposals.open_proposals)
        lines = [(plain(f"{proposal.id}: {proposal.title}", 100), proposal.id) for proposal in reversed(found)]
        return [Choice(name=line, value=id_) for line, id_ in lines if typed.lower() in line.lower()][:25]

    async def versions(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        if not isinstance(may(desk, interaction), Allowed):
            return []
        found = await room.worker.run(room.history.log, 100)
        lines = [(plain(_version_line(version), 100), version.commit[:12]) for version in found]
        return [Choice(name=line, value=commit) for line, commit in lines if typed.lower() in line.lower()][:25]

    @group.command(name="proposals", description="What waits for a decision; with an id, its review card")
    @app_commands.describe(proposal="Such as p12")
    @app_commands.autocomplete(proposal=ids)
    async def proposals(interaction: discord.Interaction, proposal: app_commands.Range[str, 0, 20] = "") -> None:
        if await authorise(desk, interaction, "corpus proposals") is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        if proposal:
            await show(interaction, proposal, ())
            return
        found = await room.worker.run(room.proposals.open_proposals)
        await send_card(interaction, _proposals(found, 1), private=True)

    @group.command(name="status", description="Version, passages, references, reviews, open proposals")
    async def status(interaction: discord.Interaction) -> None:
        if await authorise(desk, interaction, "corpus status") is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        lines = await room.worker.run(_status_lines, room)
        fitting = (groups_of(lines, _ROOM) or [lines[:1]])[0]
        if len(fitting) < len(lines):
            fitting = [*fitting, f"-# and {len(lines) - len(fitting)} more lines: ldnbot corpus status"]
        await send_card(interaction, lay_out(Page(("### The corpus", "\n".join(fitting)), _COLOUR)), private=True)

    @group.command(name="history", description="Every published version, the newest first")
    async def history(interaction: discord.Interaction) -> None:
        if await authorise(desk, interaction, "corpus history") is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        await send_card(interaction, await _history(room, 1), private=True)

    @group.command(name="show", description="What a version changed")
    @app_commands.describe(version="A version from the list of /corpus history")
    @app_commands.autocomplete(version=versions)
    async def show_version(interaction: discord.Interaction, version: app_commands.Range[str, 4, 40]) -> None:
        if await authorise(desk, interaction, "corpus show") is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        await send_card(interaction, await _shown(room, version, 1), private=True)

    @group.command(name="rollback", description="Make a new version that is equal to an old one")
    @app_commands.describe(version="The version to go back to", reason="Why; it stands in the history")
    @app_commands.autocomplete(version=versions)
    async def rollback(
        interaction: discord.Interaction,
        version: app_commands.Range[str, 4, 40],
        reason: app_commands.Range[str, 1, 300],
    ) -> None:
        await _roll_back(room, interaction, version, reason, show)

    @group.command(name="export", description="The corpus as a zip file")
    @app_commands.describe(version="Without it, the one that is live")
    @app_commands.autocomplete(version=versions)
    async def export(interaction: discord.Interaction, version: app_commands.Range[str, 0, 40] = "") -> None:
        if await authorise(desk, interaction, "corpus export") is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await room.worker.run(room.find_version, version)
        files = await room.worker.run(room.history.sources, found)
        packed = discord.File(io.BytesIO(zipped(files)), filename=f"corpus-{found.corpus_version}.zip")
        line = f"The corpus as version {found.corpus_version}: {len(files)} files."
        await interaction.followup.send(line, file=packed, ephemeral=True, allowed_mentions=NO_MENTIONS)


def version_presses(room: Backroom, show: ShowReview) -> Mapping[str, Press]:
    """Return what the buttons of these pages do."""

    async def turn(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        if await authorise(desk, interaction, "corpus history") is None:
            return
        await interaction.response.defer()
        if control.action == "c-history":
            await edit_card(interaction, await _history(room, int(control.arguments[0])))
        elif control.action == "c-proposals":
            found = await room.worker.run(room.proposals.open_proposals)
            await edit_card(interaction, _proposals(found, int(control.arguments[0])))
        else:
            await edit_card(interaction, await _shown(room, control.arguments[0], int(control.arguments[1])))

    async def look(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        version, number, *turned = control.arguments
        if turned:
            await turn(desk, interaction, control, speech)
            return
        # Below what all see in the log channel, which stays as it is.
        if await authorise(desk, interaction, "corpus show") is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        await send_card(interaction, await _shown(room, version, int(number)), private=True)

    async def undo(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        if await authorise(desk, interaction, "corpus rollback") is None:
            return
        if overtaken := await _overtaken(room, control):
            await send_line(interaction, overtaken)
            return
        form = ui.Modal(title="Undo this version", custom_id=Control("c-undo-why", control.argument).custom_id)
        words: ui.TextInput[ui.Modal] = ui.TextInput(custom_id="reason", max_length=300, required=True)
        form.add_item(ui.Label(text="Why", component=words))
        form.stop()
        await interaction.response.send_modal(form)

    async def undone(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        if await authorise(desk, interaction, "corpus rollback") is None:
            return
        if overtaken := await _overtaken(room, control):
            await send_line(interaction, overtaken)
            return
        reason = form_values(handed_over(interaction)).get("reason", "").strip() or "undone"
        await _roll_back(room, interaction, control.arguments[0], reason, show)

    async def open_one(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del control, speech
        if await authorise(desk, interaction, "corpus proposals") is None:
            return
        chosen = menu_values(interaction)
        if not chosen:
            raise ValueError(chosen)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show(interaction, chosen[0], ())

    return {
        "c-open": open_one,
        "c-history": turn,
        "c-proposals": turn,
        "c-show": look,
        "c-undo": undo,
        "c-undo-why": undone,
    }


def published_message(version: Version, before: Version | Unpublished, not_live: str = "") -> Message:
    """Return what the moderators' log channel is told of a version that was published.

    `not_live` says why it cannot be answered from, where it cannot.
    """
    by = shown(version.author.name, 80)
    if version.publisher.id != version.author.id:
        by += f", published by {shown(version.publisher.name, 80)}"
    lines = [
        f"### Published: {shown(_first_line(version.reason))}",
        f"Version {version.corpus_version} by {by}"
        + (f", from proposal {shown(version.proposal, 20)}" if version.proposal else ""),
    ]
    if not_live:
        lines.append(f"**It cannot be answered from: {shown(not_live, 300)}. The version before goes on answering.**")
    keys = [Key("What changed", Control("c-show", f"{version.commit[:12]}:1"))]
    if isinstance(before, Version):
        keys.append(Key("Undo", Control("c-undo", f"{before.commit[:12]}:{version.commit[:12]}")))
    return lay_out(Page(tuple(lines), _RED if not_live else _GREEN), [keys])


def proposed_message(proposal: Proposal) -> Message:
    """Return what the moderators' log channel is told of a proposal that came from elsewhere."""
    lines = (
        f"### Proposed: {shown(proposal.title)}",
        f"{proposal.id} by {shown(proposal.author.name, 80)}. Look at it: `/corpus proposals`",
    )
    return lay_out(Page(lines, _COLOUR))


async def _roll_back(
    room: Backroom, interaction: discord.Interaction, wanted: str, reason: str, show: ShowReview
) -> None:
    moderator = await authorise(room.desk, interaction, "corpus rollback")
    if moderator is None:
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    version = await room.worker.run(room.find_version, wanted)
    if room.approvals:  # then nobody goes back alone either
        sources = await room.worker.run(room.history.sources, version)
        title = f"Back to version {version.corpus_version}"
        proposal = await room.propose_sources(sources, moderator, title=title, reason=reason)
        await room.record("propose", moderator, proposal.id, proposal.title)
        waits = "Going back is a proposal here, like any other change: another moderator must approve or publish it"
        await show(interaction, proposal.id, (waits,))
        return
    made = await room.rollback(version, moderator, reason)
    if isinstance(made, NotLive):
        line = (
            f"It is published, but it cannot be answered from: {shown(made.why)}. The version before goes on answering."
        )
        await send_line(interaction, line)
        return
    line = f"Version {made.corpus_version} is live again. Nothing of what came after it is lost: /corpus history"
    await send_line(interaction, line)


async def _overtaken(room: Backroom, control: Control) -> str:
    """Return why a version cannot be undone by its button: another went live after it, and would go with it."""
    back, *undone = control.arguments
    live = await room.worker.run(room.history.live)
    if not undone or (isinstance(live, Version) and live.commit.startswith(undone[0])):
        return ""
    back = (await room.worker.run(room.find_version, back)).corpus_version
    return (
        "Other versions went live after this one, and would be undone with it. See /corpus history. "
        f"To go back all the same: /corpus rollback version:{back}"
    )


async def _history(room: Backroom, number: int) -> Message:
    found = await room.worker.run(room.history.log, _MOST_VERSIONS)
    lines = [f"- {shown(_version_line(version), 280)}" for version in found] or ["Nothing was published yet."]
    return _listed("Versions", lines, number, "c-history")


async def _shown(room: Backroom, wanted: str, number: int) -> Message:
    version = await room.worker.run(room.find_version, wanted)
    effect = await room.change_of(version)
    pages = difference_pages(f"Version {version.corpus_version}: {_first_line(version.reason)}", effect)
    page = pages[max(1, min(number, len(pages))) - 1]
    return lay_out(page, [_turning("c-show", f"{version.commit[:12]}:", page)])


def _status_lines(room: Backroom) -> Sequence[str]:
    live = room.history.live()
    if isinstance(live, Unpublished):
        raise NotFound("nothing was published yet", fix="start the bot once")
    sources = room.history.sources(live)
    inspection = room.inspect(sources)
    corpus = inspection.corpus
    errors = len(errors_among(inspection.findings))
    today = room.desk.now().date()
    lines = [
        f"**Version** {live.corpus_version} of {live.at:%Y-%m-%d %H:%M} UTC, by {shown(live.author.name, 80)}",
        f"**Passages** {sum(1 for _ in corpus.passages)} in {amount(len(corpus.articles), 'article')}",
        f"**References** {len(corpus.references)}, {len(corpus.references) - len(corpus.numbers)} of them not cited",
        f"**Checks** {amount(errors, 'error')}, {amount(len(inspection.findings) - errors, 'warning')}",
        f"**Open proposals** {len(room.proposals.open_proposals())}",
    ]
    for article in corpus.articles:
        due, title = article.front_matter.review_due, shown(article.title, 100)
        if due is None:
            lines.append(f"**Review** {title}: no day is set")
        elif due < today:
            lines.append(f"**Review overdue** {title}: since {due}")
        else:
            lines.append(f"**Review** {title}: due on {due}")
    return lines


def _proposals(found: Sequence[Proposal], number: int) -> Message:
    """Return a page of what waits for a decision, the newest first, with a menu to open one of it."""
    pages = [list(reversed(found))[start : start + _MOST_LISTED] for start in range(0, len(found), _MOST_LISTED)]
    if not pages:
        return _listed("Proposals", [_NONE_WAITS], 1, "c-proposals")
    place = max(1, min(number, len(pages)))
    entries = pages[place - 1]
    top = "### Proposals" + (f"\n-# page {place} of {len(pages)}" if len(pages) > 1 else "")
    page = Page((top, "\n".join(map(_proposal_line, entries))), _COLOUR, place, len(pages))
    menu: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=Control("c-open", str(place)).custom_id,
        placeholder="Open a proposal",
        options=[
            discord.SelectOption(label=plain(f"{entry.id}: {entry.title}", 100), value=entry.id) for entry in entries
        ],
    )
    return lay_out(page, [_turning("c-proposals", "", page)], menus=[menu])


def _listed(title: str, lines: Sequence[str], number: int, action: str) -> Message:
    groups = groups_of(lines, _ROOM) or [lines[:1]]
    place = max(1, min(number, len(groups)))
    top = f"### {title}" + (f"\n-# page {place} of {len(groups)}" if len(groups) > 1 else "")
    page = Page((top, "\n".join(groups[place - 1])), _COLOUR, place, len(groups))
    return lay_out(page, [_turning(action, "", page)])


def _turning(action: str, lead: str, page: Page) -> Sequence[Key]:
    if page.of == 1:
        return ()
    back, on = max(1, page.number - 1), min(page.of, page.number + 1)
    return (
        Key("Back", Control(action, f"{lead}{back}:t"), disabled=page.number == 1),
        Key("Next", Control(action, f"{lead}{on}:u"), disabled=page.number == page.of),
    )


def _version_line(version: Version) -> str:
    by = version.author.name
    return f"{version.corpus_version} · {version.at:%Y-%m-%d} · {by} · {_first_line(version.reason)}"


def _proposal_line(proposal: Proposal) -> str:
    waits = "" if proposal.state.value == "open" else f" ({proposal.state.value.replace('-', ' ')})"
    return f"- **{proposal.id}** {shown(proposal.title, 150)} · {shown(proposal.author.name, 80)}{waits}"


def _first_line(text: str) -> str:
    return text.strip().split("\n")[0][:150]
