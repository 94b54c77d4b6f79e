"""What is offered while a moderator types: entries that are alike to it."""

from collections.abc import Mapping

from discord.app_commands import Choice
from rapidfuzz import fuzz, process

from ldnbot.corpus.article import Passage
from ldnbot.corpus.citation import remove_citations
from ldnbot.surfaces.discord.moderating.shown import plain

__all__ = ["choices_alike", "passage_label"]

_LONGEST = 100
_MOST = 25
_ALIKE = 50


def choices_alike(found: Mapping[str, str], typed: str) -> list[Choice[str]]:
    """Return the entries, value → text, that are alike to what was typed; the first ones where nothing was."""
    if typed.strip():
        alike = process.extract(typed, found, scorer=fuzz.WRatio, score_cutoff=_ALIKE, limit=_MOST)
        pairs = [(value, text) for text, _, value in alike]
    else:
        pairs = list(found.items())[:_MOST]
    return [Choice(name=plain(text, _LONGEST), value=value[:_LONGEST]) for value, text in pairs if text.strip()]


def passage_label(passage: Passage) -> str:
    """Return how a passage is offered: its heading and its words, without the citations."""
    return f"{' › '.join(passage.heading_path[-1:])}: {remove_citations(passage.text)}"
