from pathlib import Path

from ldnbot.records.openquestions import Origin, State
from ldnbot.surfaces.discord.speech.speech import speech_of
from moderated import menus_of, moderated


async def test_questions_are_listed_the_most_frequent_first_without_names(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("is it fine for <@123456789012345678>", origin=Origin.SENT_IN)
        await chat.asked("what does posting it cost", times=3)
        listed = await chat.slash(chat.curator, "inbox list")
        assert listed.only.private
        assert listed.text.index("posting") < listed.text.index("fine for @someone")
        assert "asked 3 times · not covered" in listed.text
        assert "asked once · sent in by a member" in listed.text
        assert "123456789012345678" not in str(listed.only.message)


async def test_an_empty_list_says_so(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        assert "No question is here." in (await chat.slash(chat.curator, "inbox list")).text


async def test_questions_of_other_servers_and_of_direct_messages_are_not_shown(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("of another server", server=42)
        await chat.asked("of a direct message", server=None)
        assert "No question is here." in (await chat.slash(chat.curator, "inbox list")).text


async def test_a_question_of_another_server_cannot_be_reached_by_its_number(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("of another server", server=42)
        pressed = await chat.forge(chat.curator, "ldn:inbox-drop:1:1:open")
        assert "no longer kept" in pressed.text
        assert chat.questions[0].state is State.OPEN


async def test_a_long_list_has_pages_that_turn(tmp_path: Path) -> None:
    words = "alpha bravo charlie delta echo foxtrot golf hotel india juliet".split()
    async with moderated(tmp_path) as chat:
        await chat.asked(*words)
        first = await chat.slash(chat.curator, "inbox list")
        assert "Page 1 of 2" in first.text
        second = await chat.press(chat.curator, first.message, "inbox-list")
        assert "Page 2 of 2" in second.text
        shown = [word for word in words if word in first.text] + [word for word in words if word in second.text]
        assert sorted(shown) == sorted(words)
        back = await chat.forge(chat.curator, "ldn:inbox-list:open:1:t")
        assert back.text == first.text


async def test_alike_questions_are_one_entry_and_are_decided_together(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("does posting it cost extra", times=2)
        await chat.asked("Does posting cost extra?", "what is the extra cost of posting")
        opened = await chat.open_question(chat.curator)
        assert "asked 4 times" in opened.text
        assert "- Does posting cost extra?" in opened.text
        await chat.press(chat.curator, opened.message, "inbox-drop")
        assert {question.state for question in chat.questions} == {State.DISMISSED}


async def test_what_was_asked_after_a_card_was_opened_is_not_decided_with_it(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("does posting it cost extra", times=2)
        opened = await chat.open_question(chat.curator)
        await chat.asked("what is the extra cost of posting")
        await chat.press(chat.curator, opened.message, "inbox-drop")
        assert [question.state for question in chat.questions] == [State.DISMISSED, State.OPEN]


async def test_of_two_moderators_the_second_is_told_what_the_first_decided(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("does posting it cost extra")
        opened = await chat.open_question(chat.curator)
        await chat.press(chat.curator, opened.message, "inbox-task")
        late = await chat.forge(chat.curator, "ldn:inbox-drop:1:1:open")
        assert "Somebody else was faster. It stands under: Tasks" in late.text
        assert chat.questions[0].state is State.TASK


async def test_a_task_stands_in_the_list_of_tasks_and_can_be_opened_again(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("does posting it cost extra")
        opened = await chat.open_question(chat.curator)
        done = await chat.press(chat.curator, opened.message, "inbox-task")
        assert "Done. It stands under: Tasks" in done.text
        tasks = await chat.slash(chat.curator, "inbox list", which="task")
        assert "does posting it cost extra" in tasks.text
        again = await chat.choose_from(chat.curator, tasks.message, "inbox-open")
        await chat.press(chat.curator, again.message, "inbox-reopen")
        assert chat.questions[0].state is State.OPEN


async def test_a_decision_stands_in_the_audit_with_who_took_it(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("does posting it cost extra")
        opened = await chat.open_question(chat.curator)
        await chat.press(chat.curator, opened.message, "inbox-drop")
        entry = chat.audited[0]
        assert (entry.who, entry.server, entry.what) == (chat.curator.id, chat.guild.id, "questions")
        assert (entry.detail, entry.refused) == ("dismissed: 1", False)


async def test_show_gives_the_answer_of_today_with_its_status_disclaimer_and_first_passage(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("what does posting it cost")
        opened = await chat.open_question(chat.curator)
        shown = await chat.press(chat.curator, opened.message, "inbox-show")
        assert shown.only.private
        assert "From the article" in shown.text
        assert "A month of veltamine costs about $12 [3]." in shown.text
        assert "This is not medical advice." in shown.text


async def test_the_text_of_a_member_cannot_break_out_ping_or_forge_a_citation(tmp_path: Path) -> None:
    nasty = "# @everyone **bold** [1](https://evil.example/x) ||x|| `y` </ask:1> \u202egnol [@brook2019] -# small"
    escaped = (
        r"# @everyone \*\*bold\*\* (1)(https\://evil.example/x) \|\|x\|\| \`y\` \</ask:1> gnol (@brook2019) -# small"
    )
    async with moderated(tmp_path) as chat:
        await chat.asked(nasty)
        listed = await chat.slash(chat.curator, "inbox list")
        opened = await chat.choose_from(chat.curator, listed.message, "inbox-open")
        shown = await chat.press(chat.curator, opened.message, "inbox-show")
        passages = await chat.press(chat.curator, opened.message, "inbox-teach")
        for turn in (listed, opened, shown, passages):
            assert escaped in turn.text
            assert "[1](" not in turn.text
            assert "[@" not in turn.text
            assert "\u202e" not in str(turn.only.message)


async def test_what_a_member_typed_stands_in_menus_on_one_line_of_at_most_a_hundred(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("why " * 110 + "posting")
        listed = await chat.slash(chat.curator, "inbox list")
        (menu,) = menus_of(listed.message, "inbox-open")
        assert menu["options"][0]["label"] == "1. " + "why " * 23 + "why…"


async def test_a_question_that_a_new_version_answers_leaves_the_list_by_itself(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("what does a month of it cost", version="older")
        await chat.asked("is there a hotel nearby", version="older")
        listed = await chat.slash(chat.curator, "inbox list")
        assert "month" not in listed.text
        assert "hotel" in listed.text
        assert [question.state for question in chat.questions] == [State.TAUGHT, State.OPEN]


async def test_a_question_that_was_called_unhelpful_stays_though_it_is_answered(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("what does a month of it cost", origin=Origin.UNHELPFUL, version="older")
        assert "month" in (await chat.slash(chat.curator, "inbox list")).text


async def test_cards_work_after_a_restart(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("what does posting it cost")
        opened = await chat.open_question(chat.curator)
        await chat.restart()
        done = await chat.press(chat.curator, opened.message, "inbox-drop")
        assert "Done." in done.text
        assert chat.questions[0].state is State.DISMISSED


async def test_a_forged_argument_does_nothing(tmp_path: Path) -> None:
    forged = ("inbox-drop:1", "inbox-drop:x:y:open", "inbox-list:nowhere:1", "inbox-teach:1:1:open:x", "inbox-drop")
    async with moderated(tmp_path) as chat:
        await chat.asked("what does posting it cost")
        for argument in forged:
            pressed = await chat.forge(chat.curator, f"ldn:{argument}" if ":" in argument else f"ldn:{argument}:")
            assert pressed.text == speech_of("en").expired, argument
        assert chat.questions[0].state is State.OPEN


async def test_the_page_of_passages_has_the_likeliest_first(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("what does posting it cost")
        opened = await chat.open_question(chat.curator)
        shown = await chat.press(chat.curator, opened.message, "inbox-teach")
        (menu,) = menus_of(shown.message, "inbox-pick")
        assert menu["options"][0]["label"] == "Price"
        assert len(menu["options"]) == 5


async def test_passages_can_be_searched_for(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        await chat.asked("what does posting it cost")
        opened = await chat.open_question(chat.curator)
        shown = await chat.press(chat.curator, opened.message, "inbox-teach")
        asked = await chat.press(chat.curator, shown.message, "inbox-search")
        found = await chat.send(chat.curator, asked, typed="kidney")
        assert "Search: kidney" in found.text
        (menu,) = menus_of(found.message, "inbox-pick")
        assert menu["options"][0]["description"].startswith("Key point: People with kidney disease")
