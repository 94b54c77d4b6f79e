"""The table of regions that the numbers on the cards come from: regions.yaml, and what an operator adds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec
import yaml

__all__ = ["INTERNATIONAL", "Region", "shipped_regions"]

INTERNATIONAL = "international"
"""The region of everybody whose region is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Where help is in one part of the world."""

    emergency: str
    """The emergency number, as the middle of a sentence."""

    crisis: str
    """A full sentence: who helps a person in crisis."""

    poison: str
    """A full sentence: who helps when something was swallowed."""

    sources: tuple[str, ...] = ()
    """The pages of the authorities that publish the numbers."""

    checked: str = "no"
    """When a person last compared the numbers with those pages."""


@cache
def shipped_regions() -> Mapping[str, Region]:
    """Return the table that comes with ldnbot, by region code in small letters."""
    text = files("ldnbot.answering").joinpath("regions.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), dict[str, Region])
