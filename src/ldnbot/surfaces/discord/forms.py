"""What a person pressed, chose from a menu or wrote into a form, as Discord hands it over."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

__all__ = ["form_choices", "form_values", "handed_over", "menu_values"]


def handed_over(interaction: discord.Interaction) -> Mapping[str, Any]:
    """Return what came with an interaction."""
    data: Any = interaction.data
    return data if isinstance(data, Mapping) else {}


def menu_values(interaction: discord.Interaction) -> list[str]:
    """Return what was chosen from a menu, as text."""
    return [str(value) for value in handed_over(interaction).get("values", ())]


def form_values(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of a form that was sent, by the `custom_id` of their fields. Text has no control characters."""
    return {id_: _plain(value) for id_, value in _fields(data) if isinstance(value, str)}


def form_choices(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what was chosen in the menus of a form, by the `custom_id` of the menu."""
    return {id_: value for id_, value in _fields(data) if isinstance(value, list)}


def _fields(component: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if "custom_id" in component and ("value" in component or "values" in component):
        yield str(component["custom_id"]), component.get("value", component.get("values"))
    for child in (*component.get("components", ()), component.get("component")):
        if isinstance(child, Mapping):
            yield from _fields(child)


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isprintable() or character == "\n")
