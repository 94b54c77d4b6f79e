"""What a bot sends to Discord: messages, forms, choices, commands.

Field names and numbers are those of Discord's HTTP API.
"""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

__all__ = [
    "ActionRow",
    "AnySelect",
    "Body",
    "Button",
    "Checkbox",
    "CheckboxGroup",
    "Choices",
    "Command",
    "Commands",
    "Component",
    "Container",
    "Embed",
    "Emoji",
    "File",
    "FileUpload",
    "Label",
    "MediaGallery",
    "Message",
    "Modal",
    "Option",
    "RadioGroup",
    "Section",
    "Select",
    "Separator",
    "StringSelect",
    "TextDisplay",
    "TextInput",
    "Thumbnail",
]

_COMPONENTS_V2 = 1 << 15
_EPHEMERAL = 1 << 6


class _Value(msgspec.Struct, frozen=True):
    """A part of a body that has no number of its own. Unknown fields are left alone: they change nothing one sees."""


class Emoji(_Value, frozen=True):
    """An emoji: a character, or the name of a server's own one with its id."""

    name: str | None = None
    id: str | int | None = None


class Media(_Value, frozen=True):
    """Where a picture or file is."""

    url: str


class TextDisplay(_Value, frozen=True, tag_field="type", tag=10):
    """Markdown."""

    content: Annotated[str, Meta(min_length=1, max_length=4000)]


class Separator(_Value, frozen=True, tag_field="type", tag=14):
    """Room between two components, with or without a line. `spacing` is 1 or 2."""

    divider: bool | None = None
    spacing: int | None = None


class Button(_Value, frozen=True, tag_field="type", tag=2):
    """A button. Style 1 is blue, 2 grey, 3 green, 4 red, 5 a link."""

    style: int
    label: Annotated[str, Meta(max_length=80)] | None = None
    emoji: Emoji | None = None
    url: str | None = None
    custom_id: str | None = None
    disabled: bool | None = None


class Option(_Value, frozen=True):
    """One entry of a select, a radio group or a group of checkboxes."""

    label: str
    value: str
    description: str | None = None
    emoji: Emoji | None = None
    default: bool | None = None


class Select(_Value, frozen=True):
    """A menu of members, roles or channels: what stands in it is Discord's own."""

    custom_id: str
    placeholder: Annotated[str, Meta(max_length=150)] | None = None
    disabled: bool | None = None
    required: bool | None = None


class StringSelect(Select, frozen=True, tag_field="type", tag=3):
    """A menu of options."""

    options: Sequence[Option] = ()


class UserSelect(Select, frozen=True, tag_field="type", tag=5):
    """A menu of members."""


class RoleSelect(Select, frozen=True, tag_field="type", tag=6):
    """A menu of roles."""


class MentionableSelect(Select, frozen=True, tag_field="type", tag=7):
    """A menu of members and roles."""


class ChannelSelect(Select, frozen=True, tag_field="type", tag=8):
    """A menu of channels."""


class TextInput(_Value, frozen=True, tag_field="type", tag=4):
    """A field to write in. Style 1 has one line, 2 several."""

    custom_id: str
    style: int = 1
    label: str | None = None
    value: str | None = None
    placeholder: str | None = None
    required: bool | None = None
    max_length: int | None = None


class FileUpload(_Value, frozen=True, tag_field="type", tag=19):
    """A field for files."""

    custom_id: str
    required: bool | None = None


class RadioGroup(_Value, frozen=True, tag_field="type", tag=21):
    """Options of which one is chosen."""

    custom_id: str
    options: Sequence[Option] = ()
    required: bool | None = None


class CheckboxGroup(_Value, frozen=True, tag_field="type", tag=22):
    """Options of which several are chosen."""

    custom_id: str
    options: Sequence[Option] = ()
    required: bool | None = None


class Checkbox(_Value, frozen=True, tag_field="type", tag=23):
    """A box to tick."""

    custom_id: str
    default: bool | None = None


AnySelect = StringSelect | UserSelect | RoleSelect | MentionableSelect | ChannelSelect


class ActionRow(_Value, frozen=True, tag_field="type", tag=1):
    """Up to five buttons, or one select; in older forms one field to write in."""

    components: Annotated[
        Sequence[Button | StringSelect | UserSelect | RoleSelect | MentionableSelect | ChannelSelect | TextInput],
        Meta(min_length=1, max_length=5),
    ]


class Thumbnail(_Value, frozen=True, tag_field="type", tag=11):
    """A small picture beside a section."""

    media: Media
    description: str | None = None
    spoiler: bool | None = None


class Section(_Value, frozen=True, tag_field="type", tag=9):
    """Text with a button or a small picture at its side."""

    components: Annotated[Sequence[TextDisplay], Meta(min_length=1, max_length=3)]
    accessory: Button | Thumbnail


class Picture(_Value, frozen=True):
    """One picture of a gallery."""

    media: Media
    description: str | None = None
    spoiler: bool | None = None


class MediaGallery(_Value, frozen=True, tag_field="type", tag=12):
    """Pictures side by side."""

    items: Annotated[Sequence[Picture], Meta(min_length=1, max_length=10)]


class File(_Value, frozen=True, tag_field="type", tag=13):
    """An attached file."""

    file: Media
    spoiler: bool | None = None


class Container(_Value, frozen=True, tag_field="type", tag=17):
    """A box with a border and, if it likes, a coloured bar at its left. `accent_color` is 0xRRGGBB."""

    components: Sequence[ActionRow | TextDisplay | Section | Separator | MediaGallery | File]
    accent_color: int | None = None
    spoiler: bool | None = None


class Label(_Value, frozen=True, tag_field="type", tag=18):
    """A field of a form with what stands above it."""

    label: Annotated[str, Meta(max_length=45)]
    component: (
        TextInput
        | StringSelect
        | UserSelect
        | RoleSelect
        | MentionableSelect
        | ChannelSelect
        | FileUpload
        | RadioGroup
        | CheckboxGroup
        | Checkbox
    )
    description: str | None = None


class EmbedField(_Value, frozen=True):
    """A named part of an embed."""

    name: str
    value: str
    inline: bool | None = None


class EmbedName(_Value, frozen=True):
    """The author above an embed (`name`), or the line at its foot (`text`)."""

    name: str | None = None
    text: str | None = None
    url: str | None = None


class Embed(_Value, frozen=True):
    """The box of a classic message."""

    title: str | None = None
    description: str | None = None
    url: str | None = None
    color: int | None = None
    author: EmbedName | None = None
    fields: Sequence[EmbedField] | None = None
    footer: EmbedName | None = None
    image: Media | None = None
    thumbnail: Media | None = None


Component = (
    ActionRow
    | Button
    | StringSelect
    | UserSelect
    | RoleSelect
    | MentionableSelect
    | ChannelSelect
    | TextInput
    | Section
    | TextDisplay
    | Thumbnail
    | MediaGallery
    | File
    | Separator
    | Container
    | Label
    | FileUpload
    | RadioGroup
    | CheckboxGroup
    | Checkbox
)


class Message(_Value, frozen=True):
    """A message."""

    content: Annotated[str, Meta(max_length=2000)] | None = None
    embeds: Annotated[Sequence[Embed], Meta(max_length=10)] | None = None
    components: Sequence[ActionRow | TextDisplay | Section | Separator | MediaGallery | File | Container] | None = None
    flags: int | None = None

    @property
    def ephemeral(self) -> bool:
        """Whether only the person who asked sees it."""
        return bool((self.flags or 0) & _EPHEMERAL)

    @property
    def in_components(self) -> bool:
        """Whether it is made of components alone (Components V2)."""
        return bool((self.flags or 0) & _COMPONENTS_V2)


class Modal(_Value, frozen=True):
    """A form over the page."""

    title: Annotated[str, Meta(max_length=45)]
    custom_id: str
    components: Annotated[Sequence[ActionRow | Label | TextDisplay], Meta(min_length=1, max_length=40)]


class Choice(_Value, frozen=True):
    """One suggestion below what is being typed."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    value: str | int | float


class Choices(_Value, frozen=True):
    """What is suggested while a member types."""

    choices: Annotated[Sequence[Choice], Meta(max_length=25)]


class CommandOption(_Value, frozen=True):
    """What a command asks for."""

    name: str
    description: str = ""
    required: bool | None = None


class Command(_Value, frozen=True):
    """A slash command as it is registered."""

    name: str
    description: str = ""
    options: Sequence[CommandOption] | None = None


class Commands(_Value, frozen=True):
    """The commands that Discord shows after a slash."""

    commands: Sequence[Command]


Body = Message | Modal | Choices | Commands
