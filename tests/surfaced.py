"""Every surface that an answer is shown on, as the text that a person or program would receive."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from rich.console import Console

from chatmarkdown import shown_text
from ldnbot.answering.answer import Answer
from ldnbot.answering.schema import encode_answer
from ldnbot.surfaces.discord.cards.answer import answer_pages
from ldnbot.surfaces.discord.layout import Message, lay_out
from ldnbot.surfaces.discord.speech.speech import speech_of
from ldnbot.surfaces.terminal.page import answer_page, show

MARK = re.compile(r"\[\d+(?:, \d+)*\]")


def plain_page(answer: Answer) -> str:
    """Return the page as it is piped: nothing is wrapped."""
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=False, no_color=True, highlight=False, soft_wrap=True, width=80)
    show(console, *answer_page(answer))
    return stream.getvalue()


def terminal_page(answer: Answer, width: int) -> str:
    """Return the page as a terminal of that width shows it, without its colours."""
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, highlight=False, width=width)
    show(console, *answer_page(answer))
    return re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", stream.getvalue())


def components_of(message: Message) -> list[dict[str, Any]]:
    """Return the components of a message as Discord receives them."""
    found: list[dict[str, Any]] = message.view.to_components()  # type: ignore[no-untyped-call]
    return found


def discord_pages(answer: Answer) -> list[str]:
    """Return what a member sees on each page of the card."""
    pages = answer_pages(answer, speech_of("en"))
    return [shown_text({"components": components_of(lay_out(page))}) + page.attached for page in pages]


def folded(text: str) -> str:
    """Return text without its white space: what wrapping and indenting cannot change."""
    return "".join(text.split())


def surfaces(answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield (name, text without white space) of every surface."""
    yield "plain", folded(plain_page(answer))
    for width in (60, 96):
        yield f"terminal {width}", folded(terminal_page(answer, width))
    yield "discord", folded("\n".join(discord_pages(answer)))
    shown = json.loads(encode_answer(answer))
    yield "json", folded("\n".join(_texts(shown)))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
