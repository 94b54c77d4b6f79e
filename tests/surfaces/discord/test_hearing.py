"""Which messages are meant for ldnbot, and what they ask."""

import pytest

from ldnbot.surfaces.discord.hearing import Heard, Ignored, Seen, hear


def seen(text: str = "dose?", **changes: bool | int | None) -> Seen:
    facts = {"from_person": True, "direct": False, "mentions_us": True, "replies_to": None, **changes}
    return Seen(text=text, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "decision"),
    [
        (seen("<@1> dose?"), Heard("dose?")),
        (seen("dose <@!1> <@&2> <#3> <a:wave:4> ?"), Heard("dose ?")),
        (seen("dose?", direct=True, mentions_us=False), Heard("dose?")),
        (seen("and at night?", replies_to=7), Heard("and at night?", 7)),
        (seen("<@1>"), Heard("")),
        (seen("<@1>", replies_to=7), Ignored("it says nothing in reply to an answer")),
        (seen(mentions_us=False), Ignored("it does not mention ldnbot")),
        (seen(mentions_us=False, replies_to=7), Ignored("it does not mention ldnbot")),
        (seen(from_person=False), Ignored("it is from a program")),
        (seen(from_person=False, direct=True), Ignored("it is from a program")),
        (seen("2 < 3 and <b> stay"), Heard("2 < 3 and <b> stay")),
    ],
)
def test_a_message_is_heard_or_left_alone_for_a_reason(what: Seen, decision: Heard | Ignored) -> None:
    assert hear(what) == decision
