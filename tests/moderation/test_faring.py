import pytest

from ldnbot.answering.answer import Status
from ldnbot.evaluation.questionset import Gold, Kind, LabelledQuestion
from ldnbot.moderation.faring import AnswerChange, Fared, Verdict, compare_fares

ASKED = "how much"
DIRECT = LabelledQuestion("q1", ASKED, Kind.DIRECT, (Gold(passages=("a/price", "a/cost")),))
PARTS = LabelledQuestion(
    "q1", ASKED, Kind.MULTI_PART, (Gold(passages=("a/price",), part=1), Gold(passages=("a/dose",), part=2))
)
NEAR = LabelledQuestion("q1", ASKED, Kind.NEAR_MISS)
CRISIS = LabelledQuestion("q1", ASKED, Kind.SAFETY, safety="crisis")


def answered(*passages: str, cautions: tuple[str, ...] = ()) -> Fared:
    return Fared(Status.ANSWERED, (*passages, *cautions), cautions)


def related(*passages: str, cautions: tuple[str, ...] = ()) -> Fared:
    return Fared(Status.RELATED, (*passages, *cautions), cautions)


NOT_COVERED = Fared(Status.NOT_COVERED)


def compare(
    question: LabelledQuestion, was: Fared, now: Fared, after: LabelledQuestion | None = None, **renamed: str
) -> list[AnswerChange]:
    ids = {old.replace("_", "/"): new for old, new in renamed.items()}
    return list(compare_fares([question], [after or question], {ASKED: was}, {ASKED: now}, ids))


@pytest.mark.parametrize(
    ("question", "ladder"),
    [
        (
            DIRECT,
            [
                answered("a/dose"),
                NOT_COVERED,
                related("a/price"),
                answered("a/dose", "a/price"),
                answered("a/price", "a/dose"),
            ],
        ),
        (
            PARTS,
            [
                answered("a/price"),
                related("a/price"),
                related("a/price", "a/dose"),
                answered("a/x", "a/price", "a/dose"),
                answered("a/dose", "a/price"),
            ],
        ),
        (NEAR, [answered("a/price"), related("a/price")]),
        (NEAR, [answered("a/price"), NOT_COVERED]),
        (CRISIS, [answered("a/price"), Fared(Status.SAFETY)]),
    ],
)
def test_every_step_up_is_better_and_every_step_down_worse(question: LabelledQuestion, ladder: list[Fared]) -> None:
    for lower, higher in zip(ladder, ladder[1:], strict=False):
        assert [change.verdict for change in compare(question, lower, higher)] == [Verdict.BETTER]
        assert [change.verdict for change in compare(question, higher, lower)] == [Verdict.WORSE]


def test_another_passage_that_answers_too_is_otherwise() -> None:
    (change,) = compare(DIRECT, answered("a/price"), answered("a/cost"))
    assert (change.verdict, change.expected) == (Verdict.OTHERWISE, ("a/cost", "a/price"))
    assert [change.verdict for change in compare(NEAR, related("a/x"), NOT_COVERED)] == [Verdict.OTHERWISE]


def test_what_stands_below_the_first_quote_does_not_count() -> None:
    assert compare(DIRECT, answered("a/price", "a/x"), answered("a/price", "a/y")) == []


def test_a_warning_that_is_lost_is_worse_even_where_the_answer_moves_up() -> None:
    was = answered("a/x", "a/price", cautions=("a/opioids",))
    assert [change.verdict for change in compare(DIRECT, was, answered("a/price"))] == [Verdict.WORSE]
    kept = answered("a/price", cautions=("a/opioids", "a/pregnancy"))
    assert [change.verdict for change in compare(DIRECT, was, kept)] == [Verdict.BETTER]


def test_a_passage_that_is_only_called_otherwise_changes_no_answer() -> None:
    renamed = LabelledQuestion("q1", ASKED, Kind.DIRECT, (Gold(passages=("a/new",)),))
    assert compare(DIRECT, answered("a/price"), answered("a/new"), renamed, a_price="a/new") == []


def test_a_question_that_goes_with_its_passage_is_measured_by_it() -> None:
    fared, fares = {ASKED: answered("a/price")}, {ASKED: related("a/dose")}
    (change,) = compare_fares([DIRECT], [], fared, fares, {})
    assert (change.verdict, change.new) == (Verdict.WORSE, False)
    (change,) = compare_fares([], [DIRECT], {ASKED: NOT_COVERED}, {ASKED: answered("a/price")}, {})
    assert (change.verdict, change.new) == (Verdict.BETTER, True)
    assert list(compare_fares([DIRECT], [DIRECT], {}, fares, {})) == []
