"""A page of HTML as a PNG, drawn by the machine's own Chromium.

The edge: a browser is started with an empty profile, without a network and without scripts, and stopped again.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ldnbot.errors import ExtraMissing, PreviewImpossible

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["Picture", "draw_pages", "find_browser"]

_SCALE = 2
"""Pixels of the picture for one of the page, as on a good screen."""

_TALLEST = 16_384
"""Pixels. Chromium draws nothing below."""

_BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_SWITCHES = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_MEASURE = """() => {
  const root = document.documentElement;
  const cuts = element => element.scrollWidth > element.clientWidth + 1
    && getComputedStyle(element).overflowX !== "visible"
    && getComputedStyle(element).textOverflow !== "ellipsis";
  const cut = [...document.querySelectorAll("body *")].filter(cuts).map(element => element.className);
  return [root.scrollWidth, root.scrollHeight, cut];
}"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page drawn whole."""

    png: bytes
    width: int
    """How wide the page wants to be, in CSS pixels: more than the screen has where something stands out of it."""

    height: int
    """In CSS pixels."""

    cut: tuple[str, ...]
    """The classes of the boxes that do not show all of their content."""


def draw_pages(pages: Sequence[str], width: int, *, browser: Path | None = None) -> list[Picture]:
    """Return a picture of each page at a screen `width` CSS pixels wide, with two pixels for each of these.

    Raises:
        ExtraMissing: playwright or Chromium is not installed.
        PreviewImpossible: the browser does not draw a page, or it is too tall.
    """
    try:
        from playwright.sync_api import Error, sync_playwright  # costs more than all of the page
    except ImportError as error:
        fix = 'install it with: pip install "ldnbot[preview]"; or write the page itself with --html'
        raise ExtraMissing("a picture needs playwright", fix=fix) from error
    program = browser or find_browser()
    try:
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(executable_path=program, args=list(_SWITCHES))
            try:
                page = started.new_page(
                    viewport={"width": width, "height": 100},
                    device_scale_factor=_SCALE,
                    java_script_enabled=False,
                    offline=True,
                )
                return [_drawn(page, html) for html in pages]
            finally:
                started.close()
    except Error as error:
        what = f"{program} does not draw the page: {error.message.strip().splitlines()[0]}"
        raise PreviewImpossible(what, fix="try to start it by hand with --headless") from error


def find_browser(
    which: Callable[[str], str | None] = shutil.which, applications: Sequence[str] = _APPLICATIONS
) -> Path:
    """Return where Chromium is.

    Raises:
        ExtraMissing: there is none.
    """
    found = next((path for name in _BROWSERS if (path := which(name))), None)
    found = found or next((path for path in applications if Path(path).exists()), None)
    if found is None:
        fix = "on Debian: apt-get install chromium; or write the page itself with --html"
        raise ExtraMissing("a picture needs the browser Chromium", fix=fix)
    return Path(found)


def _drawn(page: "Page", html: str) -> Picture:
    # A lone half of a character pair can stand in JSON, but not in a page.
    page.set_content(html.encode("utf-8", "replace").decode("utf-8"))
    width, height, cut = page.evaluate(_MEASURE)
    if height * _SCALE > _TALLEST:
        fix = "show less at once, or write the page itself with --html"
        raise PreviewImpossible(f"a picture of {height * _SCALE} pixels is too tall to be drawn", fix=fix)
    return Picture(page.screenshot(full_page=True), width, height, tuple(cut))
