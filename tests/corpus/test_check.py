from datetime import date

import pytest

from ldnbot.corpus.bibliography import read_references
from ldnbot.corpus.check import check_articles, check_references
from ldnbot.corpus.finding import Severity
from ldnbot.corpus.reader import read_article
from small import ARTICLE, TODAY

HEAD = "---\ntitle: T\n---\n\n"
KEYS = frozenset(["brook2019", "marsh2021"])


def found(body: str, *, head: str = HEAD, name: str = "a", today: date = TODAY) -> list[tuple[int, str]]:
    text = head + body
    article, _ = read_article(text, name, f"{name}.md")
    findings = check_articles([article], KEYS, today, {f"{name}.md": text})
    return [(finding.line, finding.code) for finding in findings if finding.code != "missing-field"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One.\nTwo.\nThree [@brok2019].\n", [(7, "unknown-key")]),
        ("One [@x1].\nTwo [@x1; @brook2019].\n", [(5, "unknown-key"), (6, "unknown-key")]),
        ("- One [@brook2019].\n- Two [@x].\n\nThree [@x].\n", [(6, "unknown-key"), (8, "unknown-key")]),
        ("One [@xy].\nTwo [@x].\n", [(5, "unknown-key"), (6, "unknown-key")]),
        ("One.\nTwo [@1].\n", [(6, "malformed-citation")]),
        ("One.\nTwo [see @brook2019,\np. 3].\n", [(6, "citation-detail")]),
        ("One.\nTwo [1, 2].\n", [(6, "looks-cited")]),
        ("One [@brook2019].\nTwo @brook2019 says.\n", [(6, "bare-key")]),
        ("One.\nTwo **about three.\n", [(6, "stray-markup")]),
        ("A **bold** word.\nThis is **about two.\n", [(6, "stray-markup")]),
        ("One.\nSee [link](http://x for more.\n", [(6, "stray-markup")]),
        ("One.\nTake `code of it.\n", [(6, "stray-markup")]),
        ("- One\n- Two __about\n", [(6, "stray-markup")]),
        ("**One** and *two*, [three](http://x), `four`, 5 * 6, p* and a_b_c.\n", []),
        ("Mail a@brook2019.org, in 2019 (1).\n", []),
        ("1. a\n2. b\n2. c\n4. d\n", [(7, "mixed-up-numbering"), (8, "mixed-up-numbering")]),
        ("3. a\n4. b\n   1. c\n   2. d\n5. e\n   1. f\n", []),
        ("1. a\n   1. b\n   3. c\n2. d\n", [(7, "mixed-up-numbering")]),
        ("- a\n- 3\n- 1\n", []),
        ("> 1. a\n> 3. b\n", []),
        ("A.\n\n## 1. One\n\nB.\n\n## 3. Three\n\nC.\n", [(11, "mixed-up-numbering")]),
        ("A.\n\n## 2019 in short\n\nB.\n\n## 2024 in short\n\nC.\n", []),
        ("A.\n\n## Empty\n\n## Full\n\nB.\n", [(7, "empty-section")]),
        ("A.\n\n## Parent\n\n### Child\n\nB.\n", []),
        ("A.\n\n## H\n\nB.\n\n#### Deep\n\nC.\n", [(11, "skipped-level")]),
        ("A.\n\n### First\n\nC.\n", [(7, "skipped-level")]),
        ("A.\n\n## H\n\nB.\n\n## H\n\nC.\n", [(11, "duplicate-heading")]),
        ("", [(1, "no-passages")]),
    ],
)
def test_a_fault_of_an_article_is_found_on_its_line(body: str, expected: list[tuple[int, str]]) -> None:
    assert found(body) == expected


def test_a_sound_article_has_no_findings() -> None:
    assert found("", head=ARTICLE.replace("@velta-page", "@brook2019")) == []


def test_an_unknown_key_close_to_a_known_one_is_guessed() -> None:
    text = HEAD + "A [@brok2019].\n"
    findings = check_articles([read_article(text, "a", "a.md")[0]], KEYS, TODAY, {"a.md": text})
    assert [finding.fix for finding in findings if finding.code == "unknown-key"] == [
        "did you mean [@brook2019]? Correct the key, or add the reference"
    ]


def test_each_missing_field_of_the_front_matter_is_named() -> None:
    text = HEAD + "A.\n"
    findings = check_articles([read_article(text, "a", "a.md")[0]], KEYS, TODAY, {"a.md": text})
    assert [finding.what.split()[-1] for finding in findings if finding.code == "missing-field"] == [
        *("language", "licence", "authors", "source", "reviewed", "reviewed_by", "review_due", "conflicts_of_interest")
    ]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 12, 31), []),
        (date(2027, 1, 1), []),
        (date(2027, 1, 2), [(10, "review-overdue")]),
        (date(2025, 12, 31), [(8, "reviewed-later")]),
    ],
)
def test_a_review_is_overdue_the_day_after_it_was_due(today: date, expected: list[tuple[int, str]]) -> None:
    assert found("", head=ARTICLE.replace("@velta-page", "@brook2019"), today=today) == expected


def test_a_file_name_that_is_no_slug_is_a_warning() -> None:
    assert found("A.\n", name="My Article") == [(0, "bad-file-name")]


ENTRY = "- id: {key}\n  title: T\n  study: animal\n  issued: '2018'\n"


def about(entries: str, *cited: str) -> list[tuple[int, str, Severity]]:
    references, faults = read_references(f"references:\n{entries}", "references.yaml")
    assert faults == ()
    findings = check_references(references, frozenset(cited), "references.yaml")
    return [(finding.line, finding.code, finding.severity) for finding in findings]


def test_a_reference_that_nothing_cites_is_a_warning() -> None:
    assert about(ENTRY.format(key="a") + ENTRY.format(key="b"), "a") == [(6, "uncited-reference", Severity.WARNING)]


def test_a_key_that_stands_twice_is_an_error() -> None:
    assert about(ENTRY.format(key="a") * 2, "a") == [(6, "duplicate-key", Severity.ERROR)]


@pytest.mark.parametrize(
    ("field", "one", "other"), [("DOI", "10.5555/Ab", "10.5555/aB"), ("PMID", "12", "12"), ("PMCID", "PMC12", "PMC12")]
)
def test_one_identifier_under_two_keys_is_an_error(field: str, one: str, other: str) -> None:
    entries = ENTRY.format(key="a") + f"  {field}: {one}\n" + ENTRY.format(key="b") + f"  {field}: {other}\n"
    assert about(entries, "a", "b") == [(7, f"duplicate-{field.lower()}", Severity.ERROR)]


def test_a_reference_without_any_date_is_a_warning() -> None:
    assert about("- id: a\n  title: T\n  study: animal\n", "a") == [(2, "missing-date", Severity.WARNING)]
    assert about("- id: a\n  title: T\n  study: animal\n  accessed: '2018'\n", "a") == []
