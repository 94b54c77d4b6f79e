"""Every sentence of ldnbot's own is calm and easy to read."""

import inspect
import re
from datetime import date

import pytest

from ldnbot.answering import wording
from ldnbot.answering.cards import card
from ldnbot.answering.regions import shipped_regions
from ldnbot.answering.triage.concern import Concern
from ldnbot.corpus.reference import Study
from readability import HARDEST, grade


def texts() -> dict[str, str]:
    """Return every text by where it stands."""
    found = {name: value for name, value in vars(wording).items() if isinstance(value, str) and name.isupper()}
    found |= {f"caution {concern}": text for concern, text in wording.CAUTIONS.items()}
    for code, region in shipped_regions().items():
        said = wording.despair(region.emergency, region.crisis)
        found |= {f"{code} despair {place}": line for place, line in enumerate(said)}
    found |= {f"study {study}": wording.study_meaning(study) for study in Study}
    found |= {
        "headings": wording.nearest_headings(["Cost", "Sleep"]),
        "never": wording.never_mentions(["sleep"]),
        "class": wording.looked_up_as([("a pill", "a drug")]),
        "parts": wording.not_in_the_article(["how much"]),
        "searched": wording.searched_for([("slep", "sleep")]),
        "together": wording.together_with("how much"),
        "danger": wording.in_danger("your local emergency number"),
        "overdue": wording.overdue(date(2026, 1, 1)),
        "retracted": wording.retracted_sources([3]),
        "retracted two": wording.retracted_sources([3, 4]),
    }
    for code, region in shipped_regions().items():
        for concern in Concern:
            if concern.urgent:
                found |= {f"{code} {concern} {place}": line for place, line in enumerate(card(concern, region))}
    return found


TEXTS = texts()


def test_the_measure_tells_easy_from_hard() -> None:
    assert grade("The cat sat on the mat. It was glad.") < 2
    assert grade("Pharmacological interventions necessitate comprehensive interdisciplinary evaluation.") > 14


@pytest.mark.parametrize("name", [name for name in TEXTS if len(TEXTS[name].split()) >= 5])
def test_no_text_is_harder_than_grade_eight(name: str) -> None:
    assert grade(TEXTS[name]) <= HARDEST, TEXTS[name]


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_no_text_shouts_or_tells_a_person_what_to_take(name: str) -> None:
    assert "!" not in TEXTS[name]
    assert not re.search(r"\byou (?:should|must)\b", TEXTS[name], re.IGNORECASE)


def test_the_texts_are_all_of_them() -> None:
    functions = [
        name
        for name, value in vars(wording).items()
        if inspect.isfunction(value) and value.__module__ == wording.__name__
    ]
    public = {name for name in functions if not name.startswith("_")}
    named = {
        "nearest_headings",
        "never_mentions",
        "looked_up_as",
        "not_in_the_article",
        "searched_for",
        "together_with",
    }
    assert public == named | {"despair", "in_danger", "overdue", "retracted_sources", "study_meaning"}


def test_the_cards_are_calm_and_short() -> None:
    for region in shipped_regions().values():
        for concern in Concern:
            if concern.urgent:
                lines = card(concern, region)
                assert len(lines) == 4
                assert not set("!?%") & set(" ".join(lines))


def test_a_region_with_a_number_names_the_authority() -> None:
    for code, region in shipped_regions().items():
        numbers = any(sign.isdigit() for sign in f"{region.emergency}{region.crisis}{region.poison}")
        assert bool(region.sources) == numbers, code
        assert all(source.startswith("https://") for source in region.sources)
