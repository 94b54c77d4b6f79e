"""Pages of HTML taken apart as a browser would, for the tests of the preview."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

BODIES = sorted((Path(__file__).parent / "surfaces" / "preview" / "bodies").glob("*.json"))

_VOID = ("meta",)
_WITHIN_WORDS = ("a", "code", "em", "s", "strong", "u")


@dataclass
class Parsed:
    """What stands in a page: its tags, its attributes, its text, and whether every tag was closed in order."""

    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    text: str = ""
    spaced: str = ""
    """The text with a space wherever one box ends and another begins."""

    balanced: bool = True

    def values(self, name: str) -> list[str]:
        return [value for _, attribute, value in self.attributes if attribute == name]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Parsed()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.tags.append(tag)
        self.found.attributes.extend((tag, name, value or "") for name, value in attrs)
        self._space(tag)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._space(tag)
        if not self.open or self.open.pop() != tag:
            self.found.balanced = False

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.found.text += data
            self.found.spaced += data

    def _space(self, tag: str) -> None:
        if tag not in _WITHIN_WORDS:
            self.found.spaced += " "

    def handle_comment(self, data: str) -> None:
        self.found.balanced = False

    def handle_pi(self, data: str) -> None:
        self.found.balanced = False


def parse(html: str) -> Parsed:
    parser = _Parser()
    parser.feed(html)
    parser.close()
    parser.found.balanced = parser.found.balanced and not parser.open
    return parser.found
