"""`ldnbot reference`: one reference, where to read it, and what it is cited for."""

from collections.abc import Iterator
from pathlib import Path

import click
from rich.text import Text

from ldnbot.answering.answer import show_reference
from ldnbot.answering.wording import DISCLAIMER
from ldnbot.corpus.citation import render_citations
from ldnbot.corpus.contents import find_reference
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.folder import read_corpus
from ldnbot.corpus.reference import Reference
from ldnbot.surfaces.terminal.options import corpus_option, load_settings, today
from ldnbot.surfaces.terminal.page import Indented, Part, dim_marks, make_console, path_text, reference_page, show

__all__ = ["cited_page", "reference", "references_page"]


@click.command()
@click.argument("number", required=False)
@click.option("--plain", is_flag=True, help="No colours and no links.")
@corpus_option
def reference(*, number: str | None, plain: bool, corpus: Path | None) -> None:
    """Show the reference NUMBER (or its key) with its links and every sentence that cites it. Without it, all of them.

    \b
    Examples:
      ldnbot reference 8
      ldnbot reference parker2018
    """
    read_from = read_corpus(load_settings(corpus).corpus, today=today())
    console = make_console(plain=plain)
    if number is None:
        show(console, *references_page(read_from))
    else:
        show(console, *cited_page(read_from, *find_reference(read_from, number)))


def references_page(corpus: Corpus) -> Iterator[Part]:
    """Yield every cited reference in order of number."""
    for number, found in corpus.numbered():
        yield from reference_page(show_reference(number, found))
    yield Text()
    yield Text(DISCLAIMER, style="italic")


def cited_page(corpus: Corpus, number: int, found: Reference) -> Iterator[Part]:
    """Yield one reference with all its links and the sentences that cite it."""
    yield from reference_page(show_reference(number, found))
    for label, address in found.links[1:]:
        yield Indented(Text(f"{label}: {address}", style=f"link {address} blue"), 4)
    if not found.links:
        yield Indented(Text("The source gives no address for it."), 4)
    yield Text()
    yield Text("Cited for", style="bold")
    for passage in corpus.passages:
        for sentence in passage.sentences:
            if any(found.key in citation.keys for citation in sentence.citations):
                shown = render_citations(sentence.span.of(passage.text), corpus.numbers)
                where = path_text(passage.heading_path, corpus.article(passage.article).title)
                yield Indented(dim_marks(Text(shown)))
                yield Indented(Text(where, style="dim"), 4)
    yield Text()
    yield Text(DISCLAIMER, style="italic")
