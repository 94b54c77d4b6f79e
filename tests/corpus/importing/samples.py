"""One invented article about an invented medicine, as text, HTML, Word and PDF."""

import html
import io
import zipfile
from collections.abc import Iterable, Sequence

NAVIGATION = ("Want to sleep well again?", "Yes, Show Me", "Want to sleep well again?", "Yes, Show Me")
TITLE = "All About Mini-Dose Verafin (& Does it Work?)"
SUBTITLE = "Although Mild, Mini-Dose Verafin Awaits Larger Trials"
INTRO = (
    "Verafin is a made-up tablet for restless hands, and people who build model ships ask about it a great deal. "
    "Mini-dose verafin, or MDV, is a smaller amount of it.",
)
SECTIONS: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (
        2,
        "What is Mini-Dose Verafin (MDV)?",
        (
            "Verafin calms the muscles of the hand [1]. It was approved for clockmakers in 1985 [2]; doses of "
            "0.5–4.5 mg cost $20–$30 a month, i.e. *very* little_indeed, at <5 % of the price & less.",
            "Nobody knows how MDV works. Some say it cools the fingers [3], others that it doesn’t [1, 3, 4].",
            "Key Takeaway: MDV is a small dose of verafin. It is used for hands.",
        ),
    ),
    (
        2,
        "Uses of MDV",
        ("The best-known use of verafin is steadier hands [2–4]. Let’s go through what else there is.",),
    ),
    (3, "MDV for Model Ships", ("A trial of 40 builders found fewer dropped masts [2, 5].",)),
    (3, "MDV for Watchmakers", ("Watchmakers on verafin broke fewer springs, says one page [6].",)),
    (
        2,
        "Who Should Not Take MDV",
        (
            "People who juggle should not take verafin [99]. The year [2019] changed nothing.",
            "Ask your own clockmaker. Verafin is not a toy—and it’s not a cure either!",
        ),
    ),
)
REFERENCES = (
    "Parquet CE, Due Brown TM, Bye-Søller L, et al. Verafin and the hand: a systematic review of randomised trials. "
    "Hand Sci (Basel). 2018 Apr 1;4(2):CD010410. DOI: 10.1002/14651858.CD010410(18)3.pub3. PMID: 29607490. "
    "PMCID: PMC6494420.",
    "Toll K, Vroom B. Verafin in builders: a randomized, placebo-controlled trial. J Ships. 2019 Sep;6(1 Pt 1):92–4. "
    "PMID: 30248930.",
    "Parquet CE. Cooler fingers? J Ships. 2018;7:E12–3. DOI: 10.3390/ships6040082.",
    "What is Verafin? | Verafin Trust – The Charity [Internet]. [cited 2024 Apr 4]. Available from:",
    "Parquet CE. Masts kept: a case report. J Ships. 2018 Dec 3;8(4). DOI: 10.3390/ships6040083.",
    "Verafin Shops (A to Z) Verafin Trust – The Charity [Internet]. [cited 2024 Apr 29]. Available from:",
)
FOOTER = ("Need help?", "Leave a comment and we may answer it in our next episode, just for you!")


def paragraphs() -> tuple[str, ...]:
    """Every paragraph below the title and its subtitle."""
    return (*INTRO, *(text for _, _, texts in SECTIONS for text in texts))


def as_text() -> str:
    blocks = [*NAVIGATION, TITLE, SUBTITLE, *INTRO]
    for _, heading, texts in SECTIONS:
        blocks += [heading, *(f"{text} " for text in texts)]
    listed = "\n".join(f"  {number}. {line}" for number, line in enumerate(REFERENCES, start=1))
    return "\n\n".join([*blocks, f"➕ References\n{listed}", *FOOTER]) + "\n"


def as_html(*, superscripts: bool = False) -> str:
    parts = [
        "<!DOCTYPE html><html lang='en-GB'><head><title>MDV | Site</title><meta name='author' content='A. Writer'>"
        "<link rel='canonical' href='https://example.org/mdv'><style>p{}</style></head><body>",
        f"<nav><a href='/'>{NAVIGATION[0]}</a></nav><main><h1>{html.escape(TITLE)}</h1>",
    ]
    parts += [f"<p>{html.escape(text)}</p>" for text in INTRO]
    for level, heading, texts in SECTIONS:
        parts.append(f"<h{level}>{html.escape(heading)}</h{level}>")
        parts += [f"<p>{_raised(html.escape(text)) if superscripts else html.escape(text)}</p>" for text in texts]
    parts.append("<ul><li>Wash the <b>hands</b><ul><li>both of them</li></ul></li><li>Dry them</li></ul>")
    parts.append("<table><tr><th>Dose</th><th>Hands</th></tr><tr><td>1 mg</td><td>calm [2]</td></tr></table>")
    parts.append("<h2>References</h2><ol>")
    parts += [f"<li>{html.escape(line)}</li>" for line in REFERENCES]
    parts.append(f"</ol></main><footer><p>{FOOTER[1]}</p></footer><script>x()</script></body></html>")
    return "".join(parts)


def _raised(text: str) -> str:
    return text.replace(" [1].", ".<sup>1</sup>").replace(" [1, 3, 4].", '.<sup><a href="#r1">1</a>,3–4</sup>')


def as_word() -> bytes:
    body = [_paragraph(TITLE, "Title"), *(_paragraph(text) for text in INTRO)]
    for level, heading, texts in SECTIONS:
        body.append(_paragraph(heading, f"Heading{level - 1}"))
        body += [_paragraph(text) for text in texts]
    body.append(_paragraph("References", "Heading1"))
    body += [_paragraph(f"{number}. {line}") for number, line in enumerate(REFERENCES, start=1)]
    return word_file("".join(body))


def _paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{html.escape(text, quote=False)}</w:t></w:r></w:p>'


def word_file(body: str, *, head: str = "", more: Sequence[tuple[str, bytes]] = ()) -> bytes:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in ("Title", "Heading 1", "Heading 2")
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{office}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{office}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
        f'Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="b" '
        f'Type="{relation}/styles" Target="styles.xml"/></Relationships>',
        "word/document.xml": f'{head}<w:document xmlns:w="{main}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{main}">{styles}</w:styles>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        for name, raw in more:
            archive.writestr(name, raw)
    return buffer.getvalue()


def as_pdf() -> bytes:
    """Letters of 18, 14, 12 and 10 points; lines wrapped at 80 characters, also at hyphens; three pages with edges."""
    printed: list[tuple[float, float, str]] = [(18, 30, TITLE)]

    def text(words: str) -> None:
        printed.extend((10, 24 if first else 12, line) for first, line in _wrapped(words))

    for words in INTRO:
        text(words)
    for level, heading, texts in SECTIONS:
        printed.append((14 if level == 2 else 12, 30, heading))
        for words in texts:
            text(words)
    printed.append((14, 30, "References"))
    for number, line in enumerate(REFERENCES, start=1):
        text(f"{number}. {line}")
    share = -(-len(printed) // 3)
    pages = []
    for number in range(3):
        lines = [(10.0, 820.0, "Journal of Invented Hands")]
        height = 790.0
        for size, gap, words in printed[number * share : (number + 1) * share]:
            height -= gap
            lines.append((size, height, words))
        pages.append([*lines, (10.0, 20.0, f"Page {number + 1} of 3")])
    return pdf_file(pages)


def _wrapped(words: str) -> Iterable[tuple[bool, str]]:
    line, first = "", True
    for word in words.replace("-", "-\N{ZERO WIDTH SPACE}").replace(" ", " \N{ZERO WIDTH SPACE}").split("\u200b"):
        if len(line) + len(word.rstrip()) > 80:
            yield first, line.rstrip()
            line, first = "", False
        line += word
    yield first, line.rstrip()


def pdf_file(pages: Sequence[Sequence[tuple[float, float, str]]], *, trailer: str = "") -> bytes:
    """A PDF of (letter size, height, text) lines."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        stream = b"BT\n"
        for size, height, text in lines:
            shown = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            stream += f"/F1 {size} Tf 1 0 0 1 50 {height} Tm (".encode() + shown + b") Tj\n"
        stream += b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents"
        objects.append(f"{page} {len(objects)} 0 R >>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R"
    return out + f"{end} {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
