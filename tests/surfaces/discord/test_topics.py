"""What a follow-up follows, and for how long."""

from chat import Clock
from ldnbot.surfaces.discord.topics import Topics


def test_the_last_question_of_a_person_in_a_channel_is_remembered_for_a_quarter_of_an_hour() -> None:
    clock = Clock()
    topics = Topics(clock)
    topics.remember(1, 1, "first", private=False)
    topics.remember(1, 1, "second", private=False)
    assert topics.last(1, 1, private=False) == "second"
    assert topics.last(2, 1, private=False) == topics.last(1, 2, private=False) == ""
    clock.seconds += 15 * 60
    assert topics.last(1, 1, private=False) == "second"
    clock.seconds += 0.1
    assert topics.last(1, 1, private=False) == ""


def test_an_answer_for_all_follows_no_private_question() -> None:
    topics = Topics(Clock())
    topics.remember(1, 1, "secret", private=True)
    assert (topics.last(1, 1, private=False), topics.last(1, 1, private=True)) == ("", "secret")
    topics.remember(1, 1, "open", private=False)
    assert topics.last(1, 1, private=True) == "open"


def test_what_is_old_or_too_much_is_forgotten() -> None:
    clock = Clock()
    topics = Topics(clock)
    for person in range(2_500):
        topics.remember(1, person, "q", private=False)
    assert len(topics._last) == 2_000
    clock.seconds += 15 * 60 + 1
    topics.remember(1, 9_999, "q", private=False)
    assert list(topics._last) == [(1, 9_999)]
