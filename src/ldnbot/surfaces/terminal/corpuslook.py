"""`ldnbot corpus list`, `show` and `stats`: a corpus as a curator looks at it, also while it has errors."""

from collections.abc import Iterator
from pathlib import Path

import click

from ldnbot.corpus.article import Article, Passage, Section, Sentence
from ldnbot.corpus.citation import remove_citations
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.finding import errors_among
from ldnbot.corpus.folder import inspect_corpus
from ldnbot.corpus.nearest import nearest
from ldnbot.corpus.reader import slug
from ldnbot.corpus.reference import Reference
from ldnbot.corpus.vancouver import render_reference
from ldnbot.errors import NotFound
from ldnbot.surfaces.terminal.options import corpus_option, load_settings, today
from ldnbot.surfaces.terminal.saying import say, say_json

__all__ = ["corpus_figures", "list_passages", "passage_rows", "show", "stats"]

_FIRST_WORDS = 8


def _read(corpus: Path | None) -> Corpus:
    inspection = inspect_corpus(load_settings(corpus).corpus, today=today())
    if count := len(errors_among(inspection.findings)):
        click.echo(f"This corpus has errors ({count}): see ldnbot corpus check.", err=True)
    return inspection.corpus


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="A JSON list with an object for each passage.")
@corpus_option
def list_passages(*, as_json: bool, corpus: Path | None) -> None:
    """List the sections and their passages: id, first words, number of citations.

    \b
    Examples:
      ldnbot corpus list
      ldnbot corpus list --json | jq -r '.[].id'
    """
    found = _read(corpus)
    if as_json:
        say_json(list(passage_rows(found)))
        return
    for article, section in found.sections:
        say(f"{' › '.join(section.heading_path) or article.title} ({article.name}.md:{section.line})")
        for passage in section.passages:
            say(f"  {passage.id}")
            say(f"    {first_words(passage)} ({_cited(len(passage.citations))})")


def passage_rows(corpus: Corpus) -> Iterator[dict[str, object]]:
    """Yield what `list --json` prints of each passage."""
    for passage in corpus.passages:
        yield {
            "id": passage.id,
            "article": passage.article,
            "section": list(passage.heading_path),
            "kind": passage.kind.value,
            "file": f"{passage.article}.md",
            "line": passage.line,
            "first_words": first_words(passage),
            "citations": len(passage.citations),
        }


def first_words(passage: Passage) -> str:
    """Return the first eight words of a passage, without citation marks."""
    words = remove_citations(passage.text).split()
    return " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "")


def _cited(count: int) -> str:
    return "1 citation" if count == 1 else f"{count or 'no'} citations"


@click.command()
@click.argument("id_", metavar="ID")
@corpus_option
def show(*, id_: str, corpus: Path | None) -> None:
    """Show the passage ID: where it stands, its text, and each sentence with its references.

    ID may also be a section's heading or the key of a reference.

    \b
    Examples:
      ldnbot corpus show low-dose-naltrexone/off-label
      ldnbot corpus show "side effects"
      ldnbot corpus show parker2018
    """
    found = _read(corpus)
    for line in shown_lines(found, id_.strip()):
        say(line)


def shown_lines(corpus: Corpus, wanted: str) -> Iterator[str]:
    """Yield the lines that show a passage, a section or a reference.

    Raises:
        NotFound: there is none of that name.
    """
    for passage in corpus.passages:
        if passage.id == wanted:
            return _passage_lines(corpus, passage)
    if reference := corpus.references.get(wanted.strip("[]@ ")):
        return _reference_lines(corpus, reference)
    sections = [(article, section) for article, section in corpus.sections if _named(article, section, wanted)]
    if sections:
        return (line for article, section in sections for line in _section_lines(corpus, article, section))
    names = [section.heading for _, section in corpus.sections if section.heading]
    names += [passage.id for passage in corpus.passages]
    holding = (name for name in names if slug(wanted) in slug(name))
    likely = nearest(wanted, [*names, *corpus.references]) or (next(holding, "") if slug(wanted) else "")
    fix = f"Did you mean {likely}" if likely else "See all with: ldnbot corpus list"
    raise NotFound(f"there is no passage, section or reference {wanted[:60]!r}", fix=fix)


def _named(article: Article, section: Section, wanted: str) -> bool:
    return bool(slug(wanted)) and slug(section.heading or article.title) == slug(wanted)


def _section_lines(corpus: Corpus, article: Article, section: Section) -> Iterator[str]:
    yield f"{' › '.join(section.heading_path) or article.title} ({article.name}.md:{section.line})"
    for passage in section.passages:
        yield ""
        yield from _passage_lines(corpus, passage)


def _passage_lines(corpus: Corpus, passage: Passage) -> Iterator[str]:
    yield passage.id
    path = " › ".join(passage.heading_path) or "no heading"
    yield f"{passage.article}.md:{passage.line}, {passage.kind.value}, {path}"
    yield ""
    yield from passage.text.split("\n")
    yield ""
    yield "Sentences"
    for number, sentence in enumerate(passage.sentences, start=1):
        keys = ", ".join(_keys(sentence))
        yield f"{number}. {remove_citations(sentence.span.of(passage.text))}"
        yield f"   {keys or 'no citation'}"
    cited = dict.fromkeys(key for citation in passage.citations for key in citation.keys)
    if cited:
        yield ""
        yield "References"
    for key in cited:
        reference = corpus.references.get(key)
        yield f"[{corpus.numbers[key]}] {key}: {render_reference(reference) if reference else 'not in references.yaml'}"


def _keys(sentence: Sentence) -> list[str]:
    return list(dict.fromkeys(key for citation in sentence.citations for key in citation.keys))


def _reference_lines(corpus: Corpus, reference: Reference) -> Iterator[str]:
    number = corpus.numbers.get(reference.key)
    yield f"{reference.key} (references.yaml:{reference.line})"
    yield f"[{number}] {render_reference(reference)}" if number else render_reference(reference)
    yield f"Study: {reference.study.label if reference.study else 'not given'}"
    if reference.note:
        yield f"Note: {reference.note}"
    for label, address in reference.links:
        yield f"{label}: {address}"
    yield ""
    citing = [passage for passage in corpus.passages if any(reference.key in mark.keys for mark in passage.citations)]
    yield "Cited by" if citing else "Nothing cites it."
    for passage in citing:
        yield f"  {passage.id}"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object for other programs.")
@corpus_option
def stats(*, as_json: bool, corpus: Path | None) -> None:
    """Count what the corpus holds: passages, sentences, words, references by study design, sentences without citation.

    \b
    Examples:
      ldnbot corpus stats
      ldnbot corpus stats --json | jq .sentences_without_citation
    """
    found = _read(corpus)
    figures = corpus_figures(found)
    if as_json:
        say_json(figures)
        return
    for name, value in figures.items():
        label = name.replace("_", " ")
        if isinstance(value, dict):
            say(f"{label}:")
            for inner, count in value.items():
                say(f"  {inner}: {_figure(count)}")
        else:
            say(f"{label}: {value}")


def corpus_figures(corpus: Corpus) -> dict[str, object]:
    """Return what `stats --json` prints."""
    passages = list(corpus.passages)
    sentences = [sentence for passage in passages for sentence in passage.sentences]
    cited = [reference for key, reference in corpus.references.items() if key in corpus.numbers]
    uncited = [reference for key, reference in corpus.references.items() if key not in corpus.numbers]
    return {
        "version": corpus.version,
        "articles": len(corpus.articles),
        "sections": sum(1 for _ in corpus.sections),
        "passages": len(passages),
        "sentences": len(sentences),
        "sentences_without_citation": sum(not sentence.citations for sentence in sentences),
        "words": sum(len(remove_citations(passage.text).split()) for passage in passages),
        "citations": sum(len(passage.citations) for passage in passages),
        "references_cited": _by_study(cited),
        "references_uncited": _by_study(uncited),
        "reviews": {
            article.name: {
                "reviewed": _day(article.front_matter.reviewed),
                "review_due": _day(article.front_matter.review_due),
            }
            for article in corpus.articles
        },
    }


def _day(day: object) -> str:
    return str(day) if day else ""


def _by_study(references: list[Reference]) -> dict[str, int]:
    counts: dict[str, int] = {"all": len(references)}
    for reference in references:
        design = reference.study.value if reference.study else "not given"
        counts[design] = counts.get(design, 0) + 1
    return counts


def _figure(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {inner or 'not given'}" for name, inner in value.items())
    return str(value)
