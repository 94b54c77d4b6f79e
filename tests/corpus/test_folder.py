import os
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generated import corpora
from ldnbot.corpus.finding import errors_among
from ldnbot.corpus.folder import LARGEST_FILE, inspect_corpus, read_corpus, read_sources
from ldnbot.errors import CorpusInvalid, CorpusUnreadable, LdnbotError
from small import ARTICLE, REFERENCES, TODAY, write_corpus

BOMB = "a: &a [x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\n"


def codes(folder: Path) -> list[tuple[str, str]]:
    return [(finding.where, finding.code) for finding in inspect_corpus(folder, today=TODAY).findings]


def write(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


@given(corpora())
@settings(max_examples=25)
def test_a_generated_corpus_has_no_findings(texts: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, texts)
        inspection = inspect_corpus(folder, today=TODAY)
        # Words drawn at random may begin two lines with the same heading or list number, nothing worse.
        assert errors_among(inspection.findings) == ()
        assert read_corpus(folder, today=TODAY) == inspection.corpus


@given(st.binary(max_size=200), st.binary(max_size=200))
@example(b"\xff", b"\xff")
@example(b"", b"")
@example(b"---\n", b"- &a [*a]")
@settings(max_examples=150)
def test_any_bytes_in_a_folder_are_a_corpus_or_a_clear_fault(article: bytes, bibliography: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.md").write_bytes(article)
        (folder / "references.yaml").write_bytes(bibliography)
        inspect_corpus(folder, today=TODAY)
        try:
            read_corpus(folder, today=TODAY)
        except LdnbotError as error:
            assert "\n" not in str(error)


def test_the_small_corpus_is_sound(folder: Path) -> None:
    assert codes(folder) == []


@pytest.mark.parametrize("name", ["missing", "missing/deeper", "a\0b"])
def test_a_folder_that_is_not_there_is_unreadable(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusUnreadable, match="no such corpus folder"):
        inspect_corpus(tmp_path / name, today=TODAY)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE)
    with pytest.raises(CorpusUnreadable, match="not a folder"):
        inspect_corpus(tmp_path / "a.md", today=TODAY)


def test_an_empty_folder_says_how_to_fill_it(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("About the corpus.")
    with pytest.raises(CorpusUnreadable, match="ldnbot corpus import"):
        inspect_corpus(tmp_path, today=TODAY)


def test_a_folder_of_thousands_of_files_is_no_corpus(tmp_path: Path) -> None:
    for number in range(2_001):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(CorpusUnreadable, match="2001 files"):
        inspect_corpus(tmp_path, today=TODAY)


def test_a_missing_bibliography_is_one_finding_and_not_one_for_each_citation(folder: Path) -> None:
    (folder / "references.yaml").unlink()
    assert codes(folder) == [("references.yaml", "missing-file")]


def test_a_broken_bibliography_is_one_finding_and_not_one_for_each_citation(folder: Path) -> None:
    (folder / "references.yaml").write_text("references: [\n")
    assert [code for _, code in codes(folder)] == ["broken-yaml"]


def test_a_yaml_bomb_is_refused(folder: Path) -> None:
    (folder / "references.yaml").write_text(BOMB)
    assert codes(folder) == [("references.yaml:1", "broken-yaml")]


def test_a_file_of_200_mb_is_refused_at_once(folder: Path) -> None:
    with (folder / "huge.md").open("wb") as file:
        file.truncate(200_000_000)
    began = time.monotonic()
    assert ("huge.md", "too-large") in codes(folder)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(("more", "expected"), [(0, False), (1, True)])
def test_a_file_is_read_up_to_two_megabytes(folder: Path, more: int, expected: bool) -> None:
    path = next(folder.glob("*.md"))
    filling = LARGEST_FILE - len(ARTICLE.encode()) - len("\n<!--  -->\n") + more
    path.write_text(f"{ARTICLE}\n<!-- {'x' * filling} -->\n", encoding="utf-8")
    assert ((path.name, "too-large") in codes(folder)) == expected


def test_the_time_to_read_grows_with_the_length_and_not_with_its_square(folder: Path) -> None:
    path = next(folder.glob("*.md"))
    path.write_text(ARTICLE + "\nA b [@x1].\n" * 20_000, encoding="utf-8")
    began = time.monotonic()
    assert [code for _, code in codes(folder)].count("unknown-key") == 20_000
    assert time.monotonic() - began < 10


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("---\ntitle: Zqxj\n---\n\nZqxj.\n")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    inspection = inspect_corpus(folder, today=TODAY)
    assert [(finding.file, finding.code) for finding in inspection.findings] == [("link.md", "link-outside")]
    assert "Zqxj" not in repr(inspection)


def test_a_link_inside_the_folder_is_read(folder: Path) -> None:
    path = next(folder.glob("*.md"))
    path.rename(folder / "original.txt")
    path.symlink_to(folder / "original.txt")
    assert codes(folder) == []


@pytest.mark.parametrize("target", ["loop.md", "nowhere.md"])
def test_a_link_that_leads_nowhere_is_told(folder: Path, target: str) -> None:
    (folder / "loop.md").symlink_to(folder / target)
    assert [where for where, _ in codes(folder)] == ["loop.md"]


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    assert codes(folder) == [("pipe.md", "not-a-file")]


def test_a_folder_with_an_articles_name_is_told(folder: Path) -> None:
    (folder / "folder.md").mkdir()
    assert codes(folder) == [("folder.md", "not-a-file")]


@pytest.mark.parametrize(
    ("raw", "where", "code"),
    [
        (b"---\ntitle: T\n---\n\nCaf\xe9.\n", "b.md:5", "not-utf8"),
        (b"---\ntitle: T\n---\n\nA\x00B.\n", "b.md:5", "control-character"),
        ("---\ntitle: T\n---\n\nA\u202eB.\n".encode(), "b.md:5", "control-character"),
        ("---\ntitle: T\n---\n\nA\ufeffB.\n".encode(), "b.md:5", "control-character"),
        ("---\ntitle: T\n---\n".encode("utf-16"), "b.md:1", "not-utf8"),
    ],
)
def test_bytes_that_are_no_plain_text_are_told_with_their_line(folder: Path, raw: bytes, where: str, code: str) -> None:
    (folder / "b.md").write_bytes(raw)
    assert codes(folder) == [(where, code)]


@pytest.mark.parametrize(
    "change",
    [lambda raw: raw.replace(b"\n", b"\r\n"), lambda raw: raw.replace(b"\n", b"\r"), lambda raw: b"\xef\xbb\xbf" + raw],
)
def test_other_systems_line_ends_and_byte_order_marks_change_nothing(folder: Path, change: object) -> None:
    assert callable(change)
    before = read_corpus(folder, today=TODAY)
    for path in folder.iterdir():
        path.write_bytes(change(path.read_bytes()))
    assert read_corpus(folder, today=TODAY) == before


def test_the_version_changes_with_any_text_and_with_nothing_else(folder: Path) -> None:
    before = read_corpus(folder, today=TODAY).version
    (folder / "notes.txt").write_text("x")
    assert read_corpus(folder, today=TODAY).version == before
    write_corpus(folder, references=REFERENCES.replace("Rev Invent", "Rev Inv"))
    assert read_corpus(folder, today=TODAY).version != before


def test_a_corpus_with_errors_is_refused_with_the_first_and_how_many(folder: Path) -> None:
    write_corpus(folder, ARTICLE.replace("[@brook2019]", "[@x1]"))
    with pytest.raises(CorpusInvalid) as refused:
        read_corpus(folder, today=TODAY)
    assert "(and 1 more)" in str(refused.value)
    assert "ldnbot corpus check --corpus" in str(refused.value)


def test_a_corpus_with_warnings_alone_is_read(folder: Path) -> None:
    write_corpus(folder, ARTICLE.replace("licence: CC-BY-4.0\n", ""))
    assert len(read_corpus(folder, today=TODAY).articles) == 1


def test_reading_changes_nothing_on_disk(folder: Path) -> None:
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    inspect_corpus(folder, today=TODAY)
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before


def test_hidden_files_and_files_about_the_corpus_are_not_read(folder: Path) -> None:
    names = set(read_sources(folder)[0])
    for name in (".draft.md", "README.md", "CHANGES.md", "a.md.tmp"):
        (folder / name).write_text("x")
    assert set(read_sources(folder)[0]) == names
