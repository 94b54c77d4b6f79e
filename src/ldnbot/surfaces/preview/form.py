"""A form as HTML: the panel that Discord opens over the page."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from ldnbot.surfaces.preview.body import (
    ActionRow,
    Checkbox,
    CheckboxGroup,
    FileUpload,
    Label,
    Modal,
    Option,
    RadioGroup,
    TextDisplay,
    TextInput,
)
from ldnbot.surfaces.preview.components import shown_select, text_display
from ldnbot.surfaces.preview.element import EMPTY, Html, element
from ldnbot.surfaces.preview.icons import CLOSE, TICK, UPLOAD

__all__ = ["form_panel"]

_SEVERAL_LINES = 2


def form_panel(modal: Modal, *, app: str, avatar: Html, now: datetime) -> Html:
    """Return the panel: title, Discord's own warning, the fields, Cancel and Submit."""
    head = element("header", "", avatar, element("h1", "", modal.title), CLOSE)
    warning = element(
        "p",
        "warning",
        f"This form will be submitted to {app}. Do not share passwords or other sensitive information.",
    )
    cancel = element("span", "button secondary", element("span", "label", "Cancel"))
    submit = element("span", "button primary", element("span", "label", "Submit"))
    foot = element("footer", "", cancel, submit)
    return element("section", "form", head, warning, element("div", "fields", *_fields(modal, now)), foot)


def _fields(modal: Modal, now: datetime) -> Iterator[Html]:
    for part in modal.components:
        match part:
            case TextDisplay():
                yield text_display(part, now=now)
            case Label():
                yield _labelled(part)
            case ActionRow(components):  # the older way, with the label in the field
                for component in components:
                    if isinstance(component, TextInput):
                        yield element(
                            "div", "field", *_head(component.label or "", _needed(component)), _input(component)
                        )
            case _:
                assert_never(part)


def _labelled(label: Label) -> Html:
    component = label.component
    described = element("div", "description", label.description) if label.description else EMPTY
    # A box to tick is never required: leaving it empty is an answer too.
    needed = not isinstance(component, Checkbox) and _needed(component)
    head = (*_head(label.label, needed), described)
    match component:
        case TextInput():
            return element("div", "field", *head, _input(component))
        case Checkbox(default=default):
            return element("div", "field tick", _box(chosen=bool(default)), element("div", "", *head))
        case RadioGroup(options=options):
            return element("div", "field", *head, *_options(options, "round"))
        case CheckboxGroup(options=options):
            return element("div", "field", *head, *_options(options, "square"))
        case FileUpload():
            return element("div", "field", *head, element("div", "upload", UPLOAD, "Drop files here, or browse"))
        case _:
            return element("div", "field", *head, shown_select(component))


def _needed(component: object) -> bool:
    """Return whether the field must be filled, which is so unless it says otherwise."""
    return getattr(component, "required", None) is not False


def _head(label: str, needed: bool) -> tuple[Html, ...]:  # noqa: FBT001 - the star is part of the label
    return (element("div", "name", label, element("span", "star", " *") if needed else EMPTY),)


def _input(field: TextInput) -> Html:
    several = field.style == _SEVERAL_LINES
    classes = "input several" if several else "input"
    if field.value:
        return element("div", f"{classes} filled", field.value)
    return element("div", classes, field.placeholder or "\u00a0")


def _options(options: Sequence[Option], shape: str) -> Iterator[Html]:
    for option in options:
        described = element("div", "description", option.description) if option.description else EMPTY
        texts = element("div", "", element("div", "", option.label), described)
        yield element("div", f"option {shape}", _box(chosen=bool(option.default)), texts)


def _box(*, chosen: bool) -> Html:
    return element("span", "tickbox chosen", TICK) if chosen else element("span", "tickbox")
