"""Promise 3: the fixed disclaimer is on every reply to a question, on every surface, also on refusals."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from asked import QUESTIONS, generated_answers, shipped_answers
from ldnbot.answering.answer import Answer
from ldnbot.answering.assistant import Assistant
from ldnbot.answering.wording import DISCLAIMER
from surfaced import folded, surfaces
from terminal_run import Terminal


def assert_disclaimed(answer: Answer) -> None:
    assert answer.disclaimer == DISCLAIMER
    for name, shown in surfaces(answer):
        assert folded(DISCLAIMER) in shown, name


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(generated_answers())
def test_every_reply_from_a_generated_corpus_has_the_disclaimer(asked: tuple[Assistant, Answer]) -> None:
    assert_disclaimed(asked[1])


def test_every_reply_from_the_shipped_corpus_has_the_disclaimer() -> None:
    for answer in shipped_answers():
        assert_disclaimed(answer)


def test_nobody_can_hand_an_answer_another_disclaimer() -> None:
    assert not Answer.__dataclass_fields__["disclaimer"].init


@pytest.mark.parametrize("flags", [[], ["--plain"], ["--json"], ["--explain"], ["--top", "1"], ["--json", "--explain"]])
def test_no_flag_of_ask_leaves_the_disclaimer_out(ldnbot: Terminal, folder: Path, flags: list[str]) -> None:
    for question in ("starting dose", "who won the football"):
        assert folded(DISCLAIMER) in folded(ldnbot("ask", question, *flags, "--corpus", folder).out)


def test_every_line_of_a_batch_and_every_reply_of_a_chat_has_the_disclaimer(ldnbot: Terminal, folder: Path) -> None:
    lines = [" ".join(question.split()) for question in QUESTIONS]
    typed = "\n".join(line for line in lines if line.isprintable())
    batch = ldnbot("ask", "--batch", "-", "--corpus", folder, stdin=typed).out.splitlines()
    assert len(batch) == len(typed.split("\n"))
    assert all(DISCLAIMER in line for line in batch)
    asked = sum(bool(line.strip()) for line in typed.split("\n"))
    assert ldnbot("chat", "--corpus", folder, stdin=typed).out.count(DISCLAIMER) == asked


def test_reading_and_references_have_the_disclaimer_too(ldnbot: Terminal, folder: Path) -> None:
    for command in (["read", "dose"], ["reference", "1"], ["reference"]):
        assert DISCLAIMER in ldnbot(*command, "--corpus", folder).out
