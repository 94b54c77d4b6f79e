import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from histories import FIRST
from ldnbot.corpus.folder import is_source_name
from ldnbot.moderation.bounded import Limits
from ldnbot.moderation.uploads import LARGEST_UPLOAD, Refused, Uploaded, import_upload

PLAIN = b"# Sleep\n\nVeltamine helped people sleep [1].\n\n## References\n\n1. Brook AL. Sleep. J Test. 2019;1:2-3.\n"
PAGE = (
    b"<html><body><h1>Sleep</h1><p>Veltamine helped.</p><img src='https://example.org/x.png'><p>Yes.</p></body></html>"
)
_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'
_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    b"</Relationships>"
)
_DOCUMENT = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    b"<w:p><w:r><w:t>Sleep</w:t></w:r></w:p>"
    b"<w:p><w:r><w:t>Veltamine helped people with night cramps to sleep.</w:t></w:r></w:p></w:body></w:document>"
)


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a Word file with those parts besides the usual ones."""
    usual = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": _DOCUMENT}
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in (usual | parts).items():
            file.writestr(name, content)
    return raw.getvalue()


def names(outcome: Uploaded | Refused) -> list[str]:
    assert isinstance(outcome, Uploaded), outcome
    return list(outcome.sources)


def why(outcome: Uploaded | Refused) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.why


@pytest.mark.parametrize("name", ["sleep.md", "sleep.pdf", "sleep", "sleep.exe", "", "no/such/../name.docx"])
def test_what_an_upload_is_its_content_says(name: str) -> None:
    assert names(import_upload(name, PLAIN)) == ["sleep.md", "references.yaml"]


def test_a_word_file_and_a_page_are_read() -> None:
    assert len(names(import_upload("x.docx", archive({})))) == 1
    outcome = import_upload("x.html", PAGE)
    assert isinstance(outcome, Uploaded)
    assert "example.org" not in outcome.sources["sleep.md"]  # a picture elsewhere is no part of the article
    assert outcome.notes


def test_an_article_in_the_corpus_format_stays_as_it_is() -> None:
    outcome = import_upload("Veltamine in Brief.md", FIRST["veltamine.md"].encode())
    assert outcome == Uploaded({"veltamine-in-brief.md": FIRST["veltamine.md"]}, ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (FIRST["references.yaml"], "references.yaml"),
        ("concepts:\n- name: velta\n  words: [velta]\n", "lexicon.yaml"),
        ("questions:\n- question: why\n", "questions.yaml"),
        ("also_asked:\n  a/b:\n  - why\n", "questions.yaml"),
    ],
)
def test_a_yaml_file_is_known_by_its_fields(text: str, name: str) -> None:
    assert import_upload("notes.txt", text.encode()) == Uploaded({name: text}, ())


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x.md", "C:\\x\\..\\y.md", "/etc/passwd", "\x00.md", "a\n.md", "‮gpj.md"]
)
def test_no_path_is_made_of_an_uploads_name(name: str) -> None:
    (made,) = names(import_upload(name, FIRST["veltamine.md"].encode()))
    assert made.removesuffix(".md").replace("-", "").isalnum()
    assert made.isascii()
    assert is_source_name(made)


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "customXml/VBAPROJECT.BIN"])
def test_macros_are_refused_whatever_the_files_name(name: str) -> None:
    assert "macros" in why(import_upload("harmless.docx", archive({name: b"x"})))


def test_a_type_that_says_macros_is_refused() -> None:
    types = b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"
    assert "macros" in why(import_upload("x.docx", archive({"[Content_Types].xml": types})))


def test_an_archive_that_unpacks_to_gigabytes_is_refused() -> None:
    assert "unpacks to more than" in why(import_upload("x.docx", archive({"word/media/a": bytes(300_000_000)})))
    bomb = archive({"word/document.xml": _DOCUMENT + bytes(90_000_000)})
    assert why(import_upload("x.docx", bomb))


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    raw = bytearray(archive({"word/media/a": bytes(3_000_000)}))
    true = (3_000_000).to_bytes(4, "little")
    lying = bytes(raw).replace(true, (3).to_bytes(4, "little"))
    assert lying != raw
    assert isinstance(import_upload("x.docx", lying), Uploaded | Refused)


def test_what_is_too_large_is_refused_without_being_read() -> None:
    assert "10 MB is the most" in why(import_upload("x.md", bytes(LARGEST_UPLOAD + 1)))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no text and no document"),
        (b"MZ\x90\0\3\0\0\0", "no text and no document"),
        (b"PK\3\4 broken", "archive is broken"),
        (b"%PDF-1.7\n" + bytes(range(256)), "PDF"),
    ],
)
def test_what_is_no_article_is_refused_with_a_sentence(content: bytes, told: str) -> None:
    sentence = why(import_upload("x.md", content))
    assert told in sentence
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
    assert "/" not in sentence or "Upload .md" in sentence


def test_an_upload_that_hangs_the_importer_is_stopped() -> None:
    endless = b"# Sleep\n\n" + b"Veltamine *helped* [1].\n\n" * 300_000
    sentence = why(import_upload("x.md", endless[:LARGEST_UPLOAD], Limits(3, 2_000_000_000)))
    assert sentence == "Reading the file took longer than 3 seconds. Save the article as plain text and try again."


@settings(max_examples=8)
@given(st.binary(max_size=300), st.text(max_size=20))
def test_whatever_is_uploaded_comes_to_an_outcome(content: bytes, name: str) -> None:
    outcome = import_upload(name, content)
    if isinstance(outcome, Uploaded):
        assert all(is_source_name(made) for made in outcome.sources)
    else:
        assert "ended without a result" not in outcome.why


@pytest.mark.parametrize(
    "body", ["\n# Sleep\n\nPeople slept.\n", "\nPeople slept [1].\n\n## References\n\n1. Roe K. Sleep. 2020.\n"]
)
def test_an_article_without_citations_keeps_its_head(body: str) -> None:
    head = "---\ntitle: Sleep\nlicence: CC0-1.0\nauthors: [Roe K]\nreviewed: 2026-01-01\ncautions:\n  opioids: x\n---\n"
    assert import_upload("sleep.md", (head + body).encode()) == Uploaded({"sleep.md": head + body}, ())


def test_a_head_of_another_program_without_a_title_is_no_article_of_a_corpus() -> None:
    outcome = import_upload("x.md", b"---\nlayout: post\n---\n" + PLAIN)
    assert isinstance(outcome, Uploaded)
    assert "layout" not in outcome.sources["sleep.md"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lexicon.yaml", "concepts:\n- name: [velta\n  words: [x]\n"),
        ("words.yml", "concepts:\n- name: [velta\n  words: [x]\n"),
        ("a/lexicon.YAML", "x: [velta\n  words: [x]\n"),
    ],
)
def test_a_broken_yaml_file_is_refused_with_what_it_is_and_where(name: str, text: str) -> None:
    sentence = why(import_upload(name, text.encode()))
    assert sentence.startswith("This is a broken lexicon.yaml, on line ")
    assert "Traceback" not in sentence
