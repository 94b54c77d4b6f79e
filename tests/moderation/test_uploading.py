"""An upload put into a corpus, whatever kind of file it was."""

import io
import zipfile
from collections.abc import Callable

import pytest

from corpus.importing.samples import as_html, as_pdf, as_text, as_word
from histories import FIRST
from ldnbot.corpus.folder import inspect_sources, is_source_name
from ldnbot.errors import LdnbotError
from ldnbot.moderation.uploading import missing_cautions, with_upload
from ldnbot.moderation.uploads import Refused, Uploaded, import_upload
from small import TODAY
from test_uploads import archive

REFERENCES = """\
references:
- id: brook-again
  type: article-journal
  study: randomised-trial
  title: 'Veltamine for night cramps.'
  author:
  - family: Brook
    given: AL
  container-title: J Invent Med
  issued: '2019'
  DOI: 10.5555/VELTAMINE.4
- id: roe2020
  type: article-journal
  study: observational
  title: Sleep at last
  author:
  - family: Roe
    given: K
  container-title: J Test
  issued: '2020'
"""
ARTICLE = FIRST["veltamine.md"].replace("Veltamine in brief", "Sleep").split("\n## Dose")[0] + (
    "\n\n## Sleep\n\nPeople slept [@brook-again; @roe2020]. "
    "Not brook-again@example nor x@brook-again or [@brook-again2].\n"
)


def errors(sources: dict[str, str]) -> list[str]:
    findings = inspect_sources(sources, today=TODAY).findings
    return [finding.what for finding in findings if finding.severity.value == "error"]


def test_a_reference_that_is_there_is_cited_by_its_key_and_a_new_one_is_added() -> None:
    together = with_upload(FIRST, {"sleep.md": ARTICLE, "references.yaml": REFERENCES})
    assert "[@brook2019; @roe2020]" in together["sleep.md"]
    assert "brook-again@example nor x@brook-again or [@brook-again2]" in together["sleep.md"]
    kept = together["references.yaml"]
    assert kept.startswith(FIRST["references.yaml"])
    assert "brook-again" not in kept
    assert kept.count("id: roe2020") == 1
    assert errors({**together, "sleep.md": together["sleep.md"].replace("@brook-again2", "@roe2020")}) == []
    assert together["veltamine.md"] == FIRST["veltamine.md"]


def test_a_new_reference_with_a_key_that_another_work_has_is_not_put_in_its_place() -> None:
    mine = REFERENCES.replace("roe2020", "marsh2021")
    article = ARTICLE.replace("roe2020", "marsh2021")
    try:
        together = with_upload(FIRST, {"sleep.md": article, "references.yaml": mine})
    except LdnbotError as error:
        assert "marsh2021" in str(error)
        return
    kept = together["references.yaml"]
    assert "'Veltamine: a systematic review'" in kept
    assert "Sleep at last" in kept
    assert kept.count("id: marsh2021\n") == 1
    assert "@marsh2021" not in together["sleep.md"], "or it would cite the wrong work"


def test_two_keys_that_change_places_are_each_followed() -> None:
    swapped = REFERENCES.replace("brook-again", "marsh2021")
    together = with_upload(FIRST, {"sleep.md": ARTICLE.replace("brook-again", "marsh2021"), "references.yaml": swapped})
    assert "[@brook2019; @roe2020]" in together["sleep.md"]


def test_a_yaml_file_takes_the_place_of_the_one_that_is_there() -> None:
    assert with_upload(FIRST, {"references.yaml": REFERENCES}) == {**FIRST, "references.yaml": REFERENCES}


def test_an_article_of_the_same_name_takes_the_place_of_the_old_one() -> None:
    together = with_upload(FIRST, {"veltamine.md": ARTICLE.replace("@brook-again", "@brook2019")})
    assert "slept" in together["veltamine.md"]


@pytest.mark.parametrize("name", ["../../etc/passwd.md", "..\\..\\x.docx", "/etc/shadow", "CON.md", "x\0.yaml", ""])
def test_no_name_of_an_upload_leaves_the_corpus(name: str) -> None:
    for content in (ARTICLE.encode(), b"# Sleep\n\nPeople slept well.\n", archive({"../../word/evil": b"x"})):
        found = import_upload(name, content)
        assert isinstance(found, Uploaded), found
        together = with_upload(FIRST, found.sources)
        assert all(is_source_name(made) for made in together)
        assert set(FIRST) <= set(together)


def test_a_picture_in_a_document_and_a_link_elsewhere_are_not_fetched() -> None:
    outside = b"<img src='http://127.0.0.1:9/x'><iframe src='file:///etc/passwd'></iframe>"
    page = b"<html><body><h1>Sleep</h1><p>Veltamine helped.</p>" + outside + b"<p>Yes.</p></body></html>"
    found = import_upload("x.html", page)
    assert isinstance(found, Uploaded)
    text = "".join(with_upload(FIRST, found.sources).values())
    assert "127.0.0.1" not in text
    assert "root:" not in text


def test_an_archive_in_an_archive_and_one_of_many_files_are_refused() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as file:
        for place in range(200):
            file.writestr(f"{place}", bytes(1_000_000))
    with_inner = archive({"word/media/inner.zip": inner.getvalue()})
    assert isinstance(import_upload("x.docx", with_inner), Uploaded), "what nobody unpacks does no harm"
    assert isinstance(import_upload("x.docx", inner.getvalue()), Refused)


def test_what_is_missing_of_cautions_is_said_with_where_to_write_it() -> None:
    medicine = "concepts:\n- name: velta\n  topic: medicine\n  words: [veltamine]\n"
    corpus = {**FIRST, "lexicon.yaml": medicine}
    article = ARTICLE.replace("title: Sleep", "title: Veltamine and sleep")
    first, last = missing_cautions({**corpus, "sleep.md": article}, {"sleep.md": article}, today=TODAY)
    for words in (
        "sleep.md does not say which passage warns of opioids and of pregnancy",
        "cautions:",
        "opioid-interaction: NAME",
    ):
        assert words in first
    assert "<!-- passage: NAME -->" in last
    assert all(len(line) <= 300 for line in (first, last)), "as much as the card shows of a note"
    assert missing_cautions({**FIRST, "sleep.md": ARTICLE}, {"sleep.md": ARTICLE}, today=TODAY) == ()


@pytest.mark.parametrize("made", [as_text, as_html, as_word, as_pdf])
@pytest.mark.parametrize("name", ["notes.yaml", "../x.exe"])
def test_an_article_in_any_format_can_be_put_into_a_corpus_whatever_its_name_says(
    made: Callable[[], str | bytes], name: str
) -> None:
    content = made()
    found = import_upload(name, content.encode() if isinstance(content, str) else content)
    assert isinstance(found, Uploaded), found
    together = with_upload(FIRST, found.sources)
    (article,) = set(together) - set(FIRST)
    assert "Verafin" in together[article]
    assert together["references.yaml"].startswith(FIRST["references.yaml"].rstrip())
    cited = [what for what in errors(together) if "no such key" in what]
    assert cited == [], "what the article cites is there"


def test_a_lexicon_is_known_whatever_its_name_says() -> None:
    found = import_upload("article.docx", b"concepts:\n- name: velta\n  words: [velta]\n")
    assert isinstance(found, Uploaded)
    assert set(with_upload(FIRST, found.sources)) == {*FIRST, "lexicon.yaml"}
