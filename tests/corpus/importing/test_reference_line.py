"""One printed line, one reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldnbot.corpus.importing.citationkeys import with_keys
from ldnbot.corpus.importing.cleantext import fold
from ldnbot.corpus.importing.referencelist import looks_like_reference, parse_reference
from ldnbot.corpus.importing.studydesign import propose_study
from ldnbot.corpus.reference import Name, Reference, Study


def test_abbreviated_containers_with_stops_are_one_container() -> None:
    found = parse_reference("Hat E, Phil K Jr. Do hands tire? J. Am. Hand. Assoc. 2020 Dec;151(12):891-902.e1.")
    assert found.reference.container_title == "J. Am. Hand. Assoc"
    assert found.reference.title == "Do hands tire?"
    assert found.reference.authors == (Name("Hat", "E"), Name("Phil", "K Jr"))
    assert found.reference.page == "891-902.e1"


def test_identifiers_are_found_in_any_of_their_forms() -> None:
    line = "Hat E. Hands. J Hand. 2020;1:2. https://doi.org/10.1000/a(b)c; PMID 123, PMC456. Accessed April 4, 2024."
    found = parse_reference(line).reference
    assert (found.doi, found.pmid, found.pmcid, found.url) == ("10.1000/a(b)c", "123", "PMC456", "")
    assert found.accessed
    assert found.accessed.iso == "2024-04-04"


def test_an_address_is_kept_and_none_is_made_up() -> None:
    with_address = parse_reference("Hands | Site [Internet]. [cited 2024 Apr 4]. Available from: https://a.example/b.")
    without = parse_reference("Hands | Site [Internet]. [cited 2024 Apr 4]. Available from:")
    assert (with_address.reference.url, with_address.missing) == ("https://a.example/b", ())
    assert without.reference.url == ""
    assert without.missing


def test_a_body_may_be_the_author() -> None:
    found = parse_reference("World Hand Body. Hands of the world. Geneva Press. 2001.")
    assert found.reference.authors == (Name(literal="World Hand Body"),)
    assert found.doubts


@given(st.text(max_size=80))
def test_a_line_that_cannot_be_taken_apart_is_kept_whole(text: str) -> None:
    found = parse_reference(f"hands {text}")
    if found.reference.type == "document":
        assert found.reference.title == fold(f"hands {text}")
        assert found.doubts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hat E. Hands. J Hand. 2020;1:2.", True),
        ("Need help or would like to learn more?", False),
        ("The price rose in 2019; 30 % more was asked for.", False),
    ],
)
def test_references_are_told_from_other_lines(text: str, expected: bool) -> None:
    assert looks_like_reference(text) is expected


def test_keys_are_ascii_and_equal_ones_get_letters() -> None:
    made = [
        Reference("", "article-journal", "x", authors=(Name("Småbrække-Øst", "G"),)),
        Reference("", "article-journal", "y", authors=(Name("Småbrække-Øst", "G"),)),
        Reference("", "webpage", "24 hours of hands", container_title="the Site"),
    ]
    keys = [reference.key for reference in with_keys(made)]
    assert keys == ["smabraekkeosta", "smabraekkeostb", "s-24-hours-of"]


@pytest.mark.parametrize(
    ("title", "study"),
    [
        ("Hands: a systematic review of randomised trials", Study.SYSTEMATIC_REVIEW),
        ("A Systemic Review", Study.SYSTEMATIC_REVIEW),
        ("Meta-analysis of hands", Study.SYSTEMATIC_REVIEW),
        ("A randomised trial in mice", Study.ANIMAL),
        ("Pilot RCT of hands", Study.RANDOMISED_TRIAL),
        ("A non-randomized cohort", Study.OBSERVATIONAL),
        ("A quasi-experimental before-after study", Study.OBSERVATIONAL),
        ("Two hands: case series", Study.CASE_REPORT),
        ("Cells in vitro", Study.LABORATORY),
        ("A review of hands", Study.NARRATIVE_REVIEW),
        ("Hands and rational thought", None),
    ],
)
def test_a_design_is_proposed_only_where_the_title_says_one(title: str, study: Study | None) -> None:
    proposed = propose_study(Reference("x", "article-journal", title))
    assert (proposed.study if proposed else None) is study
