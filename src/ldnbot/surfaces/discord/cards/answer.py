"""The card of an answer: its pages, the best quote first, and its references whole."""

from collections.abc import Mapping, Sequence

from ldnbot.answering.answer import Answer, Quote, Role, Status
from ldnbot.answering.wording import CAUTION_TITLE, LIMITS_TITLE, TITLES
from ldnbot.surfaces.discord.cards.closing import closing
from ldnbot.surfaces.discord.cards.markdown import escape, length
from ldnbot.surfaces.discord.cards.page import LONGEST_PAGE, RULE, Page, Rule, groups_of, pages_length
from ldnbot.surfaces.discord.cards.paging import Leaf, Piece, TooLong, leaves
from ldnbot.surfaces.discord.cards.references import reference_line, whole_reference
from ldnbot.surfaces.discord.speech.speech import Speech

__all__ = ["COLOURS", "MOST_QUOTES_A_PAGE", "answer_markdown", "answer_pages", "reference_pages"]

COLOURS: Mapping[Status, int] = {
    Status.ANSWERED: 0x2E8B57,
    Status.RELATED: 0xE0A100,
    Status.NOT_COVERED: 0x7D5BA6,
    Status.SAFETY: 0xC62828,
    Status.SMALLTALK: 0x3A86C8,
}
MOST_QUOTES_A_PAGE = 3
"""More passages are a page to turn to: a card is read on a phone."""

_LABELS = 60
"""Room for the numbers of pages and parts, which are known last."""

_ROLES = {Role.CAUTION: CAUTION_TITLE, Role.LIMITS: LIMITS_TITLE}


def answer_pages(answer: Answer, speech: Speech, *, asked: str = "") -> tuple[Page, ...]:
    """Return the pages of an answer, at least one. `asked` is the question where those who read it cannot see it."""
    tail = closing(speech, answer.disclaimer_addition)
    head = _head(answer, speech, asked)
    lines = {reference.number: reference_line(reference, speech) for reference in answer.references}

    def around(first: bool) -> int:  # noqa: FBT001  (the layout asks for one of two sizes)
        fixed = pages_length(head) if first else length(speech.more_title)
        return fixed + pages_length(tail) + length(speech.references_title) + _LABELS

    try:
        found = leaves(
            _pieces(answer.quotes), lines, around=around, most=MOST_QUOTES_A_PAGE, part_line=speech.part_line
        )
    except TooLong:
        return (_attached(answer, speech, head),)
    count = len(found)
    pages = []
    for number, leaf in enumerate(found, start=1):
        top = head if number == 1 else (f"### {speech.more_title.format(number=number, of=count)}",)
        pages.append(Page((*top, *_body(leaf, speech), RULE, *tail), COLOURS[answer.status], number, count))
    return tuple(pages)


def reference_pages(answer: Answer, speech: Speech) -> tuple[Page, ...]:
    """Return the whole references of an answer, over as many pages as they need."""
    title = (f"### {speech.references_title}",)
    entries = [whole_reference(reference, speech) for reference in answer.references]
    groups = groups_of(entries, LONGEST_PAGE - pages_length((*title, *closing(speech, answer.disclaimer_addition))))
    if groups is None:
        return (_attached(answer, speech, title),)
    colour, tail = COLOURS[answer.status], closing(speech, answer.disclaimer_addition)
    return tuple(
        Page((*title, "\n".join(group) or speech.setting_none, RULE, *tail), colour, number, len(groups))
        for number, group in enumerate(groups, start=1)
    )


def _attached(answer: Answer, speech: Speech, head: Sequence[str]) -> Page:
    """Return the page that says that the answer is in a file, because a part of it is longer than a message."""
    tail = closing(speech, answer.disclaimer_addition)
    blocks: tuple[str | Rule, ...] = (*head, speech.too_long, RULE, *tail)
    if pages_length(blocks) > LONGEST_PAGE:  # then the file has the notices too
        blocks = (f"### {speech.titles[answer.status]}", speech.too_long, RULE, *tail)
    return Page(blocks, COLOURS[answer.status], attached=answer_markdown(answer))


def answer_markdown(answer: Answer) -> str:
    """Return the whole answer as a Markdown file, for passages that no message can hold."""
    parts = [f"# {TITLES[answer.status]}", *answer.notices]
    for quote in answer.quotes:
        parts.append(f"## {' › '.join(quote.section) or quote.article}")
        parts.append("\n".join(f"> {line}" for line in quote.text.split("\n")))
    if answer.references:
        parts.append("## References")
        parts.extend(f"[{reference.number}] {reference.text}" for reference in answer.references)
    parts += ["---", answer.disclaimer]
    if answer.disclaimer_addition:
        parts.append(answer.disclaimer_addition)
    return "\n\n".join(parts) + "\n"


def _head(answer: Answer, speech: Speech, asked: str) -> tuple[str, ...]:
    blocks = [f"### {speech.titles[answer.status]}"]
    if len(articles := {quote.article for quote in answer.quotes}) == 1:
        blocks[0] += f"\n-# {escape(articles.pop())}"
    if asked:
        blocks[0] += f"\n-# {speech.question}: {escape(asked)}"
    if answer.status is Status.SAFETY:
        first, *rest = answer.notices
        blocks.append("\n".join((f"- **{escape(first)}**", *(f"- {escape(line)}" for line in rest))))
    else:
        blocks.extend(escape(notice) for notice in answer.notices)
    return tuple(blocks)


def _body(leaf: Leaf, speech: Speech) -> Sequence[str | Rule]:
    blocks: list[str | Rule] = [*leaf.shown(speech.part_line)]
    if leaf.references:
        blocks += [RULE, "\n".join((f"**{speech.references_title}**", *leaf.references))]
    return blocks


def _pieces(quotes: Sequence[Quote]) -> tuple[Piece, ...]:
    """Return the quotes in the order they are shown: of the first page warnings, the best answer, and its limits."""
    cautions = [quote for quote in quotes if quote.role is Role.CAUTION]
    answers = [quote for quote in quotes if quote.role is Role.ANSWER]
    limits = [quote for quote in quotes if quote.role is Role.LIMITS]
    room = max(1, MOST_QUOTES_A_PAGE - len(cautions) - len(limits)) if answers else 0
    ordered = (*cautions, *answers[:room], *limits, *answers[room:])
    named = len({quote.article for quote in quotes}) > 1
    return tuple(Piece(quote.text, _heading(quote, named=named), quote.sentence_span) for quote in ordered)


def _heading(quote: Quote, *, named: bool) -> str:
    lines = [f"**{_ROLES[quote.role]}**"] if quote.role in _ROLES else []
    lines.append(f"**{escape(' › '.join(quote.section) or quote.article)}**")
    if quote.section and named:
        lines.append(f"-# {escape(quote.article)}")
    return "\n".join(lines)
