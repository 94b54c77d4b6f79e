"""The words of the interface: whole in every language, short enough for Discord, calm and easy to read."""

import asyncio
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from tempfile import TemporaryDirectory
from typing import Any

import discord
import msgspec
import pytest

from ldnbot.answering.answer import Status
from ldnbot.answering.triage.concern import URGENT
from ldnbot.answering.wording import TITLES
from ldnbot.config import Settings
from ldnbot.corpus.reference import Study
from ldnbot.moderation.history import open_history
from ldnbot.moderation.proposals import Proposals
from ldnbot.records.database import open_database
from ldnbot.records.servers import LONGEST_ADDITION
from ldnbot.surfaces.discord.cards.page import LONGEST_PAGE
from ldnbot.surfaces.discord.cards.reading import lines_page
from ldnbot.surfaces.discord.client import LdnbotClient
from ldnbot.surfaces.discord.commands import MENU, about_lines, help_lines
from ldnbot.surfaces.discord.moderating.backroom import Backroom
from ldnbot.surfaces.discord.running import make_desk, utc_now
from ldnbot.surfaces.discord.speech import speech as module
from ldnbot.surfaces.discord.speech.speech import LANGUAGES, Speech, speech_of
from ldnbot.surfaces.discord.translating import CommandTranslator
from readability import HARDEST, grade

ENGLISH, *OTHERS = LANGUAGES
LOCALES = {
    locale.value: language for locale in discord.Locale for language in OTHERS if locale.value.split("-")[0] == language
}
"""The locales of Discord that ldnbot has words for, and their languages. Every other sees English."""

MODERATORS = {"corpus", "inbox", "lexicon", "insights"}
"""Commands that speak English alone: the corpus that they change is English."""

BUTTONS = (
    *("more", "references", "section", "helpful", "not_helpful", "share"),
    *("delete", "as_typed", "tell", "back", "forward", "open_card"),
)
LONGEST = {
    **dict.fromkeys(BUTTONS, 22),  # Discord cuts at 80, and a phone long before
    **dict.fromkeys(("unhelpful_title", "unhelpful_label"), 45),
    **dict.fromkeys(("unhelpful_hint", "settings_channels"), 100),
    "quotes_language": 150,  # it stands on every card
}
"""Field → its most characters."""

NAME, DESCRIPTION, COMMAND = 32, 100, 8_000
"""The most characters of a name, of a description, and of a whole command."""


def texts(value: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield (where it stands, text) of everything that a language says."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(inner, f"{where}/{key}" if where else str(key))
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from texts(inner, f"{where}/{place}")
    else:
        assert isinstance(value, str)
        yield where, value


@cache
def said(language: str) -> Mapping[str, str]:
    return dict(texts(msgspec.to_builtins(speech_of(language))))


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def payloads() -> Mapping[str, dict[str, Any]]:
    """Return each command of the bot by its name, as Discord is told of it."""
    with TemporaryDirectory() as folder:
        state = Path(folder)
        settings = Settings(corpus=state, state=state)
        database = open_database(state / "records.sqlite3")
        desk = make_desk(settings, database)
        with open_history(state, now=utc_now) as history:
            room = Backroom(desk, history, Proposals(history), desk.worker, settings.approvals)
            client = LdnbotClient(desk, None, room)
            found = asyncio.run(translated(client))
        desk.worker.close()
        database.close()
    return {payload["name"]: payload for payload in found}


async def translated(client: LdnbotClient) -> list[dict[str, Any]]:
    tree, translator = client.tree, CommandTranslator()
    slash = tree.get_commands(type=discord.AppCommandType.chat_input)
    menus = tree.get_commands(type=discord.AppCommandType.message)
    return [await command.get_translated_payload(tree, translator) for command in (*slash, *menus)]


def in_locale(payload: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """Return a command as somebody with that language sees it."""
    seen: dict[str, Any] = {"type": payload["type"]}
    for field in ("name", "description"):
        if field in payload:
            seen[field] = (payload.get(f"{field}_localizations") or {}).get(locale, payload[field])
    seen["options"] = [in_locale(option, locale) for option in payload.get("options", ())]
    return seen


def refused(seen: Mapping[str, Any]) -> Iterator[str]:
    """Yield what Discord would refuse of a command, as one language sees it."""
    name = seen["name"]
    if not 1 <= len(name) <= NAME:
        yield f"the name {name!r} is too short or too long"
    if "description" in seen:  # the entry of a menu has none, and its name may have spaces and capitals
        if name != name.lower() or not all(sign in "-_" or unicodedata.category(sign)[0] in "LN" for sign in name):
            yield f"the name {name!r} has a sign or a capital"
        if not 1 <= len(seen["description"]) <= DESCRIPTION:
            yield f"the description of {name} has {len(seen['description'])} characters"
    names = [option["name"] for option in seen["options"]]
    if len(set(names)) < len(names):
        yield f"{name} has two options of one name"
    for option in seen["options"]:
        yield from refused(option)


def characters(seen: Mapping[str, Any]) -> int:
    return len(seen["name"]) + len(seen.get("description", "")) + sum(map(characters, seen["options"]))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_the_same_things_with_the_same_braces(language: str) -> None:
    english, other = said(ENGLISH), said(language)
    # An option's name and description stand where its English name does.
    assert list(other) == list(english)
    assert {where: braces(text) for where, text in other.items()} == {
        where: braces(text) for where, text in english.items()
    }


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_is_written_and_not_a_copy_of_english(language: str) -> None:
    members = {where: text for where, text in said(language).items() if not for_moderators(where)}
    same = {where for where, text in members.items() if text == said(ENGLISH)[where] and len(text.split()) > 1}
    assert same == set()


def test_there_is_a_file_for_each_language_and_no_other() -> None:
    assert {path.stem for path in Path(module.__file__).parent.glob("*.yaml")} == set(LANGUAGES)
    assert len({speech_of(language).language for language in LANGUAGES}) == len(LANGUAGES)


def test_a_locale_is_spoken_in_its_language_and_else_in_english() -> None:
    assert [speech_of(locale).language for locale in ("es-419", "de", "pt-BR")] == ["Español", "Deutsch", "English"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_shouts_and_nothing_is_empty(language: str) -> None:
    assert [where for where, text in said(language).items() if set("!¡") & set(text)] == []
    empty = {where for where, text in said(language).items() if not text.strip()}
    assert empty <= {"quotes_language", f"commands/{MENU}/description"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_forms_and_hints_fit(language: str) -> None:
    found = {where: len(said(language)[where]) for where in LONGEST}
    assert {where: size for where, size in found.items() if size > LONGEST[where]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_buttons_of_one_card_are_told_apart(language: str) -> None:
    assert len({said(language)[button].casefold() for button in BUTTONS}) == len(BUTTONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_word_of_a_title_tells_the_kind_of_reply(language: str) -> None:
    titles = speech_of(language).titles
    assert set(titles) == set(Status)
    assert len({title.split()[0].strip(",").casefold() for title in titles.values()}) == len(Status)


def test_the_titles_are_the_same_on_every_english_surface() -> None:
    assert dict(speech_of(ENGLISH).titles) == dict(TITLES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_study_and_every_urgent_concern_has_a_word_of_its_own(language: str) -> None:
    speech = speech_of(language)
    assert {Study(key) for key in speech.studies} == set(Study)
    assert set(speech.concerns) == URGENT
    assert len(set(speech.studies.values())) == len(Study)
    assert len(set(speech.concerns.values())) == len(URGENT)


def test_only_another_language_says_what_stays_in_english() -> None:
    assert speech_of(ENGLISH).quotes_language == ""
    assert len({speech_of(language).quotes_language for language in OTHERS}) == len(OTHERS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_of_members_has_its_words_and_no_other_has(language: str) -> None:
    spoken = speech_of(language).commands
    members = {name for name in payloads() if name not in MODERATORS}
    assert {name for name in spoken if name.split()[0] not in MODERATORS} == members
    options = {name: set(payload_options(payloads()[name])) for name in members}
    assert {name: set(spoken[name].options) for name in members} == options


def payload_options(payload: Mapping[str, Any]) -> Iterator[str]:
    """Yield the English names of a command's options."""
    yield from (option["name"] for option in payload.get("options", ()))


@pytest.mark.parametrize("locale", ["en-US", *LOCALES])
def test_discord_takes_every_command_in_every_language(locale: str) -> None:
    seen = [in_locale(payload, locale) for payload in payloads().values()]
    assert [wrong for command in seen for wrong in refused(command)] == []
    assert max(map(characters, seen)) <= COMMAND
    names = [(command["type"], command["name"]) for command in seen]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("locale", LOCALES)
def test_commands_of_members_are_named_and_described_in_their_language(locale: str) -> None:
    for name, spoken in speech_of(LOCALES[locale]).commands.items():
        if name.split()[0] in MODERATORS:
            continue
        seen = in_locale(payloads()[name], locale)
        assert (seen["name"], seen.get("description", "")) == (spoken.name, spoken.description)
        options = [(option["name"], option["description"]) for option in seen["options"]]
        assert sorted(options) == sorted(spoken.options.values())


def test_commands_are_english_where_no_language_fits_and_for_moderators() -> None:
    assert {"es-ES", "es-419", "de", "fr"} <= set(LOCALES)
    for name, payload in payloads().items():
        if name in MODERATORS:
            assert all(in_locale(payload, locale) == in_locale(payload, "en-US") for locale in LOCALES)
        else:
            assert localised(payload) == set(LOCALES)


def localised(payload: Mapping[str, Any]) -> set[str]:
    """Return the locales that a command or one of its options has words of its own for."""
    found = {*payload.get("name_localizations", ()), *payload.get("description_localizations", ())}
    return found.union(*(localised(option) for option in payload.get("options", ())))


def test_a_command_that_discord_refuses_is_seen() -> None:
    option = {"type": 3, "name": "a b", "description": "", "options": []}
    wrong = {"type": 1, "name": "Über!", "description": "x" * 101, "options": [option, option]}
    assert len(list(refused(wrong))) == 3 + 2 * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_names_commands_as_the_person_s_own_discord_does(language: str) -> None:
    for locale in LANGUAGES:
        lines = "\n".join(help_lines(speech_of(language), locale))
        commands = speech_of(locale).commands
        for name in ("ask", "read", "reference", "sources"):
            assert f"`/{commands[name].name}`" in lines
        assert f"*{commands[MENU].name}*" in lines
        for status in (Status.ANSWERED, Status.RELATED, Status.NOT_COVERED):
            assert f"*{speech_of(language).titles[status]}*" in lines
        assert not set("{}") & set(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_has_room_on_one_card_beside_all_that_a_server_adds(language: str) -> None:
    lines = help_lines(speech_of(language), language)
    addition = "a" * (2 * LONGEST_ADDITION)  # the operator's and the server's
    assert lines_page("ldnbot", lines, speech_of(language), addition).length <= LONGEST_PAGE


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_kept_names_the_days_and_the_button(language: str, tmp_path: Path) -> None:
    database = open_database(tmp_path / "records.sqlite3")
    desk = make_desk(Settings(corpus=tmp_path, keep_days=17), database)
    lines = "\n".join(about_lines(desk, speech_of(language)))
    assert " 17 " in lines
    assert f"*{speech_of(language).delete}*" in lines
    assert not set("{}") & set(lines)
    desk.worker.close()
    database.close()


def measured(speech: Speech) -> Iterator[tuple[str, str]]:
    """Yield what is measured: everything of five words or more that members read."""
    for where, text in texts(msgspec.to_builtins(speech)):
        if not for_moderators(where) and len(text.split()) >= 5:
            yield where, text


def for_moderators(where: str) -> bool:
    """Tell whether only moderators of the articles read a text."""
    return where.startswith(("moderators/", *(f"commands/{name}" for name in MODERATORS)))


@pytest.mark.parametrize(("where", "text"), [*measured(speech_of(ENGLISH))])
def test_no_english_text_is_harder_than_grade_eight(where: str, text: str) -> None:
    assert grade(text) <= HARDEST
