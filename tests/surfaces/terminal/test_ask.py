import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from ldnbot.answering.schema import answer_schema
from ldnbot.answering.wording import DISCLAIMER
from terminal_run import Terminal


def test_an_answer_has_quote_reference_link_and_disclaimer(ldnbot: Terminal, folder: Path) -> None:
    ran = ldnbot("ask", "what is the starting dose of veltamine", "--corpus", folder)
    assert ran.status == 0
    assert "The usual starting dose of veltamine is 2 mg in the evening [1]." in ran.out
    assert "[1] Brook AL. Veltamine for night cramps." in ran.out
    assert "https://doi.org/10.5555/veltamine.4" in ran.out
    assert "randomised trial" in ran.out
    assert DISCLAIMER in ran.out
    assert ran.err == ""


def test_piped_output_has_no_control_sequences(ldnbot: Terminal, folder: Path) -> None:
    assert "\x1b" not in ldnbot("ask", "starting dose", "--corpus", folder).out


def test_not_covered_leaves_with_one_and_says_so(ldnbot: Terminal, folder: Path) -> None:
    ran = ldnbot("ask", "who won the football on saturday", "--corpus", folder)
    assert ran.status == 1
    assert "Not covered" in ran.out
    assert DISCLAIMER in ran.out


@pytest.mark.parametrize("question", ["starting dose", "who won the football", "🤷‍♀️💊❓", "what is <@1> [7] ](x)"])
def test_json_meets_its_published_schema(ldnbot: Terminal, folder: Path, question: str) -> None:
    ran = ldnbot("ask", question, "--json", "--corpus", folder)
    jsonschema.validate(json.loads(ran.out), answer_schema())


def test_json_with_an_explanation_meets_the_schema_too(ldnbot: Terminal, folder: Path) -> None:
    answer = json.loads(ldnbot("ask", "starting dose", "--json", "--explain", "--corpus", folder).out)
    jsonschema.validate(answer, answer_schema())
    assert any("start" in line for line in answer["explanation"])


def test_explain_tells_what_was_looked_up_and_what_no_passage_holds(ldnbot: Terminal, folder: Path) -> None:
    out = ldnbot("ask", "veltamine dosse with ibuprofen", "--explain", "--corpus", folder).out
    assert "Spelling: “dosse” was read as “dose”." in out
    assert "Looked up: veltamine, dose, ibuprofen." in out
    assert "No passage speaks of: ibuprofen." in out
    assert "So the reply is: " in out


def test_a_question_comes_from_standard_input(ldnbot: Terminal, folder: Path) -> None:
    ran = ldnbot("ask", "-", "--json", "--corpus", folder, stdin="starting\ndose?\n")
    assert json.loads(ran.out)["question"] == "starting dose?"


def test_a_batch_answers_line_by_line_in_order(ldnbot: Terminal, folder: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("starting dose\n\nwho won the football\n", encoding="utf-8")
    for source, stdin in ((str(questions), ""), ("-", questions.read_text(encoding="utf-8"))):
        ran = ldnbot("ask", "--batch", source, "--corpus", folder, stdin=stdin)
        answers = [json.loads(line) for line in ran.out.splitlines()]
        assert [answer["question"] for answer in answers] == ["starting dose", "", "who won the football"]
        assert [answer["status"] for answer in answers] == ["answered", "not_covered", "not_covered"]
        assert ran.status == 0


def test_top_limits_the_quotes(ldnbot: Terminal, folder: Path) -> None:
    assert len(json.loads(ldnbot("ask", "veltamine dose", "--json", "--top", 1, "--corpus", folder).out)["quotes"]) == 1


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["ask"], "", "What is the question?"),
        (["ask", ""], "", "The question is empty."),
        (["ask", "-"], "", "The question is empty."),
        (["ask", "-"], "dose " * 20_000, "Please ask it in 4,000 or fewer."),
        (["ask", "dose", "--batch", "x"], "", "not both"),
        (["ask", "--batch", "/nowhere/questions.txt"], "", "Name a text file"),
        (["ask", "dose", "--top", "0"], "", "1<=x<=10"),
        (["ask", "dose", "--corpus", "/nowhere"], "", "there is no such corpus folder"),
        (["what is the dose"], "", 'ldnbot ask "what is the dose"'),
    ],
)
def test_wrong_use_leaves_with_two_and_one_clear_line(
    ldnbot: Terminal, arguments: list[str], stdin: str, said: str
) -> None:
    ran = ldnbot(*arguments, stdin=stdin)
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_a_corpus_with_errors_answers_nothing_and_names_file_and_line(ldnbot: Terminal, folder: Path) -> None:
    article = folder / "veltamine.md"
    article.write_text(article.read_text(encoding="utf-8").replace("@velta-page", "@nobody1999"), encoding="utf-8")
    ran = ldnbot("ask", "price", "--corpus", folder)
    assert (ran.status, ran.out) == (2, "")
    line = article.read_text(encoding="utf-8").split("@nobody1999")[0].count("\n") + 1
    assert f"veltamine.md:{line}: " in ran.err
    assert "@nobody1999" in ran.err
    assert "ldnbot corpus check" in ran.err


def test_asking_does_not_load_what_only_other_surfaces_need(folder: Path) -> None:
    code = (
        "import sys; sys.argv = ['ldnbot', 'ask', 'starting dose', '--json', '--corpus', sys.argv[1]]\n"
        "from ldnbot.surfaces.terminal.main import run\n"
        "try: run()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('discord', 'rich', 'prompt_toolkit') if name in sys.modules], file=sys.stderr)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"


def test_python_m_ldnbot_is_the_command(folder: Path) -> None:
    command = [sys.executable, "-m", "ldnbot", "ask", "starting dose", "--corpus", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "NO_COLOR": "1"})
    assert "2 mg in the evening [1]." in ran.stdout


def test_a_reader_that_stops_early_is_no_fault(folder: Path) -> None:
    command = f'"{sys.executable}" -m ldnbot ask --batch - --corpus "{folder}" | head -1'
    questions = "starting dose\n" * 3_000
    ran = subprocess.run(["bash", "-c", command], input=questions, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert len(ran.stdout.splitlines()) == 1
