"""Every pattern and every cue does what its examples say."""

import subprocess
import sys
from pathlib import Path

import pytest

from ldnbot.answering.triage.book import read_sources, shipped_book
from ldnbot.answering.triage.concern import Concern
from ldnbot.answering.triage.folding import fold
from ldnbot.answering.triage.triage import triage

SOURCES = read_sources()


def cues_of(line: str) -> set[str]:
    words = fold(line, shipped_book().spelling).split()
    return {owner for _, owners in shipped_book().finder.matches(words) for owner in owners}


def patterns_of(line: str) -> set[str]:
    text = fold(line, shipped_book().spelling)
    return {pattern.name for pattern, _ in shipped_book().patterns.found(text, text.split())}


@pytest.mark.parametrize("pattern", SOURCES.patterns, ids=lambda pattern: pattern.name)
def test_a_pattern_catches_its_examples_and_leaves_the_others(pattern) -> None:  # type: ignore[no-untyped-def]
    assert [line for line in pattern.catches if pattern.category not in triage(line).concerns] == []
    assert [line for line in pattern.leaves if pattern.name in patterns_of(line)] == []
    assert min(len(pattern.catches), len(pattern.leaves)) >= 2


@pytest.mark.parametrize("cue", SOURCES.cues, ids=lambda cue: cue.name)
def test_a_cue_is_found_in_its_examples_and_not_in_the_others(cue) -> None:  # type: ignore[no-untyped-def]
    assert [line for line in cue.catches if cue.name not in cues_of(line)] == []
    assert [line for line in cue.leaves if cue.name in cues_of(line)] == []
    assert min(len(cue.catches), len(cue.leaves)) >= 2
    assert cue.note and cue.source


def test_names_are_given_once_and_cues_are_about_something_that_there_is() -> None:
    names = [pattern.name for pattern in SOURCES.patterns] + [cue.name for cue in SOURCES.cues]
    assert len(set(names)) == len(names)
    assert {cue.about for cue in SOURCES.cues} <= {*Concern, "calm", "any"}


def test_the_book_that_is_shipped_is_made_from_the_files_that_people_write() -> None:
    script = Path(__file__).parents[3] / "scripts" / "triage-book"
    ran = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
