"""The checks of what Discord receives do find what is wrong: on them every other test of the chat rests."""

from collections.abc import Mapping
from typing import Any

import pytest

from bodies import DESCRIPTION, faults_of

POST = "/channels/1/messages"


def message(*texts: str, **more: Any) -> Mapping[str, Any]:
    found = [{"type": 10, "content": text} for text in texts]
    return {"components": found, "flags": 1 << 15, "allowed_mentions": {"parse": []}, **more}


def row(*ids: str) -> Mapping[str, Any]:
    return {"type": 1, "components": [{"type": 2, "style": 2, "label": "x", "custom_id": id_} for id_ in ids]}


def faults(body: Mapping[str, Any], path: str = POST) -> str:
    return "\n".join(faults_of("POST", path, body))


def test_a_sound_message_has_no_faults() -> None:
    assert faults(message("💊" * 1_000, "x" * 2_000)) == ""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (message("💊" * 1_000, "x" * 2_001), "4001 characters"),
        (message(" "), "an empty text"),
        (message(*"x" * 41), "41 components"),
        (message("x", allowed_mentions={"parse": ["everyone"]}), "notify"),
        (message("x", allowed_mentions={"parse": [], "replied_user": True}), "notify"),
        (message("x", allowed_mentions=None), "notify"),
        (message("x", flags=0), "not laid out"),
        ({"components": [row(*"abcdef")], **{k: v for k, v in message().items() if k != "components"}}, "6 components"),
        ({**message(), "components": [row("a"), row("a")]}, "stands twice"),
        ({**message(), "components": [row("a" * 101)]}, "custom_id is too long"),
    ],
)
def test_what_discord_would_refuse_is_found(body: Mapping[str, Any], said: str) -> None:
    assert said in faults(body)


def test_too_many_or_too_long_choices_are_found() -> None:
    choices = [{"name": "x" * 101, "value": "x"}] * 26
    found = faults({"type": 8, "data": {"choices": choices}}, "/interactions/1/t/callback")
    assert "26 choices" in found
    assert "too long or empty" in found


def test_a_form_with_a_long_title_is_found() -> None:
    form = {"type": 9, "data": {"custom_id": "a", "title": "x" * 46, "components": []}}
    assert "label of a form" in faults(form, "/interactions/1/t/callback")


@pytest.mark.skipif(not DESCRIPTION.is_file(), reason="Discord's own description is not here")
def test_discord_s_own_description_is_looked_at_and_takes_ids_as_numbers_too() -> None:
    reference = {"message_id": 1, "channel_id": "2"}
    assert faults(message("x", message_reference=reference)) == ""
    assert "$.message_reference" in faults(message("x", message_reference={"message_id": "a"}))
    assert "$.components[0]" in faults({**message(), "components": [{"type": 10, "content": 1}]})
