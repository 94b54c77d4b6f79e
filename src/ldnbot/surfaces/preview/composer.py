"""A message being typed, as HTML: a slash command, and what is suggested below or above it."""

from collections.abc import Sequence

from ldnbot.surfaces.preview.body import Choices, Commands
from ldnbot.surfaces.preview.element import EMPTY, Html, element
from ldnbot.surfaces.preview.icons import PLUS
from ldnbot.surfaces.preview.look import Asked, Look, Width

__all__ = ["choices_being_offered", "commands_being_offered"]

_KEYS = ("qwertyuiop", "asdfghjkl", "⇧zxcvbnm⌫")


def choices_being_offered(choices: Choices, *, asked: Asked, look: Look) -> Html:
    """Return the suggestions for what is typed into a command's option, the typing line and, on a phone, the keys."""
    rows = [element("div", "choice", choice.name) for choice in choices.choices]
    if not rows:
        rows = [element("div", "none", "No options match your search.")]
    head = element("div", "head", element("b", "", asked.option))
    typed = (
        element("span", "slash", f"/{asked.command}"),
        element("span", "option", element("b", "", asked.option), element("span", "", asked.question), _caret()),
    )
    return _screen((head, *rows), typed, look)


def commands_being_offered(commands: Commands, *, app: str, avatar: Html, asked: Asked | None, look: Look) -> Html:
    """Return the commands that Discord lists after a slash, the typing line and, on a phone, the keys."""
    head = element("div", "head", avatar, element("b", "", app))
    rows = []
    for command in commands.commands:
        options = (element("span", "parameter", option.name) for option in command.options or ())
        name = element("div", "command", element("b", "", f"/{command.name}"), *options)
        rows.append(
            element("div", "choice", element("div", "", name, element("div", "description", command.description)))
        )
    begun = asked.question.removeprefix("/") if asked else ""
    return _screen((head, *rows), (element("span", "", f"/{begun}", _caret()),), look)


def _caret() -> Html:
    return element("span", "caret")


def _screen(rows: Sequence[Html], typed: Sequence[Html], look: Look) -> Html:
    line = element("div", "typing", element("span", "plus", PLUS), element("div", "typed", *typed))
    keys = _keyboard() if look.width is Width.PHONE else EMPTY
    return element("section", "composer", element("div", "panel", *rows), line, keys)


def _keyboard() -> Html:
    rows = [element("div", "keys", *(_key(key) for key in row)) for row in _KEYS]
    last = (
        element("span", "key wide", "123"),
        element("span", "key space", "space"),
        element("span", "key wide", "return"),
    )
    return element("div", "keyboard", *rows, element("div", "keys", *last))


def _key(sign: str) -> Html:
    return element("span", "key" if sign.isalpha() else "key wide", sign)
