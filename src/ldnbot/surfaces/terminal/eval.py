"""`ldnbot eval`: how good the answers are, measured on labelled questions."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import msgspec

from ldnbot.answering.assistant import open_assistant
from ldnbot.answering.judgement import Calibration, shipped_calibration
from ldnbot.corpus.corpus import Corpus
from ldnbot.corpus.folder import read_corpus
from ldnbot.evaluation.outcome import ask_all
from ldnbot.evaluation.questionset import LabelledQuestion, own_questions, read_facts, read_questions
from ldnbot.evaluation.report import Report, changes, make_report, read_report
from ldnbot.surfaces.terminal.options import corpus_option, load_settings, today

__all__ = ["eval_command"]

_FALSE_ANSWERS = 0.05


@click.command("eval")
@click.argument("questions", nargs=-1, type=click.Path(path_type=Path))
@click.option("--facts", type=click.Path(path_type=Path), metavar="FILE", help="The phrases that state each fact.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON.")
@click.option("--report", type=click.Path(path_type=Path), metavar="DIR", help="Write a page with tables and plots.")
@click.option("--against", type=click.Path(path_type=Path), metavar="FILE", help="Say what changed since that report.")
@click.option("--calibrate", type=click.Path(path_type=Path), metavar="FILE", help="Fit the judgement; write it there.")
@click.option(
    "--false-answers",
    type=click.FloatRange(0, 1),
    default=_FALSE_ANSWERS,
    show_default=True,
    help="With --calibrate: the share of unanswerable questions that may be called answered.",
)
@click.option("--failures", is_flag=True, help="List every failure with its explanation.")
@click.option("--without-lines", is_flag=True, help="Leave out the corpus's also-asked and not-covered lines.")
@corpus_option
def eval_command(
    *,
    questions: tuple[Path, ...],
    facts: Path | None,
    as_json: bool,
    report: Path | None,
    against: Path | None,
    calibrate: Path | None,
    false_answers: float,
    failures: bool,
    without_lines: bool,
    corpus: Path | None,
) -> None:
    """Ask labelled QUESTIONS and measure the answers. Without a file: the corpus's own questions.

    QUESTIONS are JSON Lines files; docs/evaluation.md has the fields, the measures and what they mean.

    \b
    Examples:
      ldnbot eval
      ldnbot eval questions.jsonl --facts tests/corpus/facts.tsv --json > now.json
      ldnbot eval questions.jsonl --against before.json
      ldnbot eval questions.jsonl --report report
    """
    settings = load_settings(corpus)
    read = read_corpus(settings.corpus, today=today())
    labelled = _labelled(read, questions)
    known = read_facts(facts) if facts else {}
    assistant = open_assistant(_untaught(read) if without_lines else read)
    if calibrate:
        _calibrate(read, labelled, calibrate, false_answers)
        return
    outcomes = list(ask_all(assistant, labelled, known, quotes=settings.quotes, clock=time.perf_counter))
    made = make_report(assistant, outcomes, quotes=settings.quotes)
    if report:
        from ldnbot.evaluation.page import write_page  # matplotlib is slow to load

        judged = [
            (assistant.judgement(question.question).weight, bool(question.gold))
            for question in labelled
            if question.kind.judged
        ]
        click.echo(f"wrote {write_page(made, judged, report)}")
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(made), indent=2))
    elif not report:
        _print(made, failures=failures)
    if against:
        click.echo("\n".join(changes(read_report(against), made)) or "nothing changed")


def _labelled(corpus: Corpus, files: Sequence[Path]) -> tuple[LabelledQuestion, ...]:
    if not files:
        return own_questions(corpus.questions)
    return tuple(question for file in files for question in read_questions(file))


def _untaught(corpus: Corpus) -> Corpus:
    return replace(corpus, questions=replace(corpus.questions, also_asked={}, not_covered=()))


def _calibrate(corpus: Corpus, labelled: Sequence[LabelledQuestion], file: Path, false_answers: float) -> None:
    from ldnbot.evaluation.calibration import collect, fit  # scikit-learn is slow to load

    taught, untaught = open_assistant(corpus), open_assistant(_untaught(corpus))
    calibration = Calibration(
        with_lines=fit(collect(taught, labelled), false_answers=false_answers),
        without_lines=fit(collect(untaught, labelled), false_answers=false_answers),
    )
    file.write_bytes(msgspec.json.format(msgspec.json.encode(calibration), indent=2) + b"\n")
    before = shipped_calibration()
    for name, old, new in (
        ("with lines", before.with_lines, calibration.with_lines),
        ("without", before.without_lines, calibration.without_lines),
    ):
        click.echo(f"{name}: answered from {old.answered_from} → {new.answered_from}")


def _print(report: Report, *, failures: bool) -> None:
    click.echo(f"{report.questions} questions, corpus {report.corpus_version}")
    for measure in report.measures:
        interval = f"{measure.low:.3f} to {measure.high:.3f}"
        click.echo(f"{measure.name:20} {measure.kind:22} {measure.value:.3f}  ({interval}, n = {measure.count})")
    click.echo()
    statuses = sorted({status for counts in report.confusion.values() for status in counts})
    click.echo(f"{'':22}" + "".join(f"{status:>13}" for status in statuses))
    for kind, counts in report.confusion.items():
        click.echo(f"{kind:22}" + "".join(f"{counts.get(status, 0):13}" for status in statuses))
    click.echo()
    times = ", ".join(f"{name} {value:.1f} ms" for name, value in report.milliseconds.items())
    click.echo(f"a question: {times}")
    if failures:
        for failure in report.failures:
            click.echo(f"\n{failure.id} ({failure.kind}) {failure.question}\n  {failure.fault}")
            click.echo("\n".join(f"    {line}" for line in failure.explanation))
