"""What is handed back of a form that was refused."""

from hypothesis import given
from hypothesis import strategies as st

from ldnbot.surfaces.discord.moderating.givenback import given_back_page
from madeeffects import words

SIGNS = st.text(st.sampled_from("`\n a**_#"), max_size=40)


@given(words() | SIGNS)
def test_what_was_typed_comes_back_whole_and_nothing_breaks_out_of_its_block(typed: str) -> None:
    page = given_back_page("It was **refused**.", typed)
    assert page.length < 4_000
    why, shown = (str(block) for block in page.blocks)
    assert why == "It was \\*\\*refused\\*\\*."
    if page.attached:
        assert page.attached == typed
        assert "`" not in shown
    else:
        assert shown == f"What you typed:\n```\n{typed}\n```"
        assert shown.count("```") == 2


def test_a_long_text_and_one_with_a_fence_come_as_a_file() -> None:
    for typed in ("word " * 700, "a ``` b", "it ends with `"):
        assert given_back_page("No.", typed).attached == typed
    assert given_back_page("No.", "It costs `12`, they say.").attached == ""
