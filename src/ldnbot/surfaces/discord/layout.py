"""A page with its buttons as the message that Discord lays out."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import discord
from discord import ui

from ldnbot.surfaces.discord.cards.page import Page, Rule
from ldnbot.surfaces.discord.controls import Control

__all__ = ["Key", "Message", "lay_out"]

_FILE = "answer.md"
_MOST_IN_A_ROW = 5


@dataclass(frozen=True, slots=True)
class Key:
    """A button below a page."""

    label: str
    control: Control
    style: discord.ButtonStyle = discord.ButtonStyle.secondary
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What is handed to discord.py: a layout, and the file that goes with it if there is one."""

    view: ui.LayoutView
    file: discord.File | None = None

    @property
    def files(self) -> list[discord.File]:
        """Return the file in a list, or an empty list."""
        return [self.file] if self.file else []


def lay_out(page: Page, keys: Iterable[Sequence[Key]] = (), *, menus: Iterable[ui.Item[ui.LayoutView]] = ()) -> Message:
    """Return the message of a page with rows of buttons and menus below it.

    discord.py keeps no track of it: what is pressed is told by its `custom_id` alone.
    """
    view = ui.LayoutView(timeout=None)
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=discord.Colour(page.colour))
    for block in page.blocks:
        if isinstance(block, Rule):
            container.add_item(ui.Separator())
        else:
            container.add_item(ui.TextDisplay(block))
    file = None
    if page.attached:
        file = discord.File(io.BytesIO(page.attached.encode()), filename=_FILE)
        container.add_item(ui.File(f"attachment://{_FILE}"))
    view.add_item(container)
    for menu in menus:
        view.add_item(ui.ActionRow(menu))
    for row in keys:
        for start in range(0, len(row), _MOST_IN_A_ROW):
            view.add_item(ui.ActionRow(*(_button(key) for key in row[start : start + _MOST_IN_A_ROW])))
    view.stop()
    return Message(view, file)


def _button(key: Key) -> ui.Button[ui.LayoutView]:
    return ui.Button(label=key.label, custom_id=key.control.custom_id, style=key.style, disabled=key.disabled)
