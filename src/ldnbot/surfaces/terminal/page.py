"""An answer as a page on a terminal.

On a real terminal: colours, the matching sentence in bold, dim citations, links to click. Anywhere else, and with
`--plain`: the same words as plain text with no line breaks of ours inside a quote.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from ldnbot.answering.answer import Answer, CitedReference, Quote, Role, Status
from ldnbot.answering.wording import CAUTION_TITLE, LIMITS_TITLE, TITLES
from ldnbot.corpus.reference import Study

__all__ = [
    "Indented",
    "Part",
    "answer_page",
    "dim_marks",
    "make_console",
    "note_page",
    "path_text",
    "quote_text",
    "reference_page",
    "show",
]

_MARK = re.compile(r"\[\d+(?:, \d+)*\]")
_STYLES = {
    Status.ANSWERED: "bold green",
    Status.RELATED: "bold yellow",
    Status.NOT_COVERED: "bold magenta",
    Status.SAFETY: "bold red",
    Status.SMALLTALK: "bold cyan",
}
_ROLES = {Role.CAUTION: CAUTION_TITLE, Role.LIMITS: LIMITS_TITLE}
_WIDEST = 96


def make_console(*, plain: bool) -> Console:
    """Return the console for standard output: styled on a terminal that wants it, plain everywhere else."""
    if plain or not sys.stdout.isatty():
        return Console(file=sys.stdout, force_terminal=False, no_color=True, highlight=False, soft_wrap=True, width=80)
    console = Console(highlight=False)
    if console.width > _WIDEST:
        console = Console(highlight=False, width=_WIDEST)  # longer lines are hard to read
    return console


@dataclass(frozen=True, slots=True)
class Indented:
    """Text that stands a few columns to the right."""

    text: Text
    columns: int = 2


Part = Text | Indented


def show(console: Console, *parts: Part) -> None:
    """Print parts one below the other. Where the console does not wrap lines, no line is broken or cut."""
    for part in parts:
        console.print(_laid_out(console, part), soft_wrap=console.soft_wrap)


def _laid_out(console: Console, part: Part) -> RenderableType:
    match part:
        case Text():
            return part
        case Indented(text, columns) if console.soft_wrap:
            # rich cuts what is padded to the console's width, even where it must not wrap.
            return Text("\n").join(Text(" " * columns).append_text(line) for line in text.split("\n", allow_blank=True))
        case Indented(text, columns):
            return Padding(text, (0, 0, 0, columns))


def answer_page(answer: Answer) -> Iterator[Part]:
    """Yield the page: status, notices, quotes, references, disclaimer."""
    yield Text(TITLES[answer.status], style=_STYLES[answer.status])
    for notice in answer.notices:
        yield Text(notice)
    article = ""
    for quote in answer.quotes:
        yield Text()
        if quote.role in _ROLES:
            yield Text(_ROLES[quote.role], style="bold red" if quote.role is Role.CAUTION else "bold yellow")
        yield _heading(quote, named=quote.article == article)
        article = quote.article
        yield Indented(quote_text(quote))
    if answer.references:
        yield Text()
        yield Text("References", style="bold")
        for reference in answer.references:
            yield from reference_page(reference)
        for label, meaning in _meanings(answer.references):
            yield Text(f"{label}: {meaning}", style="dim")
    yield Text()
    yield Text(answer.disclaimer, style="italic")
    if answer.disclaimer_addition:
        yield Text(answer.disclaimer_addition, style="italic")


def _meanings(references: Sequence[CitedReference]) -> Iterator[tuple[str, str]]:
    """Yield each study design once, with what such a study can show."""
    seen = {reference.study: reference.study_meaning for reference in references}
    for study, meaning in seen.items():
        if study and meaning:
            yield Study(study).label.capitalize(), meaning


def quote_text(quote: Quote) -> Text:
    """Return a quote with its best sentence in bold and its citation marks dim."""
    text = Text(quote.text)
    text.stylize("bold", quote.sentence_span.start, quote.sentence_span.end)
    return dim_marks(text)


def dim_marks(text: Text) -> Text:
    """Return the text with its citation marks dim."""
    for mark in _MARK.finditer(text.plain):
        text.stylize("dim not bold", *mark.span())
    return text


def reference_page(reference: CitedReference) -> Iterator[Part]:
    """Yield one reference: number, citation, study design, what its editors note, and its address."""
    label = Study(reference.study).label if reference.study else ""
    text = Text(f"[{reference.number}] ", style="bold")
    text.append(reference.text, style="not bold")
    if label:
        text.append(f" ({label})", style="not bold cyan")
    if reference.note:
        text.append(f" Note: {reference.note}", style="not bold italic")
    yield text
    if reference.url:
        yield Indented(Text(reference.url, style=f"link {reference.url} blue"), 4)


def path_text(section: Sequence[str], article: str) -> str:
    """Return the heading path as one line: `Side effects › Time of day`, or the article's title where it is empty."""
    return " › ".join(section) or article


def note_page(lines: Iterable[str]) -> Text:
    """Return lines of ldnbot's own as one part of a page."""
    return Text("\n".join(lines))


def _heading(quote: Quote, *, named: bool) -> Text:
    """Return the heading path, with the article unless the quote above has named it."""
    text = Text(path_text(quote.section, quote.article), style="bold underline")
    if quote.section and not named:
        text.append(f"  {quote.article}", style="not bold not underline dim")
    return text
