"""A body read from its JSON.

A body that Discord would refuse is refused here, since a picture of it would be a promise that cannot be kept.
"""

from collections.abc import Iterator, Sequence

import msgspec

from ldnbot.errors import PreviewImpossible
from ldnbot.surfaces.preview.body import (
    ActionRow,
    Body,
    Button,
    Choices,
    Command,
    Commands,
    Component,
    Container,
    Message,
    Modal,
    Section,
    TextDisplay,
)

__all__ = ["read_body"]

_MOST_TEXT = 4000
_MOST_COMPONENTS = 40
_LINK_BUTTON = 5


def read_body(value: object, *, where: str = "") -> Body:
    """Return what a JSON value is: a message, an interaction response around one, a form, choices, a list of commands.

    Raises:
        PreviewImpossible: it is none of these, or Discord would refuse it. The fault names the field.
    """
    try:
        body = _converted(value)
    except msgspec.ValidationError as error:
        fix = "write it as the field is in Discord's HTTP API"
        raise PreviewImpossible(f"this is no message that Discord takes: {error}", where=where, fix=fix) from error
    if isinstance(body, Message) and (fault := next(_refusals(body), "")):
        raise PreviewImpossible(f"Discord refuses this: {fault}", where=where, fix="change the body")
    return body


def _converted(value: object) -> Body:
    if isinstance(value, list):
        return Commands(msgspec.convert(value, list[Command]))
    if not isinstance(value, dict):
        raise msgspec.ValidationError("Expected an object or a list of commands")
    number = value.get("type")
    if isinstance(number, int) and "data" in value:
        return _response(number, value["data"])
    if "choices" in value:
        return msgspec.convert(value, Choices)
    if "title" in value:
        return msgspec.convert(value, Modal)
    return msgspec.convert(value, Message)


def _response(number: int, inside: object) -> Body:
    """Return what an interaction response of that number shows."""
    match number:
        case 4 | 7:
            return msgspec.convert(inside, Message)
        case 8:
            return msgspec.convert(inside, Choices)
        case 9:
            return msgspec.convert(inside, Modal)
        case _:
            raise msgspec.ValidationError(f"A response of type {number} shows nothing")


def _refusals(message: Message) -> Iterator[str]:
    parts = message.components or ()
    if message.in_components and (message.content or message.embeds):
        yield "a message with the flag IS_COMPONENTS_V2 has no content and no embeds"
    if not message.in_components and not all(isinstance(part, ActionRow) for part in parts):
        yield "without the flag IS_COMPONENTS_V2 (32768) components are action rows alone"
    if not (message.content or message.embeds or parts):
        yield "the message is empty"
    every = list(_every(parts))
    written = sum(len(part.content) for part in every if isinstance(part, TextDisplay))
    if written > _MOST_TEXT:
        yield f"it has {written} characters of text, and {_MOST_TEXT} is the most"
    if len(every) > _MOST_COMPONENTS:
        yield f"it has {len(every)} components, and {_MOST_COMPONENTS} is the most"
    for part in every:
        match part:
            case Button(style=style, url=url) if (style == _LINK_BUTTON) != bool(url):
                yield f"a button has an address if and only if its style is {_LINK_BUTTON}"
            case Button(style=style, custom_id=None) if style != _LINK_BUTTON:
                yield "a button has no custom_id"
            case Button(label=None, emoji=None):
                yield "a button has neither a label nor an emoji"
            case _:
                pass


def _every(parts: Sequence[Component]) -> Iterator[Component]:
    for part in parts:
        yield part
        match part:
            case Container(components) | ActionRow(components):
                yield from _every(components)
            case Section(components, accessory):
                yield from _every((*components, accessory))
            case _:
                pass
