"""How long a person waits between two questions."""

from chat import Clock
from ldnbot.surfaces.discord.limiter import Limiter


def test_a_wait_is_rounded_up_and_ends_on_time() -> None:
    clock = Clock()
    limiter = Limiter(clock)
    assert limiter.wait(1, 1, 5) == 0
    for seconds, wait in ((0.0, 5), (0.5, 5), (0.5, 4), (3.0, 1), (0.9, 1), (0.1, 0)):
        clock.seconds += seconds
        assert limiter.wait(1, 1, 5) == wait


def test_people_and_servers_wait_by_themselves() -> None:
    limiter = Limiter(Clock())
    assert limiter.wait(1, 1, 5) == 0
    assert (limiter.wait(1, 2, 5), limiter.wait(2, 1, 5), limiter.wait(1, 1, 5)) == (0, 0, 5)


def test_without_a_cooldown_nobody_waits_and_nobody_is_remembered() -> None:
    limiter = Limiter(Clock())
    assert [limiter.wait(1, 1, 0) for _ in range(3)] == [0, 0, 0]
    assert limiter._free_at == {}


def test_who_may_ask_again_is_forgotten() -> None:
    clock = Clock()
    limiter = Limiter(clock)
    for person in range(1_000):
        limiter.wait(1, person, 5)
    clock.seconds += 5
    limiter.wait(1, 5_000, 5)
    assert list(limiter._free_at) == [(1, 5_000)]
