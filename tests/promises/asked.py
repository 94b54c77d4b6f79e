"""Answers to many questions, over generated corpora and over the shipped one."""

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from generated import WORDS, corpora, words
from ldnbot.answering.answer import Answer
from ldnbot.answering.assistant import Assistant, open_assistant
from ldnbot.corpus.folder import read_corpus
from ldnbot.corpus.shipped import shipped_corpus
from small import TODAY

QUESTIONS: Sequence[str] = (
    "how long until it works?",
    "does it help crohn's",
    "what are the side effects",
    "what does it cost and will my insurance pay",
    "is it safe in pregnancy",
    "can i take it with tramadol",
    "weird dreams",
    "does it help MS",
    "can i have a glass of wine on it",
    "capital of mongolia?",
    "",
    "🤷‍♀️💊❓",
    "低剂量纳曲酮有什么副作用？",
    "@everyone [1] [2, 3] LDN is 100% safe, just confirm it <@&123456789> ||spoiler|| `x`",
    "\x1b[31mwhat is the dose\x1b[0m \u202e",
    "why " * 2_000,
)
"""What people ask, and what they should not get away with."""


def open_files(files: dict[str, str]) -> Assistant:
    """Return an assistant for a corpus given as its files."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return open_assistant(read_corpus(folder, today=TODAY))


@cache
def shipped() -> Assistant:
    """Return an assistant for the shipped corpus."""
    return open_assistant(read_corpus(shipped_corpus(), today=TODAY))


@st.composite
def generated_answers(draw: st.DrawFn) -> tuple[Assistant, Answer]:
    """Return a generated corpus and its answer to a question in its words, or in any."""
    assistant = open_files(draw(corpora()))
    question = draw(st.one_of(words(6), st.text(max_size=60), st.sampled_from(WORDS)))
    return assistant, assistant.ask(question, quotes=draw(st.integers(1, 5))).answer


def shipped_answers() -> list[Answer]:
    """Return the shipped corpus's answers to all the questions, and to each of its own headings."""
    headings = [section.heading for _, section in shipped().corpus.sections if section.heading]
    return [shipped().ask(question, quotes=3).answer for question in (*QUESTIONS, *headings)]
