"""Questions in ordinary messages: mentions, replies, direct messages, threads; and what becomes of their answers."""

from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from chat import BREAKAGES, Chat, chatting
from ldnbot.answering.wording import DISCLAIMER

DOSE = "The usual starting dose of veltamine is 2 mg in the evening"
PRICE = "A month of veltamine costs about $12"


async def thread_of(chat: Chat) -> simcord.ChannelHandle:
    """Open a thread in the channel."""
    place = chat.client.get_channel(chat.channel.id)
    assert isinstance(place, discord.TextChannel)
    await place.create_thread(name="about ldn", type=discord.ChannelType.public_thread)
    (thread,) = chat.channel.threads
    return thread


async def test_a_mention_is_answered_in_the_channel(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        turn = await chat.say(chat.alice, f"hey {chat.us} starting dose")
        assert DOSE in turn.only.text
        assert DISCLAIMER in turn.only.text
        assert not turn.only.private
        assert "share" not in turn.only.actions
        assert "Question" not in turn.only.text
        assert turn.only.message["message_reference"]["message_id"] == turn.result.id


@pytest.mark.parametrize("text", ["starting dose", "@everyone starting dose", "<@&1> starting dose", "<@99> dose?"])
async def test_a_message_that_is_not_meant_for_it_is_left_alone(tmp_path: Path, text: str) -> None:
    async with chatting(tmp_path) as chat:
        assert (await chat.say(chat.alice, text)).calls == []


async def test_programs_are_left_alone(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        program = chat.guild.add_member(chat.env.create_user("program", bot=True))
        assert (await chat.say(program, f"{chat.us} starting dose")).calls == []
        webhook = chat.guild.create_webhook(chat.channel)
        assert (await chat.turn(webhook.send(f"{chat.us} starting dose"))).calls == []


async def test_a_mention_without_words_is_asked_for_the_question(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        shown = (await chat.say(chat.alice, chat.us)).only
        assert "What is the question?" in shown.text
        assert DISCLAIMER in shown.text


async def test_a_reply_to_an_answer_carries_its_topic_also_for_somebody_else_and_after_a_restart(
    tmp_path: Path,
) -> None:
    async with chatting(tmp_path) as chat:
        await chat.say(chat.alice, f"{chat.us} starting dose of veltamine")
        answer = chat.last
        assert "together" in (await chat.say(chat.bob, f"{chat.us} and for six weeks?", reply_to=answer)).text
        await chat.restart()
        chat.wait(10)
        assert "together" in (await chat.say(chat.bob, f"{chat.us} and for six weeks?", reply_to=answer)).text
        chat.wait(10)
        assert (await chat.say(chat.bob, chat.us, reply_to=answer)).calls == []


async def test_a_direct_message_is_answered_without_a_mention(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        shown = (await chat.turn(chat.alice.send_dm("starting dose"))).only
        assert DOSE in shown.text
        message = chat.alice.user.dm_channel.last_message
        assert "together" not in shown.text
        assert "noted" in (await chat.press(chat.alice.user, message, "good")).text
        await chat.press(chat.alice.user, message, "delete")
        assert chat.count("answers") == 0


async def test_a_thread_counts_as_its_channel(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        thread = await thread_of(chat)
        await chat.choose(channels=frozenset({chat.channel.id}))
        assert DOSE in (await chat.turn(chat.alice.send(thread, f"{chat.us} starting dose"))).only.text
        assert DOSE in (await chat.turn(chat.bob.slash(thread, "ask", question="starting dose"))).only.text


async def test_mentions_can_be_switched_off(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.choose(mentions=False)
        assert (await chat.say(chat.alice, f"{chat.us} starting dose")).calls == []
        assert DOSE in (await chat.turn(chat.alice.send_dm("starting dose"))).text


async def test_a_mention_is_refused_in_plain_words(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.choose(disclaimer_addition="We are no doctors.")
        await chat.say(chat.alice, f"{chat.us} starting dose")
        soon = await chat.say(chat.alice, f"{chat.us} starting dose")
        await chat.choose(channels=frozenset({1}))
        elsewhere = await chat.say(chat.bob, f"{chat.us} starting dose")
        assert "wait 5 s" in soon.only.text
        assert "<#1>" in elsewhere.only.text
        for turn in (soon, elsewhere):
            assert turn.text.endswith(f"{DISCLAIMER}\nWe are no doctors.")


async def test_a_mention_without_a_corpus_is_told_so(tmp_path: Path) -> None:
    async with chatting(tmp_path, empty=True) as chat:
        assert "cannot be read just now" in (await chat.say(chat.alice, f"{chat.us} starting dose")).only.text


@pytest.mark.parametrize("how", BREAKAGES)
async def test_a_mention_with_a_broken_database_gets_an_answer_or_a_number(
    tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with chatting(tmp_path) as chat:
        chat.break_records(how)
        shown = (await chat.say(chat.alice, f"{chat.us} zebracrossing starting dose")).only
        assert (DOSE in shown.text) is (how == "unwritable")
        assert ("give this number" in shown.text) is (how != "unwritable")
        assert "zebracrossing" not in caplog.text


async def test_what_a_person_typed_notifies_nobody_and_links_nowhere(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.choose(private=False)
        typed = "@everyone <@&1> [x](https://evil.example) **b** `c` football? https://evil.example"
        shown = (await chat.slash(chat.alice, "ask", question=typed)).only
        assert "Question: @everyone \\<@&1> (x)(https\\://evil.example) \\*\\*b\\*\\* \\`c\\`" in shown.text


async def test_an_edited_question_is_answered_anew_in_the_place_of_the_old_answer(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        question = await chat.alice.send(chat.channel, f"{chat.us} starting dose")
        old = chat.last
        chat.wait(10)
        turn = await chat.turn(chat.alice.edit(question, f"{chat.us} what does a month cost"))
        assert PRICE in turn.only.text
        assert [call.method for call in turn.calls] == ["DELETE", "POST"]
        assert old.id not in [message.id for message in chat.channel.history()]
        assert chat.count("answers") == 1


async def test_an_edit_that_takes_the_mention_away_takes_the_answer_away(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        question = await chat.alice.send(chat.channel, f"{chat.us} starting dose")
        turn = await chat.turn(chat.alice.edit(question, "never mind"))
        assert [call.method for call in turn.calls] == ["DELETE"]
        assert chat.count("answers") == 0


async def test_an_edit_that_leaves_the_question_as_it_was_changes_nothing(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        question = await chat.alice.send(chat.channel, f"{chat.us} starting dose")
        assert (await chat.turn(chat.alice.edit(question, f"starting   dose {chat.us}"))).calls == []


async def test_the_preview_of_a_link_is_no_edit(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        question = await chat.alice.send(chat.channel, f"{chat.us} starting dose https://example.org")
        answer = chat.last
        # What Discord sends when it has fetched the page: the same words, and nobody's edit.
        stored = chat.env.backend.get_message(chat.channel.id, question.id)
        stored.embeds = [{"type": "link", "url": "https://example.org"}]
        payload: dict[str, Any] = dict(simcord.backend.serializers.message_payload(chat.env.backend, stored))
        assert payload["edited_timestamp"] is None
        payload["content"] += " changed"
        chat.env.backend.emit("MESSAGE_UPDATE", payload)
        assert (await chat.turn(chat.env.settle())).calls == []
        assert chat.last.id == answer.id


async def test_a_deleted_question_takes_its_answer_along(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        question = await chat.alice.send(chat.channel, f"{chat.us} starting dose")
        turn = await chat.turn(chat.alice.delete(question))
        assert [call.method for call in turn.calls] == ["DELETE"]
        assert chat.channel.history() == []
        assert chat.count("answers") == 0


async def test_questions_deleted_together_take_their_answers_along(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        people = (chat.alice, chat.bob)
        questions = [await person.send(chat.channel, f"{chat.us} starting dose") for person in people]
        chat.env.backend.bulk_delete_messages(chat.channel.id, [question.id for question in questions])
        await chat.env.settle()
        assert chat.channel.history() == []
        assert chat.count("answers") == 0


async def test_a_question_is_kept_without_its_asker_and_a_private_one_without_its_message(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.say(chat.alice, f"{chat.us} starting dose")
        stored = chat.desk.records.answers.of_reply_message(chat.last.id)
        assert str(chat.alice.id) not in repr(stored)


@pytest.mark.parametrize("how", BREAKAGES)
async def test_an_edit_or_deletion_with_a_broken_database_raises_nothing(
    tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with chatting(tmp_path) as chat:
        first = await chat.alice.send(chat.channel, f"{chat.us} starting dose")
        second = await chat.bob.send(chat.channel, f"{chat.us} starting dose")
        chat.break_records(how)
        await chat.alice.edit(first, f"{chat.us} what does a zebracrossing cost")
        await chat.bob.delete(second)
        assert "could not be replaced" in caplog.text
        assert "could not be erased" in caplog.text
        assert "zebracrossing" not in caplog.text
        if how == "unwritable":  # what can be taken away is
            assert len(chat.channel.history()) == 1


async def test_a_server_that_it_was_taken_from_is_forgotten(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.say(chat.alice, f"{chat.us} who won the football")
        await chat.choose(cooldown=9)
        chat.env.backend.emit("GUILD_DELETE", {"id": str(chat.guild.id)})
        await chat.env.settle()
        assert (chat.count("answers"), chat.count("open_questions"), chat.count("servers")) == (0, 0, 0)
