"""Every ordinary saying takes back what its examples say, and nothing beside it."""

import pytest

from ldnbot.answering.triage.book import OrdinaryEntry, read_sources
from ldnbot.answering.triage.concern import Concern
from ldnbot.answering.triage.triage import triage

SOURCES = read_sources()


@pytest.mark.parametrize("saying", SOURCES.ordinary, ids=lambda saying: saying.name)
def test_a_saying_takes_concerns_back_in_its_examples_and_not_in_the_others(saying: OrdinaryEntry) -> None:
    assert [line for line in saying.catches if set(saying.takes_back) & set(triage(line).concerns)] == []
    assert [line for line in saying.leaves if saying.takes_back[0] not in triage(line).concerns] == []
    assert min(len(saying.catches), len(saying.leaves)) >= 2
    assert saying.note and saying.source


def test_sayings_name_cues_and_patterns_that_there_are() -> None:
    names = {cue.name for cue in SOURCES.cues} | {pattern.name for pattern in SOURCES.patterns}
    named = {name for saying in SOURCES.ordinary for name in saying.despite}
    assert named <= names, named - names


@pytest.mark.parametrize(
    "typed",
    [
        "took my nightly 4.5 with some toast", "i had my ldn at lunch today rather than bedtime",
        "been taking 3 mg since june and no side effects", "took the ldn and two advil for my headache",
        "took half a capsule and felt fine", "is 6mg a lot", "would 1 mg be too strong for my weight",
        "taking too long to kick in", "i like a beer after work", "overdosed on easter eggs",
        "cat ate my dinner not my tablets thankfully", "could have died of shame at the chemist",
        "my wife thinks i should give up on it after two weeks", "do painkillers still work on ldn in an emergency",
        "took 4.5 mg last night and slept 10 hours", "took my ldn with coffee",
        "took mine late because of the football",
    ],
)  # fmt: skip
def test_ordinary_life_gets_no_card(typed: str) -> None:
    assert triage(typed).urgent is None


@pytest.mark.parametrize(
    "typed",
    [
        "took my 4.5 and then another an hour later", "not sure if i took it already so took another",
        "took my ldn and my son's adhd pill", "took ldn with a load of xanax", "took 9 mg instead of 4.5",
        "took my ldn and feel really ill", "took my ldn and passed out", "i took it all", "took 2 lots of my ldn",
        "took something from the cupboard dont know what it was", "gave my toddler 3mg", "my 3 year old had 1.5mg",
        "took two tablets instead of one", "i've had 20mg of ldn", "took 4.5 x 4", "took my ldn and a bottle of vodka",
        "think i took two, what happens",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_still_gets_a_card(typed: str) -> None:
    assert triage(typed).urgent is not None


@pytest.mark.parametrize("order", ["took ldn and {}", "took my ldn with {}", "on {} and took ldn by mistake"])
@pytest.mark.parametrize("opioid", ["oxycodone", "tramadol", "methadone", "codeine", "a fentanyl patch"])
def test_an_opioid_in_the_body_warns_first_and_is_an_emergency_if_unwell(order: str, opioid: str) -> None:
    told = order.format(opioid)
    assert triage(told).concerns[0] is Concern.OPIOIDS
    assert triage(f"{told}, now i cannot stop vomiting and shaking").urgent is not None
