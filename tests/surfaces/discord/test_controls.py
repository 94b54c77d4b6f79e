"""What a `custom_id` stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldnbot.surfaces.discord.controls import Control, read_control


@given(st.from_regex(r"[a-z-]{1,20}", fullmatch=True), st.from_regex(r"[A-Za-z0-9._:/@ -]{0,70}", fullmatch=True))
def test_a_control_is_read_as_it_was_written(action: str, argument: str) -> None:
    written = Control(action, argument).custom_id
    assert len(written) <= 100
    assert read_control(written) == Control(action, argument)


@given(st.text(max_size=120))
def test_any_text_is_a_control_or_none_and_what_is_read_is_what_was_there(text: str) -> None:
    control = read_control(text)
    assert control is None or control.custom_id == text


@pytest.mark.parametrize(
    "text", ["", "ldn", "ldn:more", "x:more:1", "ldn:more:1\n", "ldn:more:é", "ldn:more:" + "x" * 77]
)
def test_what_is_none_of_ours_is_not_read(text: str) -> None:
    assert read_control(text) is None


@pytest.mark.parametrize("control", [Control("A"), Control(""), Control("more", "ü"), Control("more", "x" * 77)])
def test_what_discord_could_not_keep_is_not_written(control: Control) -> None:
    with pytest.raises(ValueError, match="ldn:"):
        _ = control.custom_id
