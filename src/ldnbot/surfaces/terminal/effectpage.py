"""What a change does, as a page on a terminal: the verdict first, then the words, then what it does to answers."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.text import Text

from ldnbot.answering.answer import Status
from ldnbot.corpus.amount import amount
from ldnbot.corpus.finding import Finding, errors_among
from ldnbot.moderation.differences import Change, LineChange, LineKind, PassageChange, Renumbered
from ldnbot.moderation.effect import Effect
from ldnbot.moderation.faring import AnswerChange, Fared, Verdict, fared_of
from ldnbot.moderation.worddiff import Run, RunKind
from ldnbot.surfaces.terminal.page import Indented, Part, answer_page

__all__ = ["diff_text", "effect_page", "verdict_line"]

_STYLES = {RunKind.EQUAL: "", RunKind.DELETED: "red strike", RunKind.INSERTED: "bold green"}
_MARKS = {RunKind.EQUAL: ("", ""), RunKind.DELETED: ("[-", "-]"), RunKind.INSERTED: ("{+", "+}")}
_CHANGES = {Change.ADDED: "green", Change.REMOVED: "red", Change.CHANGED: "yellow", Change.MOVED: "cyan"}
_VERDICTS = {Verdict.WORSE: "bold red", Verdict.BETTER: "bold green", Verdict.OTHERWISE: "bold yellow"}
_STATUSES = {
    Status.ANSWERED: "answered from",
    Status.RELATED: "related only:",
    Status.NOT_COVERED: "not covered",
    Status.SAFETY: "a card on safety",
    Status.SMALLTALK: "small talk",
}
_LONG_EQUAL = 240
_AROUND = 90
_MOST_LINES = 5
_MOST_ANSWERS = 12
_MOST_NUMBERS = 8


def effect_page(effect: Effect, *, plain: bool) -> Iterator[Part]:
    """Yield the page. With `plain` what went stands in `[-…-]` and what came in `{+…+}`, as git marks words."""
    yield Text(verdict_line(effect), style="bold")
    for change in effect.passages:
        yield Text()
        yield _passage_head(change)
        if change.change is not Change.MOVED:
            yield Indented(diff_text(change.runs, plain=plain))
    for reference in effect.references:
        yield Text()
        yield Text.assemble((f"{reference.change} reference ", _CHANGES[reference.change]), (reference.key, "bold"))
        yield Indented(diff_text(reference.runs, plain=plain))
    yield from _numbers(effect)
    yield from _lines(effect.lines, plain=plain)
    yield from _findings("New findings", effect.new_findings)
    yield from _findings("Findings that are gone", effect.gone_findings)
    yield from _answers(effect)
    yield from _preview(effect)


def verdict_line(effect: Effect) -> str:
    """Return what the change does in one line, the worst first."""
    if effect.nothing:
        return "Nothing differs."
    parts = []
    if errors := len(effect.errors):
        parts.append(f"{amount(errors, 'error')}: it cannot be published like this")
    counts = [(verdict, effect.counted(verdict)) for verdict in (Verdict.WORSE, Verdict.BETTER, Verdict.OTHERWISE)]
    if any(count for _, count in counts):
        told = ", ".join(f"{count} {verdict}" for verdict, count in counts if count)
        parts.append(f"of {amount(effect.asked, 'own question')}: {told}")
    elif effect.asked:
        asked = effect.asked - effect.new_asked
        if asked:
            all_ = "the one own question is" if asked == 1 else f"all {asked:,} own questions are"
            parts.append(f"{all_} answered as before")
    if effect.new_asked:
        parts.append(f"{amount(effect.new_asked, 'new own question')}, {effect.new_as_taught} answered as taught")
    if effect.recent:
        asked_in_vain = amount(effect.recent, "unanswered question")
        are = "is" if len(effect.now_answered) == 1 else "are"
        parts.append(f"{len(effect.now_answered)} of {asked_in_vain} {are} answered now")
    for noun, changes in (("passage", effect.passages), ("reference", effect.references)):
        for change, group in groupby(sorted(found.change for found in changes)):
            parts.append(f"{amount(len(list(group)), noun)} {change}")
    if effect.lines:
        parts.append(f"{amount(len(effect.lines), 'line')} that members never see")
    return f"{'; '.join(parts)}."[:1].upper() + f"{'; '.join(parts)}."[1:]


def diff_text(runs: Iterable[Run], *, plain: bool) -> Text:
    """Return a text with what went and what came marked; long stretches that stay are cut short."""
    text = Text()
    found = list(runs)
    for number, run in enumerate(found):
        shown = run.text
        if run.kind is RunKind.EQUAL and len(shown) > _LONG_EQUAL:
            head = shown[:_AROUND].rpartition(" ")[0] if number else ""
            tail = shown[-_AROUND:].partition(" ")[2] if number + 1 < len(found) else ""
            shown = f"{head} … {tail}" if len(found) > 1 else shown
        before, after = _MARKS[run.kind] if plain else ("", "")
        text.append(f"{before}{shown}{after}", style=_STYLES[run.kind])
    return text


def _passage_head(change: PassageChange) -> Text:
    head = Text.assemble((f"{change.change} ", _CHANGES[change.change]), (change.id, "bold"))
    if change.section:
        head.append(f"  {' › '.join(change.section)}", style="dim")
    if change.was:
        head.append(f"  (was {change.was})", style="dim")
    return head


def _numbers(effect: Effect) -> Iterator[Part]:
    if not effect.renumbered:
        return
    yield Text()
    shown = [f"{moved.key} {_number(moved)}" for moved in effect.renumbered[:_MOST_NUMBERS]]
    more = len(effect.renumbered) - len(shown)
    rest = f", and {more} more" if more else ""
    yield Text.assemble(("Numbers that members see move: ", "bold"), f"{', '.join(shown)}{rest}")


def _number(moved: Renumbered) -> str:
    if not moved.before:
        return f"new: [{moved.after}]"
    return f"[{moved.before}] → {f'[{moved.after}]' if moved.after else 'not cited'}"


def _lines(lines: Sequence[LineChange], *, plain: bool) -> Iterator[Part]:
    for (kind, where), group in groupby(lines, key=lambda line: (line.kind, line.where)):
        found = list(group)
        yield Text()
        yield Text.assemble((f"{kind[:1].upper()}{kind[1:]}", "bold"), (f"  {where}" if where else "", "dim"))
        most = len(found) if kind in (LineKind.HEAD, LineKind.WORD) else _MOST_LINES
        for line in found[:most]:
            kind_of_run = RunKind.INSERTED if line.change is Change.ADDED else RunKind.DELETED
            sign = "+" if line.change is Change.ADDED else "-"
            yield Indented(Text(f"{sign} {line.text}", style="" if plain else _STYLES[kind_of_run]))
        if len(found) > most:
            gone = sum(line.change is Change.REMOVED for line in found[most:])
            counts = ((gone, Change.REMOVED), (len(found) - most - gone, Change.ADDED))
            yield Indented(Text(f"… and {', '.join(f'{n} more {change}' for n, change in counts if n)}", style="dim"))


def _findings(title: str, findings: Sequence[Finding]) -> Iterator[Part]:
    if not findings:
        return
    yield Text()
    yield Text(title, style="bold")
    for finding in findings:
        style = "red" if errors_among([finding]) else "yellow"
        yield Indented(Text.assemble((f"{finding.severity} ", style), f"{finding.where}: {finding.what}"))
        yield Indented(Text(finding.fix, style="dim"), 4)


def _answers(effect: Effect) -> Iterator[Part]:
    old = [change for change in effect.answers if not change.new]
    titled = []
    for verdict, group in groupby(old, key=lambda change: change.verdict):
        found = list(group)
        titled.append((f"Answered {verdict}: {len(found)} of {effect.asked}", _VERDICTS[verdict], found))
    if new := [change for change in effect.answers if change.new]:
        titled.append((f"New: {len(new)}", "bold", new))
    for title, style, found in titled:
        yield Text()
        yield Text(title, style=style)
        for change in found[:_MOST_ANSWERS]:
            yield Indented(Text(f"“{change.question}”{' (new)' if change.new else ''}"))
            yield Indented(Text(_moved(change), style="dim"), 4)
        if len(found) > _MOST_ANSWERS:
            yield Indented(Text(f"… and {len(found) - _MOST_ANSWERS} more", style="dim"))
    if effect.now_answered:
        yield Text()
        yield Text(f"Unanswered until now, and answered: {len(effect.now_answered)}", style="bold green")
        for now in effect.now_answered:
            yield Indented(Text(f"“{now.question}”"))
            yield Indented(Text(f"{now.passage}: {now.sentence}", style="dim"), 4)
    if effect.not_asked and not effect.nothing:
        yield Text()
        yield Text(f"No questions were asked: {effect.not_asked}.", style="dim")


def _moved(change: AnswerChange) -> str:
    was, now = _how(change.before), _how(change.after)
    told = f"{was}, with other passages" if was == now else f"Before: {was}. Now: {now}"
    lost = [_short(passage) for passage in change.before.cautions if passage not in change.after.cautions]
    if lost:
        told += f"; the warning {', '.join(lost)} is missing"
    if change.expected and change.after.first not in change.expected:
        told += f"; expected: {' or '.join(map(_short, change.expected[:3]))}"
    return told


def _how(fared: Fared) -> str:
    words = _STATUSES[fared.status]
    if fared.first and fared.status in (Status.ANSWERED, Status.RELATED):
        return f"{words} {_short(fared.first)}"
    return words.rstrip(":")


def _short(passage: str) -> str:
    """Return a passage's id without its article: on a narrow screen that is what tells them apart."""
    return passage.partition("/")[2] or passage


def _preview(effect: Effect) -> Iterator[Part]:
    if effect.preview is None:
        return
    yield Text()
    yield Text(f"How it answers: “{effect.preview.question}”", style="bold underline")
    if effect.preview_before is not None:
        was, now = _how(fared_of(effect.preview_before)), _how(fared_of(effect.preview))
        yield Text("The same passage as before:" if was == now else f"Before: {was}", style="dim")
        if was != now:
            yield Text(f"Now: {now}", style="dim")
    for part in answer_page(effect.preview):
        match part:
            case Text():
                yield Indented(part)
            case Indented(text, columns):
                yield Indented(text, columns + 2)
