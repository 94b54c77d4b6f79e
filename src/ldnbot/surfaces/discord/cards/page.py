"""A page: what one message shows, as texts in order. Its length is what Discord counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from ldnbot.surfaces.discord.cards.markdown import length

__all__ = ["LONGEST_PAGE", "RULE", "Page", "Rule", "groups_of", "pages_length"]

LONGEST_PAGE = 4_000
"""Characters that all texts of one message may have together."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between two parts of a page."""


RULE = Rule()


@dataclass(frozen=True, slots=True)
class Page:
    """What one message shows."""

    blocks: tuple[str | Rule, ...]
    colour: int
    number: int = 1
    """From 1."""

    of: int = 1
    attached: str = ""
    """The whole as Markdown, where a passage is too long for any message; else empty."""

    @property
    def length(self) -> int:
        """Return how much of the 4,000 characters it takes."""
        return pages_length(self.blocks)


def pages_length(blocks: Sequence[str | Rule]) -> int:
    """Return the characters of the texts together."""
    return sum(length(block) for block in blocks if isinstance(block, str))


def groups_of(entries: Sequence[str], room: int) -> Sequence[Sequence[str]] | None:
    """Return the entries in groups that each have room on a page, or None where one of them has not."""
    groups: list[list[str]] = [[]]
    for entry in entries:
        if length(entry) > room:
            return None
        if groups[-1] and length("\n".join((*groups[-1], entry))) > room:
            groups.append([])
        groups[-1].append(entry)
    return groups
