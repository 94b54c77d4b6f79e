import re

from hypothesis import given
from hypothesis import strategies as st

from ldnbot.surfaces.discord.moderating.shown import plain, shown


@given(st.text(), st.integers(2, 300))
def test_what_is_shown_is_one_line_without_brackets_that_cite(text: str, most: int) -> None:
    found = shown(text, most)
    assert "\n" not in found
    assert not re.search(r"(?<!\\)[*_~`|<]", found)
    assert "[" not in found
    assert "]" not in found
    assert "://" not in found.replace("\\://", "")


@given(st.text(), st.integers(2, 300))
def test_plain_text_is_never_longer_than_its_place_and_has_nothing_invisible(text: str, most: int) -> None:
    found = plain(text, most)
    assert len(found) <= most
    assert found.isprintable()


def test_words_stay_as_they_were_typed() -> None:
    assert shown("does it help with Crohn’s, at 4.5 mg?") == "does it help with Crohn’s, at 4.5 mg?"
