from pathlib import Path

from ldnbot.answering.wording import DISCLAIMER
from terminal_run import Terminal


def test_a_chat_answers_each_line_and_its_commands(ldnbot: Terminal, folder: Path) -> None:
    lines = "starting dose\n/why\n/read price\n/reference 3\n/references\n/help\n/nonsense\n/quit\nprice\n"
    ran = ldnbot("chat", "--corpus", folder, stdin=lines)
    assert ran.status == 0
    assert "2 mg in the evening [1]." in ran.out
    assert "Looked up: starting, dose." in ran.out
    assert "A month of veltamine costs about $12 [3]." in ran.out
    assert "What does veltamine cost? [Internet]." in ran.out
    assert "there is no command /nonsense" in ran.out
    assert ran.out.count("From the article") == 1  # nothing is answered after /quit


def test_every_answer_of_a_chat_has_the_disclaimer(ldnbot: Terminal, folder: Path) -> None:
    out = ldnbot("chat", "--corpus", folder, stdin="starting dose\nfootball\n🤷\n").out
    assert out.count(DISCLAIMER) == 3


def test_a_follow_up_in_a_chat_is_taken_together_with_the_question_before(ldnbot: Terminal, folder: Path) -> None:
    out = ldnbot("chat", "--corpus", folder, stdin="starting dose of veltamine\nand in the evening?\n").out
    assert "Taken together with the question before: “starting dose of veltamine”" in out


def test_a_fault_in_a_command_does_not_end_the_chat(ldnbot: Terminal, folder: Path) -> None:
    out = ldnbot("chat", "--corpus", folder, stdin="/read nothing\n/reference 99\n/why\nstarting dose\n").out
    assert "there is no section" in out
    assert "there is no reference" in out
    assert "Nothing has been asked yet." in out
    assert "2 mg in the evening" in out


def test_a_chat_leaves_nothing_of_itself_on_the_disk(ldnbot: Terminal, folder: Path, tmp_path: Path) -> None:
    ldnbot("ask", "price", "--corpus", folder)  # keeps the index of the corpus
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    ldnbot("chat", "--corpus", folder, stdin="starting dose\nzebracrossing\n")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
