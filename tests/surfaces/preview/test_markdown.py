import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldnbot.surfaces.preview.markdown import render_line, render_markdown
from previewed import parse

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TAGS = {"a", "blockquote", "code", "div", "em", "h1", "h2", "h3", "li", "ol", "pre", "s", "span", "strong", "u", "ul"}
ATTRIBUTES = {("a", "href"), ("div", "class"), ("span", "class"), ("ol", "start")}

hostile = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            "* ** *** _ __ ~~ || ` ``` \\ [ ] ( ) <  > >>> # -# - 1. \n \n\n @everyone <t: :R> <@1> <script> </div> "
            "<!-- <img onerror=x> javascript:x https://a.b data:x \" ' & &lt; &#60; <a:b:1> ]( [x](https://a.b) "
            '[x](<https://a.b>) " onclick=" <https://x.y> ```py\n'.split(" ")
        ),
    ),
    max_size=40,
).map("".join)
"""Pieces of markdown and of attacks, put together at random."""

words = st.lists(
    st.sampled_from(
        [
            "word",
            "two",
            "dose.",
            "4.5",
            "mg",
            "naïve",
            "β-endorphin",
            "**",
            "*",
            "__",
            "_",
            "~~",
            "||",
            "`",
            "\\",
            "(",
            ")",
            ">",
        ]
    ),
    max_size=40,
)


def shown(text: str) -> str:
    return render_markdown(text, now=NOW)


def line(text: str) -> str:
    """Return what a plain line's text becomes, without the box around it."""
    match = re.fullmatch(r'<div class="lines">(.*)\n</div>', shown(text), re.DOTALL)
    assert match, shown(text)
    return match[1]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold**", "<strong>bold</strong>"),
        ("*italic* _italic_", "<em>italic</em> <em>italic</em>"),
        ("__underlined__", "<u>underlined</u>"),
        ("~~struck~~", "<s>struck</s>"),
        ("||hidden||", '<span class="spoiler">hidden</span>'),
        ("***both***", "<em><strong>both</strong></em>"),
        ("__**both**__", "<u><strong>both</strong></u>"),
        ("**A sentence.**Next", "<strong>A sentence.</strong>Next"),
        ("**a\nb**", "<strong>a\nb</strong>"),
        ("snake_case_name", "snake_case_name"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("** not **closed", "<strong> not </strong>closed"),
        ("`*code*`", "<code>*code*</code>"),
        ("``a ` b``", "<code>a ` b</code>"),
        (r"\*plain\* \_x\_ \\ \a", r"*plain* _x_ \ \a"),
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
    ],
)
def test_text_is_styled_as_on_discord(text: str, html: str) -> None:
    assert line(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[1](https://a.b/c)", '<a href="https://a.b/c">1</a>'),
        ("[1](<https://a.b/c(1)>)", '<a href="https://a.b/c(1)">1</a>'),
        ("[1](https://a.b/c(1))", '<a href="https://a.b/c(1)">1</a>'),
        ('[1](https://a.b "title")', '<a href="https://a.b">1</a>'),
        ("[**[2]**](https://a.b)", '<a href="https://a.b"><strong>[2]</strong></a>'),
        ("https://a.b/c.", '<a href="https://a.b/c">https://a.b/c</a>.'),
        ("(https://a.b/c)", '(<a href="https://a.b/c">https://a.b/c</a>)'),
        ("<https://a.b/c>", '<a href="https://a.b/c">https://a.b/c</a>'),
        ("[1] (https://a.b/c)", '[1] (<a href="https://a.b/c">https://a.b/c</a>)'),
        ("[x](javascript:alert)", "[x](javascript:alert)"),
        ("[x](ftp://a.b)", "[x](ftp://a.b)"),
        ("[x]()", "[x]()"),
        ("[1, 2] and [3]", "[1, 2] and [3]"),
    ],
)
def test_addresses_become_links_and_nothing_else_does(text: str, html: str) -> None:
    assert line(text) == html


def test_a_link_whose_text_is_another_address_stays_plain_as_on_discord() -> None:
    assert "https://evil.org" in parse(line("[see https://good.org now](https://evil.org)")).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<t:1795608000>", "25 November 2026 12:00"),
        ("<t:1795608000:t>", "12:00"),
        ("<t:1795608000:T>", "12:00:00"),
        ("<t:1795608000:d>", "25/11/2026"),
        ("<t:1795608000:D>", "25 November 2026"),
        ("<t:1795608000:F>", "Wednesday, 25 November 2026 12:00"),
        ("<t:1795611600:R>", "in 1 hour"),
        ("<t:1795608005:R>", "in 5 seconds"),
        ("<t:1795607880:R>", "2 minutes ago"),
        ("<t:1795262400:R>", "4 days ago"),
        ("<t:1790000000:R>", "2 months ago"),
        ("<t:1700000000:R>", "3 years ago"),
    ],
)
def test_a_time_is_written_out(text: str, said: str) -> None:
    assert line(text) == f'<span class="time">{said}</span>'


def test_an_impossible_time_stays_as_it_was_typed() -> None:
    assert parse(line("<t:9999999999999:R>")).text == "<t:9999999999999:R>"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<@12>", "@member"),
        ("<@&12>", "@role"),
        ("<#12>", "#channel"),
        ("</ask:12>", "/ask"),
        ("</corpus show:12>", "/corpus show"),
        ("@everyone", "@everyone"),
    ],
)
def test_a_mention_is_marked(text: str, said: str) -> None:
    assert line(text) == f'<span class="mention">{said}</span>'


def test_headings_subtext_quotes_and_lists_are_blocks() -> None:
    text = "# One\n## Two\n### Three ##\n#### four\n#five\n-# small **b**\n> a\n> b\nafter\n- x\n  - y\n- z\nend"
    assert shown(text) == (
        "<h1>One</h1><h2>Two</h2><h3>Three </h3>"
        '<div class="lines">#### four\n#five\n</div>'
        '<div class="subtext">small <strong>b</strong></div>'
        '<blockquote><div class="lines">a\nb\n</div></blockquote>'
        '<div class="lines">after\n</div>'
        "<ul><li>x<ul><li>y</li></ul></li><li>z</li></ul>"
        '<div class="lines">end\n</div>'
    )


def test_a_long_quote_takes_all_that_follows() -> None:
    assert shown("a\n>>> b\n# c\n\n> d") == (
        '<div class="lines">a\n</div>'
        '<blockquote><div class="lines">b\n</div><h1>c</h1><div class="lines">\n&gt; d\n</div></blockquote>'
    )


def test_numbers_of_a_list_begin_where_it_says() -> None:
    assert shown("4. a\n5. b") == '<ol start="4"><li>a</li><li>b</li></ol>'


def test_empty_lines_and_spaces_stay() -> None:
    assert line("a\n\n\n  b") == "a\n\n\n  b"


def test_a_quote_mark_without_a_space_is_no_quote() -> None:
    assert line(">a") == "&gt;a"


def test_nothing_in_a_code_block_is_markdown() -> None:
    assert line("```py\n# **x**\n> <b>\n```\nafter") == "<pre># **x**\n&gt; &lt;b&gt;</pre>after"
    assert line("a ```x``` b") == "a <pre>x</pre> b"


def test_a_line_of_its_own_has_no_blocks() -> None:
    assert render_line("# **a** > b", now=NOW) == "# <strong>a</strong> &gt; b"


def test_lists_and_styles_in_great_depth_are_shown_all_the_same() -> None:
    assert parse(shown("\n".join(f"{' ' * depth}- w{depth}" for depth in range(200)))).text.count("w") == 200
    assert parse(shown("**_" * 500 + "word")).text.endswith("word\n")
    assert "word" in parse(shown("[" * 500 + "word" + "](https://a.b)" * 500)).text


@given(hostile)
def test_no_tag_or_attribute_but_ours_comes_through(text: str) -> None:
    page = parse(shown(text))
    assert page.balanced
    assert set(page.tags) <= TAGS
    assert {(tag, name) for tag, name, _ in page.attributes} <= ATTRIBUTES
    assert all(re.match(r"https?://", address) for address in page.values("href"))


@given(words, st.sampled_from([" ", "\n", " \n\n"]))
def test_words_and_figures_are_all_shown_in_their_order(text: list[str], between: str) -> None:
    joined = between.join(text)
    assert re.findall(r"[\w.-]*\w", parse(shown(joined)).text.replace("_", "")) == re.findall(
        r"[\w.-]*\w", joined.replace("_", "")
    )


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")))
def test_letters_and_digits_of_any_text_are_shown(text: str) -> None:
    plain = re.sub(r"[`<\[]", "", text)  # code blocks, mentions and links have words that are not shown
    kept = [sign for sign in plain if sign.isalpha()]
    assert [sign for sign in parse(shown(plain)).text if sign.isalpha()] == kept
