"""The promises on what Discord would receive for any answer: read back by a reader of its markdown."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chatmarkdown import Block, blocks
from ldnbot.answering.answer import Answer, Status
from ldnbot.answering.wording import DISCLAIMER
from ldnbot.surfaces.discord.answercard import answer_message, more_message, references_message
from ldnbot.surfaces.discord.cards.answer import COLOURS, answer_pages, reference_pages
from ldnbot.surfaces.discord.cards.page import LONGEST_PAGE
from ldnbot.surfaces.discord.layout import lay_out
from ldnbot.surfaces.discord.speech.speech import LANGUAGES, speech_of
from madeanswers import answers
from madecards import BULLET, body_of, file_of, listed, marked, whole_quotes
from surfaced import folded

ENGLISH = speech_of("en")
QUICK = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
"""Without explaining a failure: of answers this long that takes minutes."""

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def assert_no_effects(found: Sequence[Block], answer: Answer) -> None:
    allowed = folded(str(answer.quotes) + str(answer.references))
    for line in (line for block in found for line in block.lines):
        assert line.effects == [], line
        for link in line.links:
            assert "evil" not in link or folded(link) in allowed
            assert folded(link) in allowed or link.startswith(("https://doi.org/", "https://pubmed", "https://pmc"))


def assert_kept(answer: Answer, *, asked: str = "") -> None:
    pages = answer_pages(answer, ENGLISH, asked=asked)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    messages = [lay_out(page) for page in pages]
    read = [list(blocks(body_of(message))) for message in messages]
    whole = file_of(messages[0])
    for page, found in zip(pages, read, strict=True):
        shown = "\n".join(block.text for block in found)
        assert folded(DISCLAIMER) in folded(shown)
        assert folded(answer.disclaimer_addition) in folded(shown)
        assert page.colour == COLOURS[answer.status]
        assert page.of == len(pages)
        assert page.length <= LONGEST_PAGE
        quoted = "\n".join(block.quoted for block in found)
        assert marked(quoted) & {reference.number for reference in answer.references} == listed(found)
        assert_no_effects(found, answer)
    assert read[0][0].lines[0].text == ENGLISH.titles[answer.status]
    if whole:
        assert len(pages) == 1
        for text in (*(quote.text for quote in answer.quotes), *answer.notices, DISCLAIMER, answer.disclaimer_addition):
            assert folded(text) in folded(whole.replace("\n> ", "\n"))
        assert all(f"[{reference.number}] {reference.text}" in whole for reference in answer.references)
        return
    for notice in answer.notices:
        assert folded(notice) in folded("\n".join(block.text for block in read[0]))
    wanted = Counter((folded(quote.text), folded(BULLET.sub("", quote.sentence))) for quote in answer.quotes)
    found_quotes = list(whole_quotes(read))
    assert Counter(text for text, _ in found_quotes) == Counter(text for text, _ in wanted.elements())
    for text, bold in found_quotes:
        # The signs of an item of a list are no part of what is in bold.
        assert (text, bold) in wanted


@settings(max_examples=80, phases=QUICK, suppress_health_check=SLOW)
@given(answers(), st.sampled_from(["", "what <@1> **dose** https://evil.example @everyone?"]))
def test_no_answer_loses_a_promise_on_its_way_to_discord(answer: Answer, asked: str) -> None:
    assert_kept(answer, asked=asked)


@settings(max_examples=30, phases=QUICK, suppress_health_check=SLOW)
@given(answers())
def test_the_references_of_any_answer_are_all_shown_whole(answer: Answer) -> None:
    messages = [lay_out(page) for page in reference_pages(answer, ENGLISH)]
    read = [list(blocks(body_of(message))) for message in messages]
    shown = folded("\n".join(block.text for found in read for block in found))
    for found in read:
        assert folded(DISCLAIMER) in folded("\n".join(block.text for block in found))
        assert_no_effects(found, answer)
    if not file_of(messages[0]):
        assert set().union(*map(listed, read)) == {reference.number for reference in answer.references}
        for reference in answer.references:
            assert folded(f"[{reference.number}] {reference.text}") in shown
            assert folded(reference.note or "") in shown


@settings(max_examples=20, phases=QUICK, suppress_health_check=SLOW)
@given(answers(), st.sampled_from(LANGUAGES), st.booleans(), st.booleans())
def test_every_message_of_an_answer_is_one_that_discord_takes(
    answer: Answer, language: str, private: bool, repaired: bool
) -> None:
    speech = speech_of(language)
    shown = [answer_message(answer, "x" * 10, speech, private=private, asker=2**63, repaired=repaired)]
    for number in (-1, 0, 1, 2, 10**9):
        shown += [more_message(answer, "x" * 10, speech, number), references_message(answer, "x" * 10, speech, number)]
    for message in shown:
        assert folded(DISCLAIMER) in folded("\n".join(block.text for block in blocks(body_of(message))))


def test_each_status_has_words_and_a_colour_of_its_own_in_every_language() -> None:
    assert len(set(COLOURS.values())) == len(Status)
    for language in LANGUAGES:
        assert len(set(speech_of(language).titles.values())) == len(Status)
