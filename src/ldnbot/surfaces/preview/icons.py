"""The few signs that Discord draws, as line drawings of our own."""

from ldnbot.surfaces.preview.element import Html, element

__all__ = ["CHEVRON", "CLOSE", "EYE", "FILE", "LEAVE", "PICTURE", "PLUS", "TICK", "UPLOAD"]


def _drawn(*lines: str) -> Html:
    """Return a drawing of 24 by 24 made of strokes."""
    paths = (element("path", "", d=line) for line in lines)
    return element("svg", "icon", *paths, viewBox="0 0 24 24")


CHEVRON = _drawn("M5 9l7 7 7-7")
CLOSE = _drawn("M6 6l12 12", "M18 6L6 18")
EYE = _drawn("M2 12c5-8 15-8 20 0c-5 8-15 8-20 0z", "M12 9a3 3 0 1 0 .01 0z")
FILE = _drawn("M6 2h8l5 5v15H6z", "M14 2v5h5")
LEAVE = _drawn("M14 4h6v6", "M20 4L10 14", "M18 14v6H4V6h6")
PICTURE = _drawn("M3 4h18v16H3z", "M3 17l6-6 5 5 3-3 4 4", "M16 8.5a.5.5 0 1 0 .01 0z")
PLUS = _drawn("M12 5v14", "M5 12h14")
TICK = _drawn("M5 12l5 5 9-10")
UPLOAD = _drawn("M12 16V4", "M7 9l5-5 5 5", "M4 16v4h16v-4")
