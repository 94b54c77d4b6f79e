"""`ldnbot corpus check` and `fmt`: what is wrong with a corpus, and its normal form."""

import json
import sys
from pathlib import Path

import click

from ldnbot.corpus.amount import amount
from ldnbot.corpus.finding import Finding, errors_among
from ldnbot.corpus.folder import Inspection, inspect_corpus
from ldnbot.surfaces.terminal.options import corpus_option, load_settings, today

__all__ = ["check", "check_json", "fmt"]

_FOUND = 1
"""The exit status when something is wrong with the corpus."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object for other programs.")
@click.option("--strict", is_flag=True, help="Leave with status 1 for warnings too.")
@corpus_option
def check(*, as_json: bool, strict: bool, corpus: Path | None) -> None:
    """Report everything that is wrong with the corpus: where, what, and how to mend it.

    The status is 0 without errors, 1 with errors, 2 for a folder that cannot be read. docs/checks.md explains every
    code. What the configuration leaves to see to, such as numbers of a region that nobody has checked, is told on
    standard error.

    \b
    Examples:
      ldnbot corpus check
      ldnbot corpus check --corpus my-corpus --strict
      ldnbot corpus check --json | jq '.findings[].code'
    """
    settings = load_settings(corpus)
    for warning in settings.warnings:
        click.echo(f"ldnbot: {warning}", err=True)
    folder = settings.corpus
    inspection = inspect_corpus(folder, today=today())
    findings = inspection.findings
    if as_json:
        click.echo(json.dumps(check_json(folder, inspection), ensure_ascii=False, indent=2))
    else:
        _print_findings(findings)
        errors, warnings = _count(findings)
        click.echo(f"{folder}: {amount(errors, 'error')}, {amount(warnings, 'warning')}.")
    if errors_among(findings) or (strict and findings):
        sys.exit(_FOUND)


def check_json(folder: Path, inspection: Inspection) -> dict[str, object]:
    """Return what `check --json` prints."""
    errors, warnings = _count(inspection.findings)
    return {
        "corpus": str(folder),
        "version": inspection.corpus.version,
        "errors": errors,
        "warnings": warnings,
        "findings": [
            {
                "file": finding.file,
                "line": finding.line,
                "severity": finding.severity.value,
                "code": finding.code,
                "what": finding.what,
                "fix": finding.fix,
            }
            for finding in inspection.findings
        ],
    }


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing: name the files that would change.")
@corpus_option
def fmt(*, only_check: bool, corpus: Path | None) -> None:
    """Write the articles and references.yaml in their normal form. No word of them changes.

    The status is 1 if a file cannot be formatted, and with --check if one would change.

    \b
    Examples:
      ldnbot corpus fmt --corpus my-corpus
      ldnbot corpus fmt --check
    """
    from ldnbot.corpus.rewriting import find_rewritings, write_rewritings  # a tenth of a second that check does without

    rewritings, findings = find_rewritings(load_settings(corpus).corpus)
    _print_findings(findings)
    if not only_check:
        write_rewritings(rewritings)
    for rewriting in rewritings:
        click.echo(f"{'would format' if only_check else 'formatted'} {rewriting.path}")
    if not rewritings and not findings:
        click.echo("Everything is in its normal form.")
    if findings or (only_check and rewritings):
        sys.exit(_FOUND)


def _print_findings(findings: tuple[Finding, ...]) -> None:
    if not findings:
        return
    from rich.padding import Padding
    from rich.text import Text

    from ldnbot.surfaces.terminal.page import make_console

    console = make_console(plain=False)
    for finding in findings:
        style = "red" if finding in errors_among([finding]) else "yellow"
        head = Text.assemble(
            (f"{finding.where}: ", "bold"),
            (f"{finding.severity}: ", style),
            (f"{finding.what} "),
            (f"[{finding.code}]", "dim"),
        )
        console.print(head, soft_wrap=console.soft_wrap)
        if console.soft_wrap:
            console.print(Text(f"    {finding.fix}"), soft_wrap=True)
        else:
            console.print(Padding(Text(finding.fix), (0, 0, 0, 4), expand=False))


def _count(findings: tuple[Finding, ...]) -> tuple[int, int]:
    errors = len(errors_among(findings))
    return errors, len(findings) - errors
