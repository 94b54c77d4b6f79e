import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated import references
from ldnbot.corpus.bibliography import parse_date, read_references, write_references
from ldnbot.corpus.finding import Finding
from ldnbot.corpus.reference import Name, PartialDate, Reference, Study

ENTRY = "references:\n- id: a\n  title: T\n  study: animal\n"


def read(text: str) -> tuple[Reference, ...]:
    return read_references(text, "references.yaml")[0]


def faults(text: str) -> tuple[Finding, ...]:
    return read_references(text, "references.yaml")[1]


@given(st.lists(references("a"), max_size=3))
@settings(max_examples=150)
def test_writing_what_was_read_gives_the_same_file(some: list[Reference]) -> None:
    text = write_references(some)
    assert write_references(read(text)) == text
    assert [replace(reference, line=0) for reference in read(text)] == some
    assert faults(text) == ()


@given(references("a"))
@settings(max_examples=50)
def test_each_field_takes_one_line(reference: Reference) -> None:
    head, *lines = write_references([reference]).rstrip("\n").split("\n")
    assert head == "references:"
    for line in lines:
        assert re.fullmatch(r"(- |  )(- |  )?[A-Za-z-]+:( .+)?", line)


def test_every_field_is_read() -> None:
    (reference,) = read(
        "references:\n- id: a\n  type: webpage\n  study: case-report\n  title: 'T: u'\n  author:\n  - family: F\n"
        "    given: G\n  - literal: et al.\n  container-title: C\n  publisher: P\n  issued: '2018-04'\n"
        "  accessed: 2019-05-06\n  volume: 4\n  issue: 02\n  page: 1-2\n  DOI: 10.5555/a\n  PMID: 12\n"
        "  PMCID: PMC3\n  URL: https://a.b\n  status: retracted\n  note: N\n"
    )
    assert reference == Reference(
        "a", "webpage", "T: u", (Name("F", "G"), Name(literal="et al.")), "C", "P", PartialDate(2018, 4),
        PartialDate(2019, 5, 6), "4", "02", "1-2", "10.5555/a", "12", "PMC3", "https://a.b",
        Study.CASE_REPORT, True, "N", 2,
    )  # fmt: skip


@pytest.mark.parametrize(
    "issued",
    [
        "'2018-04-01'",
        "2018-4-1",
        "{date-parts: [[2018, 4, 1]]}",
        "[{year: 2018, month: 4, day: 1}]",
        "{year: '2018', month: '04', day: '01'}",
    ],
)
def test_every_form_of_a_date_is_read(issued: str) -> None:
    assert [reference.issued for reference in read(f"{ENTRY}  issued: {issued}\n")] == [PartialDate(2018, 4, 1)]


@pytest.mark.parametrize(
    "text", ["2018-13", "2018-04-31", "2019-02-29", "18", "2018-0", "2018-04-0", "0999", "２０１８", "May 2018", ""]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_a_leap_day_is_a_date() -> None:
    assert parse_date("2020-02-29") == PartialDate(2020, 2, 29)


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("references: [\n", 2, "broken-yaml"),
        ("words\n", 1, "no-references"),
        ("references:\n- words\n", 2, "not-fields"),
        ("references:\n- title: T\n", 2, "bad-key"),
        ("references:\n- id: 1a\n  title: T\n", 2, "bad-key"),
        ("references:\n- id: a\n  study: animal\n", 2, "no-title"),
        ("references:\n- id: a\n  title: T\n", 2, "no-study"),
        (f"{ENTRY}  study: animal\n", 5, "duplicate-field"),
        (f"{ENTRY}  tilte: T\n", 5, "unknown-field"),
        (f"{ENTRY}  volume: [1]\n", 5, "not-text"),
        (f"{ENTRY}  author:\n  - given: A\n  - {{}}\n", 7, "bad-author"),
        (f"{ENTRY}  author: A Person\n", 5, "bad-author"),
        (f"{ENTRY}  issued: soon\n", 5, "bad-date"),
        (f"{ENTRY}  DOI: doi.org/10.5555/a\n", 5, "malformed-doi"),
        (f"{ENTRY}  PMID: PMC123\n", 5, "malformed-pmid"),
        (f"{ENTRY}  PMCID: 123\n", 5, "malformed-pmcid"),
        (f"{ENTRY}  URL: www.a.b\n", 5, "malformed-url"),
        ("references:\n- id: a\n  title: T\n  study: animals\n", 4, "unknown-study"),
    ],
)
def test_a_fault_is_found_on_its_line(text: str, line: int, code: str) -> None:
    assert [(finding.line, finding.code) for finding in faults(text)] == [(line, code)]


def test_a_malformed_identifier_is_never_made_into_a_link() -> None:
    (reference,) = read(f"{ENTRY}  DOI: x\n  PMID: PMC1\n  PMCID: 1\n  URL: javascript:x\n")
    assert reference.links == ()


@pytest.mark.parametrize(
    "field", ["abstract: words", "ISSN: 1234-5678", "original-date: {date-parts: [[1999]]}", "language: en"]
)
def test_csls_other_fields_are_left_in_peace(field: str) -> None:
    assert faults(f"{ENTRY}  {field}\n") == ()


@pytest.mark.parametrize(
    ("written", "meant"), [("container_title", "container-title"), ("doi", "DOI"), ("pages", "page")]
)
def test_a_field_that_is_misspelt_is_guessed(written: str, meant: str) -> None:
    (finding,) = faults(f"{ENTRY}  {written}: x\n")
    assert finding.fix.startswith(f"did you mean {meant}? ")


@pytest.mark.parametrize("text", ["", "references:\n", "references: []\n", "# only a comment\n"])
def test_a_bibliography_may_be_empty(text: str) -> None:
    assert read_references(text, "references.yaml") == ((), ())


def test_a_date_is_written_in_quotes() -> None:
    text = write_references([Reference("a", "book", "T", issued=PartialDate(2018, 4), accessed=PartialDate(2018))])
    assert "  issued: '2018-04'\n  accessed: '2018'\n" in text
