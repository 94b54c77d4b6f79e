"""The buttons of the review card: publish, approve, reject, ask for changes, preview, download."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import assert_never

import discord
from discord import ui

from ldnbot.moderation.effect import Effect
from ldnbot.moderation.history import Version
from ldnbot.moderation.merge import Conflicts
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import Overtaken, Proposal, State
from ldnbot.moderation.publishing import ChangesAsked, Conflicted, Invalid, NeedsApproval, NothingNew, Published
from ldnbot.surfaces.discord.answercard import answer_message
from ldnbot.surfaces.discord.cards.page import Page
from ldnbot.surfaces.discord.controls import Control
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.forms import form_values, handed_over
from ldnbot.surfaces.discord.layout import Key, Message, lay_out
from ldnbot.surfaces.discord.moderating.authority import authorise
from ldnbot.surfaces.discord.moderating.backroom import Backroom, NotLive
from ldnbot.surfaces.discord.moderating.changing import CardOfProposal, changes_one_passage, changing_presses
from ldnbot.surfaces.discord.moderating.reviewcard import notes_page, review_pages
from ldnbot.surfaces.discord.presses import Press
from ldnbot.surfaces.discord.sending import NO_MENTIONS, edit_card, send_card, send_line
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["reviewing_presses", "show_review"]

_GREEN, _GREY, _RED = discord.ButtonStyle.success, discord.ButtonStyle.secondary, discord.ButtonStyle.danger
_LONGEST_REASON = 300


async def show_review(
    room: Backroom, interaction: discord.Interaction, proposal: str, said: Sequence[str] = ()
) -> None:
    """Show a proposal: first what it changes, then, when they have been asked, how the questions fare.

    What is `said` of it besides comes in a card of its own, which no turned page takes away.

    The interaction must be deferred already.
    """
    found = await room.find(proposal)
    viewer = str(interaction.user.id)
    compared = None if found.decided else await room.comparison(found)
    await send_card(interaction, await _card(room, found, compared, viewer), private=True)
    if said:
        await send_card(interaction, lay_out(notes_page(found, said)), private=True)
    if not found.decided:
        asked = await _card(room, found, await room.effect(found), viewer)
        await interaction.edit_original_response(view=asked.view, allowed_mentions=NO_MENTIONS)


def reviewing_presses(room: Backroom) -> Mapping[str, Press]:
    """Return what each button and form of a review card does."""

    async def publish(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        pressed = await _pressed(room, desk, interaction, control, "publish")
        if pressed is None:
            return
        moderator, seen = pressed
        await interaction.response.defer()
        live = await _live_mark(room)
        confirmed = control.action == "p-publish-all" and control.arguments[2:] == (live,)
        if not confirmed and not seen.decided and await _takes_much(room, seen):
            said = "Not published yet: it takes much away. See above what goes, and press once more if it is meant."
            await edit_card(interaction, await _again(room, seen, moderator, said, once_more=live))
            return
        outcome = await room.publish(seen, moderator)
        match outcome:
            case Published(version, proposal, merged):
                more = " Other changes had gone live meanwhile; both are in it." if merged else ""
                said = f"Published as version {version.corpus_version}. Answers come from it now.{more}"
                await edit_card(interaction, await _card(room, proposal, None, moderator.id, outcome=said))
            case NotLive(version, why):
                said = f"Published as {version.corpus_version}, but it cannot be answered from: {why}. Roll it back."
                found = await room.find(seen.id)
                await edit_card(interaction, await _card(room, found, None, moderator.id, outcome=said))
            case Invalid():
                await edit_card(interaction, await _again(room, seen, moderator, "Not published: it has errors."))
            case Conflicted():
                said = "Not published: others changed the same words meanwhile."
                await edit_card(interaction, await _again(room, seen, moderator, said))
            case NeedsApproval(missing):
                await edit_card(interaction, await _again(room, seen, moderator, "Not published yet.", missing=missing))
            case ChangesAsked(asked):
                said = "Not published: changes are asked for. Press Change, or propose it anew."
                await edit_card(interaction, await _again(room, asked, moderator, said))
            case NothingNew():
                await edit_card(interaction, await _again(room, seen, moderator, "It is live already."))
            case Overtaken():
                await edit_card(interaction, await _decided(room, outcome, moderator))
            case _:
                assert_never(outcome)

    async def approve(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        pressed = await _pressed(room, desk, interaction, control, "approve")
        if pressed is None:
            return
        moderator, seen = pressed
        await interaction.response.defer()
        found = await room.approve(seen, moderator)
        await edit_card(interaction, await _decided(room, found, moderator))

    async def ask_why(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        if await _pressed(room, desk, interaction, control, control.action) is None:
            return
        title = "Reject the proposal" if control.action == "p-reject" else "Ask for changes"
        form = ui.Modal(title=title, custom_id=Control(f"{control.action}-why", control.argument).custom_id)
        words: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id="reason", style=discord.TextStyle.paragraph, max_length=_LONGEST_REASON, required=True
        )
        form.add_item(ui.Label(text="Why", component=words))
        form.stop()
        await interaction.response.send_modal(form)

    async def decide(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        pressed = await _pressed(room, desk, interaction, control, control.action)
        if pressed is None:
            return
        moderator, seen = pressed
        reason = form_values(handed_over(interaction)).get("reason", "").strip() or "no reason given"
        await interaction.response.defer()
        state = State.REJECTED if control.action == "p-reject-why" else State.CHANGES_ASKED
        found = await room.decide(seen, state, moderator, reason)
        await edit_card(interaction, await _decided(room, found, moderator))

    async def preview(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        pressed = await _pressed(room, desk, interaction, control, "preview")
        if pressed is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        effect = await room.effect(pressed[1])
        if not isinstance(effect, Effect) or effect.preview is None:
            await send_line(interaction, "No question shows this change.")
            return
        card = answer_message(effect.preview, "", speech, private=True, asker=0, asked=effect.preview.question)
        await send_card(interaction, card, private=True)

    async def download(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        pressed = await _pressed(room, desk, interaction, control, "download")
        if pressed is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        files = await room.worker.run(room.proposals.sources, pressed[1])
        packed = discord.File(io.BytesIO(zipped(files)), filename=f"{pressed[1].id}.zip")
        line = f"The corpus as {pressed[1].id} proposes it: {len(files)} files."
        await interaction.followup.send(line, file=packed, ephemeral=True, allowed_mentions=NO_MENTIONS)

    async def turn(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        pressed = await _pressed(room, desk, interaction, control, "look")
        if pressed is None:
            return
        await interaction.response.defer()
        number = int(control.arguments[2])
        await edit_card(interaction, await _again(room, pressed[1], pressed[0], number=number))

    return {
        **changing_presses(room, _card_of(room)),
        "p-publish": publish,
        "p-publish-all": publish,
        "p-approve": approve,
        "p-reject": ask_why,
        "p-ask": ask_why,
        "p-reject-why": decide,
        "p-ask-why": decide,
        "p-preview": preview,
        "p-download": download,
        "p-page": turn,
    }


def _card_of(room: Backroom) -> CardOfProposal:
    async def pressed(
        desk: Desk, interaction: discord.Interaction, control: Control
    ) -> tuple[Moderator, Proposal] | None:
        return await _pressed(room, desk, interaction, control, "change")

    async def show(interaction: discord.Interaction, found: Proposal | Overtaken, by: Moderator) -> None:
        await edit_card(interaction, await _decided(room, found, by))

    return CardOfProposal(pressed, show)


def zipped(files: Mapping[str, str]) -> bytes:
    """Return the files of a corpus as a zip archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(name, text)
    return held.getvalue()


async def _pressed(
    room: Backroom, desk: Desk, interaction: discord.Interaction, control: Control, what: str
) -> tuple[Moderator, Proposal] | None:
    """Return who pressed and the proposal as they saw it, or None after telling them why not."""
    moderator = await authorise(desk, interaction, f"corpus {what}")
    if moderator is None:
        return None
    id_, tree, *_ = control.arguments
    found = await room.find(id_)
    if not found.tree.startswith(tree):
        await send_line(interaction, f"{id_} was changed since you saw it. Look again: /corpus proposals {id_}")
        return None
    return moderator, found


async def _decided(room: Backroom, found: Proposal | Overtaken, by: Moderator) -> Message:
    if not isinstance(found, Overtaken):
        return await _again(room, found, by)
    current = found.current
    if current.decided and current.by.id == by.id:
        return await _again(room, current, by, f"It is {current.state.value} already.")
    return await _again(room, current, by, f"Nothing was done: {current.by.name} was faster.")


async def _live_mark(room: Backroom) -> str:
    """Return the beginning of the live commit: what a change takes away depends on what is live."""
    live = await room.worker.run(room.history.live)
    return live.commit[:12] if isinstance(live, Version) else ""


async def _takes_much(room: Backroom, proposal: Proposal) -> bool:
    found = await room.comparison(proposal)
    return isinstance(found, Effect) and found.takes_much


async def _again(
    room: Backroom,
    proposal: Proposal,
    viewer: Moderator,
    outcome: str = "",
    *,
    number: int = 1,
    missing: int = 0,
    once_more: str = "",
) -> Message:
    """Return the card of a proposal with its effect, which is mostly known by now."""
    effect = None if proposal.decided else await room.effect(proposal)
    return await _card(
        room, proposal, effect, viewer.id, number=number, missing=missing, outcome=outcome, once_more=once_more
    )


async def _card(
    room: Backroom,
    proposal: Proposal,
    effect: Effect | Conflicts | None,
    viewer: str,
    *,
    number: int = 1,
    missing: int = 0,
    outcome: str = "",
    once_more: str = "",
) -> Message:
    """Return the card as somebody sees it. `once_more` is the live version of which Publish is to be confirmed."""
    why = await room.worker.run(room.proposals.why, proposal)
    made_on = (await room.worker.run(room.history.version, proposal.base)).corpus_version if proposal.base else ""
    pages = review_pages(
        proposal,
        why,
        effect,
        made_on=made_on,
        missing_approvals=missing or room.missing_approvals(proposal),
        outcome=outcome,
    )
    page = pages[max(1, min(number, len(pages))) - 1]
    return lay_out(page, _keys(room, proposal, page, effect, own=viewer == proposal.author.id, once_more=once_more))


def _keys(
    room: Backroom,
    proposal: Proposal,
    page: Page,
    effect: Effect | Conflicts | None,
    *,
    own: bool,
    once_more: str,
) -> Sequence[Sequence[Key]]:
    mark = f"{proposal.id}:{proposal.tree[:12]}"
    reading: list[Key] = []
    if page.of > 1:
        reading.append(Key("Back", Control("p-page", f"{mark}:{max(1, page.number - 1)}:t"), disabled=page.number == 1))
        last = page.number == page.of
        reading.append(Key("Next", Control("p-page", f"{mark}:{min(page.of, page.number + 1)}:u"), disabled=last))
    if isinstance(effect, Effect) and effect.preview is not None:
        reading.append(Key("Preview", Control("p-preview", mark)))
    reading.append(Key("Download", Control("p-download", mark)))
    if proposal.decided:
        return [reading]
    sound = isinstance(effect, Effect) and not effect.errors and not effect.nothing
    sound = sound and proposal.state is not State.CHANGES_ASKED
    if once_more:
        deciding = [Key("Publish all the same", Control("p-publish-all", f"{mark}:{once_more}"), _RED)]
    else:
        deciding = [Key("Publish", Control("p-publish", mark), _GREEN, disabled=not sound)]
    if own and isinstance(effect, Effect) and changes_one_passage(effect):
        deciding.append(Key("Change", Control("p-change", mark)))
    if room.approvals and not own:
        deciding.append(Key("Approve", Control("p-approve", mark)))
    deciding += [
        Key("Ask for changes", Control("p-ask", mark), _GREY),
        Key("Reject", Control("p-reject", mark), _RED),
    ]
    return [reading, deciding]
