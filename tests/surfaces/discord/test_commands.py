"""The slash commands and the message menu, as members use them."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from chat import BREAKAGES, MENU, Chat, chatting
from ldnbot.answering.answer import Status
from ldnbot.answering.wording import DISCLAIMER
from ldnbot.errors import RecordsUnusable
from ldnbot.surfaces.discord.cards.answer import COLOURS
from ldnbot.surfaces.discord.worker import Worker

READING: Sequence[tuple[str, dict[str, str]]] = (
    ("read", {}),
    ("read", {"section": "dose"}),
    ("reference", {"number": "1"}),
    ("sources", {}),
)
FIXED: Sequence[tuple[str, dict[str, str]]] = (("about", {}), ("help", {}))
DOSE = "The usual starting dose of veltamine is 2 mg in the evening"


class Slow(Worker):
    """Takes its time before each piece of work."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    async def run(self, *args: Any, **kwargs: Any) -> Any:
        await asyncio.sleep(self.seconds)
        return await super().run(*args, **kwargs)


async def test_ask_quotes_the_article_with_its_references_and_the_disclaimer(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        shown = (await chat.slash(chat.alice, "ask", question="starting dose")).only
        assert f"**{DOSE} [1].** It rises to 8 mg over six weeks [2]." in shown.text
        assert "[1] Brook AL 2019 · randomised trial · [DOI](<https://doi.org/10.5555/veltamine.4>)" in shown.text
        assert shown.text.endswith(DISCLAIMER)
        assert shown.colour == COLOURS[Status.ANSWERED]
        assert shown.actions == ["refs", "part", "good", "bad", "share", "delete"]


@pytest.mark.parametrize(
    ("server", "option", "private"),
    [(True, None, True), (False, None, False), (True, False, False), (False, True, True)],
)
async def test_an_answer_is_private_as_the_person_chose_and_else_as_the_server_did(
    tmp_path: Path, server: bool, option: bool | None, private: bool
) -> None:
    async with chatting(tmp_path) as chat:
        await chat.choose(private=server)
        options = {} if option is None else {"private": option}
        shown = (await chat.slash(chat.alice, "ask", question="starting dose", **options)).only
        assert shown.private is private
        assert ("Question: starting dose" in shown.text) is not private
        assert ("share" in shown.actions) is private


async def test_somebody_s_own_case_is_answered_to_that_person_alone(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.choose(private=False)
        shown = (await chat.slash(chat.alice, "ask", question="how much should I take, I weigh 90 kg")).only
        assert shown.private


async def test_what_is_not_covered_can_be_sent_to_the_moderators(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        turn = await chat.slash(chat.alice, "ask", question="who won the football")
        assert turn.only.text.startswith("### Not covered")
        assert turn.only.colour == COLOURS[Status.NOT_COVERED]
        assert turn.only.actions == ["tell", "good", "bad", "share", "delete"]
        told = await chat.press(chat.alice, turn.message, "tell")
        assert "without your name" in told.only.text
        (question,) = chat.desk.records.questions.questions(server=chat.guild.id)
        assert (question.text, question.count, question.origin) == ("who won the football", 2, "sent-in")


async def test_what_could_not_be_sent_in_is_sent_by_the_next_press(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chatting(tmp_path) as chat:
        turn = await chat.slash(chat.alice, "ask", question="who won the football")

        def full(*_: object, **__: object) -> None:
            raise RecordsUnusable("the disk is full", where="records.sqlite3", fix="make room")

        with monkeypatch.context() as broken:
            broken.setattr(chat.desk.records.questions, "note", full)
            assert "without your name" not in (await chat.press(chat.alice, turn.message, "tell")).text
        assert "without your name" in (await chat.press(chat.alice, turn.message, "tell")).text
        (question,) = chat.desk.records.questions.questions(server=chat.guild.id)
        assert (question.count, question.origin) == (2, "sent-in")


async def test_small_talk_is_answered_and_not_kept(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        shown = (await chat.slash(chat.alice, "ask", question="thanks")).only
        assert shown.ids == {}
        assert DISCLAIMER in shown.text
        assert chat.count("answers") == 0


async def test_the_menu_answers_somebody_else_s_message_to_the_one_who_asked_alone(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.choose(private=False)
        message = await chat.bob.send(chat.channel, "what is the starting dose?")
        shown = (await chat.turn(chat.alice.context_menu(chat.channel, MENU, message))).only
        assert DOSE in shown.text
        assert shown.private


async def test_the_menu_says_that_a_message_without_text_has_none(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        message = await chat.bob.send(chat.channel, "", attachments=[("a.png", b"x")])
        shown = (await chat.turn(chat.alice.context_menu(chat.channel, MENU, message))).only
        assert (shown.private, "no text" in shown.text) == (True, True)


async def test_reading_shows_sections_references_and_sources(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        contents = (await chat.slash(chat.alice, "read")).only.text
        assert "- Dose" in contents
        assert "  - Rare harm" in contents
        section = (await chat.slash(chat.alice, "read", section="side effects")).only.text
        assert "> - Dry mouth was the commonest complaint [1, 2]." in section
        reference = (await chat.slash(chat.alice, "reference", number="[3]")).only.text
        assert "What does veltamine cost?" in reference
        assert "> A month of veltamine costs about $12 [3]." in reference
        sources = (await chat.slash(chat.alice, "sources")).only.text
        assert all(f"[{number}] " in sources for number in (1, 2, 3))


@pytest.mark.parametrize(("command", "options"), [*READING, *FIXED])
async def test_every_page_is_private_and_has_the_disclaimer_and_the_server_s_sentence(
    tmp_path: Path, command: str, options: dict[str, str]
) -> None:
    async with chatting(tmp_path) as chat:
        await chat.choose(disclaimer_addition="We are no doctors.")
        shown = (await chat.slash(chat.alice, command, **options)).only
        assert shown.private
        assert f"{DISCLAIMER}\nWe are no doctors." in shown.text


async def test_about_says_what_it_quotes_and_what_it_keeps(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        shown = (await chat.slash(chat.alice, "about")).only.text
        corpus = chat.desk.shelf.live.corpus if chat.desk.shelf.live else None
        assert corpus is not None
        assert all(part in shown for part in ("Veltamine in brief", corpus.version, "2027-01-01", "30 days"))


@pytest.mark.parametrize(("command", "options"), [("read", {"section": "zzz"}), ("reference", {"number": "99"})])
async def test_what_is_not_there_is_said_in_plain_words(
    tmp_path: Path, command: str, options: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with chatting(tmp_path) as chat:
        shown = (await chat.slash(chat.alice, command, **options)).only
        assert shown.private
        assert next(iter(options.values())) in shown.text
        assert "zzz" not in caplog.text


@pytest.mark.parametrize(("command", "options"), [("ask", {"question": "starting dose"}), *READING])
async def test_without_a_corpus_people_are_told_so(tmp_path: Path, command: str, options: dict[str, str]) -> None:
    async with chatting(tmp_path, empty=True) as chat:
        shown = (await chat.slash(chat.alice, command, **options)).only
        assert (shown.private, "cannot be read just now" in shown.text) == (True, True)
        assert DISCLAIMER in shown.text


@pytest.mark.parametrize(("command", "options"), FIXED)
async def test_what_needs_no_corpus_works_without_one(tmp_path: Path, command: str, options: dict[str, str]) -> None:
    async with chatting(tmp_path, empty=True) as chat:
        assert DISCLAIMER in (await chat.slash(chat.alice, command, **options)).only.text


async def test_an_answer_that_cannot_be_kept_is_given_without_buttons(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        chat.break_records("unwritable")
        shown = (await chat.slash(chat.alice, "ask", question="starting dose")).only
        assert DOSE in shown.text
        assert shown.ids == {}


@pytest.mark.parametrize("how", BREAKAGES[1:])
@pytest.mark.parametrize(("command", "options"), [("ask", {"question": "zebracrossing dose"}), *READING, *FIXED])
async def test_with_a_broken_database_people_get_a_plain_line_and_the_log_the_rest(
    tmp_path: Path, command: str, options: dict[str, str], how: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with chatting(tmp_path) as chat:
        chat.break_records(how)
        shown = (await chat.slash(chat.alice, command, **options)).only
        assert_incident(chat, shown.text, caplog)
        assert shown.private
        assert "zebracrossing" not in caplog.text


def assert_incident(chat: Chat, text: str, caplog: pytest.LogCaptureFixture) -> None:
    """The person has a number under which the log has the rest, and nothing of the machine."""
    assert "please give this number: " in text
    number = text.split("please give this number: ")[1][:8]
    assert f"incident {number} in" in caplog.text
    assert str(chat.state) not in text
    assert "sqlite" not in text.lower()


async def test_a_question_waits_for_the_cooldown_of_its_server(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.slash(chat.alice, "ask", question="starting dose")
        soon = (await chat.slash(chat.alice, "ask", question="starting dose")).only
        assert (soon.private, "wait 5 s" in soon.text) == (True, True)
        assert DOSE in (await chat.slash(chat.bob, "ask", question="starting dose")).text
        chat.wait(4.5)
        assert "wait 1 s" in (await chat.slash(chat.alice, "ask", question="starting dose")).text
        chat.wait(0.5)
        assert DOSE in (await chat.slash(chat.alice, "ask", question="starting dose")).text


async def test_a_channel_that_the_server_did_not_choose_gets_a_private_hint(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        other = chat.guild.create_text_channel("ldn")
        await chat.choose(channels=frozenset({other.id}))
        shown = (await chat.slash(chat.alice, "ask", question="starting dose")).only
        assert (shown.private, f"<#{other.id}>" in shown.text) == (True, True)
        assert DOSE in (await chat.turn(chat.alice.slash(other, "ask", question="starting dose"))).text


async def test_ask_works_in_a_direct_message(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        shown = await chat.turn(chat.alice.user.slash("ask", question="starting dose"))
        assert DOSE in shown.only.text
        told = await chat.press(chat.alice.user, shown.message, "good")
        assert "noted" in told.only.text


async def test_a_slow_answer_is_announced_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ldnbot.surfaces.discord.commands._PATIENCE", 0.05)
    async with chatting(tmp_path) as chat:
        await chat.choose(private=True)
        chat.desk.worker = Slow(seconds=0.2)
        chat.workers.append(chat.desk.worker)
        turn = await chat.slash(chat.alice, "ask", question="starting dose")
        assert turn.calls[0].json == {"type": 5, "data": {"flags": 64}}
        assert DOSE in turn.only.text
        assert "thank" in (await chat.press(chat.alice, turn.message, "good")).text.lower()


async def test_a_follow_up_is_taken_together_with_the_question_before(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.slash(chat.alice, "ask", question="starting dose of veltamine")
        chat.wait(60)
        assert "together" in (await chat.slash(chat.alice, "ask", question="and for six weeks?")).text
        chat.wait(16 * 60)
        assert "together" not in (await chat.slash(chat.alice, "ask", question="and for six weeks?")).text


async def test_an_answer_for_all_does_not_repeat_a_private_question(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.slash(chat.alice, "ask", question="starting dose of veltamine", private=True)
        chat.wait(60)
        shown = (await chat.slash(chat.alice, "ask", question="and for six weeks?", private=False)).only
        assert "together" not in shown.text
        await chat.slash(chat.bob, "ask", question="starting dose of veltamine", private=True)
        chat.wait(60)
        assert "together" not in (await chat.say(chat.bob, f"{chat.us} and for six weeks?")).text


@pytest.mark.parametrize(
    ("command", "option", "typed", "offered"),
    [
        ("ask", "question", "", "Dose"),
        ("ask", "question", "side efects", "Side effects"),
        ("read", "section", "", "Dose"),
        ("read", "section", "rare", "Rare harm"),
        ("reference", "number", "", "[1] Brook AL 2019 Veltamine for night cramps"),
        ("reference", "number", "2", "[2] Marsh T et al. 2021 Veltamine: a systematic review"),
        ("reference", "number", "brook", "[1] Brook AL 2019 Veltamine for night cramps"),
    ],
)
async def test_typing_offers_what_there_is(tmp_path: Path, command: str, option: str, typed: str, offered: str) -> None:
    async with chatting(tmp_path) as chat:
        choices = await chat.alice.autocomplete(chat.channel, command, option, typed)
        assert offered in [choice["name"] for choice in choices]
        shown = await chat.slash(
            chat.alice, command, **{option: next(c["value"] for c in choices if c["name"] == offered)}
        )
        assert DISCLAIMER in shown.only.text
        assert "###" in shown.only.text


@pytest.mark.parametrize(("command", "option"), [("ask", "question"), ("read", "section"), ("reference", "number")])
async def test_typing_offers_nothing_without_a_corpus(tmp_path: Path, command: str, option: str) -> None:
    async with chatting(tmp_path, empty=True) as chat:
        for typed in ("", "dose"):
            assert await chat.alice.autocomplete(chat.channel, command, option, typed) == []


async def test_nothing_is_offered_to_somebody_in_danger(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        assert await chat.alice.autocomplete(chat.channel, "ask", "question", "i want to kill myself dose") == []


async def test_what_is_not_found_is_sought_with_a_command_of_the_chat(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        for command, options in (("read", {"section": "qqqqq"}), ("reference", {"number": "xx yy"})):
            shown = await chat.slash(chat.alice, command, **options)
            assert "There is no" in shown.only.text
            assert "ldnbot read" not in shown.only.text
