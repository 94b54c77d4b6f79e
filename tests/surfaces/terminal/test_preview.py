import json
import sys
from pathlib import Path

import pytest

from previewed import BODIES
from terminal_run import Terminal

ANSWERED = next(path for path in BODIES if path.stem == "answered")


def test_the_page_of_a_body_is_written(ldnbot: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "card.html"
    ran = ldnbot(
        "preview", "how long?", "--body", ANSWERED, "--html", "--theme", "light", "--way", "reply", "--out", out
    )
    assert (ran.status, ran.out) == (0, f"wrote {out}\n")
    page = out.read_text(encoding="utf-8")
    assert 'class="light phone"' in page
    assert "how long?" in page
    assert "Some people feel a change within days to weeks" in page


def test_a_body_is_read_from_standard_input(ldnbot: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "card.html"
    assert ldnbot("preview", "--body", "-", "--html", "--out", out, stdin='{"content": "Hello"}').status == 0
    assert "Hello" in out.read_text(encoding="utf-8")


def test_a_question_with_a_slash_names_its_command(ldnbot: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "card.html"
    ldnbot("preview", "/reference 4", "--body", ANSWERED, "--html", "--out", out)
    assert "/reference<" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "this is no JSON"),
        (b"\xff", "this is no JSON"),
        (b'"\xff"', "this is no JSON"),
        (b"[" * 100_000, "this is no JSON"),
        (b'{"flags": 32768, "components": [{"type": 99}]}', "$.components[0].type"),
        (b" " * 1_000_001, "too large"),
    ],
)
def test_a_body_that_cannot_be_shown_is_one_line(ldnbot: Terminal, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "body.json"
    path.write_bytes(content)
    ran = ldnbot("preview", "--body", path, "--html", "--out", tmp_path / "card.html")
    assert ran.status == 2
    assert said in ran.err
    assert str(path) in ran.err
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "card.html").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("preview", "--out", "card.png"), "What is the question?"),
        (("preview", "--body", "missing.json", "--out", "card.png"), "the body cannot be read"),
        (("preview", "--body", ANSWERED, "--status", "answered", "--out", "card.png"), "not both"),
        (("preview", "--body", ANSWERED, "--out", "config.yaml"), "must end in .png"),
        (("preview", "--body", ANSWERED, "--html", "--out", "card.png"), "must end in .html"),
        (("preview", "--body", ANSWERED, "--html", "--out", "missing/card.html"), "the file cannot be written"),
        (("preview", "--body", ANSWERED, "--width", "wide", "--out", "card.png"), "--width"),
    ],
)
def test_wrong_use_says_what_to_do(
    ldnbot: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[object, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = ldnbot(*arguments)
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert not list(tmp_path.iterdir())


def test_without_playwright_it_says_in_one_line_what_to_install(
    ldnbot: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    ran = ldnbot("preview", "--body", ANSWERED, "--out", tmp_path / "card.png")
    assert ran.status == 2
    assert 'pip install "ldnbot[preview]"' in ran.err
    assert ran.err.count("\n") == 1


def test_a_question_is_drawn_as_the_card_that_the_bot_would_send(
    ldnbot: Terminal, tmp_path: Path, folder: Path
) -> None:
    out = tmp_path / "card.html"
    arguments = ("--status", "answered", "--html", "--out", out, "--corpus", folder)
    assert ldnbot("preview", "what is the starting dose?", *arguments).status == 0
    page = out.read_text(encoding="utf-8")
    assert "The usual starting dose of veltamine is 2 mg in the evening" in page
    assert "This is not medical advice." in page
    assert "Brook AL 2019" in page


def test_a_card_of_another_kind_than_wished_for_is_not_drawn(ldnbot: Terminal, tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "card.html"
    ran = ldnbot("preview", "who won?", "--status", "answered", "--html", "--out", out, "--corpus", folder)
    assert ran.status == 2
    assert "not answered" in ran.err
    assert not out.exists()


def test_every_body_of_the_tests_is_json_as_discord_takes_it() -> None:
    assert {path.stem for path in BODIES} >= {"answered", "not-covered", "crisis", "form", "choices", "commands"}
    assert all(json.loads(path.read_bytes()) for path in BODIES)
