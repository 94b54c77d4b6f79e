"""A body as a page of HTML: the message with its header, a form, or something being typed.

A function from values to text: no file but our own style sheet is read, nothing is fetched, and the page itself
forbids scripts and addresses outside itself.
"""

from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import assert_never

from ldnbot.surfaces.preview.body import Body, Choices, Commands, Message, Modal
from ldnbot.surfaces.preview.components import message_parts
from ldnbot.surfaces.preview.composer import choices_being_offered, commands_being_offered
from ldnbot.surfaces.preview.element import EMPTY, Html, element, join
from ldnbot.surfaces.preview.form import form_panel
from ldnbot.surfaces.preview.icons import EYE
from ldnbot.surfaces.preview.look import Asked, Look, Way

__all__ = ["render_page"]

_APP = "ldnbot"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_NOTHING_TYPED = Asked(question="")


def render_page(body: Body, *, look: Look, now: datetime, asked: Asked | None = None) -> str:
    """Return the page of a body. `now` is the time that the header shows and that relative times are counted from."""
    match body:
        case Message():
            shown = _message(body, asked, now)
        case Modal():
            shown = form_panel(body, app=_APP, avatar=_avatar("large"), now=now)
        case Choices():
            shown = choices_being_offered(body, asked=asked or _NOTHING_TYPED, look=look)
        case Commands():
            shown = commands_being_offered(body, app=_APP, avatar=_avatar("small"), asked=asked, look=look)
        case _:
            assert_never(body)
    head = element(
        "head",
        "",
        element("meta", charset="utf-8"),
        element("meta", **{"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        element("title", "", _APP),
        element("style", "", _style()),
    )
    page = element(
        "html", f"{look.theme} {look.width}", head, element("body", "", element("main", "", shown)), lang="en"
    )
    return f"<!doctype html>\n{page}\n"


@cache
def _style() -> Html:
    return Html(files("ldnbot.surfaces.preview").joinpath("style.css").read_text(encoding="utf-8"))


def _message(message: Message, asked: Asked | None, now: datetime) -> Html:
    header = element(
        "header",
        "",
        element("b", "", _APP),
        element("span", "tag", "APP"),
        element("time", "", f"Today at {now:%H:%M}"),
    )
    only_you = EMPTY
    if message.ephemeral:
        dismiss = element("span", "link", "Dismiss message")
        only_you = element("footer", "", EYE, "Only you can see this •", dismiss)
    column = element("div", "column", header, *message_parts(message, now=now), only_you)
    above = _above(asked) if asked else EMPTY
    classes = "message ephemeral" if message.ephemeral else "message"
    return element("article", classes, above, _avatar("large"), column)


def _above(asked: Asked) -> Html:
    member = join((element("span", "avatar member", asked.member[:1]), element("b", "", asked.member)))
    match asked.way:
        case Way.SLASH:
            said = join((" used ", element("span", "slash", f"/{asked.command}")))
        case Way.REPLY:
            said = element("span", "question", asked.question)
        case _:
            assert_never(asked.way)
    return element("div", "above", element("span", "spine"), member, said)


def _avatar(size: str) -> Html:
    return element("div", f"avatar {size}", _APP[:1].upper())
