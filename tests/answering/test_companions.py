"""What comes along with an answer: cautions, limits, off-label status, withdrawn sources, an overdue review."""

from datetime import date
from pathlib import Path

import pytest

from ldnbot.answering.answer import Answer, Role, Status
from ldnbot.answering.assistant import open_assistant
from ldnbot.answering.setting import Setting
from ldnbot.answering.wording import NOTHING_NEAR, OFF_LABEL, ONLY_THE_WARNING
from ldnbot.corpus.folder import inspect_corpus, read_corpus
from small import ARTICLE, REFERENCES, TODAY, write_corpus

ADDED = """\
cautions:
  opioid-interaction: with-opioids
  pregnancy: with-child
off_label: unapproved
balance:
  - claims: [cramps]
    limits: no-proof
comments: [remark]
---
"""
PASSAGES = """
## Uses

<!-- passage: cramps -->

Veltamine eased night cramps in a trial [@brook2019].

<!-- passage: no-proof -->

Only one small trial was done.

<!-- passage: unapproved -->

No authority has approved veltamine for cramps.

<!-- passage: with-opioids -->

Veltamine blocks opioids.

<!-- passage: with-child -->

Nobody pregnant has been studied.

<!-- passage: remark -->

A remark on night cramps and the trial on cramps.
"""


def make(folder: Path, added: str = ADDED, references: str = REFERENCES) -> Path:
    article = ARTICLE.replace("---\n\n", added + "\n", 1) + PASSAGES
    return write_corpus(folder, article, references)


def ask(folder: Path, question: str, today: date | None = None, quotes: int = 3) -> Answer:
    assistant = open_assistant(read_corpus(folder, today=TODAY))
    return assistant.ask(question, quotes=quotes, setting=Setting(today=today)).answer


def test_a_claim_brings_its_limits_and_its_status(tmp_path: Path) -> None:
    answer = ask(make(tmp_path), "has it eased night cramps in a trial", quotes=1)
    assert [(quote.passage, quote.role) for quote in answer.quotes] == [
        ("veltamine/cramps", Role.ANSWER),
        ("veltamine/no-proof", Role.LIMITS),
    ]
    assert OFF_LABEL in answer.notices


def test_other_answers_bring_neither(tmp_path: Path) -> None:
    answer = ask(make(tmp_path), "has veltamine been approved", quotes=1)
    assert [quote.role for quote in answer.quotes] == [Role.ANSWER]
    assert OFF_LABEL not in answer.notices


def test_a_warning_is_shown_though_nothing_answers_and_does_not_count_as_an_answer(tmp_path: Path) -> None:
    answer = ask(make(tmp_path), "i take methadone. " + "la " * 1500)
    assert [(quote.passage, quote.role) for quote in answer.quotes[:1]] == [("veltamine/with-opioids", Role.CAUTION)]
    assert answer.status is Status.RELATED
    assert ONLY_THE_WARNING in answer.notices
    assert NOTHING_NEAR not in answer.notices


def test_a_comment_comes_after_what_it_comments_on(tmp_path: Path) -> None:
    found = [quote.passage for quote in ask(make(tmp_path), "night cramps trial").quotes]
    assert found.index("veltamine/cramps") < found.index("veltamine/remark")


def test_a_withdrawn_source_is_never_shown_unmarked(tmp_path: Path) -> None:
    withdrawn = REFERENCES.replace("  PMID: '1234567'\n", "  PMID: '1234567'\n  status: retracted\n")
    answer = ask(make(tmp_path, references=withdrawn), "has it eased night cramps in a trial", quotes=1)
    (reference,) = answer.references
    assert reference.retracted
    assert "RETRACTED: Veltamine for night cramps" in reference.text
    assert any("withdrawn by its journal" in notice for notice in answer.notices)
    findings = inspect_corpus(tmp_path, today=TODAY).findings
    assert "cites-retracted" in {finding.code for finding in findings}


def test_an_overdue_review_shows_on_the_answer(tmp_path: Path) -> None:
    folder = make(tmp_path)
    late = ask(folder, "has it eased night cramps in a trial", date(2027, 1, 2))
    assert any("due for review on 2027-01-01" in notice for notice in late.notices)
    early = ask(folder, "has it eased night cramps in a trial", date(2027, 1, 1))
    assert not any("due for review" in notice for notice in early.notices)


def test_each_study_design_says_what_it_can_show(tmp_path: Path) -> None:
    animal = REFERENCES.replace("study: randomised-trial", "study: animal")
    (reference,) = ask(make(tmp_path, references=animal), "has it eased night cramps in a trial", quotes=1).references
    assert reference.study_meaning == "It was not tested in people."


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (ADDED.replace("with-opioids", "nowhere"), "unknown-passage"),
        (ADDED.replace("    limits: no-proof\n", ""), "empty-balance"),
        (
            ADDED.replace("cautions:\n  opioid-interaction: with-opioids\n", "cautions:\n  opioids: with-opioids\n"),
            "unknown-field",
        ),
        (ADDED.replace("comments: [remark]", "comments: [nobody]"), "unknown-passage"),
    ],
)
def test_a_front_matter_that_names_nothing_is_found(tmp_path: Path, changed: str, code: str) -> None:
    findings = inspect_corpus(make(tmp_path, changed), today=TODAY).findings
    assert code in {finding.code for finding in findings}


def test_an_article_about_a_medicine_without_a_caution_is_an_error_and_can_still_be_asked(tmp_path: Path) -> None:
    article = ARTICLE.replace("Veltamine in brief", "Naltrexone in brief")
    folder = write_corpus(tmp_path, article)
    found = [finding for finding in inspect_corpus(folder, today=TODAY).findings if finding.code == "no-caution"]
    assert len(found) == 2
    assert ask(folder, "what is the starting dose").quotes
