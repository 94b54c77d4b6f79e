"""What every input becomes: the same article, its numbers resolved, nothing of its body lost."""

import re
import textwrap
from datetime import date
from pathlib import Path

import pytest

from corpus.importing.samples import (
    FOOTER,
    NAVIGATION,
    REFERENCES,
    SECTIONS,
    SUBTITLE,
    TITLE,
    as_html,
    as_pdf,
    as_text,
    as_word,
    paragraphs,
    pdf_file,
)
from ldnbot.corpus.article import BlockKind
from ldnbot.corpus.citation import render_citations
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.finding import errors_among
from ldnbot.corpus.folder import Inspection, inspect_corpus
from ldnbot.corpus.importing.draft import Draft, NoteKind
from ldnbot.corpus.importing.importer import import_article
from ldnbot.corpus.importing.output import write_draft
from ldnbot.corpus.vancouver import render_reference
from ldnbot.errors import ManuscriptUnreadable

TODAY = date(2026, 11, 22)
INPUTS = {
    "a.txt": as_text().encode(),
    "a.html": as_html().encode(),
    "a.docx": as_word(),
    "a.pdf": as_pdf(),
}
SOUND = as_text().replace(" [99]", "").replace("[2019]", "(2019)")


def imported(raw: bytes | str, name: str = "a.txt", headings: tuple[str, ...] = ()) -> Draft:
    return import_article(raw.encode() if isinstance(raw, str) else raw, file_name=name, headings=headings)


def inspected(draft: Draft, folder: Path) -> Inspection:
    write_draft(draft, folder, force=False)
    return inspect_corpus(folder, today=TODAY)


def spelt_out(text: str) -> str:
    return re.sub(r"\[2–4\]", "[2, 3, 4]", text)


def as_printed(corpus: Corpus, draft: Draft) -> list[str]:
    """Every passage with its citations as the numbers of the input's list."""
    keys = re.findall(r"^- id: (.*)$", draft.references, re.M)
    numbers = {key: number for number, key in enumerate(keys, start=1)}
    return [render_citations(passage.text, numbers) for passage in corpus.passages]


@pytest.mark.parametrize("name", INPUTS)
def test_every_paragraph_and_citation_of_every_format_comes_through_word_for_word(name: str, tmp_path: Path) -> None:
    draft = imported(INPUTS[name], name)
    corpus = inspected(draft, tmp_path).corpus
    printed = as_printed(corpus, draft)
    assert [text for text in printed if text != SUBTITLE][: len(paragraphs())] == [spelt_out(t) for t in paragraphs()]


@pytest.mark.parametrize("name", INPUTS)
def test_title_headings_and_hierarchy_are_the_same_from_every_format(name: str, tmp_path: Path) -> None:
    corpus = inspected(imported(INPUTS[name], name), tmp_path).corpus
    assert corpus.articles[0].title == TITLE
    assert [(s.level, s.heading) for _, s in corpus.sections if s.heading] == [(lv, head) for lv, head, _ in SECTIONS]
    assert corpus.articles[0].name == "all-about-mini-dose-verafin-does-it-work"


@pytest.mark.parametrize("name", INPUTS)
def test_every_reference_of_every_format_is_taken_apart_exactly(name: str, tmp_path: Path) -> None:
    references = list(inspected(imported(INPUTS[name], name), tmp_path).corpus.references.values())
    assert [reference.key for reference in references] == [
        "parquet2018a", "toll2019", "parquet2018b", "vt-what-is-verafin", "parquet2018c", "vt-verafin-shops-a",
    ]  # fmt: skip
    first = references[0]
    assert (first.doi, first.pmid, first.pmcid) == ("10.1002/14651858.CD010410(18)3.pub3", "29607490", "PMC6494420")
    for reference, line in zip(references, REFERENCES, strict=True):
        if reference.type == "article-journal":
            assert render_reference(reference).startswith(re.split(r" (?:DOI|PMID):", line)[0])
        else:
            assert reference.container_title == "Verafin Trust – The Charity"
            assert reference.accessed
            assert not reference.url
    assert references[-1].title == "Verafin Shops (A to Z)"
    assert [str(reference.study or "") for reference in references] == [
        "systematic-review", "randomised-trial", "", "web-page", "case-report", "web-page",
    ]  # fmt: skip


def test_a_sound_article_is_a_corpus_without_errors(tmp_path: Path) -> None:
    assert errors_among(inspected(imported(SOUND), tmp_path).findings) == ()


def test_a_number_without_a_reference_stays_as_it_was_and_is_noted(tmp_path: Path) -> None:
    draft = imported(as_text())
    inspection = inspected(draft, tmp_path)
    assert any("juggle should not take verafin [99]." in passage.text for passage in inspection.corpus.passages)
    assert any(note.kind is NoteKind.MISSING and note.what.startswith("[99]") for note in draft.notes)
    assert "looks-cited" in {finding.code for finding in errors_among(inspection.findings)}


def test_what_is_left_out_is_listed_line_by_line() -> None:
    lines = as_text().splitlines()
    dropped = [note for note in imported(as_text()).notes if note.kind is NoteKind.DROPPED]
    assert [lines[note.line - 1] for note in dropped] == [*NAVIGATION, *FOOTER]
    assert all(lines[note.line - 1] in note.what for note in dropped)


def test_navigation_of_a_page_is_listed_as_left_out() -> None:
    dropped = [note.what for note in imported(as_html(), "a.html").notes if note.kind is NoteKind.DROPPED]
    assert any(NAVIGATION[0] in what for what in dropped)
    assert any(FOOTER[1] in what for what in dropped)


def test_every_guessed_heading_and_the_title_are_listed() -> None:
    guessed = " ".join(note.what for note in imported(as_text()).notes if note.kind is NoteKind.GUESSED)
    assert all(heading in guessed for _, heading, _ in SECTIONS)
    assert TITLE in guessed
    assert SUBTITLE in guessed


def test_a_label_makes_a_call_out_with_its_words_kept(tmp_path: Path) -> None:
    corpus = inspected(imported(SOUND), tmp_path).corpus
    (callout,) = [passage for passage in corpus.passages if passage.kind is BlockKind.CALLOUT]
    assert callout.text == "Key Takeaway: MDV is a small dose of verafin. It is used for hands."


def test_raised_numbers_of_a_page_are_citations_on_the_sentence_before(tmp_path: Path) -> None:
    corpus = inspected(imported(as_html(superscripts=True), "a.html"), tmp_path).corpus
    passage = next(p for p in corpus.passages if p.text.startswith("Nobody knows"))
    assert [[c.keys for c in s.citations] for s in passage.sentences] == [
        [], [("parquet2018b",), ("parquet2018a", "parquet2018b", "vt-what-is-verafin")],
    ]  # fmt: skip
    assert passage.text.startswith("Nobody knows how MDV works. Some say")


def test_raised_digits_of_a_unit_are_no_citation() -> None:
    page = as_html().replace("It was approved", "It covers 3 m<sup>2</sup> or 10<sup>-3</sup>. It was approved")
    assert "It covers 3 m² or 10⁻³. It was" in imported(page, "a.html").markdown


def test_lists_and_tables_of_a_page_are_kept(tmp_path: Path) -> None:
    corpus = inspected(imported(as_html(), "a.html"), tmp_path).corpus
    kinds = {passage.kind: passage.text for passage in corpus.passages}
    assert kinds[BlockKind.LIST] == "- Wash the hands\n  - both of them\n- Dry them"
    assert kinds[BlockKind.TABLE] == "Dose | Hands\n1 mg | calm [@toll2019]"


def test_markdown_headings_carry_their_levels(tmp_path: Path) -> None:
    text = (
        "# Of Hands\n\nText *one* about hands [1].\n\n### Deep\n\nMore.\n\n1. one\n2. two\n\n- x\n\n## References\n\n"
    )
    inspection = inspected(imported(text + f"1. {REFERENCES[1]}\n", "a.md"), tmp_path)
    assert [passage.text for passage in inspection.corpus.passages] == [
        "Text one about hands [@toll2019].", "More.", "1. one\n2. two", "- x",
    ]  # fmt: skip
    assert errors_among(inspection.findings) == ()


def test_headings_that_a_person_names_are_the_only_ones(tmp_path: Path) -> None:
    named = (f"# {NAVIGATION[1]} Not", "## Uses of MDV", "  MDV for Watchmakers")
    text = SOUND.replace(TITLE, f"{NAVIGATION[1]} Not")
    corpus = inspected(imported(text, headings=named), tmp_path).corpus
    assert corpus.articles[0].title == f"{NAVIGATION[1]} Not"
    assert [(s.level, s.heading) for _, s in corpus.sections if s.heading] == [
        (2, "Uses of MDV"), (3, "MDV for Watchmakers"),
    ]  # fmt: skip
    assert any(passage.text == "MDV for Model Ships" for passage in corpus.passages)


def test_a_named_heading_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ManuscriptUnreadable, match="“Uses of MDW” is no line"):
        imported(as_text(), headings=("## Uses of MDW",))


def test_an_article_without_references_is_imported_and_noted(tmp_path: Path) -> None:
    draft = imported(SOUND.split("➕")[0].replace("[", "(").replace("]", ")"))
    assert draft.references == ""
    assert any(note.kind is NoteKind.MISSING and "reference list" in note.what for note in draft.notes)
    assert errors_among(inspected(draft, tmp_path).findings) == ()


def test_a_reference_list_without_a_heading_is_found() -> None:
    draft = imported(as_text().replace("➕ References\n", ""))
    assert draft.references == imported(as_text()).references


def test_text_wrapped_by_hand_reads_as_one_paragraph(tmp_path: Path) -> None:
    wrapped = "\n".join(
        line if line.startswith("  ") else textwrap.fill(line, 72, break_on_hyphens=False)
        for line in SOUND.split("➕")[0].splitlines()
    )
    texts = [p.text for p in inspected(imported(wrapped), tmp_path).corpus.passages]
    assert paragraphs()[0] in texts


def test_a_list_under_a_heading_like_sources_does_not_end_the_article() -> None:
    text = (
        SOUND.split("➕")[0] + "\nSources\n\n- walnuts\n- peas\n\nThey all hold a little of it, as far as is known.\n"
    )
    assert "They all hold a little of it" in imported(text).markdown


def test_words_parted_at_the_end_of_a_printed_line_are_put_together_and_hyphens_kept() -> None:
    printed = (
        "A low-dose is a dose that most hands of most people stand well, if not all of them. A low-",
        "dose may calm an inflam-",
        "mation of the hands, as calm as 0.5-",
        "1.5 mg can make it, say some.",
    )
    raw = pdf_file([[(18, 800, "On Hands"), *((10, 770 - 12 * n, line) for n, line in enumerate(printed))]])
    draft = imported(raw, "a.pdf")
    assert "A low-dose may calm an inflammation of the hands, as calm as 0.5-1.5 mg" in draft.markdown
    assert [note.what for note in draft.notes if "inflam-" in note.what]


def test_windows_text_is_read_and_noted() -> None:
    draft = imported(SOUND.replace("➕ ", "").replace("ø", "o").encode("cp1252"))
    assert "doesn’t" in draft.markdown
    assert any("Windows-1252" in note.what for note in draft.notes)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_text_with_a_byte_order_mark_is_read(encoding: str) -> None:
    assert imported(SOUND.encode(encoding)).markdown == imported(SOUND).markdown


def test_a_name_and_a_long_title_make_a_short_file_name() -> None:
    assert import_article(SOUND.encode(), file_name="a", name="../My Name").name == "my-name"
    long = imported(SOUND.replace(TITLE, f"{TITLE} And So On And So Forth For Ever"))
    assert long.name == "all-about-mini-dose-verafin-does-it-work-and-so-on-and-so"
