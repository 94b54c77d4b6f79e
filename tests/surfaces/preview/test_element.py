from hypothesis import given
from hypothesis import strategies as st

from ldnbot.surfaces.preview.element import EMPTY, element, join
from previewed import parse


def test_html_stays_and_text_is_escaped() -> None:
    assert element("p", "", element("b", "loud", "a < b"), "<i>") == '<p><b class="loud">a &lt; b</b>&lt;i&gt;</p>'
    assert join(("&", EMPTY)) == "&amp;"


def test_an_element_that_holds_nothing_has_no_end() -> None:
    assert element("meta", charset="utf-8") == '<meta charset="utf-8">'


@given(st.text())
def test_an_attribute_is_only_an_attribute(text: str) -> None:
    found = parse(element("p", text, "word", title=text))
    assert found.tags == ["p"]
    assert found.text == "word"
    assert found.values("title") == [text]
