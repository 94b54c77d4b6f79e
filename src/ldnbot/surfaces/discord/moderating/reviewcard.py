"""The review card: what a proposal changes, what the checks find, how questions fare, on pages that fit a message."""

from collections.abc import Iterator, Sequence

from ldnbot.corpus.finding import Finding, errors_among
from ldnbot.moderation.differences import Change, LineChange, PassageChange, ReferenceChange
from ldnbot.moderation.effect import Effect
from ldnbot.moderation.faring import AnswerChange, Verdict
from ldnbot.moderation.merge import Conflicts
from ldnbot.moderation.proposal import Proposal, State
from ldnbot.moderation.worddiff import Run, RunKind
from ldnbot.surfaces.discord.cards.markdown import escape, length
from ldnbot.surfaces.discord.cards.page import LONGEST_PAGE, Page, groups_of

__all__ = ["difference_pages", "effect_blocks", "review_pages"]

_BLUE, _GREEN, _RED, _GREY = 0x3A86C8, 0x2E8B57, 0xC62828, 0x5C6370
_COLOURS = {
    State.OPEN: _BLUE,
    State.CHANGES_ASKED: 0xE0A100,
    State.PUBLISHED: _GREEN,
    State.REJECTED: _GREY,
    State.WITHDRAWN: _GREY,
}
_STATES = {
    State.OPEN: "open",
    State.CHANGES_ASKED: "changes asked for",
    State.PUBLISHED: "published",
    State.REJECTED: "rejected",
    State.WITHDRAWN: "withdrawn",
}
_CONTEXT = 60
"""Characters of unchanged text shown on either side of a change."""

_MOST_ANSWERS, _MOST_LINES = 12, 20
_LONGEST_BLOCK = 1_500
"""A longer block is shown in parts, so that a page can hold it."""

_ROOM = LONGEST_PAGE - 900
"""What a page has left for the effect beside the proposal's own lines."""


def review_pages(
    proposal: Proposal,
    why: str,
    effect: Effect | Conflicts | None,
    *,
    missing_approvals: int = 0,
    said: Sequence[str] = (),
    outcome: str = "",
) -> tuple[Page, ...]:
    """Return the pages of a proposal. Of one that is decided there is no effect to show."""
    colour = _RED if isinstance(effect, Conflicts) else _COLOURS[proposal.state]
    if isinstance(effect, Effect) and effect.errors:
        colour = _RED
    head = [f"### {escape(proposal.id)} · {escape(_short(proposal.title, 200))}"]
    base = f"version {proposal.base[:8]}" if proposal.base else "an empty corpus"
    head.append(f"-# {escape(proposal.author.name)} · made on {base} · {_STATES[proposal.state]}")
    words = " ".join(why.removeprefix(proposal.title).split())
    if words:
        head.append(f"Why: {escape(_short(words, 300))}")
    if proposal.approvals:
        head.append(f"Approved by {escape(', '.join(person.name for person in proposal.approvals))}")
    if missing_approvals and not proposal.decided:
        head.append(f"{_counted(missing_approvals, 'more moderator')} must approve before it can be published.")
    if outcome:
        head.append(f"**{outcome}**")
    head.extend(escape(_short(line, 300)) for line in said[:5])
    blocks = list(effect_blocks(effect)) if effect is not None else []
    return _paged("\n".join(head), blocks, colour)


def difference_pages(title: str, effect: Effect) -> tuple[Page, ...]:
    """Return the pages of what changed from one version to another."""
    return _paged(f"### {title}", list(effect_blocks(effect)), _BLUE)


def effect_blocks(effect: Effect | Conflicts) -> Iterator[str]:
    """Yield what an effect is, gravest first, as blocks of Markdown that are each shorter than a page."""
    if isinstance(effect, Conflicts):
        yield "**It cannot be published as it is: others changed the same words meanwhile.** Make it anew."
        for conflict in effect.conflicts[:5]:
            yield (
                f"**{escape(conflict.file)} · {escape(_short(conflict.place, 120))}**\n"
                f"Theirs: {escape(_short(conflict.theirs, 400))}\nThis one: {escape(_short(conflict.mine, 400))}"
            )
        return
    if effect.errors:
        yield "**It has errors and cannot be published:**\n" + "\n".join(_finding(found) for found in effect.errors[:8])
    if effect.nothing:
        yield "It changes nothing."
    for change in effect.passages:
        yield from _passage(change)
    for reference in effect.references:
        yield from _reference(reference)
    if effect.renumbered:
        moved = [f"{entry.before or '–'} → {entry.after or '–'}" for entry in effect.renumbered[:15]]
        yield f"**Numbers that move:** {', '.join(moved)}{_more(effect.renumbered, 15)}"
    if effect.lines:
        lines = [_line(line) for line in effect.lines[:_MOST_LINES]]
        yield "**Lines that members never see**\n" + "\n".join(lines) + _more(effect.lines, _MOST_LINES)
    warnings = [found for found in effect.new_findings if found not in errors_among(effect.new_findings)]
    if warnings:
        yield "**New warnings**\n" + "\n".join(_finding(found) for found in warnings[:5]) + _more(warnings, 5)
    if effect.gone_findings:
        yield f"**No longer found by the checks:** {len(effect.gone_findings)}"
    yield from _answers(effect)


def _answers(effect: Effect) -> Iterator[str]:
    if effect.not_asked:
        yield f"No question was asked: {escape(effect.not_asked)}."
        return
    better, worse = effect.counted(Verdict.BETTER), effect.counted(Verdict.WORSE)
    otherwise = effect.counted(Verdict.OTHERWISE)
    yield (
        f"**Of {effect.asked} test questions:** {better} better, {worse} worse, "
        f"{otherwise} otherwise, the rest as before."
    )
    if effect.answers:
        shown = effect.answers[:_MOST_ANSWERS]
        yield "\n".join(_answer(change) for change in shown) + _more(effect.answers, _MOST_ANSWERS)
    if effect.now_answered:
        lines = [f"- “{escape(_short(found.question, 120))}”" for found in effect.now_answered[:10]]
        yield f"**Asked in vain of late, and answered now: {len(effect.now_answered)}**\n" + "\n".join(lines)
    elif effect.recent:
        yield f"None of the {effect.recent} questions asked in vain of late is answered now."


def _passage(change: PassageChange) -> Iterator[str]:
    where = " › ".join(change.section) or change.id
    title = f"**{escape(where)}** · {change.change}\n-# {escape(change.id)}"
    if change.change is Change.MOVED:
        yield title
        return
    yield from _blocks(title, _runs(change.runs))


def _reference(change: ReferenceChange) -> Iterator[str]:
    yield from _blocks(f"**Reference {escape(change.key)}** · {change.change}", _runs(change.runs))


def _blocks(title: str, parts: Sequence[str]) -> Iterator[str]:
    """Yield a title with the parts of a text, in as many blocks as they need."""
    here = title + "\n"
    for part in parts:
        if length(here) + length(part) > _LONGEST_BLOCK and here.strip() != title:
            yield here
            here = ""
        here += part
    yield here


def _runs(runs: Sequence[Run]) -> Sequence[str]:
    """Return the runs of a difference: what goes struck through, what comes in bold, the rest with some context."""
    pieces: list[str] = []
    before = RunKind.EQUAL
    for run in runs:
        if before is RunKind.DELETED and run.kind is RunKind.INSERTED and not run.text[:1].isspace():
            pieces.append(" ")  # what goes and what comes in its place are told apart
        pieces.extend(_run(run))
        before = run.kind
    return pieces


def _run(run: Run) -> Iterator[str]:
    if run.kind is RunKind.EQUAL:
        text = run.text
        if len(text) > 3 * _CONTEXT:
            head, tail = text[:_CONTEXT].rpartition(" ")[0], text[-_CONTEXT:].partition(" ")[2]
            text = f"{head} … {tail}"
        yield escape(text)
        return
    sign = "~~" if run.kind is RunKind.DELETED else "**"
    for line in run.text.splitlines(keepends=True):
        for start in range(0, len(line), _LONGEST_BLOCK // 3):
            piece = line[start : start + _LONGEST_BLOCK // 3]
            words = piece.strip()
            lead = piece[: len(piece) - len(piece.lstrip())]
            rest = piece[len(lead) + len(words) :]
            yield f"{lead}{sign}{escape(words)}{sign}{rest}" if words else piece


def _finding(finding: Finding) -> str:
    return f"- {escape(finding.where)}: {escape(_short(finding.what, 200))}. {escape(_short(finding.fix, 200))}"


def _line(line: LineChange) -> str:
    sign = {Change.ADDED: "+", Change.REMOVED: "−"}.get(line.change, "·")
    where = f" ({escape(line.where)})" if line.where else ""
    return f"{sign} {line.kind}{where}: {escape(_short(line.text, 160))}"


def _answer(change: AnswerChange) -> str:
    was, now = _fared(change.before.status, change.before.first), _fared(change.after.status, change.after.first)
    return f"- **{change.verdict}**: “{escape(_short(change.question, 120))}” {was} → {now}"


def _fared(status: str, first: str) -> str:
    return f"{status.replace('_', ' ')} ({escape(first.partition('/')[2])})" if first else status.replace("_", " ")


def _paged(head: str, blocks: Sequence[str], colour: int) -> tuple[Page, ...]:
    fitting = [_short(block, _ROOM) for block in blocks]
    groups = groups_of(fitting, _ROOM) or [fitting[:1]]
    count = len(groups)
    pages = []
    for number, group in enumerate(groups, start=1):
        top = head if count == 1 else f"{head}\n-# page {number} of {count}"
        pages.append(Page((top, "\n\n".join(group)) if group else (top,), colour, number, count))
    return tuple(pages)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 2].rstrip()} …"


def _more(items: Sequence[object], shown: int) -> str:
    return f"\n-# and {len(items) - shown} more" if len(items) > shown else ""


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
