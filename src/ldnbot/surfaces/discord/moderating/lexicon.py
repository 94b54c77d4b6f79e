"""`/lexicon`: the words that members use. What knows a word is shown, and a change of it is proposed."""

from collections.abc import Iterator, Sequence

import discord
from discord import app_commands
from discord.app_commands import Choice
from rapidfuzz import fuzz, process

from ldnbot.corpus.lexicon import Concept, Lexicon, Topic
from ldnbot.moderation.edits import Edit
from ldnbot.moderation.lexiconedits import AddConcept, AddWord, RemoveConcept, RemoveWord, WordForm
from ldnbot.moderation.moderator import Moderator
from ldnbot.retrieval.concepts import build_matcher
from ldnbot.surfaces.discord.cards.page import LONGEST_PAGE, Page, groups_of
from ldnbot.surfaces.discord.layout import lay_out
from ldnbot.surfaces.discord.moderating.authority import Allowed, authorise, may
from ldnbot.surfaces.discord.moderating.backroom import Backroom
from ldnbot.surfaces.discord.moderating.choices import choices_alike
from ldnbot.surfaces.discord.moderating.reviewing import show_review
from ldnbot.surfaces.discord.moderating.shown import shown
from ldnbot.surfaces.discord.moderating.suggested import Live, Waiting, live_message, suggest
from ldnbot.surfaces.discord.sending import send_card
from ldnbot.surfaces.discord.speech.speech import Speech
from ldnbot.surfaces.discord.translating import described, named

__all__ = ["add_lexicon", "concepts_of"]

_BLUE = 0x3A86C8
_MOST_WORDS = 20
_MOST_CONCEPTS = 12
_ALIKE = 75
_LONGEST = 100


def add_lexicon(tree: app_commands.CommandTree[discord.Client], room: Backroom) -> None:
    """Add the group `/lexicon` to the tree.

    Discord shows it to those who may manage messages; who may use it is checked each time against config.yaml.
    """
    desk = room.desk
    group = app_commands.Group(
        **named("lexicon"),
        guild_only=True,
        allowed_contexts=app_commands.AppCommandContext(guild=True),
        default_permissions=discord.Permissions(manage_messages=True),
    )

    async def names(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        if not isinstance(may(desk, interaction), Allowed):
            return []
        return choices_alike({name: name for name in sorted(_lexicon(room).concepts)}, typed)

    async def known_words(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        if not isinstance(may(desk, interaction), Allowed):
            return []
        concept = _lexicon(room).concepts.get(str(getattr(interaction.namespace, "concept", "")))
        return choices_alike({word: word for word in _forms(concept)} if concept else {}, typed)

    @group.command(**named("lexicon list"))
    @described("lexicon list")
    async def list_(interaction: discord.Interaction, word: app_commands.Range[str, 1, _LONGEST]) -> None:
        if await authorise(desk, interaction, "lexicon list") is None:
            return
        speech = await _speech(room, interaction)
        found, exact = await desk.worker.run(concepts_of, _lexicon(room), word)
        words = speech.moderators
        title = f"### {words.word_title.format(word=shown(word, _LONGEST))}"
        entries = ["\n".join(_concept(concept, speech)) for concept in found[:_MOST_CONCEPTS]]
        if not exact:
            title += f"\n{words.word_near if found else words.word_unknown}"
        (first, *_) = groups_of(entries, LONGEST_PAGE - len(title) - 100) or [[]]
        await send_card(interaction, lay_out(Page((title, *first), _BLUE)), private=True)

    @group.command(**named("lexicon add"))
    @described("lexicon add")
    @app_commands.choices(
        form=[Choice(name=form.value, value=form.value) for form in WordForm],
        topic=[Choice(name=topic.value, value=topic.value) for topic in Topic],
    )
    @app_commands.autocomplete(concept=names, kind_of=names)
    async def add(
        interaction: discord.Interaction,
        word: app_commands.Range[str, 1, 80],
        concept: app_commands.Range[str, 1, _LONGEST],
        form: str = WordForm.WORDS.value,
        topic: str = "",
        kind_of: app_commands.Range[str, 0, _LONGEST] = "",
        note: app_commands.Range[str, 0, 200] = "",
    ) -> None:
        moderator = await authorise(desk, interaction, "lexicon add")
        if moderator is None:
            return
        name = concept.strip()
        edit: Edit
        if name in _lexicon(room).concepts or not topic:
            edit = AddWord(name, word, WordForm(form), note)
        else:
            above = (kind_of.strip(),) if kind_of.strip() else ()
            edit = AddConcept(name, Topic(topic), (word,), kind_of=above, note=note, form=WordForm(form))
        await _suggest(room, interaction, moderator, edit, word)

    @group.command(**named("lexicon remove"))
    @described("lexicon remove")
    @app_commands.autocomplete(concept=names, word=known_words)
    async def remove(
        interaction: discord.Interaction,
        concept: app_commands.Range[str, 1, _LONGEST],
        word: app_commands.Range[str, 0, 80] = "",
    ) -> None:
        moderator = await authorise(desk, interaction, "lexicon remove")
        if moderator is None:
            return
        edit = RemoveWord(concept.strip(), word) if word.strip() else RemoveConcept(concept.strip())
        await _suggest(room, interaction, moderator, edit, word or concept)

    tree.add_command(group)


def concepts_of(lexicon: Lexicon, word: str) -> tuple[Sequence[Concept], bool]:
    """Return the concepts that know a word, in any inflection; else those with words like it, and False."""
    wanted = " ".join(word.split())
    folded = wanted.casefold()
    holders = [
        concept
        for concept in lexicon.concepts.values()
        if concept.name == folded or any(folded == form.casefold() for form in _forms(concept))
    ]
    inflected = build_matcher(lexicon).everything(wanted)
    holders += [lexicon.concepts[name] for name in sorted(inflected) if lexicon.concepts[name] not in holders]
    if holders:
        return holders, True
    places = [(form, concept) for concept in lexicon.concepts.values() for form in _forms(concept)]
    alike = process.extract(wanted, [form for form, _ in places], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=10)
    found = dict.fromkeys(places[place][1].name for _, _, place in alike)
    return [lexicon.concepts[name] for name in found], False


async def _suggest(
    room: Backroom, interaction: discord.Interaction, moderator: Moderator, edit: Edit, word: str
) -> None:
    speech = await _speech(room, interaction)
    words = speech.moderators
    await interaction.response.defer(ephemeral=True, thinking=True)
    reason = words.reason_word.format(word=word)
    found = await suggest(room, interaction, moderator, (edit,), words, reason=reason)
    match found:
        case Waiting(proposal, said):
            await show_review(room, interaction, proposal.id, said)
        case Live():
            await send_card(interaction, live_message(found, speech), private=True)


def _concept(concept: Concept, speech: Speech) -> Iterator[str]:
    words = speech.moderators
    yield f"**{shown(concept.name)}** · {concept.topic}"
    for label, forms in (
        (words.words, concept.words),
        (words.exact, concept.exact),
        (words.misspelt, concept.misspelt),
        (words.kind_of, concept.kind_of),
        (words.near, concept.near),
    ):
        if forms:
            more = words.more_words.format(count=len(forms) - _MOST_WORDS) if len(forms) > _MOST_WORDS else ""
            told = ", ".join(shown(form, 80) for form in forms[:_MOST_WORDS])
            yield f"-# {label}: {told}{f' … {more}' if more else ''}"
    if concept.note:
        yield f"-# {speech.note}: {shown(concept.note)}"


def _forms(concept: Concept) -> tuple[str, ...]:
    return (*concept.words, *concept.exact, *concept.misspelt)


def _lexicon(room: Backroom) -> Lexicon:
    return room.desk.live_assistant().corpus.lexicon


async def _speech(room: Backroom, interaction: discord.Interaction) -> Speech:
    desk = room.desk
    return desk.speech(interaction.locale.value, await desk.server(interaction.guild_id))
