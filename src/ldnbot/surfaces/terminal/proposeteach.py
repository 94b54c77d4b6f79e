"""`ldnbot corpus propose teach`, `not-covered` and `word`: what members ask, and the words they use."""

from pathlib import Path

import click

from ldnbot.corpus.folder import inspect_sources
from ldnbot.errors import EditRefused
from ldnbot.moderation.lexiconedits import AddWord, RemoveWord, WordForm
from ldnbot.moderation.sources import Sources
from ldnbot.moderation.teaching import Lesson, UnknownWord, out_of_scope, with_word
from ldnbot.moderation.teaching import teach as teach_question
from ldnbot.surfaces.terminal.options import today
from ldnbot.surfaces.terminal.proposing import at_terminal, open_desk, proposal_options

__all__ = ["not_covered", "teach", "word"]

_CHOICES = 5


@click.command()
@click.argument("question")
@click.argument("passage", required=False)
@click.option("--line", default="", metavar="TEXT", help="The question in other words, where it says too much.")
@click.option("--word", "words", multiple=True, metavar="WORD=CONCEPT", help="Also teach the lexicon this word.")
@proposal_options
def teach(
    *,
    question: str,
    passage: str | None,
    line: str,
    words: tuple[str, ...],
    into: Path | None,
    reason: str,
    author: str,
    yes: bool,
) -> None:
    """Let PASSAGE answer QUESTION from now on, and test the corpus with it. Without PASSAGE: choose from the nearest.

    It adds an also-asked line and a test question, and takes away a line that said that nothing answers it. Words that
    neither the articles nor the lexicon know are named, with the concepts that they may mean.

    \b
    Examples:
      ldnbot corpus propose teach "whats the damage per month" low-dose-naltrexone/cost
      ldnbot corpus propose teach "hows the dosh" low-dose-naltrexone/cost --word dosh=cost
    """
    with open_desk(into=into, reason=reason, author=author, yes=yes) as desk:
        chosen = passage or _choose_passage(question, desk.sources)
        lesson = teach_question(question, chosen, desk.sources, line=line)
        for pair in words:
            typed, equals, concept = pair.partition("=")
            if not equals:
                raise click.UsageError("Write --word WORD=CONCEPT, such as --word dosh=cost.")
            lesson = with_word(lesson, typed.strip(), concept.strip())
        for unknown in lesson.unknown:
            lesson = _ask_about(unknown, lesson)
        for sentence in lesson.said:
            click.echo(sentence)
        desk.settle(lesson.edits, title=lesson.title)


@click.command("not-covered")
@click.argument("question")
@click.option("--theme", default="", help="The theme that it is kept under in questions.yaml.")
@proposal_options
def not_covered(*, question: str, theme: str, into: Path | None, reason: str, author: str, yes: bool) -> None:
    """Say of QUESTION that no passage answers it. A new question like it is then not called answered.

    \b
    Examples:
      ldnbot corpus propose not-covered "can I take it with kratom tea"
    """
    with open_desk(into=into, reason=reason, author=author, yes=yes) as desk:
        desk.settle(out_of_scope(question, desk.sources, theme=theme))


@click.command()
@click.argument("concept")
@click.argument("typed", metavar="WORD")
@click.option(
    "--form",
    type=click.Choice([form.value for form in WordForm]),
    default=WordForm.WORDS.value,
    show_default=True,
    help="How it counts: in any inflection, exactly as written, or as a wrong spelling.",
)
@click.option("--note", default="", help="Why the word stands in two concepts, where it does.")
@click.option("--drop", is_flag=True, help="Take the word away from the concept.")
@proposal_options
def word(
    *,
    concept: str,
    typed: str,
    form: str,
    note: str,
    drop: bool,
    into: Path | None,
    reason: str,
    author: str,
    yes: bool,
) -> None:
    """Let WORD stand for CONCEPT of the lexicon, or take it away with --drop.

    \b
    Examples:
      ldnbot corpus propose word cost dosh
      ldnbot corpus propose word naltrexone naltrexon --form misspelt
      ldnbot corpus propose word cost dosh --drop
    """
    with open_desk(into=into, reason=reason, author=author, yes=yes) as desk:
        change = RemoveWord(concept, typed) if drop else AddWord(concept, typed, WordForm(form), note)
        desk.settle([change])


def _choose_passage(question: str, sources: Sources) -> str:
    """Return the passage that a person at a terminal picks among the nearest.

    Raises:
        EditRefused: nobody can be asked; the fix names the nearest.
    """
    from ldnbot.retrieval.index import build_index  # some seconds, and only where no passage is named
    from ldnbot.surfaces.terminal.corpuslook import first_words

    index = build_index(inspect_sources(sources, today=today()).corpus)
    hits = index.search(index.query(question))[:_CHOICES]
    if not hits:
        raise EditRefused("no passage is near the question", fix="Name one: see ldnbot corpus list for the ids")
    if not at_terminal():
        names = ", ".join(hit.passage.id for hit in hits)
        raise EditRefused("no passage is named", fix=f"Name the one that answers it; the nearest are {names}")
    click.echo("Which passage answers it?")
    for number, hit in enumerate(hits, start=1):
        click.echo(f"  {number}  {hit.passage.id}\n     {first_words(hit.passage)}")
    return hits[click.prompt("Number", type=click.IntRange(1, len(hits))) - 1].passage.id


def _ask_about(unknown: UnknownWord, lesson: Lesson) -> Lesson:
    if not unknown.candidates:
        return lesson
    if not at_terminal():
        names = ", ".join(candidate.concept for candidate in unknown.candidates[:_CHOICES])
        click.echo(
            f"Nobody knows the word {unknown.word}. It may mean: {names}. To teach it: --word {unknown.word}=CONCEPT"
        )
        return lesson
    click.echo(f"Nobody knows the word {unknown.word}. Does it mean one of these?")
    for number, candidate in enumerate(unknown.candidates, start=1):
        click.echo(f"  {number}  {candidate.concept} ({candidate.why})")
    number = click.prompt("Number, or 0 for none", type=click.IntRange(0, len(unknown.candidates)), default=0)
    if not number:
        return lesson
    chosen = unknown.candidates[number - 1]
    return with_word(lesson, unknown.word, chosen.concept, chosen.form)
