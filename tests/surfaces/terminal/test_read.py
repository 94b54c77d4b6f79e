from pathlib import Path

import pytest

from ldnbot.answering.wording import DISCLAIMER
from terminal_run import Terminal


def test_without_a_section_the_table_of_contents_is_shown(ldnbot: Terminal, folder: Path) -> None:
    out = ldnbot("read", "--corpus", folder).out
    assert "Veltamine in brief" in out
    assert "  2  Dose" in out
    assert "  4    Rare harm" in out


@pytest.mark.parametrize("wanted", ["Dose", "dose", "2", "dos", "  DOSE "])
def test_a_section_is_found_by_number_heading_or_its_beginning(ldnbot: Terminal, folder: Path, wanted: str) -> None:
    ran = ldnbot("read", wanted, "--corpus", folder)
    assert "2 mg in the evening [1]." in ran.out
    assert "[1] Brook AL." in ran.out
    assert "[3]" not in ran.out
    assert DISCLAIMER in ran.out


def test_a_section_is_shown_with_the_sections_below_it(ldnbot: Terminal, folder: Path) -> None:
    out = ldnbot("read", "side effects", "--corpus", folder).out
    assert "- Dry mouth was the commonest complaint [1, 2]." in out
    assert "Side effects › Rare harm" in out
    assert "kidney disease" in out


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("Prise", "Did you mean 5 Price"),
        ("99", "there is no section"),
        ("\x1b[31m", "there is no section"),
        ("", "there is no section"),
    ],
)
def test_an_unknown_section_is_told_with_the_nearest(ldnbot: Terminal, folder: Path, wanted: str, said: str) -> None:
    ran = ldnbot("read", wanted, "--corpus", folder)
    assert ran.status == 2
    assert said in ran.err
    assert "\x1b" not in ran.err


@pytest.mark.parametrize("wanted", ["1", "brook2019", "[1]", "@brook2019"])
def test_a_reference_is_shown_with_the_sentences_that_cite_it(ldnbot: Terminal, folder: Path, wanted: str) -> None:
    out = ldnbot("reference", wanted, "--corpus", folder).out
    assert "[1] Brook AL. Veltamine for night cramps." in out
    assert "PubMed: https://pubmed.ncbi.nlm.nih.gov/1234567/" in out
    assert "The usual starting dose of veltamine is 2 mg in the evening [1]." in out
    assert "It rises to 8 mg" not in out
    assert DISCLAIMER in out


def test_a_reference_without_an_address_says_so(ldnbot: Terminal, folder: Path) -> None:
    assert "The source gives no address for it." in ldnbot("reference", "3", "--corpus", folder).out


def test_without_a_number_every_reference_is_shown(ldnbot: Terminal, folder: Path) -> None:
    out = ldnbot("reference", "--corpus", folder).out
    assert [f"[{number}]" in out for number in (1, 2, 3, 4)] == [True, True, True, False]


def test_an_unknown_reference_is_told_with_the_range(ldnbot: Terminal, folder: Path) -> None:
    ran = ldnbot("reference", "12", "--corpus", folder)
    assert ran.status == 2
    assert "from 1 to 3" in ran.err
