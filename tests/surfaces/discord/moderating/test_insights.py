import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bodies import components
from ldnbot.answering.answer import Status
from moderated import Moderated, moderated
from recorded import answer


def tally(chat: Moderated, status: Status, times: int, *, server: int | None = None) -> None:
    for _ in range(times):
        chat.desk.records.tallies.add(
            chat.clock.now().date(), answer(status=status), server=server or chat.guild.id, seconds=0.02
        )


def gallery(message: Any) -> dict[str, Any]:
    (item,) = (item for part in components(message) if part["type"] == 12 for item in part["items"])
    return dict(item)


async def test_insights_come_as_a_picture_with_its_words(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    async with moderated(tmp_path) as chat:
        tally(chat, Status.ANSWERED, 15)
        tally(chat, Status.NOT_COVERED, 5)
        tally(chat, Status.RELATED, 2)
        await chat.asked("is there a hotel nearby", times=6)
        await chat.asked("where do I park")
        shown = await chat.slash(chat.curator, "insights", days=7)
        assert shown.only.private
        assert "**Questions looked up:** 22" in shown.text
        assert "- From the article: 15 (68 %)" in shown.text
        assert "- Related, not a direct answer: fewer than 5\n" in shown.text
        assert "- is there a hotel nearby: 6" in shown.text
        assert "park" not in shown.text
        assert "25 ms or less for half of them" in shown.text
        described = gallery(shown.only.message)["description"]
        assert "from the article 15" in described
        (attached,) = shown.message.attachments
        assert attached.filename == "insights.png"
        assert attached.description == described
        assert (await attached.read()).startswith(b"\x89PNG")


async def test_insights_are_of_this_server_alone(tmp_path: Path) -> None:
    async with moderated(tmp_path) as chat:
        tally(chat, Status.ANSWERED, 50, server=42)
        await chat.asked("of another server", times=9, server=42)
        shown = await chat.slash(chat.curator, "insights", days=1)
        assert "**Questions looked up:** fewer than 5" in shown.text
        assert "Too few to tell how long it took." in shown.text
        assert "another" not in shown.text
        assert "50" not in shown.text


async def test_without_matplotlib_the_words_come_alone_and_say_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    async with moderated(tmp_path) as chat:
        tally(chat, Status.ANSWERED, 15)
        shown = await chat.slash(chat.curator, "insights")
        assert "**Questions looked up:** 15" in shown.text
        assert "There is no picture: matplotlib is not installed" in shown.text
        assert shown.message.attachments == []


def test_the_picture_is_drawn_outside_of_the_process_that_answers() -> None:
    pytest.importorskip("matplotlib")
    script = (
        "import sys\n"
        "from datetime import date\n"
        "from ldnbot.records.insights import make_insights\n"
        "from ldnbot.surfaces.insightspicture import draw_in_process\n"
        "day = date(2026, 11, 25)\n"
        "raw = draw_in_process(make_insights({}, [], first=day, last=day))\n"
        "assert raw.startswith(b'\\x89PNG')\n"
        "assert 'matplotlib' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env={"PYTHONPATH": ":".join(filter(None, sys.path))})
