import importlib.util
import json
import re
import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ldnbot.errors import ExtraMissing, PreviewImpossible
from ldnbot.surfaces.preview.look import Asked, Look, Width
from ldnbot.surfaces.preview.page import render_page
from ldnbot.surfaces.preview.reading import read_body
from ldnbot.surfaces.preview.screenshot import draw_pages, find_browser
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


@drawn
@pytest.mark.parametrize("width", list(Width))
def test_a_picture_shows_the_whole_page_whatever_stands_in_it(width: Width) -> None:
    bodies = [json.loads(path.read_bytes()) for path in BODIES]
    unbroken = "https://a.b/" + "x" * 900
    hard = (f"`{unbroken}`", unbroken, f"# {unbroken}", f"> - {unbroken}", f"```\n{unbroken}\n```", f"**{unbroken}**")
    pages = [page(value, width) for value in (*bodies, *map(text, hard))]
    for picture in draw_pages(pages, width.pixels):
        assert size(picture.png) == (2 * width.pixels, 2 * picture.height)
        assert picture.width == width.pixels
        assert not picture.cut


@drawn
def test_more_text_makes_a_taller_picture_and_a_wider_screen_a_lower_one() -> None:
    pages = [page(text("word " * count), Width.PHONE) for count in (1, 60, 400)]
    low, middle, tall = (picture.height for picture in draw_pages(pages, Width.PHONE.pixels))
    assert low < middle < tall
    (wide,) = draw_pages([page(text("word " * 400), Width.DESKTOP)], Width.DESKTOP.pixels)
    assert wide.height < tall


@drawn
def test_what_does_not_fit_is_found() -> None:
    wide = (
        "<body><div class='box' style='width: 100px; overflow: hidden; white-space: nowrap'>" + "word " * 99 + "</div>"
    )
    out = "<body><div style='width: 900px'>word</div>"
    cut, standing_out = draw_pages([wide, out], 390)
    assert cut.cut == ("box",)
    assert standing_out.width > 390


@drawn
def test_a_page_is_drawn_without_scripts_and_without_a_network() -> None:
    html = "<body><script>document.body.style.height = '3000px'</script><img src='http://127.0.0.1:9/x.png'>word"
    (picture,) = draw_pages([html], 390)
    assert picture.height < 200


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
