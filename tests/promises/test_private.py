"""Promise 7: questions are not tied to people. The terminal keeps none of them at all; a chat none with who asked."""

from pathlib import Path

from chat import chatting
from terminal_run import Terminal

SECRET = "zebracrossing"


def everything(place: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_no_question_is_written_anywhere(ldnbot: Terminal, folder: Path, tmp_path: Path) -> None:
    ldnbot("ask", f"starting dose {SECRET}", "--corpus", folder)
    ldnbot("ask", f"starting dose {SECRET}", "--json", "--explain", "--corpus", folder)
    ldnbot("ask", "--batch", "-", "--corpus", folder, stdin=f"{SECRET}\n")
    ldnbot("chat", "--corpus", folder, stdin=f"{SECRET}\n/why\n")
    for path, content in everything(tmp_path).items():
        assert SECRET.encode() not in content, path
        assert SECRET not in path.name


def test_a_fault_does_not_repeat_the_question(ldnbot: Terminal) -> None:
    ran = ldnbot("ask", SECRET, "--corpus", "/nowhere")
    assert ran.status == 2
    assert SECRET not in ran.err


async def test_nothing_that_a_chat_keeps_says_who_asked(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        await chat.choose(cooldown=0)
        asked = await chat.slash(chat.alice, "ask", question=f"starting dose {SECRET}")
        for action in ("good", "share"):
            await chat.press(chat.alice, asked.message, action)
        form = await chat.press(chat.alice, asked.message, "bad")
        await chat.turn(chat.alice.submit_modal(form.result, {"note": f"ask {chat.bob.mention} about it"}))
        missed = await chat.slash(chat.alice, "ask", question=f"who won the football, {chat.bob.mention}?")
        await chat.press(chat.alice, missed.message, "tell")
        await chat.say(chat.alice, f"{chat.us} starting dose {chat.bob.mention}")
        await chat.turn(chat.bob.send_dm("starting dose"))
        await chat.restart()
        kept = chat.kept()
        assert SECRET.encode() in kept
        for person in (chat.alice, chat.bob):
            for trace in (str(person.id), f"{person.id:x}", person.name):
                assert trace.encode() not in kept
            assert person.id.to_bytes(8, "big") not in kept


async def test_a_private_answer_is_kept_without_a_message_that_could_lead_to_its_asker(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        asked = await chat.slash(chat.alice, "ask", question="starting dose", private=True)
        stored = chat.desk.records.database.rows("SELECT question_message, reply_message FROM answers")
        assert [tuple(row) for row in stored] == [(None, None)]
        assert asked.message.id.to_bytes(8, "big") not in chat.kept()


async def test_deleting_an_answer_or_its_question_leaves_no_byte_of_it(tmp_path: Path) -> None:
    async with chatting(tmp_path) as chat:
        asked = await chat.slash(chat.alice, "ask", question=f"starting dose {SECRET}")
        await chat.press(chat.alice, asked.message, "delete")
        question = await chat.bob.send(chat.channel, f"{chat.us} starting dose {SECRET}")
        await chat.bob.delete(question)
        chat.desk.records.database.wipe()
        assert SECRET.encode() not in chat.kept()
