"""Answers made by Hypothesis for what shows them: of every status and size, of text that a chat could take for markup.

Each is consistent as the assistant's own are: the references are those that the quotes cite.
"""

from hypothesis import strategies as st

from ldnbot.answering.answer import Answer, CitedReference, Quote, Role, Status
from ldnbot.answering.triage.concern import Concern
from ldnbot.corpus.citation import cited_numbers
from ldnbot.corpus.reference import Study
from ldnbot.corpus.sentences import sentence_ends
from ldnbot.corpus.span import Span
from surfaced import MARK

__all__ = ["NASTY", "answers", "texts"]

NASTY = (
    *("velta", "cramps", "2 mg", "naïve", "β-blocker", "💊", "👩‍⚕️", "العربية", "\u202eabc\u202c", "低剂量", "a" * 70),
    *(
        "*",
        "**",
        "***bold***",
        "_x_",
        "__init__",
        "snake_case",
        "~~gone~~",
        "`code`",
        "```",
        "||spoiler||",
        "\\",
        "\\*",
    ),
    *("# no heading", "### x", "-# small", "> quote", ">>> all", "- item", "1. first", "* star", "+ plus"),
    *(
        "@everyone",
        "@here",
        "<@123456789012345678>",
        "<@&1>",
        "<#12>",
        "<:e:1>",
        "<t:1700000000:R>",
        "</ask:1>",
        "a@b.org",
    ),
    *(
        "[@key2019]",
        "[note]",
        "[x](https://evil.example)",
        "(https://evil.example)",
        "[1]",
        "[2, 3]",
        "[1-2]",
        "](",
        "![a](b)",
    ),
    *(
        "https://a.example/x_y_z*w?q=[1]",
        "<https://a.example>",
        "http://b.example",
        "discord.gg/abc",
        "| a | b |",
        "|-|-|",
    ),
    *("5 > 4", "p < 0.05", "100 %", "e.g.", "vs.", "“q”", "’", "&amp;", "<!-- -->", "{incident}", "%s", "$x$", "::: x"),
)
"""What articles, references and people write, and what Discord would make something of."""


@st.composite
def sentences(draw: st.DrawFn, most: int = 8) -> str:
    """Return a sentence in nasty words, sometimes far too long for a message."""
    words = draw(st.lists(st.sampled_from(NASTY), min_size=1, max_size=most))
    many = draw(st.sampled_from([1, 1, 1, 1, 1, 1, 12, 90]))
    marks = draw(st.lists(st.integers(1, 40), max_size=4, unique=True).map(sorted))
    mark = f" [{', '.join(map(str, marks))}]" if marks else ""
    return f"The {' '.join(words * many)}{mark}."


def texts() -> st.SearchStrategy[str]:
    """Return a passage: sentences on one line, on several, or as items."""
    return st.builds(
        lambda found, joint: joint.join(found),
        st.lists(sentences(), min_size=1, max_size=7),
        st.sampled_from([" ", " ", "\n", "\n- ", "\n2. "]),
    )


_LINES = st.lists(st.sampled_from(NASTY), min_size=1, max_size=10).map(" ".join)
_OWN = st.lists(st.sampled_from([text for text in NASTY if not MARK.search(text)]), min_size=1, max_size=10).map(
    " ".join
)
"""Headings and what ldnbot says itself: neither has citation marks."""


@st.composite
def quotes(draw: st.DrawFn, number: int) -> Quote:
    text = draw(texts())
    ends = [0, *sentence_ends(text)]
    first = draw(st.integers(0, len(ends) - 2))
    start, end = ends[first], ends[first + 1]
    sentence = text[start:end].strip()
    start = text.index(sentence, start)
    end = start + len(sentence)
    return Quote(
        text=text,
        sentence=sentence,
        passage=f"a/p{number}",
        article=draw(_OWN),
        section=tuple(draw(st.lists(_OWN, max_size=3))),
        citations=cited_numbers(text),
        span=Span(0, len(text)),
        sentence_span=Span(start, end),
        role=draw(st.sampled_from([Role.ANSWER, Role.ANSWER, Role.CAUTION, Role.LIMITS])),
    )


@st.composite
def references(draw: st.DrawFn, number: int) -> CitedReference:
    study = draw(st.sampled_from([None, *Study]))
    return CitedReference(
        number=number,
        key=f"key{number}",
        text=draw(_LINES),
        short=draw(_LINES),
        study=study.value if study else None,
        study_meaning="It is a study." if study else None,
        doi=draw(st.sampled_from([None, f"10.5555/a_b*{number}"])),
        pmid=draw(st.sampled_from([None, str(number)])),
        pmcid=draw(st.sampled_from([None, f"PMC{number}"])),
        url=draw(st.sampled_from([None, f"https://example.org/{number}"])),
        note=draw(st.none() | _LINES),
    )


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    status = draw(st.sampled_from([*Status, Status.ANSWERED, Status.ANSWERED, Status.RELATED, Status.RELATED]))
    silent = status in (Status.NOT_COVERED, Status.SAFETY, Status.SMALLTALK)
    shown = [] if silent else [draw(quotes(number)) for number in range(draw(st.integers(1, 9)))]
    cited = sorted({number for quote in shown for number in quote.citations})
    return Answer(
        status=status,
        question=draw(_LINES),
        quotes=tuple(shown),
        references=tuple(draw(references(number)) for number in cited),
        notices=tuple(draw(st.lists(_OWN, min_size=1 if silent else 0, max_size=4))),
        safety=(Concern.CRISIS,) if status is Status.SAFETY else (),
        corpus_version="0" * 12,
        disclaimer_addition=draw(st.sampled_from(["", "", "Our moderators are no doctors. *Really.* " * 7])),
    )
