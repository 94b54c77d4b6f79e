"""`/corpus edit`, `add`, `reference`, `remove`, `reviewed`, `upload`: what moderators ask to be changed.

Each makes a proposal and shows its review card. Nothing is live before somebody publishes it.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta

import discord
from discord import app_commands, ui
from discord.app_commands import Choice

from ldnbot.corpus.article import Passage
from ldnbot.corpus.contents import find_reference, find_sections
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.reference import Study
from ldnbot.errors import EditRefused
from ldnbot.moderation.edits import Edit
from ldnbot.moderation.history import Version
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.passageedits import (
    AddPassage,
    AddSection,
    EndOfSection,
    RemovePassage,
    RemoveSection,
    ReplacePassage,
    passage_source,
)
from ldnbot.moderation.referenceedits import AddReference, RemoveReference, type_reference
from ldnbot.moderation.reviewedits import MarkReviewed
from ldnbot.moderation.uploading import missing_cautions, with_upload
from ldnbot.moderation.uploads import LARGEST_UPLOAD, Refused, import_upload
from ldnbot.surfaces.discord.cards.markdown import length
from ldnbot.surfaces.discord.controls import Control
from ldnbot.surfaces.discord.desk import Desk
from ldnbot.surfaces.discord.forms import form_values, handed_over
from ldnbot.surfaces.discord.moderating.authority import Allowed, authorise, may
from ldnbot.surfaces.discord.moderating.backroom import Backroom
from ldnbot.surfaces.discord.moderating.choices import choices_alike, passage_label
from ldnbot.surfaces.discord.moderating.givenback import give_back
from ldnbot.surfaces.discord.presses import Press
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["ShowReview", "add_proposing", "proposing_presses"]

ShowReview = Callable[[discord.Interaction, str, tuple[str, ...]], Awaitable[None]]
"""Shows the review card of a proposal, by its id, with what changed besides."""

_LONGEST_FORM = 4_000
"""Characters that one field of a form can hold."""

_LONGEST = 100
_A_YEAR = timedelta(days=365)


def add_proposing(group: app_commands.Group, room: Backroom, show: ShowReview) -> None:
    """Add the commands that propose a change to the group `/corpus`."""
    desk = room.desk

    async def passages(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        return _passage_choices(desk, interaction, typed)

    async def sections(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        return _section_choices(desk, interaction, typed)

    async def references(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        return _reference_choices(desk, interaction, typed)

    async def articles(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        return _article_choices(desk, interaction, typed)

    @group.command(name="edit", description="Change the words of a passage")
    @app_commands.describe(passage="The passage; type some of its words")
    @app_commands.autocomplete(passage=passages)
    async def edit(interaction: discord.Interaction, passage: app_commands.Range[str, 1, _LONGEST]) -> None:
        if await authorise(desk, interaction, "corpus edit") is None:
            return
        live, sources, corpus = await _live(room)
        number, found = _passage(corpus, passage)
        text = passage_source(sources, found.id)
        if length(text) > _LONGEST_FORM:
            what = f"the passage has {length(text):,} characters, and a form holds {_LONGEST_FORM:,}"
            raise EditRefused(what, where=found.id, fix="Change it with: ldnbot corpus propose edit")
        form = _form("Change a passage", Control("c-edit", f"{live.corpus_version}:{number}"))
        form.add_item(ui.Label(text="Text, citations as [@key]", component=_field("text", text, long=True)))
        form.add_item(ui.Label(text="Why", component=_field("reason", "", most=200)))
        await interaction.response.send_modal(form)

    @group.command(name="add", description="Add a passage to a section, or a section of its own")
    @app_commands.describe(section="The section it belongs to, or comes after", heading="A new section's heading")
    @app_commands.autocomplete(section=sections)
    async def add(
        interaction: discord.Interaction,
        section: app_commands.Range[str, 1, _LONGEST],
        heading: app_commands.Range[str, 1, _LONGEST] = "",
    ) -> None:
        if await authorise(desk, interaction, "corpus add") is None:
            return
        live, _, corpus = await _live(room)
        number = find_sections(corpus, section)[0].number
        form = _form(
            "Add a section" if heading else "Add a passage", Control("c-add", f"{live.corpus_version}:{number}")
        )
        if heading:
            form.add_item(ui.Label(text="Heading", component=_field("heading", heading, most=_LONGEST)))
        form.add_item(ui.Label(text="Text, citations as [@key]", component=_field("text", "", long=True)))
        form.add_item(ui.Label(text="Why", component=_field("reason", "", most=200)))
        await interaction.response.send_modal(form)

    @group.command(name="reference", description="Add a reference, to be cited as [@key]")
    @app_commands.describe(
        title="As the journal or page prints it",
        study="How it was studied; if you are not sure, the more cautious one",
        published="2018, 2018-04 or 2018-04-01",
        authors="Doe J, Roe KL, et al.",
        journal="The journal, or whose page it is",
        identifier="A DOI, PMID, PMCID or address; pasted links are understood",
        volume="Volume, issue and pages, such as 4(2):11-9",
        read_on="Of a web page: the day you read it",
        note="What readers should know about it",
        reason="Why it is added; it stands in the history",
    )
    @app_commands.choices(study=[Choice(name=study.label, value=study.value) for study in Study])
    async def reference(
        interaction: discord.Interaction,
        title: app_commands.Range[str, 1, 500],
        study: str,
        published: app_commands.Range[str, 0, 10] = "",
        authors: app_commands.Range[str, 0, 1000] = "",
        journal: app_commands.Range[str, 0, 200] = "",
        identifier: app_commands.Range[str, 0, 300] = "",
        volume: app_commands.Range[str, 0, 60] = "",
        read_on: app_commands.Range[str, 0, 10] = "",
        note: app_commands.Range[str, 0, 300] = "",
        reason: app_commands.Range[str, 0, 200] = "",
    ) -> None:
        moderator = await authorise(desk, interaction, "corpus reference")
        if moderator is None:
            return
        fields = {
            "title": title,
            "study": study,
            "issued": published,
            "author": authors,
            "container-title": journal,
            "accessed": read_on,
            "note": note,
            **_identifier(identifier),
            **_volume(volume),
        }
        made = AddReference(type_reference({name: text for name, text in fields.items() if text}))
        await _propose(room, interaction, moderator, (made,), show, reason=reason)

    @group.command(name="remove", description="Remove a passage, a section or a reference")
    @app_commands.describe(passage="A passage", section="A section with its passages", reference="A reference")
    @app_commands.autocomplete(passage=passages, section=sections, reference=references)
    async def remove(
        interaction: discord.Interaction,
        passage: app_commands.Range[str, 0, _LONGEST] = "",
        section: app_commands.Range[str, 0, _LONGEST] = "",
        reference: app_commands.Range[str, 0, 60] = "",
        reason: app_commands.Range[str, 0, 200] = "",
    ) -> None:
        moderator = await authorise(desk, interaction, "corpus remove")
        if moderator is None:
            return
        _, _, corpus = await _live(room)
        edits: list[Edit] = []
        if passage:
            edits.append(RemovePassage(_passage(corpus, passage)[1].id))
        if section:
            entry = find_sections(corpus, section)[0]
            edits.append(RemoveSection(entry.article.name, entry.section.heading_path))
        if reference:
            edits.append(RemoveReference(find_reference(corpus, reference)[1].key))
        if not edits:
            raise EditRefused("nothing was named", fix="Choose a passage, a section or a reference")
        await _propose(room, interaction, moderator, tuple(edits), show, reason=reason)

    @group.command(name="reviewed", description="Say that an article was reviewed")
    @app_commands.describe(
        article="The article",
        reviewer="Who reviewed it",
        due="When it is due again, 2027-11-25",
        reason="Why; it stands in the history",
    )
    @app_commands.autocomplete(article=articles)
    async def reviewed(
        interaction: discord.Interaction,
        article: app_commands.Range[str, 1, _LONGEST],
        reviewer: app_commands.Range[str, 1, _LONGEST],
        due: app_commands.Range[str, 0, 10] = "",
        reason: app_commands.Range[str, 0, 200] = "",
    ) -> None:
        moderator = await authorise(desk, interaction, "corpus reviewed")
        if moderator is None:
            return
        today = desk.now().date()
        made = MarkReviewed(article, today, reviewer, _day(due) if due else today + _A_YEAR)
        await _propose(room, interaction, moderator, (made,), show, reason=reason)

    @group.command(name="upload", description="Propose an article or a file of the corpus")
    @app_commands.describe(file="An article as .md, .txt, .html, .docx or .pdf, or a .yaml file of the corpus")
    async def upload(
        interaction: discord.Interaction, file: discord.Attachment, reason: app_commands.Range[str, 0, 200] = ""
    ) -> None:
        moderator = await authorise(desk, interaction, "corpus upload")
        if moderator is None:
            return
        if file.size > LARGEST_UPLOAD:
            what = f"the file has {file.size / 1e6:.0f} MB, and {LARGEST_UPLOAD / 1e6:.0f} MB is the most that is read"
            raise EditRefused(what, fix="Save the article without its pictures")
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await room.waiting.run(import_upload, file.filename, await file.read())
        if isinstance(found, Refused):
            raise EditRefused(found.why.rstrip("."))
        _, sources, _ = await _live(room)
        together = with_upload(sources, found.sources)
        title = f"Upload {', '.join(sorted(found.sources))}"
        proposal = await room.propose_sources(together, moderator, title=title, reason=reason)
        await room.record("propose", moderator, proposal.id, proposal.title)
        today = desk.now().date()
        cautions = await room.waiting.run(lambda: missing_cautions(together, found.sources, today=today))
        notes = (f"{note.what}: {note.confirm}" for note in found.notes)
        await show(interaction, proposal.id, (*cautions, *notes))


def proposing_presses(room: Backroom, show: ShowReview) -> Mapping[str, Press]:
    """Return what the forms of these commands do when they are sent."""

    async def edited(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        moderator = await authorise(desk, interaction, "corpus edit")
        if moderator is None:
            return
        version, corpus = await _seen(room, control)
        values = form_values(handed_over(interaction))
        passage = list(corpus.passages)[_place(control)]
        change = ReplacePassage(passage.id, values.get("text", ""))
        async with give_back(interaction, values.get("text", "")):
            await _propose(room, interaction, moderator, (change,), show, reason=values.get("reason", ""), base=version)

    async def added(desk: Desk, interaction: discord.Interaction, control: Control, speech: Speech) -> None:
        del speech
        moderator = await authorise(desk, interaction, "corpus add")
        if moderator is None:
            return
        version, corpus = await _seen(room, control)
        article, section = list(corpus.sections)[_place(control)]
        values = form_values(handed_over(interaction))
        text, heading = values.get("text", ""), values.get("heading", "").strip()
        change: Edit
        if heading:
            change = AddSection(article.name, heading, text, section.heading_path)
        else:
            change = AddPassage(EndOfSection(article.name, section.heading_path), text)
        async with give_back(interaction, values.get("text", "")):
            await _propose(room, interaction, moderator, (change,), show, reason=values.get("reason", ""), base=version)

    return {"c-edit": edited, "c-add": added}


async def _propose(
    room: Backroom,
    interaction: discord.Interaction,
    moderator: Moderator,
    edits: tuple[Edit, ...],
    show: ShowReview,
    *,
    reason: str = "",
    base: Version | None = None,
) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    made = await room.propose(edits, moderator, reason=reason, base=base)
    await room.record("propose", moderator, made.proposal.id, made.proposal.title)
    await show(interaction, made.proposal.id, made.said)


async def _live(room: Backroom) -> tuple[Version, dict[str, str], Corpus]:
    """Return the live version, its files and its corpus, which is not always the one that is answered from yet."""
    version, sources = await room.worker.run(room.live)
    shelved = room.desk.shelf.live
    if shelved is not None and shelved.corpus.version == version.corpus_version:
        return version, sources, shelved.corpus
    return version, sources, (await room.worker.run(room.inspect, sources)).corpus


async def _seen(room: Backroom, control: Control) -> tuple[Version, Corpus]:
    """Return the version that a form was opened on, and its corpus."""
    return await room.worker.run(room.opened, control.arguments[0])


def _place(control: Control) -> int:
    """Return the place that a form was opened for, from 0.

    Raises:
        ValueError: no form of ours has it.
    """
    number = int(control.arguments[1])
    if number < 1:
        raise ValueError(number)
    return number - 1


def _passage(corpus: Corpus, wanted: str) -> tuple[int, Passage]:
    """Return a passage and its place in the corpus, from 1, by its id, cut short or not, as Discord hands it over."""
    passages = list(corpus.passages)
    found = [(number, passage) for number, passage in enumerate(passages, start=1) if passage.id == wanted]
    found = found or [
        (number, passage) for number, passage in enumerate(passages, start=1) if passage.id.startswith(wanted)
    ]
    if len(found) != 1:
        raise EditRefused(f"there is no passage {wanted[:60]!r}", fix="Choose one from the list that Discord offers")
    return found[0]


def _form(title: str, control: Control) -> ui.Modal:
    form = ui.Modal(title=title, custom_id=control.custom_id)
    form.stop()  # what is sent comes back by its custom_id, also after a restart
    return form


def _field(name: str, text: str, *, long: bool = False, most: int = _LONGEST_FORM) -> ui.TextInput[ui.Modal]:
    return ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        default=text or None,
        required=long,
        max_length=most,
    )


def _identifier(text: str) -> dict[str, str]:
    """Return what was pasted under the field that it looks like; `type_reference` reads links too."""
    bare = text.strip()
    lower = bare.lower()
    if not bare:
        return {}
    if "pubmed" in lower or bare.isdigit():
        return {"PMID": bare}
    if lower.startswith("pmc") or "/pmc" in lower:
        return {"PMCID": bare}
    if lower.startswith(("10.", "doi:")) or "doi.org/" in lower:
        return {"DOI": bare}
    return {"URL": bare}


def _volume(text: str) -> dict[str, str]:
    """Return `4(2):11-9` as volume, issue and pages."""
    where, _, pages = text.partition(":")
    volume, _, issue = where.partition("(")
    return {"volume": volume.strip(), "issue": issue.strip(" )"), "page": pages.strip()}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise EditRefused(f"{text} is no day", where="due", fix="Write it as 2027-11-25") from error


def _passage_choices(desk: Desk, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    if desk.shelf.live is None or not isinstance(may(desk, interaction), Allowed):
        return []
    shown = {passage.id: passage_label(passage) for passage in desk.shelf.live.corpus.passages}
    return choices_alike(shown, typed)


def _section_choices(desk: Desk, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    if desk.shelf.live is None or not isinstance(may(desk, interaction), Allowed):
        return []
    sections = enumerate(desk.shelf.live.corpus.sections, start=1)
    shown = {str(number): " › ".join(section.heading_path) or article.title for number, (article, section) in sections}
    return choices_alike(shown, typed)


def _reference_choices(desk: Desk, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    if desk.shelf.live is None or not isinstance(may(desk, interaction), Allowed):
        return []
    corpus = desk.shelf.live.corpus
    return choices_alike({key: f"{key}: {found.title}" for key, found in corpus.references.items()}, typed)


def _article_choices(desk: Desk, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    if desk.shelf.live is None or not isinstance(may(desk, interaction), Allowed):
        return []
    return choices_alike({article.name: article.title for article in desk.shelf.live.corpus.articles}, typed)
