from collections.abc import Iterator
from pathlib import Path

import pytest

from ldnbot.surfaces.opening import open_folder
from small import TODAY, write_corpus


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    yield tmp_path / "cache" / "ldnbot"


ARTICLES = "---\ntitle: T\n---\n\nZebra {} has stripes.\n"


def first_quote(folder: Path) -> str:
    return open_folder(folder, today=TODAY).ask("starting dose", quotes=1).answer.quotes[0].text


def stored(cache: Path) -> Path:
    return next(cache.glob("*.index"))


def test_a_corpus_from_the_cache_answers_as_the_one_that_was_built(folder: Path, cache: Path) -> None:
    built, read = open_folder(folder, today=TODAY), open_folder(folder, today=TODAY)
    assert stored(cache)
    for question in ("starting dose", "kidny disease", "what is a month and who felt dizzy?", "football", "ibuprofen"):
        assert built.ask(question, quotes=3).answer == read.ask(question, quotes=3).answer


def test_a_changed_corpus_is_never_answered_from_the_old_index(folder: Path, cache: Path) -> None:
    assert "2 mg" in first_quote(folder)
    article = folder / "veltamine.md"
    write_corpus(folder, article.read_text(encoding="utf-8").replace("2 mg", "3 mg"))
    assert "3 mg" in first_quote(folder)
    assert len(list(cache.glob("*.index"))) == 2


@pytest.mark.parametrize("damage", [b"", b"\x00" * 100, b"\x93\x01\x02\x03", b"\xdd\xff\xff\xff\xff" * 50])
def test_a_damaged_cache_is_rebuilt(folder: Path, cache: Path, damage: bytes) -> None:
    right = first_quote(folder)
    stored(cache).write_bytes(damage)
    assert first_quote(folder) == right
    assert len(stored(cache).read_bytes()) > 1000


def test_half_a_cache_is_rebuilt(folder: Path, cache: Path) -> None:
    right = first_quote(folder)
    whole = stored(cache).read_bytes()
    stored(cache).write_bytes(whole[: len(whole) // 2])
    assert first_quote(folder) == right


def test_what_other_code_stored_is_rebuilt(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_folder(folder, today=TODAY)
    before = stored(cache).read_bytes()
    monkeypatch.setattr("ldnbot.surfaces.opening.code_mark", lambda: "another version")
    open_folder(folder, today=TODAY)
    assert stored(cache).read_bytes() != before


def test_without_a_place_for_the_cache_it_answers_all_the_same(folder: Path, cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_text("a file where the folder would be", encoding="utf-8")
    assert "2 mg" in first_quote(folder)


def test_old_indexes_are_cleared_away(tmp_path: Path, cache: Path) -> None:
    for number in range(6):
        open_folder(write_corpus(tmp_path / str(number), ARTICLES.format(number)), today=TODAY)
    assert len(list(cache.glob("*.index"))) == 4
