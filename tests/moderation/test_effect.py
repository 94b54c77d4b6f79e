from collections.abc import Sequence

import msgspec
import pytest

from ldnbot.answering.answer import Status
from ldnbot.moderation.differences import Change, LineKind
from ldnbot.moderation.edits import Edit, apply_all
from ldnbot.moderation.effect import Effect, decode_effect, effect, effect_in_child, encode_effect, encode_request
from ldnbot.moderation.faring import Verdict
from ldnbot.moderation.lexiconedits import AddWord
from ldnbot.moderation.passageedits import AddPassage, AfterPassage, RemovePassage, ReplacePassage
from ldnbot.moderation.questionedits import AddAlsoAsked, AddNotCovered, AddTestQuestion
from ldnbot.moderation.referenceedits import AddReference, type_reference
from ldnbot.moderation.reviewedits import MarkReviewed
from ldnbot.moderation.sources import Sources
from ldnbot.moderation.worddiff import RunKind
from small import TODAY
from veltamine import DOSE, LEXICON, SOURCES

PRICE = "veltamine/price/a-month-of-veltamine"
WITH: Sources = {**SOURCES, "lexicon.yaml": LEXICON}


def effect_of(*edits: Edit, base: Sources = WITH, asked: Sequence[str] = ()) -> Effect:
    return effect(base, apply_all(edits, base).sources, today=TODAY, questions=asked)


def test_nothing_changes_where_nothing_changed() -> None:
    found = effect_of()
    assert found.nothing
    assert (found.before, found.answers, found.preview) == (found.after, (), None)
    assert found.asked == 2


def test_a_changed_word_is_shown_in_its_passage() -> None:
    found = effect_of(
        ReplacePassage(PRICE, "A month of veltamine costs about $13 [@velta-page]. Most insurers do not pay.")
    )
    (change,) = found.passages
    assert (change.id, change.change, change.was) == (PRICE, Change.CHANGED, "")
    assert [run.text for run in change.runs if run.kind is RunKind.DELETED] == ["12", " for it"]
    assert [run.text for run in change.runs if run.kind is RunKind.INSERTED] == ["13"]
    assert change.section == ("Price",)


def test_a_passage_that_is_called_otherwise_is_one_change() -> None:
    found = effect_of(ReplacePassage(DOSE, "Mostly the usual starting dose of veltamine is 2 mg [@brook2019]."))
    (change,) = found.passages
    assert (change.change, change.was) == (Change.CHANGED, DOSE)
    assert not [line for line in found.lines if line.kind is LineKind.ALSO_ASKED]
    assert not [change for change in found.answers if change.verdict is Verdict.WORSE]


def test_references_and_their_numbers_are_shown() -> None:
    study = type_reference({"title": "Sleep", "study": "observational", "issued": "2025", "author": "Doe J"})
    start = AfterPassage("veltamine/start/veltamine-is-an-invented")
    found = effect_of(AddReference(study), AddPassage(start, "It makes sleepy [@doe2025]."))
    assert [(change.key, change.change) for change in found.references] == [("doe2025", Change.ADDED)]
    assert [(moved.key, moved.before, moved.after) for moved in found.renumbered] == [
        ("doe2025", 0, 1),
        ("brook2019", 1, 2),
        ("marsh2021", 2, 3),
        ("velta-page", 3, 4),
    ]
    assert [change.change for change in found.passages] == [Change.ADDED]


def test_findings_that_only_moved_to_another_line_are_not_new() -> None:
    base = {**WITH, "veltamine.md": WITH["veltamine.md"].replace("[@velta-page]", "[@velta-page, p. 3]")}
    start = AfterPassage("veltamine/start/veltamine-is-an-invented")
    found = effect_of(AddPassage(start, "It is round."), base=base)
    assert (found.new_findings, found.gone_findings) == ((), ())
    mended = ReplacePassage(PRICE, "A month of veltamine costs about $12 [@velta-page].")
    found = effect_of(mended, base=base)
    assert [finding.code for finding in found.gone_findings] == ["citation-detail"]


def test_of_a_corpus_with_errors_nothing_is_asked_and_it_is_said() -> None:
    found = effect_of(ReplacePassage(PRICE, "A month of veltamine costs $12 [@nobody]."))
    assert [finding.code for finding in found.errors] == ["unknown-key"]
    assert (found.asked, found.answers) == (0, ())
    assert "the changed corpus has errors" in found.not_asked
    assert found.passages


def test_an_own_question_whose_passage_went_is_answered_worse() -> None:
    found = effect_of(RemovePassage(DOSE))
    worse = {change.id: change for change in found.answers if change.verdict is Verdict.WORSE}
    assert "q1" in worse
    assert worse["q1"].before.first == DOSE
    assert found.preview is not None
    assert found.preview.question == found.answers[0].question
    assert found.preview_before is not None
    assert found.preview_before.quotes[0].passage == DOSE


def test_a_new_passage_that_no_question_asks_for_is_shown_by_its_own_words() -> None:
    start = AfterPassage("veltamine/start/veltamine-is-an-invented")
    found = effect_of(AddPassage(start, "Veltamine tablets taste of salt [@brook2019]. They are yellow."))
    assert found.preview is not None
    assert found.preview.question == "Veltamine tablets taste of salt."
    assert found.preview.quotes[0].text.startswith("Veltamine tablets taste")


def test_what_the_change_itself_asks_comes_first_and_then_what_moved_furthest() -> None:
    found = effect_of(RemovePassage(DOSE), AddTestQuestion("how much is a dosage", (PRICE,)))
    verdicts = [change.verdict for change in found.answers]
    assert verdicts == sorted(verdicts, key=[Verdict.WORSE, Verdict.BETTER, Verdict.OTHERWISE].index)
    worse = [change.id for change in found.answers if change.verdict is Verdict.WORSE and not change.new]
    assert worse[0] == "q1"


def test_a_warning_that_is_missing_makes_no_answer_better() -> None:
    article = (
        WITH["veltamine.md"]
        .replace(
            "## Price",
            "## Opioids\n\n<!-- passage: opioids -->\n\nVeltamine blocks opioids such as oxycodone.\n\n## Price",
        )
        .replace(
            "conflicts_of_interest: none known",
            "conflicts_of_interest: none known\ncautions:\n  opioid-interaction: opioids",
        )
    )
    question = AddTestQuestion("what does veltamine cost if I take oxycodone", (PRICE,))
    base = apply_all([question], {**WITH, "veltamine.md": article}).sources
    found = effect_of(RemovePassage("veltamine/opioids"), base=base)
    changes = {change.question: change.verdict for change in found.answers}
    assert changes["what does veltamine cost if I take oxycodone"] is Verdict.WORSE


def test_lines_that_members_never_see_are_shown() -> None:
    review = MarkReviewed("veltamine", TODAY, "A nurse", TODAY.replace(year=2027))
    found = effect_of(
        AddAlsoAsked(DOSE, "how many mg"), AddNotCovered("is it vegan"), AddWord("opioid", "hard stuff"), review
    )
    lines = {(line.kind, line.change, line.where, line.text) for line in found.lines}
    assert (LineKind.ALSO_ASKED, Change.ADDED, DOSE, "how many mg") in lines
    assert (LineKind.NOT_COVERED, Change.ADDED, "", "is it vegan") in lines
    assert (LineKind.WORD, Change.ADDED, "opioid", "hard stuff") in lines
    assert (LineKind.HEAD, Change.ADDED, "veltamine", "reviewed_by: A nurse") in lines
    assert (LineKind.HEAD, Change.REMOVED, "veltamine", "reviewed_by: A tester") in lines


def test_a_question_asked_in_vain_that_is_answered_now_is_named_with_its_sentence() -> None:
    asked = "whats the moolah"
    found = effect_of(AddAlsoAsked(PRICE, asked), AddTestQuestion(asked, (PRICE,)), asked=[asked, "is it vegan"])
    assert found.recent == 2
    (now,) = found.now_answered
    assert (now.question, now.passage) == (asked, PRICE)
    assert now.was is not Status.ANSWERED
    assert now.sentence in WITH["veltamine.md"].replace("[@velta-page]", "[3]")
    assert found.preview is not None
    assert found.preview.status is Status.ANSWERED
    (change,) = (change for change in found.answers if change.new)
    assert (change.question, change.verdict) == (asked, Verdict.BETTER)


def test_progress_counts_every_question_of_both_versions() -> None:
    told: list[tuple[int, int]] = []
    effect(WITH, WITH, today=TODAY, progress=lambda asked, of: told.append((asked, of)))
    assert told[0] == (0, 4)
    assert told[-1] == (4, 4)
    assert [asked for asked, _ in told] == sorted(asked for asked, _ in told)


def test_what_is_known_of_the_version_before_is_not_asked_again() -> None:
    earlier = effect(WITH, WITH, today=TODAY)
    told: list[tuple[int, int]] = []
    after = apply_all([RemovePassage(DOSE)], WITH).sources
    found = effect(WITH, after, today=TODAY, known=earlier.fares, progress=lambda asked, of: told.append((asked, of)))
    assert told[-1] == (2, 2)
    assert found == effect(WITH, after, today=TODAY)


def test_an_effect_goes_through_bytes_and_back() -> None:
    after = apply_all([RemovePassage(DOSE)], WITH).sources
    asked = ["how much is it"]
    found = effect(WITH, after, today=TODAY, questions=asked)
    assert decode_effect(encode_effect(found)) == found
    raw = effect_in_child(encode_request(WITH, after, today=TODAY, questions=asked))
    assert decode_effect(raw) == found
    assert found.preview is not None
    assert msgspec.json.decode(raw)["preview"]["disclaimer"] == found.preview.disclaimer


@pytest.mark.parametrize("text", ["", "questions:\n- id: x\n  question: y\n  kind: nonsense\n"])
def test_a_corpus_without_usable_questions_of_its_own_is_still_compared(text: str) -> None:
    base = {**WITH, "questions.yaml": text}
    found = effect_of(ReplacePassage(PRICE, "A month costs $13 [@velta-page]."), base=base)
    assert found.passages
    assert (found.asked, found.not_asked) == (0, "the corpus has no questions of its own")
