"""Input that holds no article ends in one error that says what to do; files are written whole or not at all."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.importing.samples import as_html, as_pdf, as_text, as_word, pdf_file, word_file
from ldnbot.corpus.importing import importer, word
from ldnbot.corpus.importing.draft import Draft
from ldnbot.corpus.importing.importer import import_article
from ldnbot.corpus.importing.output import write_draft
from ldnbot.errors import ExtraMissing, ManuscriptUnreadable, OutputExists

DRAFT = Draft("hands", "text\n", "references:\n", ())


def archive(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/") + ".xml", content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (bytes(range(256)) * 40, "no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no text"),
        (b"\xff\xfea", "no text"),
        (b"word", "no title"),
        (b"<html><body></body></html>", "no t"),
        (b"%PDF-1.7 and nothing more", "PDF is broken"),
        (as_pdf()[:900], "PDF"),
        (pdf_file([[]]), "may be a scan"),
        (b"PK\x03\x04 and nothing more", "archive"),
        (archive(other=b"x"), "archive"),
        (archive(word__document=b"<broken"), "broken"),
        (as_word()[:-200], "archive"),
        (word_file("", head='<!DOCTYPE a [<!ENTITY b "c">]>'), "entities"),
        (word_file("", head='<!DOCTYPE a SYSTEM "file:///etc/passwd">'), "entities"),
        (b"<div>" * 5000 + b"x" + b"</div>" * 5000, "nested|no title"),
    ],
)
def test_input_that_is_no_article_is_one_error_with_a_fix(raw: bytes, what: str) -> None:
    with pytest.raises(ManuscriptUnreadable, match=what) as caught:
        import_article(raw, file_name="x.bin")
    assert caught.value.where == "x.bin"
    assert caught.value.fix


def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(as_pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(ManuscriptUnreadable, match="password"):
        import_article(buffer.getvalue(), file_name="a.pdf")


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "LARGEST_INPUT", 100)
    with pytest.raises(ManuscriptUnreadable, match="is the most"):
        import_article(b"x" * 101, file_name="a.txt")


def test_a_word_file_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "LARGEST_UNPACKED", 1_000_000)
    bomb = word_file("", more=[("word/media/image.png", bytes(1_000_001))])
    assert len(bomb) < 10_000
    with pytest.raises(ManuscriptUnreadable, match="unpacks to more"):
        import_article(bomb, file_name="a.docx")


@pytest.mark.parametrize(
    ("library", "raw"), [("pypdf", as_pdf()), ("mammoth", as_word()), ("lxml", as_html().encode())]
)
def test_a_missing_library_is_named_with_how_to_install_it(
    library: str, raw: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ExtraMissing, match=library) as caught:
        import_article(raw, file_name="a")
    assert "pip install '.[import]'" in caught.value.fix


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([as_word(), as_pdf(), as_html().encode(), b""]), st.integers(0, 3000))
def test_no_damage_to_a_file_ends_in_anything_but_a_draft_or_the_one_error(junk: bytes, raw: bytes, at: int) -> None:
    damaged = raw[:at] + junk + raw[at + len(junk) :]
    try:
        assert import_article(damaged, file_name="x").markdown
    except ManuscriptUnreadable as error:
        assert error.fix


def test_plain_text_needs_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for library in ("lxml", "mammoth", "pypdf", "trafilatura"):
        monkeypatch.setitem(sys.modules, library, None)
    assert import_article(as_text().encode(), file_name="a.txt").references


def test_a_draft_is_written_and_nothing_else(tmp_path: Path) -> None:
    written = write_draft(DRAFT, tmp_path / "new" / "corpus", force=False)
    assert [path.name for path in written] == ["hands.md", "references.yaml"]
    assert sorted((tmp_path / "new" / "corpus").iterdir()) == sorted(written)
    assert written[0].read_text() == "text\n"


@pytest.mark.parametrize("taken", ["hands.md", "references.yaml"])
def test_no_file_is_overwritten_and_none_is_written_beside_it(taken: str, tmp_path: Path) -> None:
    (tmp_path / taken).write_text("mine")
    with pytest.raises(OutputExists, match=taken):
        write_draft(DRAFT, tmp_path, force=False)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(taken, "mine")]


def test_with_force_a_link_is_replaced_and_what_it_points_to_is_left(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("mine")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "hands.md").symlink_to(tmp_path / "other")
    write_draft(DRAFT, tmp_path / "corpus", force=True)
    assert (tmp_path / "other").read_text() == "mine"
    assert (tmp_path / "corpus" / "hands.md").read_text() == "text\n"


def test_a_failure_leaves_the_old_files_and_no_scraps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hands.md").write_text("mine")
    calls = iter([None, OSError(28, "No space left on device")])

    def full(_: int) -> None:
        if problem := next(calls):
            raise problem

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ManuscriptUnreadable, match="No space left"):
        write_draft(DRAFT, tmp_path, force=True)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("hands.md", "mine")]


def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    written = write_draft(Draft("../../etc/x", "t", "", ()), tmp_path / "in", force=False)
    assert [path.parent for path in written] == [tmp_path / "in"]
