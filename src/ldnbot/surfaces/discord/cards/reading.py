"""Pages to read without a question: a section, the contents, one reference, all of them, and lines of ldnbot's own."""

from collections.abc import Sequence

from ldnbot.answering.answer import show_reference
from ldnbot.corpus.article import Passage
from ldnbot.corpus.citation import cited_numbers, render_citations
from ldnbot.corpus.contents import Entry, table_of_contents
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.reference import Reference
from ldnbot.surfaces.discord.cards.closing import closing
from ldnbot.surfaces.discord.cards.markdown import escape, length, quote_block
from ldnbot.surfaces.discord.cards.page import LONGEST_PAGE, RULE, Page, Rule, groups_of, pages_length
from ldnbot.surfaces.discord.cards.paging import Piece, TooLong, leaves
from ldnbot.surfaces.discord.cards.references import reference_line, whole_reference
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["contents_pages", "lines_page", "reference_pages_of", "section_pages", "sources_pages"]

_COLOUR = 0x3A86C8
_MOST_PASSAGES = 15
"""A message has at most 40 parts, and each passage is one."""

_LABELS = 40
"""Room for the numbers of pages and parts, which are known last."""


def section_pages(corpus: Corpus, entries: Sequence[Entry], speech: Speech, addition: str = "") -> tuple[Page, ...]:
    """Return a section with those below it: every passage word for word, with its references."""
    pieces = [
        Piece(
            render_citations(passage.text, corpus.numbers),
            f"**{escape(' › '.join(entry.section.heading_path) or entry.title)}**",
        )
        for entry in entries
        for passage in entry.section.passages
    ]
    lines = {number: reference_line(show_reference(number, found), speech) for number, found in corpus.numbered()}
    title = f"### {speech.section_title}\n-# {escape(entries[0].article.title)}"
    tail = closing(speech, addition)
    taken = pages_length((title, *tail)) + length(speech.references_title) + length(speech.page_of) + _LABELS
    try:
        found = leaves(pieces, lines, around=lambda _: taken, most=_MOST_PASSAGES, part_line=speech.part_line)
    except TooLong:
        whole = "\n\n".join(piece.text for piece in pieces)
        return (Page((title, speech.too_long, RULE, *tail), _COLOUR, attached=whole + "\n"),)
    pages = []
    for number, leaf in enumerate(found, start=1):
        top = title if len(found) == 1 else f"{title} · {speech.page_of.format(number=number, of=len(found))}"
        body: list[str | Rule] = [*leaf.shown(speech.part_line)]
        if leaf.references:
            body += [RULE, "\n".join((f"**{speech.references_title}**", *leaf.references))]
        pages.append(Page((top, *body, RULE, *tail), _COLOUR, number, len(found)))
    return tuple(pages)


def contents_pages(corpus: Corpus, speech: Speech, addition: str = "") -> tuple[Page, ...]:
    """Return the table of contents."""
    lines = []
    article = ""
    for entry in table_of_contents(corpus):
        if entry.article.name != article:
            article = entry.article.name
            lines.append(f"**{escape(entry.article.title)}**")
        indent = "  " * max(0, len(entry.section.heading_path) - 1)
        lines.append(f"{indent}- {escape(entry.title)}")
    return _listed(speech.contents_title, lines, speech, addition)


def sources_pages(corpus: Corpus, speech: Speech, addition: str = "") -> tuple[Page, ...]:
    """Return every cited reference in order of number."""
    entries = [whole_reference(show_reference(number, found), speech) for number, found in corpus.numbered()]
    return _listed(speech.sources_title, entries, speech, addition)


def reference_pages_of(
    corpus: Corpus, number: int, found: Reference, speech: Speech, addition: str = ""
) -> tuple[Page, ...]:
    """Return one reference, and every sentence that cites it, with the references of all that is shown."""
    sentences = list(_citing(corpus, found))
    others = sorted({other for _, shown in sentences for other in cited_numbers(shown)} - {number})
    known = dict(corpus.numbered())
    entries = [
        whole_reference(show_reference(number, found), speech),
        f"**{speech.cited_for}**",
        *(f"{quote_block(escape(shown, addresses=True))}\n-# {escape(where)}" for where, shown in sentences),
    ]
    if others:
        entries.append(f"**{speech.references_title}**")
        entries.extend(reference_line(show_reference(other, known[other]), speech) for other in others)
    pages = _listed(speech.references_title, entries, speech, addition)
    # What is cited must stand on the same page: where it does not fit, each sentence is left to `/read`.
    return pages if len(pages) == 1 else _listed(speech.references_title, entries[:1], speech, addition)


def lines_page(title: str, lines: Sequence[str], speech: Speech, addition: str = "") -> Page:
    """Return a page of lines that are Markdown of ldnbot's own."""
    return Page((f"### {title}", "\n".join(lines), RULE, *closing(speech, addition)), _COLOUR)


def _citing(corpus: Corpus, found: Reference) -> Sequence[tuple[str, str]]:
    return [
        (_where(corpus, passage), render_citations(sentence.span.of(passage.text), corpus.numbers))
        for passage in corpus.passages
        for sentence in passage.sentences
        if any(found.key in citation.keys for citation in sentence.citations)
    ]


def _where(corpus: Corpus, passage: Passage) -> str:
    return " › ".join(passage.heading_path) or corpus.article(passage.article).title


def _listed(title: str, entries: Sequence[str], speech: Speech, addition: str) -> tuple[Page, ...]:
    tail = closing(speech, addition)
    room = LONGEST_PAGE - pages_length((title, *tail)) - length(speech.page_of) - _LABELS
    groups = groups_of(entries, room)
    if groups is None:
        return (Page((f"### {title}", speech.too_long, RULE, *tail), _COLOUR, attached="\n\n".join(entries) + "\n"),)
    count = len(groups)
    pages = []
    for number, group in enumerate(groups, start=1):
        top = f"### {title}" + (f"\n-# {speech.page_of.format(number=number, of=count)}" if count > 1 else "")
        pages.append(Page((top, "\n".join(group), RULE, *tail), _COLOUR, number, count))
    return tuple(pages)
