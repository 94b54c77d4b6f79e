import pytest

from ldnbot.corpus.questions import check_questions, read_questions

GOOD = """\
also_asked:
  v/dose: [how much, what strength]
not_covered:
  other drugs: [with ibuprofen?]
  travel: [can i fly]
questions:
- id: q1
  question: how much?
  kind: typo
  passages: [v/dose]
- id: q2
  question: how much and what price?
  kind: multi-part
  parts: [[v/dose], [v/price, v/dose]]
- id: q3
  question: can i fly
  kind: unanswerable-near
"""


def test_lines_and_questions_are_read() -> None:
    questions, findings = read_questions(GOOD, "questions.yaml")
    assert findings == ()
    assert questions.also_asked == {"v/dose": ("how much", "what strength")}
    assert questions.not_covered == ("with ibuprofen?", "can i fly")
    assert [question.passages for question in questions.questions] == [
        (("v/dose",),),
        (("v/dose",), ("v/price", "v/dose")),
        (),
    ]


def test_not_covered_may_be_a_plain_list() -> None:
    assert read_questions("not_covered: [a, b]\n", "q")[0].not_covered == ("a", "b")


def test_an_id_that_no_passage_has_is_found_where_it_stands() -> None:
    questions, _ = read_questions(GOOD, "questions.yaml")
    findings = list(check_questions(questions, frozenset({"v/price"}), "questions.yaml"))
    assert {finding.code for finding in findings} == {"unknown-passage"}
    assert [finding.line for finding in findings] == [2, 7, 11, 11]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- a\n", "not-fields"),
        ("questions:\n- id: q\n  kind: typo\n", "no-question"),
        ("questions: [text]\n", "not-fields"),
        (GOOD.replace("id: q2", "id: q1"), "duplicate-question"),
        ("also_asked:\n  v/dose: [[a]]\n", "not-text"),
        ("also_asked: [\n", "broken-yaml"),
    ],
)
def test_each_fault_is_found(text: str, code: str) -> None:
    assert code in {finding.code for finding in read_questions(text, "questions.yaml")[1]}


def test_nothing_is_no_fault() -> None:
    assert read_questions("", "questions.yaml")[1] == ()
