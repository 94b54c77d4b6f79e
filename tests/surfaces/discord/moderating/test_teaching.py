from pathlib import Path

from chat import Turn
from ldnbot.moderation.moderator import Moderator
from ldnbot.moderation.proposal import State as ProposalState
from ldnbot.records.openquestions import State
from ldnbot.surfaces.discord.speech.speech import speech_of
from moderated import PRICE, Moderated, menus_of, moderated

POSTING = "what is the outlay for hauling"


async def form_for(chat: Moderated, place: int = 0) -> Turn:
    """Open the first question, and choose the passage at a place of the menu."""
    opened = await chat.open_question(chat.curator)
    passages = await chat.press(chat.curator, opened.message, "inbox-teach")
    (menu,) = menus_of(passages.message, "inbox-pick")
    labels = [option["label"] for option in menu["options"]]
    return await chat.choose_from(chat.curator, passages.message, "inbox-pick", labels.index("Price") + place)


async def test_a_question_is_taught_as_a_proposal_with_its_line_and_its_test(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked(POSTING, times=3)
        form = await form_for(chat)
        assert form.form["title"] == "Teach to: Price"
        assert form.form["components"][0]["component"]["value"] == POSTING
        review = await chat.send(chat.curator, form, line=f"{POSTING} of it")
        assert review.sent[0].private
        assert f"also asked ({PRICE}): {POSTING} of it" in review.text
        assert f"test question: {POSTING} of it" in review.text
        assert "p-publish" in review.sent[-1].actions
        (proposal,) = chat.proposals
        assert (proposal.author.name, proposal.reason) == ("carla", "Members asked it in vain (3)")
        (question,) = chat.questions
        assert (question.state, question.proposal) == (State.OPEN, "p1")
        assert [(entry.what, entry.who) for entry in chat.audited] == [("propose", chat.curator.id)]


async def test_a_word_that_nobody_knew_is_taught_with_the_question(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked(POSTING)
        form = await form_for(chat)
        labels = [part["label"] for part in form.form["components"]]
        assert "“outlay” means the same as" in labels
        await chat.send(chat.curator, form, **{"line": POSTING, "word:outlay": ["words:price"]})
        assert "words: [price, cost, fee, outlay]" in chat.proposed("lexicon.yaml")


async def test_a_proposal_shows_on_the_question_until_it_is_published_and_answered(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked(POSTING)
        await chat.send(chat.curator, await form_for(chat), line=POSTING)
        listed = await chat.slash(chat.curator, "inbox list")
        assert f"{POSTING}\n-# asked once · not covered · last on 22 Nov · p1" in listed.text
        opened = await chat.choose_from(chat.curator, listed.message, "inbox-open")
        assert "An answer is proposed as p1." in opened.text
        await chat.room.publish(chat.proposals[0], Moderator("9", "Ben"))
        assert "No question is here." in (await chat.slash(chat.curator, "inbox list")).text
        assert chat.questions[0].state is State.TAUGHT


async def test_a_question_whose_proposal_is_rejected_stays_and_says_so(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked(POSTING)
        await chat.send(chat.curator, await form_for(chat), line=POSTING)
        await chat.room.decide(chat.proposals[0], ProposalState.REJECTED, Moderator("9", "Ben"), "no")
        assert "The proposal p1 came to nothing." in (await chat.open_question(chat.curator)).text


async def test_a_trusted_moderator_publishes_at_once_and_the_question_leaves_the_list(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        chat.trust()
        await chat.asked(POSTING)
        told = await chat.send(chat.curator, await form_for(chat), line=POSTING)
        assert "Published as version" in told.text
        assert "The question is answered now and has left the list." in told.text
        assert chat.proposals[0].state is ProposalState.PUBLISHED
        assert chat.questions[0].state is State.TAUGHT
        answer = await chat.slash(chat.alice, "ask", question=POSTING)
        assert "A month of veltamine costs about $12" in answer.text


async def test_trust_does_not_take_the_place_of_a_second_moderator(tmp_path: Path) -> None:
    async with moderated(tmp_path, approvals=1) as chat:
        chat.trust()
        await chat.asked(POSTING)
        review = await chat.send(chat.curator, await form_for(chat), line=POSTING)
        assert "another moderator must approve" in review.text
        assert chat.proposals[0].state is ProposalState.OPEN


async def test_a_line_that_would_name_a_person_is_refused_and_nothing_is_proposed(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked(POSTING)
        told = await chat.send(chat.curator, await form_for(chat), line="my doctor Smithers says write to a@b.org")
        assert "an e-mail address" in told.text
        assert told.only.private
        assert chat.proposals == ()
        assert chat.questions[0].proposal == ""


async def test_a_passage_of_a_version_that_is_no_longer_live_is_not_taught(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked(POSTING)
        told = await chat.forge(chat.curator, "ldn:inbox-learn:1:1:open:00000000:5")
        assert told.text == speech_of("en").changed_since


async def test_the_form_works_after_a_restart(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked(POSTING)
        form = await form_for(chat)
        await chat.restart()
        await chat.send(chat.curator, form, line=POSTING)
        assert f"- {POSTING}" in chat.proposed("questions.yaml")


async def test_a_question_and_its_passage_can_be_chosen_by_typing(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked(POSTING)
        (question,) = await chat.curator.autocomplete(chat.channel, "inbox teach", "question", "hauling")
        passage, *_ = await chat.curator.autocomplete(chat.channel, "inbox teach", "passage", "month insurers")
        assert question["name"] == POSTING
        assert passage["name"].startswith("Price: A month of veltamine costs")
        form = await chat.slash(chat.curator, "inbox teach", question=question["value"], passage=passage["value"])
        await chat.send(chat.curator, form, line=POSTING)
        assert chat.proposals[0].title == f"Teach “{POSTING}” to {PRICE}"


async def test_typing_offers_nothing_to_those_who_are_no_moderators(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked(POSTING)
        for option in ("question", "passage"):
            assert await chat.moderator.autocomplete(chat.channel, "inbox teach", option, "a") == []
        for option in ("concept", "kind_of"):
            assert await chat.moderator.autocomplete(chat.channel, "lexicon add", option, "price") == []


async def test_what_was_typed_and_not_chosen_is_refused_with_what_to_do(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked(POSTING)
        for question, passage in (("hauling", "5"), ("1:1:open", "0"), ("1:1:open", "99"), ("9:3:open", "5")):
            told = await chat.slash(chat.curator, "inbox teach", question=question, passage=passage)
            assert "Choose both from the lists" in told.text


async def test_out_of_scope_adds_a_line_that_can_be_changed_and_decides(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("my old parrot Bert wants some, can he")
        opened = await chat.open_question(chat.curator)
        form = await chat.press(chat.curator, opened.message, "inbox-scope")
        review = await chat.send(chat.curator, form, line="can my parrot have some")
        assert "not covered: can my parrot have some" in review.text
        assert "- can my parrot have some" in chat.proposed("questions.yaml")
        assert "Bert" not in chat.proposed("questions.yaml")
        assert chat.questions[0].state is State.OUT_OF_SCOPE


async def test_what_is_marked_as_not_covered_already_is_only_decided(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("Is veltamine safe for parrots?")
        opened = await chat.open_question(chat.curator)
        form = await chat.press(chat.curator, opened.message, "inbox-scope")
        told = await chat.send(chat.curator, form, line="Is veltamine safe for parrots?")
        assert "marked as not covered already" in told.text
        assert chat.proposals == ()
        assert chat.questions[0].state is State.OUT_OF_SCOPE


async def test_out_of_scope_is_live_at_once_where_the_moderator_is_trusted(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        chat.trust()
        await chat.asked("can my parrot have some")
        opened = await chat.open_question(chat.curator)
        form = await chat.press(chat.curator, opened.message, "inbox-scope")
        told = await chat.send(chat.curator, form, line="can my parrot have some")
        assert "Published as version" in told.text
        assert chat.desk.shelf.live
        assert "can my parrot have some" in chat.desk.shelf.live.corpus.questions.not_covered
