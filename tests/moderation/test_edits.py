from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated import articles, paragraphs
from ldnbot.corpus.folder import inspect_sources
from ldnbot.corpus.reader import read_article
from ldnbot.errors import EditRefused
from ldnbot.moderation.edits import Edit, apply, apply_all, title_of
from ldnbot.moderation.passageedits import (
    AddPassage,
    AddSection,
    AfterPassage,
    EndOfSection,
    RemovePassage,
    RemoveSection,
    ReplacePassage,
    passage_source,
)
from ldnbot.moderation.questionedits import AddAlsoAsked
from ldnbot.moderation.reviewedits import MarkReviewed
from ldnbot.moderation.sources import Sources, passage_ids
from small import ARTICLE, TODAY
from veltamine import BALANCED, DOSE, QUESTIONS, SOURCES, errors, lines_changed


def text_of(sources: Sources, passage: str) -> str:
    corpus = inspect_sources(sources, today=TODAY).corpus
    return next(found.text for found in corpus.passages if found.id == passage)


def test_a_changed_sentence_is_one_changed_line() -> None:
    text = passage_source(SOURCES, DOSE).replace("in the evening", "at night")
    edited = apply(ReplacePassage(DOSE, text), SOURCES)
    old, new = lines_changed(ARTICLE, edited.sources["veltamine.md"])
    assert len(old) == len(new) == 1
    assert "at night [@brook2019]" in new[0]
    assert (edited.said, errors(edited.sources)) == ((), [])
    assert edited.sources["questions.yaml"] == QUESTIONS


def test_a_passage_without_a_name_gets_one_when_its_first_words_change_and_its_lines_follow() -> None:
    edited = apply(ReplacePassage(DOSE, "Two milligrams is the usual dose [@brook2019]."), SOURCES)
    corpus = inspect_sources(edited.sources, today=TODAY).corpus
    name = "veltamine/the-usual-starting-dose"
    assert "<!-- passage: the-usual-starting-dose -->\n\nTwo milligrams" in edited.sources["veltamine.md"]
    assert corpus.questions.also_asked[name] == ("how much do I take",)
    assert corpus.questions.questions[0].passages == ((name,),)
    assert corpus.questions.questions[1].passages[0] == (name,)
    assert errors(edited.sources) == []
    assert name in edited.said[0]


def test_what_the_head_of_the_article_names_follows_too() -> None:
    edited = apply(ReplacePassage(DOSE, "Two milligrams is the usual dose [@brook2019]."), BALANCED)
    assert "claims: [the-usual-starting-dose]" in edited.sources["veltamine.md"]
    assert errors(edited.sources) == errors(BALANCED) == []


def test_a_name_that_equals_its_own_field_follows() -> None:
    article = ARTICLE.replace(
        "conflicts_of_interest: none known\n", "conflicts_of_interest: none known\noff_label: off-label\n"
    ).replace("A month of", "<!-- passage: off-label -->\n\nA month of")
    sources = {"veltamine.md": article, "references.yaml": SOURCES["references.yaml"]}
    assert errors(sources) == []
    assert "off_label" not in apply(RemovePassage("veltamine/off-label"), sources).sources["veltamine.md"]


def test_a_second_paragraph_becomes_a_passage_of_its_own() -> None:
    text = passage_source(SOURCES, DOSE)
    edited = apply(ReplacePassage(DOSE, f"{text}\n\nNobody knows more."), SOURCES)
    ids = passage_ids(edited.sources)
    assert ids[ids.index(DOSE) + 1] == "veltamine/nobody-knows-more"
    assert "1 passage after it" in edited.said[0]


def test_of_two_passages_that_begin_alike_each_keeps_its_lines() -> None:
    article = ARTICLE.replace("\n## Price", "\nThe usual starting dose of veltamine is small.\n\n## Price").replace(
        "## Side effects", "The usual starting dose of veltamine was higher once.\n\n## Side effects"
    )
    second = f"{DOSE}-2"
    sources = apply(AddAlsoAsked(second, "was it higher"), {**SOURCES, "veltamine.md": article}).sources
    edited = apply(RemovePassage(DOSE), sources)
    corpus = inspect_sources(edited.sources, today=TODAY).corpus
    holder = next(id_ for id_, lines in corpus.questions.also_asked.items() if "was it higher" in lines)
    assert "was higher once" in text_of(edited.sources, holder)
    assert errors(edited.sources) == ["nothing cites brook2019"] or not errors(edited.sources)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "there is no text"),
        ("## Dose", "there is a heading in the text"),
        ("a\n---\n", "there is a heading in the text"),
        ("---\ntitle: x\n---\n\nb", "begins with a line ---"),
        ("```\ncode\n```", "no passages"),
        ("<!-- passage: other -->\n\nText.", "no passages"),
        ("a\u202eb", "invisible character U+202E"),
        ("x" * 30_000, "30,000 characters"),
    ],
)
def test_what_is_no_text_of_a_passage_is_refused_with_a_reason(text: str, what: str) -> None:
    with pytest.raises(EditRefused) as refused:
        apply(ReplacePassage(DOSE, text), SOURCES)
    assert what in refused.value.what
    assert refused.value.fix


def test_text_that_would_run_into_its_neighbour_is_refused() -> None:
    article = ARTICLE.replace("## Side effects\n\n- Dry", "## Side effects\n\nSome.\n\n- Dry")
    with pytest.raises(EditRefused, match="read as one with it"):
        apply(ReplacePassage("veltamine/side-effects/some", "- Another item."), {**SOURCES, "veltamine.md": article})


def test_the_same_text_is_no_change() -> None:
    with pytest.raises(EditRefused, match="nothing is changed"):
        apply(ReplacePassage(DOSE, passage_source(SOURCES, DOSE) + "\n"), SOURCES)


def test_an_id_that_is_not_there_is_refused_with_the_one_that_was_meant() -> None:
    with pytest.raises(EditRefused) as refused:
        apply(RemovePassage("veltamine/dose/the-usual-starting-dos"), SOURCES)
    assert DOSE in refused.value.fix
    with pytest.raises(EditRefused, match="no article"):
        apply(AddSection("veltamin", "A", "b"), SOURCES)


def test_a_passage_is_added_below_another_with_a_name_for_good() -> None:
    edited = apply(AddPassage(AfterPassage(DOSE), "Tablets are round [@brook2019]."), SOURCES)
    ids = passage_ids(edited.sources)
    assert ids[ids.index(DOSE) + 1] == "veltamine/tablets-are-round"
    assert errors(edited.sources) == []


def test_a_passage_is_added_at_the_end_of_a_section_before_the_sections_below_it() -> None:
    place = EndOfSection("veltamine", ("Side effects",))
    edited = apply(AddPassage(place, "Two people fell ill.", name="Two people"), SOURCES)
    corpus = inspect_sources(edited.sources, today=TODAY).corpus
    section = next(section for _, section in corpus.sections if section.heading == "Side effects")
    assert section.passages[-1].id == "veltamine/two-people"


def test_a_name_that_is_taken_is_refused_with_a_free_one() -> None:
    sources = apply(AddPassage(AfterPassage(DOSE), "One.", name="one"), SOURCES).sources
    with pytest.raises(EditRefused) as refused:
        apply(AddPassage(AfterPassage(DOSE), "Another.", name="One"), sources)
    assert "one-2" in refused.value.fix


def test_a_section_is_added_at_the_end_or_after_another_at_its_level() -> None:
    last = apply(AddSection("veltamine", "Sleep", "It helped [@brook2019].\n\n- So they said."), SOURCES).sources
    assert last["veltamine.md"].startswith(ARTICLE)
    corpus = inspect_sources(last, today=TODAY).corpus
    assert [section.heading for _, section in corpus.sections][-1] == "Sleep"
    below = AddSection("veltamine", "Common harm", "Dry eyes.", after=("Side effects", "Rare harm"))
    corpus = inspect_sources(apply(below, SOURCES).sources, today=TODAY).corpus
    assert ("Side effects", "Common harm") in {section.heading_path for _, section in corpus.sections}


def test_a_section_stands_before_the_place_of_the_bibliography() -> None:
    article = ARTICLE + "\n## References\n\n::: {#refs}\n:::\n"
    edited = apply(AddSection("veltamine", "Sleep", "It helped."), {**SOURCES, "veltamine.md": article})
    assert edited.sources["veltamine.md"].endswith("It helped.\n\n## References\n\n::: {#refs}\n:::\n")


@pytest.mark.parametrize("heading", ["Dose", "dose", "A [@brook2019]", "", "*"])
def test_a_heading_that_cannot_be_one_is_refused(heading: str) -> None:
    with pytest.raises(EditRefused):
        apply(AddSection("veltamine", heading, "Text."), SOURCES)


def test_with_a_passage_goes_all_that_points_at_it_and_it_is_said() -> None:
    edited = apply(RemovePassage(DOSE), BALANCED)
    article = edited.sources["veltamine.md"]
    assert "starting dose" not in article
    assert "## Dose" not in article
    assert "balance" not in article
    assert "how much do I take" not in edited.sources["questions.yaml"]
    assert "- id: q1" not in edited.sources["questions.yaml"]
    said = " ".join(edited.said)
    assert "heading Dose" in said
    assert "1 also-asked line went" in said
    assert "2 own test questions that nothing else answers went with it: q1, q2" in said
    assert "balance" in said
    assert errors(edited.sources) == []


def test_the_only_passage_of_an_article_stays() -> None:
    article = ARTICLE.split("## Dose")[0]
    with pytest.raises(EditRefused, match="only passage"):
        apply(RemovePassage("veltamine/start/veltamine-is-an-invented"), {"veltamine.md": article})


def test_with_a_section_go_the_sections_below_it() -> None:
    edited = apply(RemoveSection("veltamine", ("Side effects",)), SOURCES)
    assert "Rare harm" not in edited.sources["veltamine.md"]
    assert edited.sources["veltamine.md"].endswith("## Price\n\n" + ARTICLE.split("## Price\n\n")[1])
    assert "2 passages" in edited.said[0]
    with pytest.raises(EditRefused, match="no section"):
        apply(RemoveSection("veltamine", ("Side efects",)), SOURCES)


def test_a_review_sets_its_three_fields_and_no_other_line() -> None:
    review = MarkReviewed("veltamine", date(2026, 11, 22), "Dr A: a nurse", date(2027, 11, 22))
    edited = apply(review, SOURCES)
    old, new = lines_changed(ARTICLE, edited.sources["veltamine.md"])
    assert (len(old), len(new)) == (3, 3)
    front = inspect_sources(edited.sources, today=TODAY).corpus.articles[0].front_matter
    assert (front.reviewed, front.reviewed_by) == (date(2026, 11, 22), "Dr A: a nurse")
    assert front.review_due == date(2027, 11, 22)


def test_a_review_adds_the_fields_that_an_article_lacks() -> None:
    article = ARTICLE.replace("reviewed: 2026-01-01\nreviewed_by: A tester\nreview_due: 2027-01-01\n", "")
    review = MarkReviewed("veltamine", date(2026, 11, 22), "A", date(2027, 11, 22))
    edited = apply(review, {**SOURCES, "veltamine.md": article})
    assert "reviewed: 2026-11-22\nreviewed_by: A\nreview_due: 2027-11-22\nconflicts" in edited.sources["veltamine.md"]


@pytest.mark.parametrize(
    ("review", "what"),
    [
        (MarkReviewed("veltamine", TODAY, "A", TODAY), "not after"),
        (MarkReviewed("veltamine", TODAY, " ", date(2027, 11, 22)), "empty"),
        (MarkReviewed("veltamine", date(2025, 1, 1), "A", date(2027, 11, 22)), "reviewed later"),
    ],
)
def test_a_review_that_cannot_be_is_refused(review: MarkReviewed, what: str) -> None:
    with pytest.raises(EditRefused, match=what):
        apply(review, SOURCES)


def test_several_changes_are_made_all_or_none() -> None:
    edits: list[Edit] = [AddAlsoAsked(DOSE, "how many mg"), RemovePassage("veltamine/none")]
    with pytest.raises(EditRefused):
        apply_all(edits, SOURCES)
    assert apply_all(edits[:1], SOURCES).sources["questions.yaml"] != QUESTIONS
    assert title_of(edits[0]) == f"Teach “how many mg” to {DOSE}"


KEYS = ["key-one", "key-two"]


def around(text: str, part: str) -> tuple[str, str]:
    """Return what stands before and after a part of a text, without the empty lines between."""
    before, found, after = text.partition(part)
    assert found
    return before.rstrip("\n"), after.lstrip("\n")


def asked_texts(sources: Sources) -> dict[str, str]:
    """Return each also-asked line with the text of its passage."""
    corpus = inspect_sources(sources, today=TODAY).corpus
    texts = {passage.id: passage.text for passage in corpus.passages}
    return {line: texts[id_] for id_, lines in corpus.questions.also_asked.items() for line in lines}


@settings(max_examples=40)
@given(articles(KEYS), paragraphs(KEYS), st.data())
def test_everything_outside_the_replaced_passage_stays_byte_for_byte(text: str, new: str, data: st.DataObject) -> None:
    sources = {"first.md": text}
    wanted = data.draw(st.sampled_from(passage_ids(sources)))
    old = passage_source(sources, wanted)
    try:
        after = apply(ReplacePassage(wanted, new), sources).sources["first.md"]
    except EditRefused:
        return
    line = next(passage.line for passage in read_article(text, "first", "first.md")[0].passages if passage.id == wanted)
    start = sum(len(row) for row in text.splitlines(keepends=True)[: line - 1])
    head, tail = text[:start], text[start + len(old) :]
    assert after.startswith(head)
    assert after.endswith(tail)
    inserted = after[len(head) : len(after) - len(tail)]
    assert inserted.endswith(new.strip())
    assert inserted.count("\n\n") <= 1


@settings(max_examples=40)
@given(articles(KEYS), paragraphs(KEYS), st.data())
def test_every_also_asked_line_stays_with_its_passage_whatever_is_changed(
    text: str, new: str, data: st.DataObject
) -> None:
    ids = passage_ids({"first.md": text})
    asked = "".join(f"  {id_}:\n  - line {number}\n" for number, id_ in enumerate(ids))
    sources = {"first.md": text, "questions.yaml": f"also_asked:\n{asked}"}
    wanted = data.draw(st.sampled_from(ids))
    edits: list[Edit] = [ReplacePassage(wanted, new), RemovePassage(wanted)]
    edit = data.draw(st.sampled_from(edits))
    try:
        after = apply(edit, sources).sources
    except EditRefused:
        return
    was, now = asked_texts(sources), asked_texts(after)
    number = ids.index(wanted)
    assert {line: words for line, words in was.items() if line != f"line {number}"} == {
        line: words for line, words in now.items() if line != f"line {number}"
    }
    assert (f"line {number}" in now) == isinstance(edit, ReplacePassage)


@settings(max_examples=40)
@given(articles(KEYS), paragraphs(KEYS), st.data())
def test_a_passage_that_is_added_and_removed_leaves_the_article_as_it_was(
    text: str, new: str, data: st.DataObject
) -> None:
    sources = {"first.md": text}
    wanted = data.draw(st.sampled_from(passage_ids(sources)))
    try:
        added = apply(AddPassage(AfterPassage(wanted), new, name="the-new-one"), sources).sources
    except EditRefused:
        return
    assert len(passage_ids(added)) == len(passage_ids(sources)) + 1
    assert apply(RemovePassage("first/the-new-one"), added).sources == sources
