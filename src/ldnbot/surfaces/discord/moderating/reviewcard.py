"""The review card: what a proposal changes, what the checks find, how questions fare, on pages that fit a message."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ldnbot.corpus.finding import Finding, errors_among
from ldnbot.moderation.differences import Change, LineChange, PassageChange, ReferenceChange, Renumbered
from ldnbot.moderation.effect import COMPARED_ONLY, Effect, NowAnswered
from ldnbot.moderation.faring import AnswerChange, Verdict
from ldnbot.moderation.losses import Loss
from ldnbot.moderation.merge import Conflicts
from ldnbot.moderation.proposal import Proposal, State
from ldnbot.moderation.worddiff import Run, RunKind
from ldnbot.surfaces.discord.cards.markdown import escape, length
from ldnbot.surfaces.discord.cards.page import LONGEST_PAGE, Page, groups_of
from ldnbot.surfaces.discord.moderating.shown import plain, shown

__all__ = ["difference_pages", "effect_blocks", "notes_page", "review_pages"]

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
_DECISIONS = {
    State.CHANGES_ASKED: "Changes asked for by",
    State.PUBLISHED: "Published by",
    State.REJECTED: "Rejected by",
    State.WITHDRAWN: "Withdrawn by",
}
_CONTEXT = 60
"""Characters of unchanged text shown on either side of a change."""

_SECONDS_EACH = 0.027
"""What one test question takes, asked of both versions: the 761 of the shipped corpus take some 20 seconds."""

_MOST_ANSWERS, _MOST_LINES, _FEW_NUMBERS = 12, 20, 5
_LONGEST_OUTCOME = 150
_LONGEST_BLOCK = 1_500
"""A longer block is shown in parts, so that a page can hold it."""

_LONGEST_PIECE = 400
"""Characters of new or old words that are set off together: with every sign escaped, half a block."""

_NUMBERING = len("\n-# page 9999 of 9999")
_NUMBER_SIGN = re.compile(r"^(\s*-?)(#)", re.MULTILINE)
_NAME = re.compile(r"<!-- passage: [^>]*-->\s*")
_JOINT = "\u200b"
_HIDDEN = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Signs that nobody sees and that turn round what stands beside them: a reviewer sees their numbers."""


def review_pages(
    proposal: Proposal,
    why: str,
    effect: Effect | Conflicts | None,
    *,
    made_on: str = "",
    missing_approvals: int = 0,
    outcome: str = "",
) -> tuple[Page, ...]:
    """Return the pages of a proposal. Of one that is decided there is no effect to show.

    `made_on` is the version that it was made on, as `/corpus history` lists it. What `outcome` says is gone when a page
    is turned, so it never moves anything to another page.
    """
    colour = _RED if isinstance(effect, Conflicts) else _COLOURS[proposal.state]
    if isinstance(effect, Effect) and effect.errors:
        colour = _RED
    title = f"### {proposal.id} · {shown(proposal.title)}"
    base = f"version {made_on}" if made_on else "an empty corpus"
    head = [title, f"-# {shown(proposal.author.name, 80)} · made on {base} · {_STATES[proposal.state]}"]
    if words := plain(why.removeprefix(proposal.title), 300):
        head.append(f"Why: {shown(words, 300)}")
    decision = ""
    if proposal.state in _DECISIONS:
        decision = f"**{_DECISIONS[proposal.state]} {shown(proposal.by.name, 80)}**"
        asked = "" if proposal.state is State.PUBLISHED else shown(proposal.reason, 300)
        head.append(f"{decision}: {asked}" if asked else decision)
    if proposal.state is State.CHANGES_ASKED:
        head.append("-# It is not published before it is changed: with Change below, or else propose it anew.")
    if proposal.approvals:
        head.append(f"Approved by {shown(', '.join(person.name for person in proposal.approvals))}")
    if missing_approvals and not proposal.decided:
        head.append(f"{_many(missing_approvals, 'more moderator')} must approve before it can be published.")
    first, *others = _paged("\n".join(head), title, list(effect_blocks(effect)) if effect is not None else [], colour)
    if words := plain(outcome, _LONGEST_OUTCOME if effect else 2 * _LONGEST_OUTCOME):
        top, *rest = first.blocks
        if proposal.state is State.PUBLISHED:  # the outcome says it; that no page moves, it is taken away only here
            top = str(top).replace(f"\n{decision}", "", 1)
        first = replace(first, blocks=(f"{top}\n**{shown(words, len(words))}**", *rest))
    return (first, *others)


def notes_page(proposal: Proposal, notes: Sequence[str]) -> Page:
    """Return what changed besides what was asked for, and what is to be confirmed: as much as a page holds."""
    lines = [plain(note, 300).rstrip(":") for note in notes]
    listed = [f"- {escape(line[:1].upper() + line[1:])}" for line in lines]
    title = f"### {proposal.id}: please look at this too"
    fitting = (groups_of(listed, LONGEST_PAGE - length(title) - _NUMBERING) or [[]])[0]
    return Page((title, "\n".join(fitting) + _more(listed, len(fitting))), _BLUE)


def difference_pages(title: str, effect: Effect) -> tuple[Page, ...]:
    """Return the pages of what changed from one version to another."""
    head = f"### {shown(title)}"
    return _paged(head, head, list(_parted((*_losses(effect), *_errors(effect), *_changes(effect)))), _BLUE)


def effect_blocks(effect: Effect | Conflicts) -> Iterator[str]:
    """Yield what an effect is, gravest first, as blocks of Markdown of which each fits a page."""
    if isinstance(effect, Conflicts):
        yield from _parted(_conflicts(effect))
    else:
        yield from _parted((*_losses(effect), *_errors(effect), *_verdict(effect)))
        yield from _parted((*_changes(effect), *_answers(effect)))


def _conflicts(found: Conflicts) -> Iterator[str]:
    yield "**It cannot be published as it is: others changed the same words meanwhile.** Make it anew."
    for conflict in found.conflicts[:5]:
        place = f"{plain(conflict.file, 80)} · {plain(conflict.place, 120) or 'the whole file'}"
        theirs, mine = (_side(text) for text in (conflict.theirs, conflict.mine))
        yield f"**{shown(place, 200)}**\nLive now: {theirs}\nThis proposal: {mine}"
    if len(found.conflicts) > 5:
        yield _more(found.conflicts, 5).strip()


def _side(text: str) -> str:
    """Return what one side of a conflict says, without the name of the passage, which both have."""
    return escape(plain(_NAME.sub("", text), 400)) or "nothing, it is removed"


def _losses(effect: Effect) -> Iterator[str]:
    """Yield what a change takes the place of, and how much is gone then."""
    files = [_file(loss) for loss in effect.files]
    much = [loss for loss in effect.lost if loss.much]
    parts = [f"It takes away {', '.join(map(_lost, much))}."] if much else []
    if told := [*files, *parts]:
        yield "\n".join(f"**{line}**" for line in told)


def _file(loss: Loss) -> str:
    name, gone = shown(loss.what, 80), f"{_many(loss.gone, 'line')} of {loss.there_were:,}"
    place = "This takes the place" if 2 * loss.gone > loss.there_were else "Out"
    return f"{place} of {name}: {gone} {'goes' if loss.gone == 1 else 'go'}."


def _lost(loss: Loss) -> str:
    return f"{loss.gone:,} of {loss.there_were:,} {loss.what}"


def _errors(effect: Effect) -> Iterator[str]:
    if effect.errors:
        errors = "\n".join(_finding(found) for found in effect.errors[:8])
        yield f"**It has errors and cannot be published:**\n{errors}{_more(effect.errors, 8)}"


def _changes(effect: Effect) -> Iterator[str]:
    """Yield what changes in the texts, and what else the checks find."""
    if effect.nothing:
        yield "It changes nothing."
    for change in effect.passages:
        yield from _passage(change)
    for reference in effect.references:
        yield from _reference(reference)
    if effect.renumbered:
        moved = [_moved(entry) for entry in effect.renumbered]
        few = f": {', '.join(moved)}" if len(moved) <= _FEW_NUMBERS else ""
        yield f"**Numbers of references that move:** {len(moved)}{few}"
    if effect.lines:
        lines = [_line(line) for line in effect.lines[:_MOST_LINES]]
        yield "**Lines that members never see**\n" + "\n".join(lines) + _more(effect.lines, _MOST_LINES)
    warnings = [found for found in effect.new_findings if found not in errors_among(effect.new_findings)]
    if warnings:
        yield "**New warnings**\n" + "\n".join(_finding(found) for found in warnings[:5]) + _more(warnings, 5)
    if effect.gone_findings:
        yield f"**No longer found by the checks:** {len(effect.gone_findings)}"


def _parted(blocks: Iterable[str]) -> Iterator[str]:
    """Yield blocks, those that are too long in parts of whole lines. No line is longer than a block may be."""
    for block in blocks:
        if length(block) <= _LONGEST_BLOCK:
            yield block
            continue
        yield from ("\n".join(lines) for lines in groups_of(block.split("\n"), _LONGEST_BLOCK) or ())


def _verdict(effect: Effect) -> Iterator[str]:
    """Yield how the questions fare in one line. The questions themselves stand at the end."""
    if effect.not_asked == COMPARED_ONLY:
        if effect.asked:
            seconds = max(1, round(effect.asked * _SECONDS_EACH))
            asking = f"Asking {_many(effect.asked, 'test question')}, about {_many(seconds, 'second')} …"
            yield f"-# {asking} How they fare stands here then."
        return
    if effect.not_asked:
        yield f"No question was asked: {shown(effect.not_asked, 300)}."
        return
    counts = [(verdict, effect.counted(verdict)) for verdict in (Verdict.BETTER, Verdict.WORSE, Verdict.OTHERWISE)]
    told = [f"{count} {verdict}" for verdict, count in counts if count]
    if not effect.asked:
        pass
    elif told:
        yield f"**Of {_many(effect.asked, 'test question')}:** {', '.join(told)}, the rest as before.{_new(effect)}"
    elif effect.asked == effect.new_asked:
        yield _new(effect).strip()
    else:
        before = _many(effect.asked - effect.new_asked, "test question")
        yield f"**{before}:** answered as before.{_new(effect)}"


def _new(effect: Effect) -> str:
    """Return how the test questions fare that the change itself adds: they are no proof that it is better."""
    if not effect.new_asked:
        return ""
    if effect.new_asked == effect.new_as_taught:
        fared = "answered as taught"
    elif effect.new_asked == 1:
        fared = "not answered as taught"
    else:
        fared = f"{effect.new_as_taught:,} of them answered as taught"
    return f" New test questions: {effect.new_asked:,}, {fared}."


def _moved(entry: Renumbered) -> str:
    if not entry.before:
        return f"new: [{entry.after}]"
    return f"[{entry.before}] → [{entry.after}]" if entry.after else f"[{entry.before}] is cited no more"


def _answers(effect: Effect) -> Iterator[str]:
    if effect.answers:
        yield "\n".join(_answer(change) for change in effect.answers[:_MOST_ANSWERS]) + _more(
            effect.answers, _MOST_ANSWERS
        )
    if effect.now_answered:
        lines = [_answered_now(found) for found in effect.now_answered[:10]]
        more = _more(effect.now_answered, 10)
        yield f"**Asked in vain of late, and answered now: {len(effect.now_answered)}**\n" + "\n".join(lines) + more
    elif effect.recent:
        asked = "The question" if effect.recent == 1 else f"None of the {effect.recent:,} questions"
        yield f"{asked} asked in vain of late is {'not ' if effect.recent == 1 else ''}answered now."


def _answered_now(found: NowAnswered) -> str:
    """Return a question with the passage that answers it, so that it is seen whether that fits."""
    where = shown(found.passage.partition("/")[2] or found.passage, 60)
    return f"- “{shown(found.question, 120)}” is answered from {where}: {shown(found.sentence, 160)}"


def _passage(change: PassageChange) -> Iterator[str]:
    where = " › ".join(change.section) or change.id
    title = f"**{shown(where, 150) or change.change}** · {change.change}\n-# {shown(change.id, 120)}"
    if change.change is Change.MOVED:
        yield title
        return
    yield from _blocks(title, _runs(change.runs))


def _reference(change: ReferenceChange) -> Iterator[str]:
    yield from _blocks(f"**Reference {shown(change.key, 80)}** · {change.change}", _runs(change.runs))


def _blocks(title: str, parts: Sequence[str]) -> Iterator[str]:
    """Yield a title with the parts of a text, in as many blocks as they need."""
    here = title + "\n"
    for part in parts:
        if length(here) + length(part) > _LONGEST_BLOCK and here.strip() != title:
            yield here
            here = ""
        here += part
    if here.strip():
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
    text = _HIDDEN.sub(lambda sign: f"‹U+{ord(sign.group()):04X}›", run.text)
    if run.kind is RunKind.EQUAL:
        if len(text) > 3 * _CONTEXT:
            head, tail = text[:_CONTEXT].rpartition(" ")[0], text[-_CONTEXT:].partition(" ")[2]
            text = f"{head} … {tail}"
        yield _escaped(text)
        return
    sign = "~~" if run.kind is RunKind.DELETED else "**"
    for line in text.splitlines(keepends=True):
        cut = False
        for piece in _pieces(line):
            words = piece.strip()
            lead = piece[: len(piece) - len(piece.lstrip())]
            rest = piece[len(lead) + len(words) :]
            # Between two pieces of one word stands something, or their signs would run into one another.
            joint = _JOINT if cut and words and not lead else ""
            yield f"{joint}{lead}{sign}{_escaped(words)}{sign}{rest}" if words else piece
            cut = bool(words) and not rest


def _escaped(text: str) -> str:
    """Return a piece of a line escaped: `#` at its end is followed by what the next piece begins with."""
    return _NUMBER_SIGN.sub(r"\1\\\2", escape(text))


def _pieces(line: str) -> Iterator[str]:
    """Yield a line in pieces, cut at spaces where there are any."""
    while len(line) > _LONGEST_PIECE:
        stop = line.rfind(" ", 1, _LONGEST_PIECE) + 1 or _LONGEST_PIECE
        yield line[:stop]
        line = line[stop:]
    yield line


def _finding(finding: Finding) -> str:
    fix = plain(finding.fix, 200)
    said = f"{plain(finding.where, 100)}: {plain(finding.what, 200).rstrip('.')}."
    return f"- {escape(said)} {escape(fix[:1].upper() + fix[1:])}".rstrip()


def _line(line: LineChange) -> str:
    sign = {Change.ADDED: "+", Change.REMOVED: "−"}.get(line.change, "·")
    where = f" ({shown(line.where, 100)})" if line.where else ""
    return f"{sign} {line.kind}{where}: {shown(line.text, 160)}"


def _answer(change: AnswerChange) -> str:
    was, now = _fared(change.before.status, change.before.first), _fared(change.after.status, change.after.first)
    if change.new:
        return f"- **new**: “{shown(change.question, 120)}” {now}"
    how = f"{was} → {now}" if was != now else f"{now}, with other passages"
    return f"- **{change.verdict}**: “{shown(change.question, 120)}” {how}"


def _fared(status: str, first: str) -> str:
    return f"{status.replace('_', ' ')} ({shown(first.partition('/')[2], 80)})" if first else status.replace("_", " ")


def _paged(head: str, title: str, blocks: Sequence[str], colour: int) -> tuple[Page, ...]:
    """Return the pages: the first has the whole head, the others the title, each as many blocks as it holds."""
    groups: list[list[str]] = [[]]
    room = LONGEST_PAGE - length(head) - _NUMBERING - 2 * _LONGEST_OUTCOME - len("\n****")
    for block in filter(str.strip, blocks):
        if groups[-1] and length(block) + 2 > room:
            groups.append([])
            room = LONGEST_PAGE - length(title) - _NUMBERING
        groups[-1].append(block)
        room -= length(block) + 2
    count = len(groups)
    pages = []
    for number, group in enumerate(groups, start=1):
        top = head if number == 1 else title
        top = top if count == 1 else f"{top}\n-# page {number} of {count}"
        pages.append(Page((top, "\n\n".join(group)) if group else (top,), colour, number, count))
    return tuple(pages)


def _more(items: Sequence[object], shown: int) -> str:
    return f"\n-# and {len(items) - shown} more" if len(items) > shown else ""


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
