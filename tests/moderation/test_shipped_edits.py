"""Changes to the shipped corpus, whose lexicon and questions have thousands of lines."""

import difflib
from functools import cache
from pathlib import Path

import pytest

from ldnbot.corpus.folder import inspect_sources, read_sources
from ldnbot.corpus.lexicon import read_lexicon
from ldnbot.moderation.edits import Edit, apply
from ldnbot.moderation.lexiconedits import AddWord, RemoveWord
from ldnbot.moderation.merge import Conflicts, merge
from ldnbot.moderation.passageedits import RemovePassage, RemoveSection, ReplacePassage, passage_source
from ldnbot.moderation.questionedits import AddAlsoAsked, AddNotCovered, AddTestQuestion, RemoveAlsoAsked
from ldnbot.moderation.sources import Sources, passage_ids
from small import TODAY

ARTICLE = "low-dose-naltrexone"
COST = f"{ARTICLE}/cost"


@cache
def shipped() -> Sources:
    return read_sources(Path(__file__).parents[2] / "corpus")[0]


def changed_lines(before: Sources, after: Sources) -> dict[str, list[str]]:
    """Return the lines that went and came in each file, without those around them."""
    return {
        name: [
            line.rstrip("\n")
            for line in difflib.unified_diff(before[name].splitlines(True), after[name].splitlines(True), n=0)
            if line[:1] in "+-" and line[:3] not in ("+++", "---")
        ]
        for name in before
        if before[name] != after[name]
    }


@pytest.mark.parametrize(
    ("edit", "file", "lines"),
    [
        (AddWord("opioid", "zzz stuff"), "lexicon.yaml", 2),
        (RemoveWord("oxycodone", "oxy"), "lexicon.yaml", 2),
        (AddAlsoAsked(COST, "how many zorkmids"), "questions.yaml", 1),
        (RemoveAlsoAsked(COST, "is it pricey"), "questions.yaml", 1),
        (AddNotCovered("can I take it with zorkmids"), "questions.yaml", 2),
        (AddTestQuestion("how many zorkmids", (COST,)), "questions.yaml", 5),
    ],
)
def test_a_diff_shows_the_lines_of_the_change_and_no_other(edit: Edit, file: str, lines: int) -> None:
    after = apply(edit, shipped()).sources
    found = changed_lines(shipped(), after)
    assert {name: len(changed) for name, changed in found.items()} == {file: lines}


def test_a_word_changes_no_other_concept() -> None:
    after = apply(AddWord("opioid", "zzz stuff"), shipped()).sources
    old, new = (read_lexicon(sources["lexicon.yaml"], "")[0] for sources in (shipped(), after))
    assert [name for name in old.concepts if old.concepts[name] != new.concepts[name]] == ["opioid"]
    assert new.concepts["opioid"].words == (*old.concepts["opioid"].words, "zzz stuff")


def test_every_passage_can_be_replaced_by_itself_with_a_word_more_in_one_changed_line() -> None:
    for passage in passage_ids(shipped())[::9]:
        text = passage_source(shipped(), passage)
        edited = apply(ReplacePassage(passage, f"{text} More."), shipped())
        assert [len(lines) for lines in changed_lines(shipped(), edited.sources).values()] == [2]
        assert edited.said == ()


@pytest.mark.parametrize("number", range(0, 80, 8))
def test_any_passage_can_be_removed_and_what_points_at_it_goes(number: int) -> None:
    passage = passage_ids(shipped())[number]
    edited = apply(RemovePassage(passage), shipped())
    assert passage not in "\n".join(f"{text}\n" for name, text in edited.sources.items() if name == "questions.yaml")
    codes = {finding.code for finding in inspect_sources(edited.sources, today=TODAY).findings}
    assert codes <= {"uncited-reference", "no-caution"}


def test_a_section_can_be_removed_with_all_that_points_there() -> None:
    after = apply(RemoveSection(ARTICLE, ("How it may work",)), shipped()).sources
    codes = {finding.code for finding in inspect_sources(after, today=TODAY).findings}
    assert codes <= {"uncited-reference"}


def test_two_moderators_who_teach_at_once_are_both_kept() -> None:
    one = apply(AddAlsoAsked(COST, "how many zorkmids"), shipped()).sources
    other = apply(AddAlsoAsked(COST, "how many quatloos"), shipped()).sources
    merged = merge(shipped(), one, other)
    assert not isinstance(merged, Conflicts)
    assert changed_lines(shipped(), merged) == {"questions.yaml": ["+  - how many quatloos", "+  - how many zorkmids"]}
    gone = apply(RemovePassage(COST), shipped()).sources
    assert isinstance(merge(shipped(), one, gone), Conflicts)
