"""`ldnbot corpus propose`: a change of the corpus, kept until a moderator decides about it."""

from datetime import date, datetime
from pathlib import Path

import click

from ldnbot.corpus.folder import inspect_sources
from ldnbot.corpus.reference import ET_AL, Study
from ldnbot.errors import EditRefused
from ldnbot.moderation.edits import Edit
from ldnbot.moderation.passageedits import (
    AddPassage,
    AddSection,
    AfterPassage,
    EndOfSection,
    RemovePassage,
    RemoveSection,
    ReplacePassage,
    passage_source,
)
from ldnbot.moderation.referenceedits import (
    AddReference,
    RemoveReference,
    ReplaceReference,
    reference_source,
    type_reference,
)
from ldnbot.moderation.reviewedits import MarkReviewed
from ldnbot.moderation.sources import Sources
from ldnbot.surfaces.terminal.corpuspublish import base_option, propose_folder
from ldnbot.surfaces.terminal.options import corpus_option, today
from ldnbot.surfaces.terminal.proposeteach import not_covered, teach, word
from ldnbot.surfaces.terminal.proposing import edited_text, open_desk, proposal_options
from ldnbot.surfaces.terminal.state import author_option

__all__ = ["propose"]

_YEAR = 365
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(invoke_without_command=True)
@click.option("--title", default="", metavar="TEXT", help="Of the folder: what changes, on one line.")
@click.option("--reason", default="", metavar="TEXT", help="Of the folder: why, and where it says so.")
@author_option
@base_option
@corpus_option
@click.pass_context
def propose(context: click.Context, *, title: str, reason: str, author: str, base: str, corpus: Path | None) -> None:
    """Propose a change: one of those below, or with --corpus and --title a folder that you changed.

    A proposal is kept until a moderator publishes or rejects it. The commands below show the change before they keep
    it, word by word, with what `corpus check` finds. With --into DIR they change the files of that folder instead, and
    propose nothing.

    \b
    Examples:
      ldnbot corpus propose edit low-dose-naltrexone/cost
      ldnbot corpus propose teach "whats the damage per month" low-dose-naltrexone/cost
      ldnbot corpus propose remove low-dose-naltrexone/note-food --into my-corpus
      ldnbot corpus propose --corpus my-corpus --title "A section on sleep" --reason "Asked every week"
    """
    if context.invoked_subcommand is not None:
        if title or reason or author or base or corpus:
            raise click.UsageError("Write these options after the name of the command: they are of a folder here.")
        return
    if not title.strip():
        raise click.UsageError("Name a command, such as edit; or say what a folder changes, with --title.")
    propose_folder(title=title, reason=reason, author=author, base=base, corpus=corpus)


@propose.command()
@click.argument("passage")
@click.argument("file", required=False)
@proposal_options
def edit(*, passage: str, file: str | None, into: Path | None, reason: str, author: str, yes: bool) -> None:
    """Give PASSAGE another text: that of FILE, of standard input (-), or what you write in your editor.

    The text is Markdown, with citations as they are written: [@parker2018]. The passage keeps its id, or gets a name
    for good, and its also-asked lines stay with it.

    \b
    Examples:
      ldnbot corpus propose edit low-dose-naltrexone/cost
      ldnbot corpus propose edit low-dose-naltrexone/cost new.md --reason "Prices of this year"
      echo "A month costs less [@ldnrt-cost]." | ldnbot corpus propose edit low-dose-naltrexone/cost -
    """
    with open_desk(into=into, reason=reason, author=author, yes=yes) as desk:
        before = passage_source(desk.sources, passage)
        desk.settle([ReplacePassage(passage, edited_text(file, before, f"Passage {passage}."))])


@propose.command()
@click.argument("file", required=False)
@click.option("--after", default="", metavar="PASSAGE", help="Put it below this passage.")
@click.option("--section", default="", metavar="HEADING", help="Put it at the end of this section.")
@click.option("--heading", default="", metavar="HEADING", help="Begin a new section of this name, after --section.")
@click.option("--name", default="", help="The passage's name for good. Without it: its first words.")
@click.option("--article", default="", metavar="NAME", help="The article, where the corpus has several.")
@proposal_options
def add(
    *,
    file: str | None,
    after: str,
    section: str,
    heading: str,
    name: str,
    article: str,
    into: Path | None,
    reason: str,
    author: str,
    yes: bool,
) -> None:
    """Add a passage or a section with the text of FILE, of standard input (-), or what you write in your editor.

    Say where: --after a passage, at the end of a --section, or under a new --heading.

    \b
    Examples:
      ldnbot corpus propose add --after low-dose-naltrexone/cost
      ldnbot corpus propose add new.md --section "Cost and insurance" --name price-by-post
      ldnbot corpus propose add new.md --heading "Sleep" --section "Side effects"
    """
    if bool(after) == bool(section or heading):
        raise click.UsageError("Say where: --after PASSAGE, --section HEADING, or --heading NEW.")
    with open_desk(into=into, reason=reason, author=author, yes=yes) as desk:
        text = edited_text(file, "", "Write one paragraph, list or table; an empty line begins the next passage.")
        change: Edit
        if after:
            change = AddPassage(AfterPassage(after), text, name)
        else:
            chosen, path = _section(desk.sources, article, section)
            if heading:
                change = AddSection(chosen, heading, text, path)
            else:
                change = AddPassage(EndOfSection(chosen, path), text, name)
        desk.settle([change])


@propose.command()
@click.option("--key", default="", help="The key that is cited. Without it: the first author and the year.")
@click.option("--change", default="", metavar="KEY", help="Give this reference other fields, instead of adding one.")
@click.option("--title", default="")
@click.option("--authors", default="", metavar="NAMES", help='"Doe J, Roe KL, et al."; a body in {braces}.')
@click.option("--study", type=click.Choice([study.value for study in Study]), help="How the study was made.")
@click.option("--journal", default="", help="The journal or web site.")
@click.option("--issued", default="", metavar="DATE", help="When it was published: 2018, 2018-04 or 2018-04-01.")
@click.option("--accessed", default="", metavar="DATE", help="When a web page was read.")
@click.option("--volume", default="")
@click.option("--issue", default="")
@click.option("--pages", default="")
@click.option("--doi", default="", help="The DOI, or its address.")
@click.option("--pmid", default="", help="The PubMed number, or its address.")
@click.option("--pmcid", default="", help="The PubMed Central number, or its address.")
@click.option("--url", default="", help="Another address.")
@click.option("--note", default="", help="A note that members see.")
@click.option("--retracted", is_flag=True, help="The journal has withdrawn it.")
@proposal_options
def reference(
    *,
    key: str,
    change: str,
    study: str | None,
    journal: str,
    pages: str,
    doi: str,
    pmid: str,
    pmcid: str,
    url: str,
    authors: str,
    retracted: bool,
    into: Path | None,
    reason: str,
    author: str,
    yes: bool,
    **fields: str,
) -> None:
    """Add a reference that sentences can cite, or change one with --change KEY.

    Addresses of DOIs and of PubMed are turned into the identifiers. A work that is there already is refused with the
    key that it has. With --change, fields that are not given stay as they are.

    \b
    Examples:
      ldnbot corpus propose reference --title "A trial" --study randomised-trial --issued 2025 --doi https://doi.org/10.1000/x
      ldnbot corpus propose reference --change kim2020 --pmcid PMC1234567
    """
    given = {
        **{name: text for name, text in fields.items() if text},
        **{
            name: text
            for name, text in (
                ("id", key),
                ("study", study or ""),
                ("author", authors),
                ("container-title", journal),
                ("page", pages),
                ("DOI", doi),
                ("PMID", pmid),
                ("PMCID", pmcid),
                ("URL", url),
                ("status", "retracted" if retracted else ""),
            )
            if text
        },
    }
    with open_desk(into=into, reason=reason, author=author, yes=yes) as desk:
        if change:
            old = _reference_fields(desk.sources, change)
            desk.settle([ReplaceReference(change, type_reference({**old, **given}))])
        else:
            desk.settle([AddReference(type_reference(given))])


@propose.command()
@click.argument("wanted", metavar="PASSAGE|HEADING|KEY")
@click.option("--article", default="", metavar="NAME", help="The article, where the corpus has several.")
@proposal_options
def remove(*, wanted: str, article: str, into: Path | None, reason: str, author: str, yes: bool) -> None:
    """Remove a passage, a section with all below its heading, or a reference that nothing cites.

    What points at a passage goes with it, its also-asked lines say, and is listed.

    \b
    Examples:
      ldnbot corpus propose remove low-dose-naltrexone/note-food --reason "The source was corrected"
      ldnbot corpus propose remove "Cost and insurance"
      ldnbot corpus propose remove doe2025
    """
    with open_desk(into=into, reason=reason, author=author, yes=yes) as desk:
        if "/" in wanted:
            desk.settle([RemovePassage(wanted)])
        elif wanted.strip("[]@ ") in inspect_sources(desk.sources, today=today()).corpus.references:
            desk.settle([RemoveReference(wanted.strip("[]@ "))])
        else:
            chosen, path = _section(desk.sources, article, wanted)
            desk.settle([RemoveSection(chosen, path)])


@propose.command()
@click.argument("article")
@click.option("--reviewer", required=True, metavar="NAME", help="Who has read it and stands for it.")
@click.option("--on", type=_DAY, metavar="DATE", help="The day of the review. Without it: today.")
@click.option("--due", type=_DAY, metavar="DATE", help="The day of the next review. Without it: in a year.")
@proposal_options
def reviewed(
    *,
    article: str,
    reviewer: str,
    on: datetime | None,
    due: datetime | None,
    into: Path | None,
    reason: str,
    author: str,
    yes: bool,
) -> None:
    """Mark ARTICLE as reviewed: who, when, and when again. Only a person's review resets the date.

    \b
    Examples:
      ldnbot corpus propose reviewed low-dose-naltrexone --reviewer "A. Pharmacist"
      ldnbot corpus propose reviewed low-dose-naltrexone --reviewer "A. Pharmacist" --due 2027-05-01
    """
    day = on.date() if on else today()
    if day.year == date.max.year:
        raise click.BadParameter("there is no year after it", param_hint="--on")
    with open_desk(into=into, reason=reason, author=author, yes=yes) as desk:
        next_day = due.date() if due else date.fromordinal(day.toordinal() + _YEAR)
        desk.settle([MarkReviewed(article.removesuffix(".md"), day, reviewer, next_day)])


for command in (teach, not_covered, word):
    propose.add_command(command)


def _section(sources: Sources, article: str, wanted: str) -> tuple[str, tuple[str, ...]]:
    """Return the article's name and the heading path that are meant. Without a heading: the whole article."""
    from ldnbot.corpus.contents import find_sections

    corpus = inspect_sources(sources, today=today()).corpus
    names = [found.name for found in corpus.articles]
    if wanted:
        chosen = find_sections(corpus, wanted)[0]
        return chosen.article.name, chosen.section.heading_path
    if not article and len(names) != 1:
        raise EditRefused("the corpus has several articles", fix=f"Say which: --article {' or '.join(names)}")
    return article or names[0], ()


def _reference_fields(sources: Sources, key: str) -> dict[str, str]:
    """Return the fields of a reference as a form would have them."""
    found = reference_source(sources, key)
    fields = {
        "type": found.type,
        "study": found.study.value if found.study else "",
        "title": found.title,
        "author": ", ".join(
            f"{{{name.literal}}}" if name.literal and name.literal != ET_AL else name.text for name in found.authors
        ),
        "container-title": found.container_title,
        "publisher": found.publisher,
        "issued": found.issued.iso if found.issued else "",
        "accessed": found.accessed.iso if found.accessed else "",
        "volume": found.volume,
        "issue": found.issue,
        "page": found.page,
        "DOI": found.doi,
        "PMID": found.pmid,
        "PMCID": found.pmcid,
        "URL": found.url,
        "status": "retracted" if found.retracted else "",
        "note": found.note,
    }
    return {name: text for name, text in fields.items() if text}
