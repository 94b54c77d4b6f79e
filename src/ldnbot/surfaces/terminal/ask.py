"""`ldnbot ask`: one question, or a file of them."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from ldnbot.answering.answer import Answer, Status
from ldnbot.answering.assistant import Reply
from ldnbot.answering.explanation import explain
from ldnbot.answering.question import LONGEST_QUESTION, read_question
from ldnbot.config import MOST_QUOTES
from ldnbot.errors import LdnbotError
from ldnbot.surfaces.opening import open_folder
from ldnbot.surfaces.terminal.options import corpus_option, load_settings, today
from ldnbot.surfaces.terminal.urgent import urgent_reply

__all__ = ["ask"]

_NOT_COVERED = 1
_LONGEST_INPUT = 1_000_000
"""Bytes read of standard input: enough to say how long a question is, and to see an emergency at its end."""


@click.command()
@click.argument("question", nargs=-1)
@click.option("--batch", metavar="FILE", help="Answer every line of FILE (- is standard input): a JSON answer a line.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON (docs/answer.schema.json).")
@click.option(
    "--top", type=click.IntRange(1, MOST_QUOTES), metavar="N", show_default=False, help="The most quotes, 1 to 10."
)
@click.option("--explain", "explained", is_flag=True, help="Say what was looked up, what matched and what was missing.")
@click.option("--verbatim", is_flag=True, help="Look the question up exactly as typed: repair no spelling.")
@click.option("--plain", is_flag=True, help="No colours, no links, no line breaks inside quotes.")
@corpus_option
def ask(
    *,
    question: tuple[str, ...],
    batch: str | None,
    as_json: bool,
    top: int | None,
    explained: bool,
    verbatim: bool,
    plain: bool,
    corpus: Path | None,
) -> None:
    """Answer QUESTION with quotes from the article. A single - reads the question from standard input.

    The exit status is 0 when the question is answered or something related is found, and for a card or small talk, 1
    when the article does not cover it, 2 when the command is used wrongly or the corpus cannot be read.

    \b
    Examples:
      ldnbot ask "how long until it works?"
      ldnbot ask "can I take it with tramadol" --json
      echo "what does it cost" | ldnbot ask -
      ldnbot ask --batch questions.txt > answers.jsonl
    """
    if batch is not None and question:
        raise click.UsageError("Give a question or --batch, not both.")
    if batch is None:
        typed = _read(question)
        if urgent := urgent_reply(typed):  # before anything that can go wrong
            _print(urgent, as_json=as_json, explained=explained, plain=plain)
            return
        _refuse(typed)
        settings = load_settings(corpus)
        reply = open_folder(settings.corpus, today=today()).ask(
            typed, quotes=top or settings.quotes, verbatim=verbatim, setting=settings.setting(today())
        )
        _print(reply, as_json=as_json, explained=explained, plain=plain)
        sys.exit(_NOT_COVERED if reply.answer.status is Status.NOT_COVERED else 0)
    lines = _lines(batch)
    try:
        settings = load_settings(corpus)
        assistant = open_folder(settings.corpus, today=today())
    except LdnbotError:
        for line in lines:  # nothing can be looked up, and nobody in danger waits for that
            if urgent := urgent_reply(line):
                click.echo(_json(urgent, explained=explained))
        raise
    for line in lines:
        reply = assistant.ask(line, quotes=top or settings.quotes, verbatim=verbatim, setting=settings.setting(today()))
        click.echo(_json(reply, explained=explained))


def _read(words: Sequence[str]) -> str:
    question = " ".join(words)
    if not words:
        raise click.UsageError('What is the question? For example: ldnbot ask "how long until it works?"')
    return sys.stdin.buffer.read(_LONGEST_INPUT).decode("utf-8", "replace") if question == "-" else question


def _refuse(typed: str) -> None:
    if not read_question(typed).text:
        raise click.UsageError('The question is empty. For example: ldnbot ask "how long until it works?"')
    if len(typed.strip()) > LONGEST_QUESTION:
        raise click.UsageError(read_question(typed.strip()).fault)


def _lines(batch: str) -> Iterator[str]:
    try:
        with click.open_file(batch, encoding="utf-8", errors="replace") as stream:
            yield from (line.rstrip("\r\n") for line in stream)
    except OSError as error:
        raise click.FileError(
            batch, f"it cannot be read ({error.strerror}). Name a text file, or - for standard input."
        ) from error


def _print(reply: Reply, *, as_json: bool, explained: bool, plain: bool) -> None:
    if as_json:
        click.echo(msgspec.json.format(_json(reply, explained=explained), indent=2))
        return
    from rich.text import Text  # rich is not needed for JSON

    from ldnbot.surfaces.terminal.page import answer_page, make_console, note_page, show

    console = make_console(plain=plain)
    show(console, *answer_page(reply.answer))
    if explained:
        show(console, Text(), note_page(explain(reply)))


def _json(reply: Reply, *, explained: bool) -> bytes:
    answer: Answer | dict[str, object] = reply.answer
    if explained:
        answer = {**msgspec.to_builtins(reply.answer), "explanation": list(explain(reply))}
    return msgspec.json.encode(answer)
