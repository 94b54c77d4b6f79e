import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated import articles, corpora, markdown, paragraphs
from ldnbot.errors import EditRefused
from ldnbot.moderation.edits import Edit, apply
from ldnbot.moderation.lexiconedits import AddWord, RemoveConcept, RemoveWord
from ldnbot.moderation.merge import Conflicts, merge
from ldnbot.moderation.outline import outline, write_outline
from ldnbot.moderation.passageedits import AddPassage, AddSection, AfterPassage, RemovePassage, ReplacePassage
from ldnbot.moderation.questionedits import AddAlsoAsked, AddNotCovered, AddTestQuestion
from ldnbot.moderation.referenceedits import AddReference, type_reference
from ldnbot.moderation.sources import Sources, passage_ids
from veltamine import BALANCED, DOSE, LEXICON, SOURCES, errors

BASE: Sources = {**BALANCED, "lexicon.yaml": LEXICON}
PRICE = "veltamine/price/a-month-of-veltamine"
FIRST = "veltamine/start/veltamine-is-an-invented"
STUDY = type_reference({"title": "Sleep", "study": "observational", "issued": "2025", "author": "Doe J"})
SCAN = type_reference({"title": "Scans of the liver", "study": "animal", "issued": "2024", "author": "Roe K"})

APART: list[Edit] = [
    ReplacePassage(FIRST, "Veltamine is an invented medicine."),
    ReplacePassage(DOSE, "The usual starting dose is 3 mg [@brook2019]."),
    AddPassage(AfterPassage(PRICE), "It is sold by post."),
    AddAlsoAsked(DOSE, "how many mg"),
    AddAlsoAsked(DOSE, "a big one or a small one"),
    AddNotCovered("is it vegan"),
    AddNotCovered("is it kosher"),
    AddTestQuestion("how many mg", (DOSE,)),
    AddTestQuestion("what is it", (FIRST,)),
    AddWord("opioid", "strong stuff"),
    AddWord("opioid", "hard stuff"),
    RemoveWord("opioid", "opiate"),
    AddReference(STUDY),
    AddReference(SCAN),
]
"""Changes no two of which are about the same thing, though several are about neighbours or one list."""


@pytest.mark.parametrize("one", APART, ids=str)
@pytest.mark.parametrize("other", APART, ids=str)
def test_changes_of_different_things_are_both_kept_in_either_order(one: Edit, other: Edit) -> None:
    if one == other:
        return
    theirs, mine = apply(one, BASE).sources, apply(other, BASE).sources
    merged = merge(BASE, theirs, mine)
    assert not isinstance(merged, Conflicts)
    assert merged == merge(BASE, mine, theirs)
    after = apply(one, mine).sources
    assert {file: sorted(text.split("\n")) for file, text in merged.items() if file != "lexicon.yaml"} == {
        file: sorted(text.split("\n")) for file, text in after.items() if file != "lexicon.yaml"
    }
    assert set(errors(merged)) <= {"nothing cites doe2025", "nothing cites roe2024"}


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        (ReplacePassage(FIRST, "Veltamine is new."), ReplacePassage(FIRST, "Veltamine is old."), FIRST.split("/")[0]),
        (ReplacePassage(PRICE, "A month of veltamine is cheap."), RemovePassage(PRICE), PRICE),
        (AddAlsoAsked(PRICE, "price"), RemovePassage(PRICE), f"also_asked › {PRICE}"),
        (AddSection("veltamine", "One", "Text."), AddSection("veltamine", "Two", "Other."), PRICE),
        (AddWord("opioid", "stuff"), RemoveConcept("opioid"), "concepts › opioid"),
        (AddPassage(AfterPassage(DOSE), "One.", "a"), AddPassage(AfterPassage(DOSE), "Two.", "a"), "veltamine/a"),
    ],
)  # fmt: skip
def test_two_changes_of_one_thing_are_a_conflict_that_says_where(one: Edit, other: Edit, place: str) -> None:
    theirs, mine = apply(one, BASE).sources, apply(other, BASE).sources
    for merged in (merge(BASE, theirs, mine), merge(BASE, mine, theirs)):
        assert isinstance(merged, Conflicts)
        assert place in " ".join(conflict.place for conflict in merged.conflicts)
        assert all(conflict.theirs != conflict.mine for conflict in merged.conflicts)


def test_a_conflict_shows_what_each_side_wrote() -> None:
    theirs = apply(ReplacePassage(DOSE, "The usual starting dose is 3 mg."), BASE).sources
    mine = apply(ReplacePassage(DOSE, "The usual starting dose is 9 mg."), BASE).sources
    merged = merge(BASE, theirs, mine)
    assert isinstance(merged, Conflicts)
    (conflict,) = merged.conflicts
    assert (conflict.file, conflict.place) == ("veltamine.md", DOSE)
    assert "2 mg" in conflict.base
    assert (conflict.theirs, conflict.mine) == ("The usual starting dose is 3 mg.", "The usual starting dose is 9 mg.")


def test_a_file_that_one_side_removes_and_the_other_changes_is_a_conflict() -> None:
    mine = apply(AddAlsoAsked(DOSE, "x y"), BASE).sources
    theirs = {file: text for file, text in BASE.items() if file != "questions.yaml"}
    assert isinstance(merge(BASE, theirs, mine), Conflicts)
    assert merge(BASE, theirs, BASE) == theirs


def test_two_lists_that_would_become_one_are_a_conflict() -> None:
    article = BASE["veltamine.md"]
    base = {**BASE, "veltamine.md": article.replace("## Price\n", "## Price\n\nBetween.\n\nMore.\n")}
    theirs = {**base, "veltamine.md": base["veltamine.md"].replace("Between.", "- One.")}
    mine = {**base, "veltamine.md": base["veltamine.md"].replace("More.", "- Two.")}
    assert isinstance(merge(base, theirs, mine), Conflicts)


def test_what_cannot_be_read_is_merged_whole_or_not_at_all() -> None:
    broken = {**SOURCES, "questions.yaml": "also_asked: [\n"}
    assert merge(SOURCES, broken, SOURCES) == broken
    mine = apply(AddAlsoAsked(DOSE, "x y"), SOURCES).sources
    assert isinstance(merge(SOURCES, broken, mine), Conflicts)


@settings(max_examples=60)
@given(articles(["key-one"]) | markdown())
def test_the_pieces_of_an_article_are_the_article_again(text: str) -> None:
    end = text[len(text.rstrip("\n")) :]
    assert write_outline(outline("first.md", text), end) == text


@settings(max_examples=40)
@given(corpora(), corpora())
def test_merging_with_itself_or_with_no_change_on_one_side_changes_nothing(base: Sources, other: Sources) -> None:
    assert merge(base, base, base) == base
    assert merge(base, other, base) == merge(base, base, other) == merge(base, other, other) == other


@settings(max_examples=40)
@given(articles(["key-one"]), paragraphs(["key-one"]), paragraphs(["key-one"]), st.data())
def test_no_word_of_either_side_is_lost_or_the_two_are_in_conflict(
    text: str, one: str, other: str, data: st.DataObject
) -> None:
    base = {"first.md": text}
    ids = passage_ids(base)
    wanted = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    try:
        theirs = apply(ReplacePassage(wanted[0], one), base).sources
        mine = apply(ReplacePassage(wanted[1], other), base).sources
    except EditRefused:
        return
    merged = merge(base, theirs, mine)
    swapped = merge(base, mine, theirs)
    if isinstance(merged, Conflicts):
        assert isinstance(swapped, Conflicts)
        assert theirs != mine
    else:
        assert merged == swapped
        assert one.strip() in merged["first.md"]
        assert other.strip() in merged["first.md"]
        assert wanted[0] != wanted[1] or theirs == mine
