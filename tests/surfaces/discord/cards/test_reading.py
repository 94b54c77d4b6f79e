"""The pages to read without a question: every passage and reference whole, marks and references on the same page."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings

from asked import open_files, shipped
from chatmarkdown import Block, blocks
from generated import corpora
from ldnbot.answering.wording import DISCLAIMER
from ldnbot.corpus.citation import render_citations
from ldnbot.corpus.contents import table_of_contents
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.vancouver import render_reference
from ldnbot.surfaces.discord.cards.page import LONGEST_PAGE, Page
from ldnbot.surfaces.discord.cards.reading import (
    contents_pages,
    reference_pages_of,
    section_pages,
    sources_pages,
)
from ldnbot.surfaces.discord.layout import lay_out
from ldnbot.surfaces.discord.speech.speech import speech_of
from madecards import body_of, listed, marked, whole_quotes
from surfaced import folded

ENGLISH = speech_of("en")
ADDITION = "Our moderators are no doctors."


def read(pages: Sequence[Page]) -> list[list[Block]]:
    """Return the texts of pages, having checked what every page must have."""
    found = []
    for number, page in enumerate(pages, start=1):
        assert (page.number, page.of, page.length <= LONGEST_PAGE) == (number, len(pages), True)
        found.append(list(blocks(body_of(lay_out(page)))))
        shown = folded("\n".join(block.text for block in found[-1]))
        assert folded(f"{DISCLAIMER}\n{ADDITION}") in shown
        assert [line.effects for block in found[-1] for line in block.lines if line.effects] == []
    return found


def assert_readable(corpus: Corpus) -> None:
    for entry in table_of_contents(corpus):
        pages = section_pages(corpus, [entry], ENGLISH, ADDITION)
        found = read(pages)
        if pages[0].attached:
            assert all(
                folded(render_citations(p.text, corpus.numbers)) in folded(pages[0].attached)
                for p in entry.section.passages
            )
            continue
        wanted = [folded(render_citations(passage.text, corpus.numbers)) for passage in entry.section.passages]
        assert [text for text, _ in whole_quotes(found)] == wanted
        for page in found:
            assert marked("\n".join(block.quoted for block in page)) == listed(page)
    shown = folded("\n".join(block.text for page in read(sources_pages(corpus, ENGLISH, ADDITION)) for block in page))
    for number, reference in corpus.numbered():
        assert folded(f"[{number}] {render_reference(reference)}") in shown
        for page in read(reference_pages_of(corpus, number, reference, ENGLISH, ADDITION)):
            assert marked("\n".join(block.quoted for block in page)) <= listed(page)
            assert number in listed(page)
    contents = folded("\n".join(b.text for page in read(contents_pages(corpus, ENGLISH, ADDITION)) for b in page))
    for entry in table_of_contents(corpus):
        assert folded(entry.title) in contents


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(corpora())
def test_any_corpus_can_be_read_whole(files: dict[str, str]) -> None:
    assert_readable(open_files(files).corpus)


def test_the_shipped_corpus_can_be_read_whole() -> None:
    assert_readable(shipped().corpus)
