"""Corpora made by Hypothesis: valid by construction, with every kind of block, mark and reference of the format."""

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from ldnbot.corpus.bibliography import write_references
from ldnbot.corpus.reference import ET_AL, Name, PartialDate, Reference, Study

__all__ = ["articles", "corpora", "corpus_keys", "headings", "markdown", "paragraphs", "references", "words"]

WORDS = tuple(
    "velta cramps night relief adults trial dose morning evening placebo dizzy liver kidney pharmacy people reported "
    "fewer weeks months naïve Crohn’s β-blocker well-being 4.5 12 mg".split()
)
ABBREVIATED = ("e.g.", "i.e.", "vs.", "approx.")


_PIECES = (
    *("a", " ", "\n", "\n\n", "\r\n", "\r", "\t", "# ", "- ", "1. ", "> ", "---\n", "===\n", "```\n", "<!--", "-->"),
    *("|a|\n|-|\n", ":::", "[@a]", "\\", "*", "\x0c", "\u2028", "\ufeff", "\x00", "    ", "<div>", "[a]: b\n"),
)
"""What Markdown, YAML front matter and citations are made of, whole and broken."""


def markdown() -> st.SearchStrategy[str]:
    """Return Markdown as nobody would write it: any pieces in any order."""
    return st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


def words(most: int = 5) -> st.SearchStrategy[str]:
    """Return a few words in a row: no citation, no Markdown, no full stop."""
    return st.lists(st.sampled_from(WORDS), min_size=1, max_size=most).map(" ".join)


def corpus_keys() -> st.SearchStrategy[list[str]]:
    """Return different citation keys."""
    return st.lists(st.from_regex(r"[a-z][a-z0-9_-]{2,6}", fullmatch=True), min_size=1, max_size=3, unique=True)


@st.composite
def marks(draw: st.DrawFn, keys: Sequence[str]) -> str:
    """Return a citation of one to three of the keys."""
    cited = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True))
    return f"[{'; '.join(f'@{key}' for key in cited)}]"


@st.composite
def sentences(draw: st.DrawFn, keys: Sequence[str]) -> str:
    """Return a sentence, with a citation before its full stop or not."""
    begun = draw(words())
    if draw(st.booleans()):
        begun += f" {draw(st.sampled_from(ABBREVIATED))} {draw(words(3))}"
    cited = f" {draw(marks(keys))}" if draw(st.booleans()) else ""
    return f"The {begun}{cited}{draw(st.sampled_from('.?!'))}"


def paragraphs(keys: Sequence[str]) -> st.SearchStrategy[str]:
    """Return one to three sentences, on a line each or on one."""
    return st.builds(
        lambda found, joint: joint.join(found),
        st.lists(sentences(keys), min_size=1, max_size=3),
        st.sampled_from([" ", "\n"]),
    )


@st.composite
def blocks(draw: st.DrawFn, keys: Sequence[str]) -> str:
    """Return one passage: a paragraph, a list, a table or a call-out."""
    several = draw(st.lists(sentences(keys), min_size=1, max_size=3))
    match draw(st.sampled_from(["paragraph", "bullets", "numbers", "nested", "table", "call-out"])):
        case "bullets":
            return "\n".join(f"- {item}" for item in several)
        case "numbers":
            return "\n".join(f"{number}. {item}" for number, item in enumerate(several, start=1))
        case "nested":
            return "\n".join(f"{'  ' * level}- {item}" for level, item in enumerate(several))
        case "table":
            return "\n".join(["| What | Found |", "|---|---|", *(f"| {draw(words(2))} | {row} |" for row in several)])
        case "call-out":
            return "> **Note:** " + "\n> ".join(several)
        case _:
            return draw(paragraphs(keys))


def headings() -> st.SearchStrategy[list[str]]:
    """Return different headings."""
    return st.lists(words(2).map(str.capitalize), max_size=3, unique_by=str.lower)


@st.composite
def articles(draw: st.DrawFn, keys: Sequence[str], leading: Sequence[str] = ()) -> str:
    """Return an article file that cites some of the keys, and those of `leading` in its first paragraph."""
    title = draw(words(3))
    first = " ".join(f"The {draw(words(2))} [@{key}]." for key in leading) or draw(paragraphs(keys))
    parts = [
        f"---\ntitle: {title}\nlanguage: en\nlicence: CC0-1.0\nauthors: [A tester]\nsource:\n  title: None\n"
        "reviewed: 2026-01-01\nreviewed_by: A tester\nreview_due: 2999-01-01\nconflicts_of_interest: none known\n---",
        first,
        *draw(st.lists(blocks(keys), max_size=2)),
    ]
    for number, heading in enumerate(draw(headings())):
        parts.append(f"{'#' * (3 if number and draw(st.booleans()) else 2)} {heading} {number}")
        for block in draw(st.lists(blocks(keys), min_size=1, max_size=2)):
            # A comment keeps two lists apart, which would otherwise be one.
            parts += ["<!-- end -->", block]
    if draw(st.booleans()):
        parts.append("## References\n\n::: {#refs}\n:::")
    return "\n\n".join(parts) + "\n"


_SPECIAL = (
    "no",
    "2018",
    "2018-04",
    "0123",
    "~",
    "a: b",
    "# c",
    "- d",
    "'",
    '"',
    "y",
    "[x]",
    "&a",
    "*",
    "é “q” – z",
    "a\\b",
)
"""Text that YAML has a meaning of its own for."""

_PAGES = st.dates(date(1000, 1, 1), date(2999, 12, 31))
_DATES = st.one_of(
    _PAGES.map(lambda day: PartialDate(day.year)),
    _PAGES.map(lambda day: PartialDate(day.year, day.month)),
    _PAGES.map(lambda day: PartialDate(day.year, day.month, day.day)),
)
_TEXT = st.sampled_from(_SPECIAL)
_MAYBE = st.sampled_from(("", *_SPECIAL))
_LETTERS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
_AUTHORS = st.lists(st.builds(Name, family=_TEXT, given=_MAYBE) | st.builds(Name, literal=_TEXT), max_size=2)


@st.composite
def references(draw: st.DrawFn, key: str, number: int = 0) -> Reference:
    """Return a reference with that key. `number` sets its identifiers apart from those of others."""
    return Reference(
        key=key,
        type=draw(st.sampled_from(["article-journal", "webpage", "book"])),
        title=draw(_TEXT | _LETTERS),
        authors=(*draw(_AUTHORS), *([Name(literal=ET_AL)] if draw(st.booleans()) else [])),
        container_title=draw(_MAYBE),
        publisher=draw(_MAYBE),
        issued=draw(_DATES),
        accessed=draw(st.none() | _DATES),
        volume=draw(_MAYBE),
        issue=draw(_MAYBE),
        page=draw(_MAYBE),
        doi=draw(st.sampled_from(["", f"10.5555/velta.{number}", f"10.1016/0264(94)-{number}"])),
        pmid=draw(st.sampled_from(["", str(1000 + number)])),
        pmcid=draw(st.sampled_from(["", f"PMC{1000 + number}"])),
        url=draw(st.sampled_from(["", f"https://example.org/{number}?a=b#c"])),
        study=draw(st.sampled_from(Study)),
        note=draw(_MAYBE),
    )


@st.composite
def corpora(draw: st.DrawFn) -> dict[str, str]:
    """Return a corpus as file name → text: one or two articles and references.yaml, each reference cited."""
    keys = draw(corpus_keys())
    texts = {"first.md": draw(articles(keys, leading=keys))}
    if draw(st.booleans()):
        texts["second.md"] = draw(articles(keys))
    texts["references.yaml"] = write_references([draw(references(key, number)) for number, key in enumerate(keys)])
    return texts
