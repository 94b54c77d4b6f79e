import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldnbot.surfaces.preview.look import Asked, Look, Theme, Way, Width
from ldnbot.surfaces.preview.page import render_page
from ldnbot.surfaces.preview.reading import read_body
from previewed import BODIES, Parsed, parse

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
OURS = {
    *(
        "a",
        "article",
        "b",
        "blockquote",
        "body",
        "code",
        "div",
        "em",
        "footer",
        "h1",
        "h2",
        "h3",
        "head",
        "header",
        "html",
    ),
    *(
        "li",
        "main",
        "meta",
        "ol",
        "p",
        "path",
        "pre",
        "s",
        "section",
        "span",
        "strong",
        "style",
        "svg",
        "time",
        "title",
    ),
    *("u", "ul"),
}
HOSTILE = "</style></div><script>alert(1)</script><img src=x onerror=alert(1)>\" style='x' ' --> <!-- ]]> &quot;"


def body(name: str) -> Any:
    return json.loads(next(path for path in BODIES if path.stem == name).read_bytes())


def page(value: object, asked: Asked | None = None, theme: Theme = Theme.DARK, width: Width = Width.PHONE) -> Parsed:
    return parse(render_page(read_body(value), look=Look(theme, width), now=NOW, asked=asked))


def texts(value: object) -> Iterator[str]:
    """Yield every text that a person is to see, in the order of the body."""
    if isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in ("content", "label", "placeholder", "title", "description", "name", "text") and isinstance(
                inner, str
            ):
                yield inner
            elif name not in ("emoji", "media", "options", "custom_id"):
                yield from texts(inner)


def words(text: str) -> list[str]:
    plain = re.sub(r"<[^>\n]*>|\]\([^)\n]*\)|^ *\d+\.(?= )|```\w*\n", " ", text, flags=re.MULTILINE)
    return re.findall(r"[^\W\d_]{2,}|\d+", plain)


def in_order(wanted: list[str], found: list[str]) -> bool:
    rest = iter(found)
    return all(word in rest for word in wanted)


@pytest.mark.parametrize("name", ["answered", "not-covered", "crisis", "parts"])
def test_every_text_of_a_message_is_shown_in_its_order(name: str) -> None:
    shown = words(page(body(name)).spaced)
    wanted = [word for text in texts(body(name)) for word in words(text)]
    assert len(wanted) > 40
    assert in_order(wanted, shown)


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_every_text_of_every_body_is_shown(path: Path) -> None:
    shown = words(page(json.loads(path.read_bytes())).spaced)
    for text in texts(json.loads(path.read_bytes())):
        assert in_order(words(text), shown), text


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_a_page_is_whole_and_holds_nothing_foreign(path: Path) -> None:
    found = page(json.loads(path.read_bytes()), Asked(question="how long?"))
    assert found.balanced
    assert set(found.tags) <= OURS
    assert "default-src 'none'; style-src 'unsafe-inline'" in found.values("content")
    assert not found.values("src")


def replaced(value: Any, text: str) -> Any:
    """Return the body with every text of it replaced, addresses and ids too."""
    if isinstance(value, dict):
        return {name: replaced(inner, text) for name, inner in value.items()}
    if isinstance(value, list):
        return [replaced(inner, text) for inner in value]
    return text if isinstance(value, str) else value


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_no_field_of_a_body_can_bring_markup_in(path: Path) -> None:
    for text in (HOSTILE[:40], HOSTILE[40:80], HOSTILE[80:]):
        found = page(
            replaced(json.loads(path.read_bytes()), text), Asked(question=HOSTILE, member=HOSTILE, command=HOSTILE)
        )
        assert found.balanced
        assert set(found.tags) <= OURS
        assert not [name for _, name, _ in found.attributes if name.startswith("on") or name == "src"]
        assert all(re.fullmatch(r"--accent: #[0-9a-f]{6}", style) for style in found.values("style"))


@given(st.text(min_size=1, max_size=45))
def test_any_text_in_a_form_or_a_question_is_only_text(text: str) -> None:
    found = page({"type": 9, "data": {"title": text, "custom_id": "x", "components": [{"type": 10, "content": text}]}})
    asked = page({"content": "x"}, Asked(question=text, way=Way.REPLY))
    for shown in (found, asked):
        assert shown.balanced
        assert set(shown.tags) <= OURS


def test_the_slash_command_shows_its_name_and_a_reply_its_question() -> None:
    slash = page({"content": "x"}, Asked(question="how long?")).text
    assert "Sam used /ask" in slash
    assert "how long?" not in slash
    assert "Samhow long?" in page({"content": "x"}, Asked(question="how long?", way=Way.REPLY)).text


def test_only_an_ephemeral_message_says_who_sees_it() -> None:
    said = "Only you can see this"
    assert said in page(body("crisis")).text
    assert said not in page(body("answered")).text


def test_the_header_names_the_app_and_the_time() -> None:
    assert "ldnbotAPPToday at 12:00" in page({"content": "x"}).text


def test_the_theme_and_the_screen_are_the_pages_classes() -> None:
    found = page({"content": "x"}, theme=Theme.LIGHT, width=Width.DESKTOP)
    assert ("html", "class", "light desktop") in found.attributes


def test_the_accent_is_the_colour_of_the_body() -> None:
    text = {"type": 10, "content": "x"}
    with_colour = {"flags": 32768, "components": [{"type": 17, "accent_color": 0xAB, "components": [text]}]}
    without = {"flags": 32768, "components": [{"type": 17, "components": [text]}]}
    assert page(with_colour).values("style") == ["--accent: #0000ab"]
    assert page(without).values("style") == []


def test_buttons_have_the_colour_of_their_style_and_say_when_they_are_off() -> None:
    classes = page(body("answered")).values("class")
    assert [name for name in classes if name.startswith("button")] == [
        "button success",
        "button secondary",
        "button secondary",
        "button danger",
        "button primary",
        "button secondary",
        "button secondary",
        "button secondary disabled",
    ]


def test_a_form_marks_what_must_be_filled() -> None:
    text = page(body("form")).text
    assert "The sentence as it should be *" in text
    assert "Kind of change *" in text
    assert "Why *" not in text


def test_a_form_can_have_every_kind_of_field() -> None:
    options = [
        {"label": "Fact", "value": "f", "description": "It is wrong", "default": True},
        {"label": "Word", "value": "w"},
    ]
    fields = [
        {"type": 18, "label": "Radio", "component": {"type": 21, "custom_id": "r", "options": options}},
        {"type": 18, "label": "Boxes", "component": {"type": 22, "custom_id": "c", "options": options}},
        {"type": 18, "label": "Tick", "component": {"type": 23, "custom_id": "t", "default": True}},
        {"type": 18, "label": "File", "component": {"type": 19, "custom_id": "f", "required": False}},
        {"type": 1, "components": [{"type": 4, "custom_id": "o", "style": 1, "label": "Older", "value": "way"}]},
    ]
    found = page({"title": "All", "custom_id": "x", "components": fields})
    assert in_order(["Radio", "Fact", "wrong", "Word", "Boxes", "Tick", "File", "Older", "way"], words(found.spaced))
    assert found.values("class").count("tickbox chosen") == 3
    assert found.values("class").count("tickbox") == 2


def test_what_is_typed_stands_below_the_choices_and_only_a_phone_has_keys() -> None:
    asked = Asked(question="how lon")
    phone, desktop = page(body("choices"), asked), page(body("choices"), asked, width=Width.DESKTOP)
    assert phone.text.index("How long until it works?") < phone.text.index("/askquestionhow lon")
    assert "key space" in phone.values("class")
    assert "key space" not in desktop.values("class")


def test_no_choices_are_said_to_be_none() -> None:
    assert "No options match your search." in page({"choices": []}).text
