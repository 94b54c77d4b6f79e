"""Every button and form of the cards: pressed, expired, foreign, forged, after a restart, and with broken records."""

from pathlib import Path

import pytest

from chat import BREAKAGES, Chat, Turn, chatting, text_of
from chatmarkdown import shown_text
from ldnbot.answering.answer import Status
from ldnbot.answering.assistant import open_assistant
from ldnbot.answering.wording import DISCLAIMER
from ldnbot.surfaces.discord.speech.speech import LANGUAGES, speech_of
from small import ARTICLE, make_corpus

DOSE = "The usual starting dose of veltamine is 2 mg in the evening"
ANSWER = ("refs", "part", "good", "bad", "share", "delete")
LONG = (
    ARTICLE
    + "\n\n## Nights\n\n"
    + "\n\n".join(
        f"Night cramps went away in week {week} [@brook2019]. "
        + "Sleep was sound, and nobody woke up early again. " * 22
        for week in range(1, 7)
    )
)


async def ask(chat: Chat, question: str = "starting dose") -> Turn:
    return await chat.slash(chat.alice, "ask", question=question)


async def long_answer(chat: Chat, place: Path) -> Turn:
    chat.desk.shelf.put(open_assistant(make_corpus(place / "long", article=LONG)))
    return await chat.slash(chat.alice, "ask", question="night cramps went away")


async def test_references_shows_each_reference_whole(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        shown = (await chat.press(chat.alice, (await ask(chat)).message, "refs")).only
        assert "[1] Brook AL. Veltamine for night cramps. J Invent Med. 2019 Mar 2;4:11–9." in shown.text
        assert (shown.private, DISCLAIMER in shown.text) == (True, True)


async def test_whole_section_shows_the_section_of_the_first_quote(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        shown = (await chat.press(chat.alice, (await ask(chat)).message, "part")).only
        assert DOSE in shown.text
        assert (shown.private, DISCLAIMER in shown.text) == (True, True)


async def test_more_passages_turns_pages_in_their_own_place(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        first = await long_answer(chat, tmp_path)
        assert first.only.actions[0] == "more"
        second = await chat.press(chat.alice, first.message, "more")
        assert "More passages (2 of " in second.only.text
        assert second.only.private
        third = await chat.turn(chat.alice.click(second.message, label="Next"))
        assert "More passages (3 of " in third.only.text
        assert third.only.path.endswith("/callback")
        assert third.result.response.id == second.message.id
        back = await chat.turn(chat.alice.click(third.message, label="Back"))
        assert back.only.text == second.only.text


async def test_a_long_section_and_the_sources_turn_pages(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await long_answer(chat, tmp_path)
        section = await chat.slash(chat.alice, "read", section="Nights")
        assert "Page 1 of " in section.only.text
        turned = await chat.turn(chat.alice.click(section.message, label="Next"))
        assert "Page 2 of " in turned.only.text
        assert DISCLAIMER in turned.only.text
        chat.desk.shelf.put(open_assistant(make_corpus(tmp_path / "other")))
        assert "changed since" in (await chat.turn(chat.alice.click(turned.message, label="Back"))).only.text


async def test_a_rating_is_kept_once_for_each_person(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.say(chat.alice, f"{chat.us} starting dose")
        card = chat.last
        for person in (chat.alice, chat.bob, chat.alice):
            told = await chat.press(person, card, "good")
            assert (told.only.private, "without your name" in told.only.text) == (True, True)
        assert chat.count("ratings") == 2


async def test_not_helpful_opens_a_form_whose_words_reach_the_moderators_without_a_name(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        pressed = await chat.press(chat.alice, (await ask(chat)).message, "bad")
        assert pressed.form["title"] == "What was missing?"
        told = await chat.turn(chat.alice.submit_modal(pressed.result, {"note": "<@123456789012345678> the price"}))
        assert "without your name" in told.only.text
        with chat.desk.records.database.transaction() as connection:
            assert [tuple(row) for row in connection.execute("SELECT helpful, note FROM ratings")] == [
                (0, "@someone the price")
            ]
        (question,) = chat.desk.records.questions.questions(server=chat.guild.id)
        assert question.origin == "unhelpful"


async def test_a_form_sent_without_words_is_a_rating_too(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        pressed = await chat.press(chat.alice, (await ask(chat)).message, "bad")
        assert "noted" in (await chat.turn(chat.alice.submit_modal(pressed.result, {}))).only.text
        assert chat.count("ratings") == 1


async def test_share_puts_the_answer_into_the_channel_once(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        card = (await ask(chat)).message
        turn = await chat.press(chat.alice, card, "share")
        mine, shared = turn.sent
        assert "share" not in mine.actions
        assert not shared.private
        assert "Question: starting dose" in shared.text
        assert DOSE in text_of(shared.message)
        assert "noted" in (await chat.press(chat.bob, chat.last, "good")).only.text


async def test_a_long_or_personal_question_is_not_repeated_to_the_channel(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        for question in ("starting dose " * 10, "how much should I take as a starting dose, I weigh 90 kg"):
            turn = await chat.press(chat.alice, (await ask(chat, question)).message, "share")
            assert "Question" not in turn.text
            chat.wait(10)


async def test_ask_as_typed_looks_up_what_was_typed(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        first = await ask(chat, "startng dose of veltamine")
        assert "typed" in first.only.actions
        chat.wait(10)
        second = await chat.press(chat.alice, first.message, "typed")
        assert "startng" not in second.text.split(DISCLAIMER)[1]
        assert DISCLAIMER in second.text
        assert "typed" not in second.only.actions


@pytest.mark.parametrize(("who", "gone"), [("alice", True), ("moderator", True), ("bob", False), ("manager", False)])
async def test_the_asker_and_moderators_delete_an_answer_and_nobody_else(tmp_path: Path, who: str, gone: bool) -> None:
    async with chatting(tmp_path) as chat:
        await chat.say(chat.alice, f"{chat.us} starting dose")
        card = chat.last
        turn = await chat.press(getattr(chat, who), card, "delete")
        assert (card.id not in [message.id for message in chat.channel.history()]) is gone
        assert chat.count("answers") == (0 if gone else 1)
        if not gone:
            assert (turn.only.private, "Only the person who asked" in turn.only.text) == (True, True)


@pytest.mark.parametrize("action", ANSWER)
async def test_every_button_works_after_a_restart(tmp_path: Path, action: str) -> None:
    async with chatting(tmp_path) as chat:
        card = (await ask(chat)).message
        await chat.restart()
        turn = await chat.press(chat.alice, card, action)
        assert "no longer kept" not in turn.text
        if action == "bad":
            await chat.restart()
            assert "noted" in (await chat.turn(chat.alice.submit_modal(turn.result, {"note": "x"}))).text
        elif action == "delete":
            assert chat.count("answers") == 0
        else:
            assert any(part in turn.text for part in (DOSE, "Brook AL", "noted"))


@pytest.mark.parametrize("action", ["more", "refs", "part", "good", "tell", "typed", "share", "why"])
async def test_an_expired_answer_says_so_to_whoever_presses(tmp_path: Path, action: str) -> None:
    async with chatting(tmp_path) as chat:
        await ask(chat)
        stored = chat.desk.records.database.rows("SELECT id FROM answers")[0]["id"]
        chat.expire()
        more = {"more": ":2", "refs": ":1", "share": f":{chat.alice.id}"}.get(action, "")
        shown = (await chat.forge(chat.alice, f"ldn:{action}:{stored}{more}")).only
        assert (shown.private, "Please ask again" in shown.text) == (True, True)


async def test_the_form_of_an_expired_answer_says_so(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        pressed = await chat.press(chat.alice, (await ask(chat)).message, "bad")
        chat.expire()
        assert "ask again" in (await chat.turn(chat.alice.submit_modal(pressed.result, {"note": "x"}))).only.text


async def test_an_expired_answer_can_still_be_deleted(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.say(chat.alice, f"{chat.us} starting dose")
        card = chat.last
        chat.expire()
        await chat.press(chat.alice, card, "delete")
        assert card.id not in [message.id for message in chat.channel.history()]


FORGED = (
    *("x", "ldn:", "ldn::", "ldn:more:", "ldn:more:xx:-1", "ldn:more:xx:", "ldn:more:xx:1:1:1:1", "ldn:refs:xx:abc"),
    *(
        "ldn:sect:…:999999:0",
        "ldn:sect:{v}:999999:0",
        "ldn:sect:{v}:0:1",
        "ldn:sect:{v}:-3:1",
        "ldn:sect:{v}",
        "ldn:sect:",
    ),
    *(
        "ldn:sources:{v}:x",
        "ldn:sources:",
        "ldn:part:",
        "ldn:share:xx",
        "ldn:share:xx:{me}",
        "ldn:delete:xx",
        "ldn:card:",
    ),
    *("ldn:card:child:{me}", "ldn:card:nothing:{me}", "ldn:card:crisis-self-harm:{other}", "ldn:card:crisis-self-harm"),
    *("ldn:unknown:action", "ldn:why:xx", "ldn:good:" + "x" * 76, "other:more:xx:1", "ldn:MORE:xx:1", "ldn:channels:"),
    *("ldn:delete:xx:{other}", "ldn:share:xx:{other}", "ldn:typed:' OR 1=1", "ldn:more:{id}:99999999999999999999999"),
    *("ldn:more:{id}:-5", "ldn:more:{id}:²", "ldn:refs:{id}:0", "ldn:sect:{v}:²:1", "ldn:sect:{v}:1_0:1"),
)


@pytest.mark.parametrize("empty", [False, True])
async def test_no_forged_button_is_met_with_silence_or_a_fault(
    tmp_path: Path, empty: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async with chatting(tmp_path) as chat:
        await ask(chat)
        stored = chat.desk.records.database.rows("SELECT id FROM answers")[0]["id"]
        live = chat.desk.shelf.live
        assert live is not None
        if empty:
            chat.desk.shelf.live = None
        blanks = {"me": chat.alice.id, "other": chat.bob.id, "id": stored, "v": live.corpus.version[:6]}
        for form in FORGED:
            custom_id = form
            for name, value in blanks.items():
                custom_id = custom_id.replace(f"{{{name}}}", str(value))
            shown = (await chat.forge(chat.alice, custom_id)).only
            assert shown.private or DISCLAIMER in shown.text, form
            assert shown.text.strip(), form
            assert "give this number" not in shown.text, form
            if "{id}" not in form:
                assert DOSE not in shown.text, form
        assert "incident" not in caplog.text


@pytest.mark.parametrize("action", [*ANSWER, "typed", "tell", "more"])
@pytest.mark.parametrize("how", BREAKAGES)
async def test_a_button_with_a_broken_database_tells_the_person_something(
    tmp_path: Path, action: str, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with chatting(tmp_path) as chat:
        await ask(chat)
        stored = chat.desk.records.database.rows("SELECT id FROM answers")[0]["id"]
        chat.break_records(how)
        more = {"more": ":2", "refs": ":1", "share": f":{chat.alice.id}", "delete": f":{chat.alice.id}"}.get(action, "")
        turn = await chat.forge(chat.alice, f"ldn:{action}:{stored}{more}")
        assert turn.text.strip() or (action == "bad" and turn.form)
        if action == "delete":
            assert [call.method for call in turn.calls] == ["POST", "DELETE", "POST"]
        assert str(chat.state) not in turn.text
        assert "starting dose" not in caplog.text


async def test_buttons_without_a_corpus_show_what_is_kept_and_say_what_is_not_there(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        card = (await ask(chat)).message
        chat.desk.shelf.live = None
        assert "Brook AL" in (await chat.press(chat.alice, card, "refs")).only.text
        assert "changed since" in (await chat.press(chat.alice, card, "part")).only.text
        chat.wait(10)
        typed = await chat.forge(
            chat.alice, "ldn:typed:" + chat.desk.records.database.rows("SELECT id FROM answers")[0]["id"]
        )
        assert "cannot be read just now" in typed.only.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_card_button_and_form_can_be_sent_in_every_language(tmp_path: Path, language: str) -> None:
    async with chatting(tmp_path) as chat:
        await chat.choose(language=language, cooldown=0)
        speech = speech_of(language)
        turn = await ask(chat, "startng dose of veltamine")
        assert speech.titles[Status.ANSWERED] in shown_text(turn.only.message)
        assert DISCLAIMER in turn.text
        assert speech.quotes_language in turn.text
        for action in turn.only.actions:
            if action not in ("delete", "share"):
                await chat.press(chat.alice, turn.message, action)
        for command in ("read", "sources", "about", "help"):
            assert DISCLAIMER in (await chat.slash(chat.alice, command)).text
