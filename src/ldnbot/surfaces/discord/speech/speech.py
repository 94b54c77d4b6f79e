"""The words of the interface in one language, as a value. A language is a file beside this module."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from ldnbot.answering.answer import Status
from ldnbot.answering.triage.concern import Concern
from ldnbot.surfaces.discord.speech.moderators import ModeratorSpeech

__all__ = ["LANGUAGES", "CommandSpeech", "Speech", "speech_of"]

LANGUAGES = ("en", "es", "de", "fr")
"""The languages of the interface; the first is spoken where no other fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpeech:
    """A command in the list that Discord shows: names in small letters, descriptions of at most 100 characters."""

    name: str
    description: str
    options: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The option's English name → its name and its description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Everything that the interface says. Braces stand for what is put in."""

    language: str
    """The language's own name."""

    commands: Mapping[str, CommandSpeech]
    """The command's English name → how it is called; groups as `group` and `group command`."""

    quotes_language: str
    """That quotes stay in the language of the article; empty in that language."""

    titles: Mapping[Status, str]
    more_title: str
    references_title: str
    section_title: str
    sources_title: str
    cited_for: str
    contents_title: str
    question: str
    part: str
    too_long: str
    studies: Mapping[str, str]
    not_in_people: str
    note: str
    web_page: str
    no_address: str
    page_of: str
    # buttons
    more: str
    references: str
    section: str
    helpful: str
    not_helpful: str
    share: str
    delete: str
    as_typed: str
    tell: str
    back: str
    forward: str
    open_card: str
    # forms
    unhelpful_title: str
    unhelpful_label: str
    unhelpful_hint: str
    # short private lines
    thanks_rating: str
    thanks_told: str
    not_yours: str
    expired: str
    changed_since: str
    too_soon: str
    not_here: str
    no_words: str
    only_in_server: str
    only_managers: str
    only_moderators: str
    corpus_away: str
    wrong: str
    cannot_send: str
    see_card: str
    no_text: str
    # pages
    about: tuple[str, ...]
    about_source: str
    about_review: str
    about_version: str
    privacy: tuple[str, ...]
    """May name the button `{delete}`."""

    help: tuple[str, ...]
    """May name commands such as `{ask}`, the `{menu}` entry of a message, and titles such as `{answered}`."""

    settings_title: str
    settings: Mapping[str, str]
    settings_saved: str
    settings_channels: str
    settings_everywhere: str
    settings_off: Mapping[str, str]
    """`alerts` and `log`: the buttons that take those channels away."""

    setting_yes: str
    setting_no: str
    setting_none: str
    # moderators
    alert: str
    alert_link: str
    concerns: Mapping[Concern, str]
    """The urgent concerns, as the alert names them."""

    moderators: ModeratorSpeech

    def part_line(self, number: int, of: int) -> str:
        """Return which part of a long passage this is."""
        return f"-# {self.part.format(number=number, of=of)}"


@cache
def speech_of(locale: str) -> Speech:
    """Return the interface in the language of a Discord locale such as `es-419`; English where there is none."""
    code = locale.partition("-")[0].lower()
    return _read(code if code in LANGUAGES else LANGUAGES[0])


@cache
def _read(code: str) -> Speech:
    text = files("ldnbot.surfaces.discord.speech").joinpath(f"{code}.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Speech, strict=False)
