import pytest

from ldnbot.corpus.folder import inspect_sources
from ldnbot.corpus.lexicon import Lexicon, Topic, read_lexicon
from ldnbot.errors import EditRefused
from ldnbot.moderation.edits import apply
from ldnbot.moderation.lexiconedits import AddConcept, AddWord, RemoveConcept, RemoveWord, WordForm
from ldnbot.moderation.sources import Sources
from small import TODAY
from veltamine import LEXICON, SOURCES, lines_changed

WITH: Sources = {**SOURCES, "lexicon.yaml": LEXICON}


def lexicon(sources: Sources) -> Lexicon:
    return read_lexicon(sources["lexicon.yaml"], "")[0]


def test_a_word_is_added_on_the_line_of_its_list() -> None:
    edited = apply(AddWord("opioid", "strong stuff"), WITH).sources
    assert lines_changed(LEXICON, edited["lexicon.yaml"]) == (
        ["  words: [opioid, opiate]"],
        ["  words: [opioid, opiate, strong stuff]"],
    )
    edited = apply(AddWord("oxycodone", "oxy"), WITH).sources
    assert lines_changed(LEXICON, edited["lexicon.yaml"]) == (["    oxycontin]"], ["    oxycontin, oxy]"])
    edited = apply(AddWord("painkiller", "pain pill"), WITH).sources
    assert lines_changed(LEXICON, edited["lexicon.yaml"]) == ([], ["  - pain pill"])


def test_a_list_that_a_concept_lacks_is_made() -> None:
    edited = apply(AddWord("opioid", "opoid", WordForm.MISSPELT), WITH).sources
    assert lines_changed(LEXICON, edited["lexicon.yaml"]) == ([], ["  misspelt: [opoid]"])
    edited = apply(AddWord("opioid", "OP", WordForm.EXACT), WITH).sources
    assert lexicon(edited).concepts["opioid"].exact == ("OP",)


def test_a_word_of_another_concept_needs_a_note() -> None:
    with pytest.raises(EditRefused, match="is a word of oxycodone"):
        apply(AddWord("opioid", "Oxycontin"), WITH)
    edited = apply(AddWord("opioid", "Oxycontin", note="Some say it of all of them."), WITH).sources
    assert lexicon(edited).concepts["opioid"].note == "Some say it of all of them."
    assert not inspect_sources(edited, today=TODAY).findings


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (AddWord("opiod", "x"), "no concept"),
        (AddWord("oxycontin", "x"), "no concept"),
        (AddWord("opioid", "Opiate"), "already"),
        (AddWord("opioid", "…"), "no letter"),
        (RemoveWord("opioid", "opium"), "no word"),
        (AddConcept("opioid", Topic.MEDICINE, ("x",)), "already"),
        (AddConcept("new", Topic.MEDICINE, ("opiate",)), "is a word of opioid"),
        (AddConcept("new", Topic.MEDICINE, ()), "no words"),
        (AddConcept("new", Topic.MEDICINE, ("x",), kind_of=("none",)), "no concept none"),
        (RemoveConcept("none"), "no concept"),
    ],
)
def test_what_the_lexicon_cannot_take_is_refused(
    edit: AddWord | RemoveWord | AddConcept | RemoveConcept, what: str
) -> None:
    with pytest.raises(EditRefused, match=what):
        apply(edit, WITH)


def test_a_word_is_removed_and_an_empty_list_with_it() -> None:
    edited = apply(RemoveWord("opioid", "Opioid"), WITH).sources["lexicon.yaml"]
    assert lines_changed(LEXICON, edited) == (["  words: [opioid, opiate]"], ["  words: [opiate]"])
    edited = apply(RemoveWord("oxycodone", "oxycodon"), WITH).sources["lexicon.yaml"]
    assert lines_changed(LEXICON, edited) == (["  misspelt: [oxycodon]"], [])
    with pytest.raises(EditRefused, match="only word"):
        apply(RemoveWord("opioid", "opiate"), apply(RemoveWord("opioid", "opioid"), WITH).sources)


def test_a_concept_is_added_and_removed_again() -> None:
    added = apply(AddConcept("Kratom", Topic.SUBSTANCE, ("kratom", "kratom: tea"), near=("opioid",)), WITH).sources
    concept = lexicon(added).concepts["kratom"]
    assert (concept.words, concept.near) == (("kratom", "kratom: tea"), ("opioid",))
    assert apply(RemoveConcept("kratom"), added).sources == WITH


@pytest.mark.parametrize("form", WordForm)
def test_the_words_of_a_new_concept_count_as_is_said(form: WordForm) -> None:
    added = apply(AddConcept("Kratom", Topic.SUBSTANCE, ("KTM",), form=form), WITH).sources
    concept = lexicon(added).concepts["kratom"]
    assert getattr(concept, form.value) == ("KTM",)
    assert (*concept.words, *concept.exact, *concept.misspelt) == ("KTM",)


def test_what_was_related_to_a_removed_concept_is_so_no_more_and_it_is_said() -> None:
    edited = apply(RemoveConcept("opioid"), WITH)
    assert lexicon(edited.sources).concepts["oxycodone"].kind_of == ()
    assert edited.said == ("oxycodone, painkiller pointed at it, and do so no more.",)
    assert "# ---- medicine" in edited.sources["lexicon.yaml"]


def test_a_corpus_with_the_shipped_lexicon_gets_a_copy_of_its_own() -> None:
    edited = apply(AddWord("oxycodone", "zzoxy"), SOURCES)
    assert "zzoxy" in lexicon(edited.sources).concepts["oxycodone"].words
    assert "copy of its own" in edited.said[0]
