from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ldnbot.answering.answer import Status
from ldnbot.records.database import Database
from ldnbot.records.insights import TOLD, Few, make_insights
from ldnbot.records.openquestions import OpenQuestions, Origin
from ldnbot.records.tallies import BUCKETS, Counts
from recorded import NOW

TODAY = date(2026, 11, 25)
DOSE = ("Veltamine in brief", "Dose")
PRICE = ("Veltamine in brief", "Price")


def counts(answered: int = 0, related: int = 0, not_covered: int = 0, safety: int = 0) -> Counts:
    statuses = (Status.ANSWERED, Status.RELATED, Status.NOT_COVERED, Status.SAFETY)
    return Counts(statuses=dict(zip(statuses, (answered, related, not_covered, safety), strict=True)))


def insights(days: Mapping[date, Counts], length: int = 7):  # type: ignore[no-untyped-def]
    return make_insights(days, [], first=TODAY - timedelta(days=length - 1), last=TODAY)


def test_what_was_asked_is_counted_by_the_reply_it_got() -> None:
    found = insights({TODAY: counts(10, 6, 5), TODAY - timedelta(days=1): counts(4)})
    assert found.asked == 25
    assert found.statuses == {Status.ANSWERED: 14, Status.RELATED: 6, Status.NOT_COVERED: 5}


def test_cards_for_urgent_messages_are_told_of_nowhere() -> None:
    assert insights({TODAY: counts(5, safety=50)}).asked == 5


def test_days_outside_are_left_out() -> None:
    assert insights({TODAY - timedelta(days=7): counts(50), TODAY: counts(5)}).asked == 5


@given(st.lists(st.integers(0, 4), min_size=3, max_size=3))
def test_no_count_below_five_is_told(few: list[int]) -> None:
    found = insights({TODAY: counts(*few)})
    assert set(found.statuses.values()) == {Few.FEW}
    assert {told for period in found.periods for told in period.statuses.values()} == {Few.FEW}


def test_a_share_of_few_ratings_is_not_told() -> None:
    rated = Counts(sections={DOSE: 9}, helpful={DOSE: 3}, unhelpful={DOSE: 1})
    found = insights({TODAY: rated})
    assert (found.rated, found.helpful, found.sections[0].helpful) == (Few.FEW, Few.FEW, Few.FEW)


def test_a_share_of_enough_ratings_is_told() -> None:
    rated = Counts(sections={DOSE: 9}, helpful={DOSE: 4}, unhelpful={DOSE: 1})
    found = insights({TODAY: rated})
    assert (found.rated, found.helpful, found.sections[0].helpful) == (5, 0.8, 0.8)


def test_the_section_asked_most_comes_first_and_rare_ones_are_left_out() -> None:
    found = insights({TODAY: Counts(sections={PRICE: 4, DOSE: 6, ("Veltamine in brief", "Rare harm"): 9})})
    assert [(section.section, section.count) for section in found.sections] == [("Rare harm", 9), ("Dose", 6)]


def test_half_of_the_answers_came_within_the_bucket_that_holds_the_median() -> None:
    found = insights({TODAY: Counts(latencies={0.01: 5, 0.05: 3, 2.5: 2})})
    assert (found.half_within, found.most_within) == (0.01, 2.5)


@given(st.dictionaries(st.sampled_from(BUCKETS), st.integers(1, 50), min_size=1))
def test_no_answer_below_the_bound_is_left_out_of_its_share(latencies: dict[float, int]) -> None:
    found = insights({TODAY: Counts(latencies=latencies)})
    total = sum(latencies.values())
    for share, bound in ((0.5, found.half_within), (0.9, found.most_within)):
        if total < 5:
            assert bound == Few.FEW
        else:
            assert sum(count for top, count in latencies.items() if top <= bound) >= share * total
            assert sum(count for top, count in latencies.items() if top < bound) < share * total


@given(st.integers(1, 400))
def test_the_parts_hold_every_day_once(length: int) -> None:
    periods = insights({}, length).periods
    days = [p.first + timedelta(days=n) for p in periods for n in range((p.last - p.first).days + 1)]
    assert days == [TODAY - timedelta(days=back) for back in reversed(range(length))]
    assert len(periods) <= 16


def test_groups_asked_often_are_told_and_the_rest_only_counted(database: Database) -> None:
    questions = OpenQuestions(database)
    for text in ["does it help lupus"] * 5 + ["what about my dog"]:
        questions.note(text, origin=Origin.NOT_COVERED, server=1, at=NOW, corpus_version="1")
    found = make_insights({}, questions.grouped(), first=TODAY, last=TODAY)
    assert [(group.text, group.count) for group in found.unanswered] == [("does it help lupus", 5)]
    assert found.other_groups == Few.FEW


def test_every_reply_that_is_told_of_is_one_of_three() -> None:
    assert set(insights({}).statuses) == set(TOLD) == {Status.ANSWERED, Status.RELATED, Status.NOT_COVERED}
