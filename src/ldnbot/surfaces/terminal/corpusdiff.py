"""`ldnbot corpus diff`: what a folder, a proposal or a version changes, before anybody sees it."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from ldnbot.corpus.folder import read_sources
from ldnbot.errors import LdnbotError, NotFound
from ldnbot.moderation.differences import Change, LineChange, PassageChange
from ldnbot.moderation.effect import Effect
from ldnbot.moderation.history import Unpublished, Version
from ldnbot.moderation.merge import Conflicts, merge
from ldnbot.moderation.proposal import Proposal
from ldnbot.moderation.sources import Sources
from ldnbot.moderation.worddiff import Run, RunKind
from ldnbot.surfaces.terminal.options import corpus_option, today
from ldnbot.surfaces.terminal.state import Office, reading, say

__all__ = ["conflict_lines", "diff", "effect_lines", "show_effect", "with_proposal"]

_DIFFERENT = 1
"""The exit status when something differs."""

_SIGNS = {Change.ADDED: "+", Change.REMOVED: "-", Change.CHANGED: "~", Change.MOVED: ">"}
_MARKS = {RunKind.EQUAL: ("", ""), RunKind.DELETED: ("[-", "-]"), RunKind.INSERTED: ("{+", "+}")}
_MOST_LINES = 60
"""Of one kind: more is read in the files."""

_AROUND = 8
"""Words of unchanged text shown on either side of a change."""


@click.command()
@click.argument("what", metavar="[PROPOSAL|VERSION]", default="")
@click.option("--answers", is_flag=True, help="Ask the corpus's own questions of both too. This takes a while.")
@corpus_option
def diff(*, what: str, answers: bool, corpus: Path | None) -> None:
    """Show what a change does to the live version: passage by passage, word by word, and what check finds.

    Without a name it is the corpus folder that is compared. A word that went stands as [-word-], one that came as
    {+word+}. The status is 0 if nothing differs, 1 if something does.

    \\b
    Examples:
      ldnbot corpus diff --corpus my-corpus
      ldnbot corpus diff p12 --answers
      ldnbot corpus diff 1f2e3d4c
    """
    with reading(corpus) as office:
        live = office.history.live()
        before = office.history.sources(live)
        after = _named(office, what, live, before)
    if isinstance(after, Conflicts):
        for line in conflict_lines(after):
            say(line)
        sys.exit(_DIFFERENT)
    sys.exit(_DIFFERENT if show_effect(before, after, answers=answers) else 0)


def _named(office: Office, what: str, live: Version | Unpublished, before: Sources) -> Sources | Conflicts:
    if not what:
        sources, findings = read_sources(office.settings.corpus)
        if findings:
            first = findings[0]
            raise LdnbotError(first.what, where=f"{office.settings.corpus}/{first.where}", fix=first.fix)
        return sources
    try:
        proposal = office.proposals.find(what)
    except NotFound:
        return office.history.sources(office.history.find(what))
    return with_proposal(office, proposal, live, before)


def with_proposal(
    office: Office, proposal: Proposal, live: Version | Unpublished, before: Sources
) -> Sources | Conflicts:
    """Return the live corpus as it would be with a proposal."""
    mine = office.proposals.sources(proposal)
    if proposal.decided or isinstance(live, Unpublished) or proposal.base == live.commit:
        return mine
    return merge(office.proposals.base_sources(proposal), before, mine)


def show_effect(before: Sources, after: Sources, *, answers: bool) -> bool:
    """Print what changes from one corpus to another, and return whether anything does."""
    if answers:
        from ldnbot.moderation.working import work_out_effect

        found = work_out_effect(before, after, today=today())
    else:
        from ldnbot.moderation.effect import comparison

        found = comparison(before, after, today=today())
    for line in effect_lines(found):
        say(line)
    if answers and not found.asked:
        say(f"The own questions were not asked: {found.not_asked}.")
    return not found.nothing


def effect_lines(found: Effect) -> Iterator[str]:
    """Yield the lines that say what a change does."""
    if found.nothing:
        yield "Nothing differs."
    yield from _some([line for passage in found.passages for line in _passage_lines(passage)])
    yield from _some([f"{_SIGNS[one.change]} reference {one.key}: {_runs(one.runs)}" for one in found.references])
    yield from _some([_line(line) for line in found.lines])
    if found.renumbered:
        yield f"References shown under another number: {len(found.renumbered)}"
    finds = [f"{finding.where}: {finding.severity}: {finding.what}. {finding.fix}" for finding in found.new_findings]
    yield from _some([f"check now finds: {line}" for line in finds])
    yield from _some([f"check no longer finds: {finding.where}: {finding.what}" for finding in found.gone_findings])
    if found.asked:
        yield f"Of {found.asked} own questions, {len(found.answers)} are answered otherwise."
    yield from _some([f"  {answer.verdict}: {answer.question}" for answer in found.answers])


def _some(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield f"… and {len(lines) - _MOST_LINES} lines more"


def _passage_lines(passage: PassageChange) -> Iterator[str]:
    was = f" (was {passage.was})" if passage.was else ""
    yield f"{_SIGNS[passage.change]} {passage.id}{was}"
    if passage.change is not Change.MOVED:
        yield f"    {_runs(passage.runs)}"


def _line(line: LineChange) -> str:
    where = f" of {line.where}" if line.where else ""
    return f"{_SIGNS[line.change]} {line.kind}{where}: {line.text}"


def _runs(runs: Sequence[Run]) -> str:
    """Return what changed with a few words around it, on one line."""
    if all(run.kind is not RunKind.EQUAL for run in runs) and len(runs) == 1:
        return " ".join(runs[0].text.split())
    shown = []
    for number, run in enumerate(runs):
        opening, closing = _MARKS[run.kind]
        shown.append(f"{opening}{_shortened(run, number, len(runs))}{closing}")
    return " ".join("".join(shown).split())


def _shortened(run: Run, number: int, of: int) -> str:
    words = run.text.split(" ")
    if run.kind is not RunKind.EQUAL or len(words) <= 2 * _AROUND:
        return run.text
    head = "" if number == 0 else " ".join(words[:_AROUND])
    tail = "" if number == of - 1 else " ".join(words[-_AROUND:])
    return f"{head} … {tail}"


def conflict_lines(conflicts: Conflicts) -> Iterator[str]:
    """Yield the lines that say what two changes disagree on."""
    yield "This and what was published meanwhile change the same things in two ways:"
    for conflict in conflicts.conflicts:
        yield f"{conflict.file}{f': {conflict.place}' if conflict.place else ''}"
        yield f"    published: {_one_line(conflict.theirs)}"
        yield f"    here:      {_one_line(conflict.mine)}"


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return f"{words[:300]} …" if len(words) > 300 else words or "(taken away)"
