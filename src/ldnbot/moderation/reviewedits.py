"""The review of an article, at its head: what only a person's review sets."""

from dataclasses import dataclass
from datetime import date

from ldnbot.corpus.manuscript import parse_manuscript
from ldnbot.errors import EditRefused
from ldnbot.moderation.mentions import with_front_matter
from ldnbot.moderation.sources import Edited, Sources, one_line, open_article
from ldnbot.moderation.yamledit import set_field

__all__ = ["MarkReviewed", "mark_reviewed"]


@dataclass(frozen=True, slots=True)
class MarkReviewed:
    """Say that a person has read an article and stands for it, and when it is to be read again."""

    article: str
    reviewed: date
    reviewed_by: str
    review_due: date


def mark_reviewed(edit: MarkReviewed, sources: Sources) -> Edited:
    """Return the corpus with the review at the article's head.

    Raises:
        EditRefused: there is no such article, nobody is named, or the next review is not after this one.
    """
    opened = open_article(sources, edit.article)
    name = one_line(edit.reviewed_by, "the reviewer’s name", most=120)
    if edit.review_due <= edit.reviewed:
        what = f"the next review, {edit.review_due}, is not after this one, {edit.reviewed}"
        raise EditRefused(what, where=opened.file, fix="Choose a later day for the next review")
    before = opened.article.front_matter.reviewed
    if before and edit.reviewed < before:
        what = f"the article was reviewed later, on {before}"
        raise EditRefused(what, where=opened.file, fix="Write the day of the newest review")
    yaml = parse_manuscript(sources[opened.file]).yaml
    for field, value in (
        ("reviewed", edit.reviewed.isoformat()),
        ("reviewed_by", name),
        ("review_due", edit.review_due.isoformat()),
    ):
        yaml = set_field(yaml, (field,), value, opened.file, before=("review_due", "conflicts_of_interest", "cautions"))
    text = with_front_matter(sources[opened.file], yaml)
    return Edited({**sources, opened.file: text})
