from datetime import timedelta

from ldnbot.answering.answer import Role, Status
from ldnbot.answering.triage.concern import Concern
from ldnbot.records.answers import Answers
from ldnbot.records.database import Database
from ldnbot.records.feedback import Feedback
from ldnbot.records.tallies import BUCKETS, Counts, Tallies, add_up, first_section
from recorded import NOW, answer, quote, stored

DAY = NOW.date()
NEXT = DAY + timedelta(days=1)
TITLE = "Veltamine in brief"


def test_answers_are_counted_by_day_status_section_and_latency(database: Database) -> None:
    tallies = Tallies(database)
    tallies.add(DAY, answer(), server=1, seconds=0.004)
    tallies.add(DAY, answer("more?", quote("Side effects", "Rare harm")), server=1, seconds=0.01)
    tallies.add(NEXT, answer(status=Status.RELATED), server=2, seconds=99)
    assert tallies.between(DAY, NEXT) == {
        DAY: Counts(
            {Status.ANSWERED: 2},
            {(TITLE, "Dose"): 1, (TITLE, "Side effects › Rare harm"): 1},
            {0.01: 2},
        ),
        NEXT: Counts({Status.RELATED: 1}, {(TITLE, "Dose"): 1}, {float("inf"): 1}),
    }


def test_a_period_has_its_first_and_last_day_and_no_other(database: Database) -> None:
    tallies = Tallies(database)
    for days in range(-2, 3):
        tallies.add(DAY + timedelta(days=days), answer(), server=1, seconds=1)
    assert list(tallies.between(DAY - timedelta(days=1), NEXT)) == [DAY - timedelta(days=1), DAY, NEXT]
    assert tallies.between(NEXT, DAY) == {}


def test_a_server_and_all_servers_are_counted(database: Database) -> None:
    tallies = Tallies(database)
    for server in (1, 2, None):
        tallies.add(DAY, answer(), server=server, seconds=1)
    assert tallies.between(DAY, DAY)[DAY].answered == 3
    assert tallies.between(DAY, DAY, server=2)[DAY].answered == 1
    assert tallies.erase_server(2) == 3
    assert tallies.between(DAY, DAY)[DAY].answered == 2


def test_days_add_up() -> None:
    days = [Counts({Status.ANSWERED: 2}, {}, {0.1: 1}), Counts({Status.ANSWERED: 1, Status.RELATED: 4})]
    assert add_up(days) == Counts({Status.ANSWERED: 3, Status.RELATED: 4}, {}, {0.1: 1})
    assert add_up([]) == Counts()


def test_of_an_urgent_message_only_the_status_is_counted(database: Database) -> None:
    card = answer(status=Status.SAFETY)
    Tallies(database).add(DAY, card, server=1, seconds=1)
    assert Tallies(database).between(DAY, DAY) == {DAY: Counts({Status.SAFETY: 1})}
    assert Concern.CRISIS.value not in str(database.rows("SELECT * FROM tallies"))


def test_the_section_is_that_of_the_first_quote_that_answers() -> None:
    assert first_section(answer("x", quote("Harm", role=Role.CAUTION), quote("Dose"), quote("Price"))) == (
        TITLE,
        "Dose",
    )
    assert first_section(answer("x", quote("Harm", role=Role.CAUTION))) is None
    assert first_section(answer("x", quote())) == (TITLE, "")


def test_the_helpful_share_is_told_for_all_and_for_a_section(database: Database) -> None:
    feedback = Feedback(database)
    for section, votes in (("Dose", "++-"), ("Price", "-")):
        one = stored(answer("x", quote(section)))
        Answers(database).keep(one)
        for number, vote in enumerate(votes):
            feedback.rate(one.id, str(number), helpful=vote == "+", day=DAY)
    counts = Tallies(database).between(DAY, DAY)[DAY]
    assert counts.helpful_share() == 0.5
    assert counts.helpful_share((TITLE, "Dose")) == 2 / 3
    assert counts.helpful_share((TITLE, "Price")) == 0
    assert counts.helpful_share((TITLE, "Storage")) is None
    assert Counts().helpful_share() is None


def test_ratings_are_counted_when_their_answer_is_erased(database: Database) -> None:
    one = stored(answer("x", quote("Harm", role=Role.CAUTION)))
    Answers(database).keep(one)
    Feedback(database).rate(one.id, "ann", helpful=True, day=DAY)
    Answers(database).erase(one.id)
    assert Tallies(database).between(DAY, DAY)[DAY].helpful == {("", ""): 1}


def test_the_buckets_rise_and_take_everything() -> None:
    assert list(BUCKETS) == sorted(set(BUCKETS))
    assert BUCKETS[-1] == float("inf")
