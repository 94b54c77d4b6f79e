import re
from pathlib import Path

import ldnbot.corpus
from ldnbot.corpus.finding import Severity

SOURCE = Path(ldnbot.corpus.__file__).parent
PAGE = Path(__file__).parents[2] / "docs" / "checks.md"
CODE = re.compile(r"""(?:Severity\.[A-Z]+,|_Unread\(|_add\([\w.]+,)\s*f?"(?P<code>[a-z0-9-]+(?:\{[^"]+\})?)\"""")
FIELDS = {"duplicate-{": ["doi", "pmid", "pmcid"], "malformed-{": ["doi", "pmid", "pmcid", "url"]}


def used() -> set[str]:
    codes = set()
    for path in SOURCE.glob("*.py"):
        for match in CODE.finditer(path.read_text(encoding="utf-8")):
            stem, brace, _ = match["code"].partition("{")
            codes |= {stem + field for field in FIELDS[stem + brace]} if brace else {stem}
    return codes


def documented() -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_code_stands_on_the_page_of_checks_and_no_other() -> None:
    assert set(documented()) == used()


def test_the_page_of_checks_is_in_order_without_repetition() -> None:
    assert documented() == sorted(set(documented()))


def test_each_row_tells_severity_meaning_and_fix() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    for row in rows:
        _, _, severity, meaning, fix, _ = (cell.strip() for cell in row.split("|"))
        assert severity in list(Severity)
        assert meaning.endswith(".")
        assert fix.endswith(".")
