"""`ldnbot read`: the articles, section by section."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.text import Text

from ldnbot.answering.answer import show_reference
from ldnbot.answering.wording import DISCLAIMER
from ldnbot.corpus.article import BlockKind, Passage
from ldnbot.corpus.citation import render_citations
from ldnbot.corpus.contents import Entry, find_sections, table_of_contents
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.folder import read_corpus
from ldnbot.surfaces.terminal.options import corpus_option, load_settings, today
from ldnbot.surfaces.terminal.page import Indented, Part, dim_marks, make_console, path_text, reference_page, show

__all__ = ["contents_page", "read", "section_page"]


@click.command()
@click.argument("section", required=False)
@click.option("--plain", is_flag=True, help="No colours, no links, no line breaks inside passages.")
@corpus_option
def read(*, section: str | None, plain: bool, corpus: Path | None) -> None:
    """Show SECTION of an article with its references, or the table of contents.

    SECTION is a number of the table of contents or a heading, which may be cut short.

    \b
    Examples:
      ldnbot read
      ldnbot read 3
      ldnbot read "side effects" | less
    """
    read_from = read_corpus(load_settings(corpus).corpus, today=today())
    console = make_console(plain=plain)
    if section is None:
        show(console, *contents_page(read_from))
    else:
        show(console, *section_page(read_from, find_sections(read_from, section)))


def contents_page(corpus: Corpus) -> Iterator[Part]:
    """Yield the table of contents of every article."""
    article = ""
    for entry in table_of_contents(corpus):
        if entry.article.name != article:
            if article:
                yield Text()
            article = entry.article.name
            yield Text(entry.article.title, style="bold")
        indent = "  " * max(0, len(entry.section.heading_path) - 1)
        title = entry.section.heading or "(before the first heading)"
        yield Text(f"{entry.number:3}  {indent}{title}")
    yield Text()
    yield Text("Read a section with its number or heading: ldnbot read 2", style="dim")


def section_page(corpus: Corpus, entries: Sequence[Entry]) -> Iterator[Part]:
    """Yield sections with their passages, the references these cite, and the disclaimer."""
    for entry in entries:
        yield Text(path_text(entry.section.heading_path, entry.article.title), style="bold underline")
        for passage in entry.section.passages:
            yield Text()
            yield _passage(corpus, passage)
        yield Text()
    passages = [passage for entry in entries for passage in entry.section.passages]
    cited = {key for passage in passages for citation in passage.citations for key in citation.keys}
    if cited:
        yield Text("References", style="bold")
        for number, reference in corpus.numbered():
            if reference.key in cited:
                yield from reference_page(show_reference(number, reference))
        yield Text()
    yield Text(DISCLAIMER, style="italic")


def _passage(corpus: Corpus, passage: Passage) -> Part:
    text = dim_marks(Text(render_citations(passage.text, corpus.numbers)))
    return Indented(text) if passage.kind is BlockKind.CALLOUT else text
