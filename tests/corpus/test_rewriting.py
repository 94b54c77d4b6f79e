import stat
from pathlib import Path

import pytest

from ldnbot.corpus.folder import read_corpus
from ldnbot.corpus.rewriting import find_rewritings, write_rewritings
from ldnbot.errors import CorpusUnreadable
from small import ARTICLE, TODAY, write_corpus


def untidy(folder: Path) -> Path:
    write_corpus(folder, ARTICLE.replace("\n\n", "\n\n\n"))
    return next(folder.glob("*.md"))


def test_a_tidy_folder_needs_no_rewriting(folder: Path) -> None:
    assert find_rewritings(folder) == ((), ())


def test_rewriting_gives_the_normal_form_and_keeps_the_mode(folder: Path) -> None:
    path = untidy(folder)
    path.chmod(0o640)
    write_rewritings(find_rewritings(folder)[0])
    assert path.read_text() == ARTICLE
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert find_rewritings(folder) == ((), ())
    assert sorted(found.suffix for found in folder.iterdir()) == [".md", ".yaml"]


def test_windows_line_ends_are_rewritten_although_the_text_reads_the_same(folder: Path) -> None:
    path = next(folder.glob("*.md"))
    path.write_bytes(ARTICLE.replace("\n", "\r\n").encode())
    write_rewritings(find_rewritings(folder)[0])
    assert path.read_bytes() == ARTICLE.encode()


def test_a_link_inside_the_folder_stays_a_link(folder: Path) -> None:
    path = untidy(folder)
    path.rename(folder / "original.txt")
    path.symlink_to("original.txt")
    write_rewritings(find_rewritings(folder)[0])
    assert path.is_symlink()
    assert path.read_text() == ARTICLE


def test_a_file_that_cannot_be_read_is_left_alone_with_an_error(folder: Path) -> None:
    (folder / "references.yaml").write_text("references: [\n")
    (folder / "b.md").write_bytes(b"\xff  \n")
    rewritings, findings = find_rewritings(folder)
    assert rewritings == ()
    assert {(finding.file, finding.code) for finding in findings} == {
        ("references.yaml", "broken-yaml"),
        ("b.md", "not-utf8"),
    }


def test_a_write_that_fails_leaves_the_file_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = untidy(folder)
    before = path.read_bytes()
    rewritings, _ = find_rewritings(folder)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CorpusUnreadable, match="No space left"):
        write_rewritings(rewritings)
    assert path.read_bytes() == before
    assert sorted(found.suffix for found in folder.iterdir()) == [".md", ".yaml"]


def test_rewriting_changes_no_word(folder: Path) -> None:
    untidy(folder)
    before = [passage.text for passage in read_corpus(folder, today=TODAY).passages]
    write_rewritings(find_rewritings(folder)[0])
    assert [passage.text for passage in read_corpus(folder, today=TODAY).passages] == before
