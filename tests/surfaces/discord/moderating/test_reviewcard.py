"""The review card of any change: it fits, nothing of it breaks out, and it says all that was changed."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bodies import components, faults_of
from chatmarkdown import blocks
from ldnbot.answering.answer import Status
from ldnbot.corpus.finding import Finding, Severity
from ldnbot.moderation.differences import Change, PassageChange, Renumbered
from ldnbot.moderation.effect import COMPARED_ONLY, Effect, NowAnswered
from ldnbot.moderation.faring import AnswerChange, Fared, Verdict
from ldnbot.moderation.losses import Loss
from ldnbot.moderation.merge import Conflicts
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import Proposal, State
from ldnbot.moderation.worddiff import word_diff
from ldnbot.surfaces.discord.cards.page import Page
from ldnbot.surfaces.discord.controls import Control
from ldnbot.surfaces.discord.layout import Key, lay_out
from ldnbot.surfaces.discord.moderating.reviewcard import difference_pages, notes_page, review_pages
from madecards import body_of
from madeeffects import conflicts, effects, proposals, words
from surfaced import components_of

QUICK = settings(  # making a failure smaller takes minutes
    max_examples=20,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
)
KEYS = [[Key(f"key {row}{key}", Control("p-page", f"{row}:{key}")) for key in range(5)] for row in range(2)]
"""As many buttons as a review card ever has, and more."""

BROKEN = re.compile("[\ud800-\udfff]")
HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069]")
STRUCK = "~~"
"""The one style that the reader of cards calls an effect, and that a review card uses itself."""


def assert_fits(pages: tuple[Page, ...]) -> list[str]:
    """Assert that Discord takes each page and that nothing in it is more than text, and return what they show."""
    shown = []
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    body_of(lay_out(max(pages, key=lambda page: page.length), KEYS))  # as Discord describes it, which takes a while
    for page in pages:
        body = {"components": components_of(lay_out(page, KEYS)), "flags": 1 << 15, "allowed_mentions": {"parse": []}}
        assert list(faults_of("POST", "", body)) == [], page  # 4,000 UTF-16 units, 40 components, no empty text
        found = list(blocks(body))
        lines = [line for block in found for line in block.lines]
        assert [effect for line in lines for effect in line.effects if effect != STRUCK] == []
        assert [link for line in lines for link in line.links] == []
        assert not any(line.quoted for line in lines)
        assert [line for line in lines if line.kind == "heading"] == lines[:1]
        text = "\n".join(str(part["content"]) for part in components(body) if part["type"] == 10)
        assert not BROKEN.search(text)
        assert not HIDDEN.search(text)
        shown.append("\n".join(line.text for line in lines))
    return shown


@QUICK
@given(proposals(), effects(), words(), words(), st.integers(0, 2))
def test_the_card_of_any_change_fits_and_nothing_breaks_out(
    proposal: Proposal, effect: Effect, why: str, outcome: str, missing: int
) -> None:
    pages = review_pages(proposal, why, effect, made_on="0" * 12, missing_approvals=missing, outcome=outcome)
    shown = assert_fits(pages)
    without = review_pages(proposal, why, effect, made_on="0" * 12, missing_approvals=missing)
    assert [page.blocks[1:] for page in pages] == [page.blocks[1:] for page in without], "an outcome moves nothing"
    assert all("p12" in page for page in shown)
    assert "\n".join(shown).count("· added") >= sum(change.change is Change.ADDED for change in effect.passages)


@QUICK
@given(proposals(), conflicts(), words())
def test_the_card_of_any_conflict_fits(proposal: Proposal, found: Conflicts, outcome: str) -> None:
    assert "others changed the same words" in assert_fits(review_pages(proposal, "", found, outcome=outcome))[0]


@QUICK
@given(proposals(), st.lists(words(), min_size=1, max_size=80))
def test_whatever_is_to_be_confirmed_fits(proposal: Proposal, notes: list[str]) -> None:
    assert_fits((notes_page(proposal, notes),))


@QUICK
@given(words(), effects())
def test_the_pages_of_any_version_fit(title: str, effect: Effect) -> None:
    assert_fits(difference_pages(f"Version {title}", effect))


def made_proposal() -> Proposal:
    at, ana = datetime(2026, 11, 22, tzinfo=UTC), Moderator("1", "Ana")
    return Proposal("p12", "a", "b", "Change the dose", ana, "c", State.OPEN, (), "Change the dose", ana, at, at)


def texts_of(effect: Effect) -> list[str]:
    return [str(block) for page in difference_pages("One", effect) for block in page.blocks]


def changed(before: str, after: str) -> Effect:
    change = PassageChange("a/b", Change.CHANGED, ("Dose",), word_diff(before, after))
    return Effect("0" * 12, "1" * 12, passages=(change,))


def test_what_goes_is_struck_through_and_what_comes_is_bold() -> None:
    assert "It is ~~2~~ **4** mg." in texts_of(changed("It is 2 mg.", "It is 4 mg."))[1]


def test_two_hundred_changed_passages_are_all_there() -> None:
    passages = tuple(
        PassageChange(f"a/p{place}", Change.CHANGED, ("Dose",), word_diff(f"old {place}", f"new {place}"))
        for place in range(200)
    )
    shown = assert_fits(difference_pages("Two hundred", Effect("0" * 12, "1" * 12, passages=passages)))
    assert [place for place in range(200) if f"a/p{place}\n" not in "\n".join(shown) + "\n"] == []


@pytest.mark.parametrize("word", ["x" * 5_000, "🙂" * 5_000, "*" * 5_000, "two words " * 500])
def test_a_long_text_that_comes_is_shown_to_its_last_letter(word: str) -> None:
    _, *shown = "\n".join(assert_fits(difference_pages("Long", changed("", word)))).split("a/b\n")
    kept = [line for line in "".join(shown).split("\n") if not line.startswith(("Long", "page "))]
    assert "".join("".join(kept).replace("\u200b", "").split()) == "".join(word.split())


def test_signs_that_turn_text_round_are_shown_by_their_number() -> None:
    shown = texts_of(changed("Take 2 mg.", "Take \u202e2 mg.\u202c"))[1]
    assert "‹U+202E›" in shown
    assert "\u202e" not in shown


def test_the_questions_are_announced_until_they_were_asked() -> None:
    waiting = review_pages(made_proposal(), "", Effect("0" * 12, "1" * 12, asked=761, not_asked=COMPARED_ONLY))
    assert "Asking 761 test questions, about 21 seconds …" in str(waiting[0].blocks)
    one = review_pages(made_proposal(), "", Effect("0" * 12, "1" * 12, asked=1, not_asked=COMPARED_ONLY))
    assert "Asking 1 test question, about 1 second …" in str(one[0].blocks)
    asked = review_pages(made_proposal(), "", Effect("0" * 12, "1" * 12, asked=760))
    assert "760 test questions:** answered as before" in str(asked[0].blocks)


def test_only_verdicts_that_there_are_are_counted() -> None:
    answer = AnswerChange(
        "q1", "how much", Verdict.WORSE, Fared(Status.ANSWERED, ("a/dose",)), Fared(Status.RELATED, ("a/cost",))
    )
    told = str(review_pages(made_proposal(), "", Effect("0" * 12, "1" * 12, asked=2, answers=(answer,)))[0].blocks)
    assert "**Of 2 test questions:** 1 worse, the rest as before." in told
    assert "- **worse**: “how much” answered (dose) → related (cost)" in told


def test_the_verdict_stands_above_what_changed_and_the_questions_below() -> None:
    answer = AnswerChange(
        "q1", "how much", Verdict.BETTER, Fared(Status.ANSWERED, ("a/b",)), Fared(Status.ANSWERED, ("a/b",))
    )
    effect = replace(changed("It is 2 mg.", "It is 4 mg."), asked=2, answers=(answer,))
    told = str(review_pages(made_proposal(), "", effect)[0].blocks[1])
    assert told.index("1 better, the rest as before") < told.index("~~2~~ **4**") < told.index("how much")
    assert "“how much” answered (b), with other passages" in told


def test_of_many_numbers_that_move_only_their_number_is_said() -> None:
    few, many = (tuple(Renumbered(f"k{n}", n, n + 1) for n in range(count)) for count in (2, 40))
    assert texts_of(Effect("0" * 12, "1" * 12, renumbered=few))[1] == (
        "**Numbers of references that move:** 2: new: [1], [1] → [2]"
    )
    assert texts_of(Effect("0" * 12, "1" * 12, renumbered=many))[1] == "**Numbers of references that move:** 40"


def test_what_is_replaced_and_how_much_goes_stands_on_top() -> None:
    effect = Effect(
        "0" * 12,
        "1" * 12,
        files=(Loss("questions.yaml", 6_317, 6_320), Loss("velta.md", 1, 4)),
        lost=(Loss("passages", 1, 40), Loss("test questions", 700, 761)),
        new_findings=(Finding("a.md", 4, Severity.ERROR, "x", "wrong", "mend it"),),
    )
    assert effect.takes_much
    assert str(review_pages(made_proposal(), "", effect)[0].blocks[1]).startswith(
        "**This takes the place of questions.yaml: 6,317 lines of 6,320 go.**\n"
        "**Out of velta.md: 1 line of 4 goes.**\n"
        "**It takes away 700 of 761 test questions.**\n\n**It has errors"
    )
    assert not replace(effect, lost=(Loss("passages", 4, 40),)).takes_much, "a tenth is not more than a tenth"


def test_a_test_question_of_the_change_itself_is_no_proof_that_it_is_better() -> None:
    answer = AnswerChange("q9", "how", Verdict.BETTER, Fared(Status.NOT_COVERED), Fared(Status.ANSWERED, ("a/b",)))
    effect = Effect("0", "1", asked=3, answers=(replace(answer, new=True),), new_asked=1, new_as_taught=1)
    told = str(review_pages(made_proposal(), "", effect)[0].blocks)
    assert "**2 test questions:** answered as before. New test questions: 1, answered as taught." in told
    assert "better" not in told
    assert "- **new**: “how” answered (b)" in told
    other = str(review_pages(made_proposal(), "", replace(effect, new_as_taught=0))[0].blocks)
    assert "New test questions: 1, not answered as taught." in other


def test_a_question_that_is_answered_now_is_shown_with_what_answers_it() -> None:
    now = NowAnswered("what is the damage", Status.NOT_COVERED, "velta/price", "A month costs $12.")
    told = str(review_pages(made_proposal(), "", Effect("0", "1", recent=1, now_answered=(now,)))[0].blocks)
    assert "“what is the damage” is answered from price: A month costs $12." in told


def test_a_proposal_whose_changes_are_asked_for_says_who_asked_why_and_what_to_do() -> None:
    ben = Moderator("2", "Ben")
    asked = replace(made_proposal(), state=State.CHANGES_ASKED, by=ben, reason="Which month?")
    head = str(review_pages(asked, "It rose", None)[0].blocks[0])
    assert "Why: It rose" in head
    assert "**Changes asked for by Ben**: Which month?" in head
    assert "with Change below, or else propose it anew" in head


def test_errors_come_first_and_say_what_to_do() -> None:
    error = Finding("a.md", 4, Severity.ERROR, "unknown-key", "nothing is called [@brok]", "write [@brook]")
    first = str(review_pages(made_proposal(), "", Effect("0" * 12, "1" * 12, new_findings=(error,)))[0].blocks[1])
    assert first.startswith("**It has errors and cannot be published:**")
    assert "Write \\[@brook]" in first
