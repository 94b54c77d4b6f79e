from datetime import date

import pytest

from ldnbot.corpus.article import Source
from ldnbot.corpus.finding import Finding
from ldnbot.corpus.frontmatter import read_front_matter


def findings(text: str) -> tuple[Finding, ...]:
    return read_front_matter(text, "a.md")[1]


def test_every_field_is_read() -> None:
    front, faults = read_front_matter(
        "title: A  long\n  title\nlanguage: en\nlicence: CC0\nauthors: [A, B]\n"
        "source:\n  title: S\n  author: W\n  URL: https://a.b\n  accessed: 2024-05\n"
        "reviewed: 2026-01-02\nreviewed_by: R\nreview_due: 2027-01-02\nconflicts_of_interest: none\n",
        "a.md",
    )
    assert faults == ()
    assert (front.title, front.language, front.authors) == ("A long title", "en", ("A", "B"))
    assert front.source == Source("S", "W", "https://a.b", "2024-05")
    assert (front.reviewed, front.review_due) == (date(2026, 1, 2), date(2027, 1, 2))
    assert (front.reviewed_by, front.licence, front.conflicts_of_interest) == ("R", "CC0", "none")


def test_one_author_needs_no_list() -> None:
    assert read_front_matter("title: T\nauthors: Only One\n", "a.md")[0].authors == ("Only One",)


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "no-front-matter"),
        ("title: [\n", 3, "broken-yaml"),
        ("just words\n", 2, "broken-yaml"),
        ("language: en\n", 2, "no-title"),
        ("title: T\ntitle: U\n", 3, "duplicate-field"),
        ("title: T\nauthor: U\n", 3, "unknown-field"),
        ("title: T\nsource:\n  url: U\n", 4, "unknown-field"),
        ("title: T\nlanguage:\n- en\n", 4, "not-text"),
        ("title: T\nsource: a book\n", 3, "not-fields"),
        ("title: T\nreviewed: 2026-13-01\n", 3, "bad-date"),
        ("title: T\nreview_due: 20270101\n", 3, "bad-date"),
        ("title: T\nreview_due: next year\n", 3, "bad-date"),
    ],
)
def test_a_fault_is_found_on_its_line(text: str, line: int, code: str) -> None:
    assert [(finding.line, finding.code) for finding in findings(text)] == [(line, code)]


@pytest.mark.parametrize(
    ("written", "meant"), [("review_du", "review_due"), ("Licence", "licence"), ("license", "licence")]
)
def test_a_field_that_is_misspelt_is_guessed(written: str, meant: str) -> None:
    (finding,) = findings(f"title: T\n{written}: x\n")
    assert finding.fix.startswith(f"did you mean {meant}? ")


def test_a_field_like_no_other_is_not_guessed() -> None:
    (finding,) = findings("title: T\nzzz: x\n")
    assert finding.fix.startswith("The fields are title, ")
