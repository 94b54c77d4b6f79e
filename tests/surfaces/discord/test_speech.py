"""The words of the interface: every language has all of them, and Discord takes each."""

import re
from collections.abc import Iterator

import msgspec
import pytest

from ldnbot.surfaces.discord.speech.speech import LANGUAGES, speech_of

BLANK = re.compile(r"\{(\w*)\}")
BUTTONS = (
    *("more", "references", "section", "helpful", "not_helpful", "share", "delete", "as_typed", "tell", "back"),
    *("forward", "open_card"),
)


def texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (where, text) of every text."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from texts(inner, f"{path}[{place}]")


def of(language: str) -> dict[str, str]:
    return dict(texts(msgspec.to_builtins(speech_of(language))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_blanks(language: str) -> None:
    english, other = of("en"), of(language)
    assert set(other) == set(english)
    for place, text in english.items():
        assert sorted(BLANK.findall(other[place])) == sorted(BLANK.findall(text)), place
        assert bool(other[place]) or not text, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_discord_takes_the_names_labels_and_hints_of_every_language(language: str) -> None:
    speech = speech_of(language)
    assert all(1 <= len(getattr(speech, button)) <= 38 for button in BUTTONS)
    assert len(speech.unhelpful_title) <= 45
    assert len(speech.unhelpful_label) <= 45
    assert len(speech.unhelpful_hint) <= 100
    assert len(speech.settings_channels) <= 150
    for name, command in speech.commands.items():
        if " " not in name:
            assert re.fullmatch(r"[\w-]{1,32}", command.name)
            assert command.name == command.name.lower()
        assert len(command.description) <= 100
        for option, description in command.options.values():
            assert re.fullmatch(r"[\w-]{1,32}", option)
            assert option == option.lower()
            assert 1 <= len(description) <= 100


@pytest.mark.parametrize(
    ("locale", "language"), [("es-419", "es"), ("de", "de"), ("fr", "fr"), ("en-GB", "en"), ("ja", "en")]
)
def test_a_locale_finds_its_language_and_else_english(locale: str, language: str) -> None:
    assert speech_of(locale) is speech_of(language)
