"""Prints how long triage takes, in milliseconds of processor time: at the median, at 90 and 99 %, and at most.

    python benchmarks/triage.py [--messages 500] [--seed 1]

Messages are the lines of the shipped corpus and the labelled messages of tests/messages, put together at random up to
4,000 characters, and single ones of about twenty words. Half of the lines only warm up; the messages that are measured
are made of the other half.

    load          the book, as each process loads it once
    first         the first message of a process, after that
    other lines   messages made of lines that were not met before
    again         the same messages a second time: every word and phrase was met
"""

import argparse
import gc
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ldnbot.answering.triage.book import shipped_book
from ldnbot.answering.triage.triage import triage
from ldnbot.corpus.folder import shipped_lines
from ldnbot.evaluation.questionset import read_questions

_MESSAGES = Path(__file__).parents[1] / "tests" / "messages"
_LONG = 4_000
_WORDS = range(16, 25)
_FIRST = 5
"""How often the book is loaded anew."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311  # a mixture is no secret
    lines = [question.question for file in sorted(_MESSAGES.glob("*/*.jsonl")) for question in read_questions(file)]
    lines += shipped_lines()
    chance.shuffle(lines)
    warming, measured = lines[: len(lines) // 2], lines[len(lines) // 2 :]
    long = [_mixture(measured, chance) for _ in range(options.messages)]
    ordinary = [line for line in measured if len(line.split()) in _WORDS][: options.messages]

    begun = time.thread_time()
    for _ in range(1_000_000):
        pass
    print(f"a million empty turns of a loop: {1000 * (time.thread_time() - begun):.0f} ms on this machine, now")
    print(f"{'':34}{'p50':>8}{'p90':>8}{'p99':>8}{'max':>8}")
    loads, firsts = [], {name: [] for name in ("20 words", "4,000 characters")}  # type: tuple[list[float], dict[str, list[float]]]
    for name, messages in (("20 words", ordinary), ("4,000 characters", long)):
        for message in messages[:_FIRST]:
            shipped_book.cache_clear()
            loads += _times(lambda _: shipped_book(), [""])
            firsts[name] += _times(triage, [message])
    _print("load", loads)
    for name, times in firsts.items():
        _print(f"first, {name}", times)
    for _ in range(options.messages):
        triage(_mixture(warming, chance))
    gc.freeze()
    for name, messages in (("20 words", ordinary), ("4,000 characters", long)):
        _print(f"other lines, {name}", _times(triage, messages))
        _print(f"again, {name}", _times(triage, messages))


def _mixture(lines: Sequence[str], chance: random.Random) -> str:
    text = ""
    while len(text) < _LONG:
        text += chance.choice(lines) + chance.choice((". ", " ", "\n"))
    return text[:_LONG]


def _times(work: Callable[[str], object], messages: Sequence[str]) -> list[float]:
    """Return how many milliseconds each message took."""
    times = []
    for message in messages:
        begun = time.thread_time()
        work(message)
        times.append(1000 * (time.thread_time() - begun))
    return times


def _print(name: str, times: Sequence[float]) -> None:
    ranked = sorted(times)
    shares = (ranked[int(share * (len(ranked) - 1))] for share in (0.5, 0.9, 0.99, 1))
    print(f"{name:34}" + "".join(f"{time:8.2f}" for time in shares))


if __name__ == "__main__":
    main()
