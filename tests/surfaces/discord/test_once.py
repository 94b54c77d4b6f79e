from ldnbot.surfaces.discord.once import Once


def test_only_the_first_time_is_the_first() -> None:
    once = Once()
    assert [once.first(what) for what in ("a", "a", "b", "a", "b")] == [True, False, True, False, False]


def test_what_came_to_nothing_may_be_done_again() -> None:
    once = Once()
    assert once.first("a")
    once.forget("a")
    once.forget("b")
    assert once.first("a")
    assert not once.first("a")


def test_the_oldest_is_forgotten_and_the_newest_is_not() -> None:
    once = Once()
    for number in range(10_001):
        once.first(str(number))
    assert not once.first("10000")
    assert once.first("0")
