import importlib.util
import json
import re
import struct
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from ldnbot.errors import ExtraMissing, PreviewImpossible
from ldnbot.surfaces.preview.look import Asked, Look, Width
from ldnbot.surfaces.preview.page import render_page
from ldnbot.surfaces.preview.reading import read_body
from ldnbot.surfaces.preview.screenshot import Picture, draw_pages, find_browser
from previewed import BODIES

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def missing() -> str:
    """Return what keeps this machine from drawing, or nothing."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed"
    try:
        find_browser()
    except ExtraMissing as fault:
        return str(fault)
    return ""


drawn = pytest.mark.skipif(bool(missing()), reason=missing() or "it can be drawn")


def page(value: object, width: Width) -> str:
    return render_page(read_body(value), look=Look(width=width), now=NOW, asked=Asked(question="how long? " * 30))


def text(content: str) -> dict[str, object]:
    inside = [{"type": 10, "content": content}]
    return {"flags": 32768, "components": [{"type": 17, "accent_color": 1, "components": inside}]}


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


UNBROKEN = "https://a.b/" + "x" * 900
HARD = (f"`{UNBROKEN}`", UNBROKEN, f"# {UNBROKEN}", f"> - {UNBROKEN}", f"```\n{UNBROKEN}\n```", f"**{UNBROKEN}**")
FOREIGN = {
    "cut": "<body><div class='box' style='width: 9px; overflow: hidden; white-space: nowrap'>word word</div>",
    "standing out": "<body><div style='width: 900px'>word</div>",
    "scripted": "<body><script>document.body.style.height = '3000px'</script><img src='http://127.0.0.1:9/x.png'>word",
}


@cache
def pictures(width: Width) -> dict[str, Picture]:
    """Return every picture of these tests, by name: the browser is started once for a width."""
    pages = {path.stem: page(json.loads(path.read_bytes()), width) for path in BODIES}
    pages |= {content[:9]: page(text(content), width) for content in HARD}
    pages |= {f"{count} words": page(text("word " * count), width) for count in (1, 60, 400)}
    pages |= FOREIGN
    return dict(zip(pages, draw_pages(list(pages.values()), width.pixels), strict=True))


@drawn
@pytest.mark.parametrize("width", list(Width))
def test_a_picture_shows_the_whole_page_whatever_stands_in_it(width: Width) -> None:
    ours = {name: picture for name, picture in pictures(width).items() if name not in FOREIGN}
    assert len(ours) == len(BODIES) + len(HARD) + 3
    for name, picture in ours.items():
        assert size(picture.png) == (2 * width.pixels, 2 * picture.height), name
        assert picture.width == width.pixels, name
        assert not picture.cut, name


@drawn
def test_more_text_makes_a_taller_picture_and_a_wider_screen_a_lower_one() -> None:
    low, middle, tall = (pictures(Width.PHONE)[f"{count} words"].height for count in (1, 60, 400))
    assert low < middle < tall
    assert pictures(Width.DESKTOP)["400 words"].height < tall


@drawn
def test_what_does_not_fit_is_found() -> None:
    assert pictures(Width.PHONE)["cut"].cut == ("box",)
    assert pictures(Width.PHONE)["standing out"].width > Width.PHONE.pixels


@drawn
def test_a_page_is_drawn_without_scripts_and_without_a_network() -> None:
    assert pictures(Width.PHONE)["scripted"].height < 200


@drawn
def test_a_page_that_is_too_tall_is_refused() -> None:
    with pytest.raises(PreviewImpossible, match="too tall"):
        draw_pages(["<body style='height: 9000px'>"], 390)


def test_without_a_browser_the_fault_says_what_to_install() -> None:
    with pytest.raises(ExtraMissing, match="apt-get install chromium"):
        find_browser(which=lambda _: None, applications=())


def test_the_first_browser_that_is_there_is_taken() -> None:
    assert find_browser(which={"google-chrome": "/opt/chrome"}.get) == Path("/opt/chrome")


def test_a_browser_that_does_not_start_is_a_fault_of_one_line(tmp_path: Path) -> None:
    pytest.importorskip("playwright")
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    with pytest.raises(PreviewImpossible) as caught:
        draw_pages(["<p>word"], 390, browser=broken)
    assert re.fullmatch(r"[^\n]+", str(caught.value))
