import json
from pathlib import Path

import pytest

from ldnbot.answering.assistant import Assistant, open_assistant
from ldnbot.evaluation.measures import Measure, measure_all
from ldnbot.evaluation.outcome import Outcome, ask_all
from ldnbot.evaluation.questionset import Gold, Kind, LabelledQuestion, read_facts, read_questions
from small import make_corpus
from terminal_run import Terminal


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return open_assistant(make_corpus(tmp_path / "corpus"))


def outcomes(assistant: Assistant, *questions: LabelledQuestion) -> list[Outcome]:
    ticks = iter(range(1000))
    return list(
        ask_all(assistant, questions, {"F1": ("dizzy on standing",)}, quotes=3, clock=lambda: float(next(ticks)))
    )


def asks(text: str, *gold: Gold, kind: Kind = Kind.DIRECT) -> LabelledQuestion:
    return LabelledQuestion(text, text, kind, gold)


def value(measures: tuple[Measure, ...], name: str, kind: str) -> float:
    return next(measure.value for measure in measures if (measure.name, measure.kind) == (name, kind))


def test_gold_is_met_by_text_by_fact_and_by_passage(assistant: Assistant) -> None:
    by_text = asks("starting dose", Gold(must_contain="2 mg in the evening. It rises"))
    by_fact = asks("who felt dizzy", Gold(facts=("F1",)))
    by_passage = asks("price of a month", Gold(passages=("veltamine/price/a-month-of-veltamine",)))
    missed = asks("starting dose ", Gold(must_contain="zebra"))
    assert [outcome.rank for outcome in outcomes(assistant, by_text, by_fact, by_passage, missed)] == [1, 1, 1, None]


def test_every_part_of_a_question_must_be_met(assistant: Assistant) -> None:
    dose, price = Gold(must_contain="2 mg", part=1), Gold(must_contain="$12", part=2)
    both, one = outcomes(
        assistant,
        asks("what is the starting dose and how much is a month?", dose, price, kind=Kind.MULTI_PART),
        asks("what is the starting dose?", dose, Gold(must_contain="zebra", part=2), kind=Kind.MULTI_PART),
    )
    assert both.hit(1)
    assert not one.hit(3)


def test_refusals_count_as_misses_and_false_answers_are_counted(assistant: Assistant) -> None:
    measures = measure_all(
        outcomes(
            assistant,
            asks("starting dose", Gold(must_contain="2 mg")),
            asks("who won the football", Gold(must_contain="2 mg")),
            asks("does it help psoriasis", kind=Kind.NEAR_MISS),
            asks("usual starting dose of veltamine", kind=Kind.NEAR_MISS),
        )
    )
    assert value(measures, "hit@1", "answerable") == 0.5
    assert value(measures, "answered", "answerable") == 0.5
    assert value(measures, "false answers", "unanswerable-near") == 0.5


def test_an_interval_holds_its_value_and_narrows_with_more_questions(assistant: Assistant) -> None:
    right, wrong = asks("starting dose", Gold(must_contain="2 mg")), asks("football", Gold(must_contain="2 mg"))
    few = measure_all(outcomes(assistant, right, wrong))[0]
    many = measure_all(outcomes(assistant, *(right, wrong) * 20))[0]
    assert few.low <= few.value <= few.high
    assert many.high - many.low < few.high - few.low


def test_citations_are_measured_by_their_place_in_the_bibliography(assistant: Assistant) -> None:
    measures = measure_all(outcomes(assistant, asks("price of a month", Gold(must_contain="$12", refs=(3,)))))
    assert value(measures, "citation precision", "answerable") == 1
    assert value(measures, "citation recall", "answerable") == 1


def write_questions(folder: Path) -> Path:
    path = folder / "questions.jsonl"
    lines = [
        {"id": "a", "question": "starting dose", "kind": "answerable-direct", "gold": [{"must_contain": "2 mg"}]},
        {"id": "b", "question": "does it help psoriasis", "kind": "unanswerable-near", "gold": []},
        {"id": "c", "question": "side effects", "kind": "answerable-direct", "gold": [{"must_contain": "zebra"}]},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_eval_prints_every_measure_and_every_failure(ldnbot: Terminal, folder: Path, tmp_path: Path) -> None:
    ran = ldnbot("eval", write_questions(tmp_path), "--failures", "--corpus", folder)
    assert ran.status == 0
    assert "hit@1                answerable             0.500" in ran.out
    assert "c (answerable-direct) side effects" in ran.out
    assert "the passage that answers is not among the quotes" in ran.out


def test_eval_says_what_changed_since_an_earlier_report(ldnbot: Terminal, folder: Path, tmp_path: Path) -> None:
    questions, before = write_questions(tmp_path), tmp_path / "before.json"
    before.write_text(ldnbot("eval", questions, "--json", "--corpus", folder).out, encoding="utf-8")
    assert "nothing changed" in ldnbot("eval", questions, "--against", before, "--corpus", folder).out
    article = folder / "veltamine.md"
    article.write_text(article.read_text(encoding="utf-8").replace("2 mg", "3 mg"), encoding="utf-8")
    out = ldnbot("eval", questions, "--against", before, "--corpus", folder).out
    assert "hit@1 answerable: 0.500 → 0.000" in out
    assert "a: answered, found at 1 → answered, not found" in out


def test_eval_writes_a_page_that_needs_nothing_else(ldnbot: Terminal, folder: Path, tmp_path: Path) -> None:
    ldnbot("eval", write_questions(tmp_path), "--report", tmp_path / "report", "--corpus", folder)
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,") == 2
    assert "http" not in page.replace("https://doi.org", "")
    assert "side effects" in page


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "questions.jsonl:1"),
        ('{"id": "a", "question": "q", "kind": "riddle"}', "Invalid enum value"),
        ('{"id": "a", "kind": "typo"}', "missing required field"),
        ("", "there is no question in the file"),
    ],
)
def test_a_broken_question_file_is_told_by_line(
    ldnbot: Terminal, folder: Path, tmp_path: Path, line: str, said: str
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(line, encoding="utf-8")
    ran = ldnbot("eval", path, "--corpus", folder)
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_corpus_without_questions_says_so(ldnbot: Terminal, folder: Path) -> None:
    assert "no questions of its own" in ldnbot("eval", "--corpus", folder).err


SHARED = Path(__file__).parents[3] / "shared" / "questions" / "dev.jsonl"


@pytest.mark.skipif(not SHARED.exists(), reason="the development questions are not part of the project")
def test_the_development_questions_are_read_whole() -> None:
    assert len(read_questions(SHARED)) == 104


def test_every_fact_of_the_source_has_its_phrase() -> None:
    facts = read_facts(Path(__file__).parents[1] / "corpus" / "facts.tsv")
    assert sorted(facts) == [f"F{number:03}" for number in range(1, 109)]
