"""The parts of a message as HTML: text, boxes, buttons, menus, pictures, embeds."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import assert_never
from urllib.parse import unquote, urlsplit

from ldnbot.surfaces.preview.body import (
    ActionRow,
    AnySelect,
    Button,
    Container,
    Embed,
    Emoji,
    File,
    Media,
    MediaGallery,
    Message,
    Section,
    Separator,
    StringSelect,
    TextDisplay,
    TextInput,
    Thumbnail,
)
from ldnbot.surfaces.preview.element import EMPTY, Html, element
from ldnbot.surfaces.preview.icons import CHEVRON, FILE, LEAVE, PICTURE
from ldnbot.surfaces.preview.markdown import render_line, render_markdown

__all__ = ["message_parts", "shown_emoji", "shown_select", "text_display"]

_BUTTON_STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary"}
_LARGE = 2
_LINK = 5

_Part = ActionRow | TextDisplay | Section | Separator | MediaGallery | File | Container


def message_parts(message: Message, *, now: datetime) -> Iterator[Html]:
    """Yield what stands below the message's header, from above to below."""
    if message.content:
        yield element("div", "text", render_markdown(message.content, now=now))
    for embed in message.embeds or ():
        yield _embed(embed, now)
    for part in message.components or ():
        yield _part(part, now)


def text_display(text: TextDisplay, *, now: datetime) -> Html:
    """Return a component of markdown."""
    return element("div", "text", render_markdown(text.content, now=now))


def shown_select(select: AnySelect) -> Html:
    """Return a menu, closed: what is chosen in it, or else what invites to choose."""
    chosen = [option for option in getattr(select, "options", ()) if option.default]
    usual = "Select an option" if isinstance(select, StringSelect) else "Make a selection"
    label = ", ".join(option.label for option in chosen) or select.placeholder or usual
    classes = f"select {'chosen' if chosen else 'open'}{' disabled' if select.disabled else ''}"
    return element("div", classes, element("span", "", label), CHEVRON)


def shown_emoji(emoji: Emoji | None) -> Html:
    """Return an emoji. A server's own is a picture that is not at hand, so its name stands there."""
    if emoji is None or not emoji.name:
        return EMPTY
    return element("span", "emoji", f":{emoji.name}:" if emoji.id else emoji.name)


def _part(part: _Part, now: datetime) -> Html:
    match part:
        case TextDisplay():
            return text_display(part, now=now)
        case ActionRow(components):
            return element("div", "row", *(_pressed(component) for component in components))
        case Section(components, accessory):
            texts = element("div", "texts", *(text_display(text, now=now) for text in components))
            beside = _thumbnail(accessory) if isinstance(accessory, Thumbnail) else _button(accessory)
            return element("div", "section", texts, element("div", "beside", beside))
        case Separator(divider, spacing):
            size = "large" if spacing == _LARGE else "small"
            return element("div", f"separator {size}{'' if divider is False else ' divider'}")
        case MediaGallery(items):
            pictures = (_picture(item.media, item.description, spoiler=bool(item.spoiler)) for item in items)
            return element("div", "gallery" if len(items) > 1 else "gallery single", *pictures)
        case File(file, spoiler):
            classes = "file hidden" if spoiler else "file"
            return element("div", classes, FILE, element("span", "link", _file_name(file)))
        case Container(components, accent_color, spoiler):
            inside = (_part(component, now) for component in components)
            return _box("container", accent_color, *inside, hidden=bool(spoiler))
        case _:
            assert_never(part)


def _box(classes: str, color: int | None, *inside: Html, hidden: bool = False) -> Html:
    if hidden:
        classes, inside = f"{classes} hidden", (*inside, element("div", "veil", element("span", "", "Spoiler")))
    if color is None:
        return element("div", classes, *inside)
    return element("div", f"{classes} accent", *inside, style=f"--accent: #{color & 0xFFFFFF:06x}")


def _pressed(component: Button | AnySelect | TextInput) -> Html:
    match component:
        case Button():
            return _button(component)
        case TextInput(label=label):
            return element("div", "text", label or "")  # Discord has it in forms alone
        case _:
            return shown_select(component)


def _button(button: Button) -> Html:
    classes = f"button {_BUTTON_STYLES.get(button.style, 'secondary')}{' disabled' if button.disabled else ''}"
    label = element("span", "label", button.label) if button.label else EMPTY
    return element("span", classes, shown_emoji(button.emoji), label, LEAVE if button.style == _LINK else EMPTY)


def _thumbnail(thumbnail: Thumbnail) -> Html:
    return element(
        "div", "thumbnail", _picture(thumbnail.media, thumbnail.description, spoiler=bool(thumbnail.spoiler))
    )


def _picture(media: Media, description: str | None, *, spoiler: bool) -> Html:
    """Return a box in the place of a picture: nothing is fetched."""
    words = element("span", "", description or _file_name(media))
    return element("div", "picture hidden" if spoiler else "picture", PICTURE, words)


def _file_name(media: Media) -> str:
    try:
        address = urlsplit(media.url)
    except ValueError:  # brackets that are no IPv6 address
        return media.url
    return unquote(PurePosixPath(address.path).name) or address.netloc or media.url


def _embed(embed: Embed, now: datetime) -> Html:
    lines: list[Html] = []
    if embed.author and embed.author.name:
        lines.append(element("div", "author", embed.author.name))
    if embed.title:
        title = render_line(embed.title, now=now)
        lines.append(element("div", "title link" if embed.url else "title", title))
    if embed.description:
        lines.append(element("div", "text small", render_markdown(embed.description, now=now)))
    if embed.fields:
        lines.append(element("div", "fields", *_fields(embed, now)))
    if embed.image:
        lines.append(_picture(embed.image, None, spoiler=False))
    if embed.footer and embed.footer.text:
        lines.append(element("div", "foot", embed.footer.text))
    body: Sequence[Html] = [element("div", "texts", *lines)]
    if embed.thumbnail:
        body = [*body, element("div", "thumbnail", _picture(embed.thumbnail, None, spoiler=False))]
    return _box("embed", embed.color if embed.color is not None else 0x4E5058, *body)


def _fields(embed: Embed, now: datetime) -> Iterator[Html]:
    for field in embed.fields or ():
        name = element("div", "name", render_line(field.name, now=now))
        value = element("div", "text small", render_markdown(field.value, now=now))
        yield element("div", "field inline" if field.inline else "field", name, value)
