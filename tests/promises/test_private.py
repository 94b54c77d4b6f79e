"""Promise 7: questions are not tied to people. The terminal keeps none of them at all."""

from pathlib import Path

from terminal_run import Terminal

SECRET = "zebracrossing"


def everything(place: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_no_question_is_written_anywhere(ldnbot: Terminal, folder: Path, tmp_path: Path) -> None:
    ldnbot("ask", f"starting dose {SECRET}", "--corpus", folder)
    ldnbot("ask", f"starting dose {SECRET}", "--json", "--explain", "--corpus", folder)
    ldnbot("ask", "--batch", "-", "--corpus", folder, stdin=f"{SECRET}\n")
    ldnbot("chat", "--corpus", folder, stdin=f"{SECRET}\n/why\n")
    for path, content in everything(tmp_path).items():
        assert SECRET.encode() not in content, path
        assert SECRET not in path.name


def test_a_fault_does_not_repeat_the_question(ldnbot: Terminal) -> None:
    ran = ldnbot("ask", SECRET, "--corpus", "/nowhere")
    assert ran.status == 2
    assert SECRET not in ran.err
