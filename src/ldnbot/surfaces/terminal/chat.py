"""`ldnbot chat`: questions one after another, with history, arrow keys and completion.

The history is forgotten when the chat ends: what somebody asked about their health is not written to a disk.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from ldnbot.answering.assistant import Assistant, Reply
from ldnbot.answering.explanation import explain
from ldnbot.config import Settings
from ldnbot.corpus.contents import find_reference, find_sections, table_of_contents
from ldnbot.errors import LdnbotError, NotFound
from ldnbot.surfaces.opening import open_folder
from ldnbot.surfaces.terminal.options import corpus_option, load_settings, today
from ldnbot.surfaces.terminal.page import answer_page, make_console, note_page, show
from ldnbot.surfaces.terminal.read import contents_page, section_page
from ldnbot.surfaces.terminal.reference import cited_page, references_page
from ldnbot.surfaces.terminal.urgent import urgent_reply

__all__ = ["Chat", "chat"]

_HELP = (
    "Type a question and press Enter.",
    "/read            the table of contents",
    "/read SECTION    a section, by number or heading",
    "/reference N     a reference, and what it is cited for",
    "/references      every reference",
    "/why             why the last answer was given",
    "/help            these lines",
    "/quit            leave (so does Ctrl-D)",
)
_COMMANDS = ("/help", "/quit", "/read", "/reference", "/references", "/why")
_WELCOME = "Ask about the article. /help lists the commands; Tab completes them and the headings."


@click.command()
@click.option("--plain", is_flag=True, help="No colours and no links.")
@corpus_option
def chat(*, plain: bool, corpus: Path | None) -> None:
    """Ask questions one after another. Arrow keys bring back earlier ones, Tab completes headings and commands.

    Nothing of a chat is kept when it ends. Questions can also be piped in, one a line.

    \b
    Example:
      ldnbot chat
    """
    console = make_console(plain=plain)
    try:
        settings = load_settings(corpus)
        assistant = open_folder(settings.corpus, today=today())
    except LdnbotError:
        # Nothing can be looked up, and nobody in danger waits for that. At a keyboard nothing has been typed yet.
        for line in () if sys.stdin.isatty() else sys.stdin:
            if urgent := urgent_reply(line):
                show(console, *answer_page(urgent.answer))
        raise
    talk = Chat(assistant, settings, console)
    lines: Iterable[str] = sys.stdin
    if sys.stdin.isatty():
        show(console, note_page((_WELCOME,)))
        lines = _prompted(assistant)
    for line in lines:
        if not talk.say(line.strip()):
            break


class Chat:
    """One conversation: remembers its last reply, for /why and for a follow-up question."""

    def __init__(self, assistant: Assistant, settings: Settings, console: Console) -> None:
        self._assistant = assistant
        self._settings = settings
        self._console = console
        self._last: Reply | None = None

    def say(self, line: str) -> bool:
        """Answer one line, a question or a /command. Return False when the conversation is over."""
        if line.startswith("/"):
            name, _, argument = line.partition(" ")
            return self._command(name.lower(), argument.strip())
        if line:
            # A card or small talk is no topic that a follow-up could carry on.
            before = self._last.answer.question if self._last and self._last.explanation else ""
            setting = self._settings.setting(today())
            self._last = self._assistant.ask(line, quotes=self._settings.quotes, before=before, setting=setting)
            show(self._console, Text(), *answer_page(self._last.answer), Text())
        return True

    def _command(self, name: str, argument: str) -> bool:
        corpus = self._assistant.corpus
        try:
            match name:
                case "/quit" | "/exit" | "/q":
                    return False
                case "/read" if argument:
                    show(self._console, *section_page(corpus, find_sections(corpus, argument)))
                case "/read":
                    show(self._console, *contents_page(corpus))
                case "/reference" if argument:
                    show(self._console, *cited_page(corpus, *find_reference(corpus, argument)))
                case "/reference" | "/references":
                    show(self._console, *references_page(corpus))
                case "/why":
                    lines = explain(self._last) if self._last else iter(("Nothing has been asked yet.",))
                    show(self._console, note_page(lines))
                case "/help":
                    show(self._console, note_page(_HELP))
                case _:
                    raise NotFound(f"there is no command {name[:40]}", fix="/help lists the commands")
        except LdnbotError as error:
            show(self._console, note_page((str(error),)))
        return True


def _prompted(assistant: Assistant) -> Iterator[str]:
    from prompt_toolkit import PromptSession  # only a person at a keyboard needs it
    from prompt_toolkit.completion import FuzzyCompleter, WordCompleter
    from prompt_toolkit.history import InMemoryHistory

    corpus = assistant.corpus
    known = [
        *_COMMANDS,
        *(f"/read {entry.title}" for entry in table_of_contents(corpus)),
        *(f"/reference {number}" for number, _ in corpus.numbered()),
    ]
    completer = FuzzyCompleter(WordCompleter(known, sentence=True))
    session: PromptSession[str] = PromptSession(
        history=InMemoryHistory(), completer=completer, complete_while_typing=False
    )
    while True:
        try:
            yield session.prompt("ask> ")
        except KeyboardInterrupt:  # clears the line, as in a shell
            continue
        except EOFError:
            return
