import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest

from ldnbot.errors import PreviewImpossible
from ldnbot.surfaces.preview.body import Choices, Commands, Message, Modal
from ldnbot.surfaces.preview.reading import read_body
from previewed import BODIES

BUTTON = {"type": 2, "style": 2, "label": "More", "custom_id": "more"}
TEXT = {"type": 10, "content": "Words."}


def message(*components: Any, **fields: Any) -> dict[str, Any]:
    return {"flags": 32768, "components": [*components], **fields}


def row(*buttons: Any) -> dict[str, Any]:
    return {"type": 1, "components": [*buttons]}


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_every_kind_of_body_is_read(path: Path) -> None:
    kinds = {"form": Modal, "choices": Choices, "commands": Commands}
    assert isinstance(read_body(json.loads(path.read_bytes())), kinds.get(path.stem, Message))


def test_a_message_stands_alone_or_in_an_interaction_response() -> None:
    assert read_body({"type": 4, "data": message(TEXT)}) == read_body(message(TEXT))


def test_the_flags_say_who_sees_it() -> None:
    everyone, one = read_body(message(TEXT)), read_body(message(TEXT, flags=32768 | 64))
    assert isinstance(everyone, Message)
    assert isinstance(one, Message)
    assert (everyone.ephemeral, one.ephemeral) == (False, True)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (message(TEXT, content="also"), "no content and no embeds"),
        ({"components": [TEXT]}, "action rows alone"),
        ({}, "empty"),
        (message(*[{"type": 10, "content": "x" * 1001}] * 4), "4004 characters"),
        (message(*[TEXT] * 41), "41 components"),
        (message(row(*[BUTTON] * 6)), "length <= 5"),
        (message({"type": 10, "content": ""}), "length >= 1"),
        (message(row({**BUTTON, "style": 5})), "address"),
        (message(row({**BUTTON, "url": "https://a.b"})), "address"),
        (message(row({"type": 2, "style": 2, "label": "More"})), "no custom_id"),
        (message(row({"type": 2, "style": 2, "custom_id": "more"})), "neither a label nor an emoji"),
        (message(row({**BUTTON, "label": "x" * 81})), "length <= 80"),
        (message({"type": 99}), "$.components[0].type"),
        (message({"type": 17, "components": [{"type": 10, "content": 3}]}), "$.components[0].components[0].content"),
        (message({"type": 17, "components": [{"type": 17, "components": []}]}), "$.components[0].components[0].type"),
        ({"type": 8, "data": {"choices": [{"name": "a", "value": "a"}] * 26}}, "length <= 25"),
        ({"type": 5, "data": {}}, "shows nothing"),
        ({"content": "x" * 2001}, "length <= 2000"),
        ([1], "Expected `object`"),
        ("text", "Expected an object"),
        (None, "Expected an object"),
    ],
)
def test_what_discord_would_refuse_is_refused_with_the_reason(body: object, said: str) -> None:
    with pytest.raises(PreviewImpossible) as caught:
        read_body(copy.deepcopy(body), where="body.json")
    assert said in str(caught.value)
    assert str(caught.value).startswith("body.json: ")


def test_what_discord_py_sends_is_read() -> None:
    view: Any = discord.ui.LayoutView(timeout=None)  # to_components has no types
    beside = discord.ui.Button[Any](label="Read", custom_id="read")
    inside: tuple[discord.ui.Item[Any], ...] = (
        discord.ui.TextDisplay("## Title"),
        discord.ui.Separator(spacing=discord.SeparatorSpacing.large),
        discord.ui.Section("Text", accessory=beside),
        discord.ui.Section("Text", accessory=discord.ui.Thumbnail("attachment://plot.png", description="A plot")),
        discord.ui.MediaGallery(discord.MediaGalleryItem("attachment://plot.png")),
        discord.ui.File("attachment://answer.json"),
        discord.ui.ActionRow(discord.ui.Button(label="Article", url="https://example.org", emoji="📖")),
        discord.ui.ActionRow(discord.ui.Select(options=[discord.SelectOption(label="Dose", emoji="<:pill:12>")])),
    )
    view.add_item(discord.ui.Container(*inside, accent_colour=discord.Colour.green()))
    view.add_item(discord.ui.ActionRow(discord.ui.ChannelSelect(placeholder="Where")))
    read = read_body(message(*view.to_components()))
    assert isinstance(read, Message)
    assert len(read.components or ()) == 2

    embed = discord.Embed(title="Title", description="Text", colour=3, timestamp=datetime.now(UTC))
    embed.set_author(name="ldnbot").set_footer(text="Foot").add_field(name="Name", value="Value")
    assert isinstance(read_body({"content": None, "embeds": [embed.to_dict()]}), Message)

    modal = discord.ui.Modal(title="Correct")
    modal.add_item(discord.ui.TextDisplay("Text"))
    modal.add_item(discord.ui.Label(text="Sentence", component=discord.ui.TextInput(style=discord.TextStyle.long)))
    modal.add_item(discord.ui.Label(text="Who", component=discord.ui.UserSelect(required=False)))
    assert isinstance(read_body({"type": 9, "data": modal.to_dict()}), Modal)
