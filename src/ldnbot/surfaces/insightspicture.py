"""The insights as a picture that can be read on a phone: one column, one row of bars for each kind of reply.

Each row has its name, so that no colour has to be told apart from another. A count that is not told is a grey block.
A pale bar stands for fewer days than the others.
"""

import io
import warnings
from datetime import date
from typing import Any

import msgspec

from ldnbot.answering.answer import Status
from ldnbot.answering.wording import TITLES
from ldnbot.errors import ExtraMissing, LdnbotError
from ldnbot.moderation.bounded import Limits, Stopped, run_bounded
from ldnbot.records.insights import FEWEST, TOLD, Count, Few, Insights, Period, SectionAsked

__all__ = ["alt_text", "counted", "draw_in_child", "draw_in_process", "draw_insights", "percent", "within"]

_COLOURS = {Status.ANSWERED: "#2a6f97", Status.RELATED: "#c98a1b", Status.NOT_COVERED: "#7d5ba6"}
_FEW_COLOUR = "#d9d9d9"
_PALE = 0.45
_INK, _QUIET = "#222222", "#5c6370"
_WIDTH, _DPI = 4.2, 200
"""Inches, and pixels of an inch: 840 pixels, twice as many as a phone is wide."""

_LONGEST_LABEL = 44
_MOST_ROWS = 6
_LEAST_TOP = 10.0
"""How much the axis of the bars holds at least, so that a block for few stays small."""

_LIMITS = Limits(seconds=60, memory=3_000_000_000, largest_file=20_000_000)
"""Bounds of drawing. It takes two seconds; the one file that may be written is matplotlib's list of fonts."""


def draw_in_process(insights: Insights) -> bytes:
    """Return the picture as PNG, drawn in a process of its own. It blocks until that is done: call it in a thread.

    Raises:
        ExtraMissing: matplotlib is not installed.
        LdnbotError: the picture could not be drawn.
    """
    from importlib.util import find_spec

    if find_spec("matplotlib") is None:
        raise _missing()
    drawn = run_bounded(f"{__name__}:{draw_in_child.__name__}", msgspec.msgpack.encode(insights), _LIMITS)
    if isinstance(drawn, Stopped):
        raise LdnbotError(f"the picture could not be drawn: it {drawn.why}", fix="read the figures in words")
    return drawn


def draw_in_child(raw: bytes) -> bytes:
    """Return what `draw_in_process` hands over. Runs in the child process."""
    return draw_insights(msgspec.msgpack.decode(raw, type=Insights))


def draw_insights(insights: Insights) -> bytes:
    """Return the picture as PNG, 840 pixels wide.

    Raises:
        ExtraMissing: matplotlib is not installed.
    """
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
        from matplotlib.layout_engine import ConstrainedLayoutEngine
    except ImportError as error:
        raise _missing() from error
    rows = min(max(len(insights.sections), 1), _MOST_ROWS)
    heights = [0.8, 0.8, 0.8, 0.4 * rows]
    style: Any = {"text.parse_math": False, "font.size": 9, "text.color": _INK, "axes.edgecolor": _QUIET}
    with rc_context(style), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a heading may have a sign that the font lacks
        engine = ConstrainedLayoutEngine(h_pad=0.06, w_pad=0.08)
        figure = Figure(figsize=(_WIDTH, 1.6 + 1.1 * sum(heights)), dpi=_DPI, layout=engine)
        figure.suptitle(
            f"{_day(insights.first)} to {_day(insights.last)}", x=0.03, ha="left", fontsize=11, weight="bold"
        )
        figure.supxlabel(_legend(insights), x=0.03, ha="left", fontsize=8, color=_QUIET)
        panels = figure.subplots(4, 1, height_ratios=heights)
        top = _top(insights)
        for status, axes in zip(TOLD, panels[:3], strict=True):
            _draw_status(axes, insights, status, top)
        _draw_sections(panels[3], insights)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", facecolor="white")
    return stream.getvalue()


def alt_text(insights: Insights) -> str:
    """Return the picture in words, for those who cannot see it: at most 1,024 characters."""
    replies = ", ".join(f"{TITLES[status].lower()} {counted(insights.statuses[status])}" for status in TOLD)
    sections = "; ".join(f"{_name(section)} {counted(section.count)}" for section in insights.sections[:_MOST_ROWS])
    text = f"Bar charts from {_day(insights.first)} to {_day(insights.last)}. Replies in all: {replies}."
    if sections:
        text += f" Sections asked for most: {sections}."
    return text if len(text) <= 1_024 else f"{text[:1_023]}…"


def counted(count: Count) -> str:
    """Return a count for people."""
    return count.value if isinstance(count, Few) else f"{count:,}"


def percent(share: float | Few) -> str:
    """Return a share for people: `80 %`, or that there were too few."""
    return share.value if isinstance(share, Few) else f"{100 * share:.0f} %"


def within(seconds: float | Few) -> str:
    """Return the bound of a latency for people."""
    if isinstance(seconds, Few):
        return seconds.value
    if seconds == float("inf"):
        return "more than 10 s"
    return f"{1_000 * seconds:g} ms" if seconds < 1 else f"{seconds:g} s"


def _draw_status(axes: Any, insights: Insights, status: Status, top: float) -> None:
    counts = [period.statuses[status] for period in insights.periods]
    places = range(len(counts))
    tall = [0 if isinstance(count, Few) else count for count in counts]
    whole = _longest(insights)
    shades = [1.0 if _days(period) == whole else _PALE for period in insights.periods]
    axes.bar(places, tall, 0.8, color=[(_COLOURS[status], shade) for shade in shades])
    axes.bar(places, [top * 0.06 if isinstance(count, Few) else 0 for count in counts], 0.8, color=_FEW_COLOUR)
    axes.set_title(f"{TITLES[status]}: {counted(insights.statuses[status])}", loc="left", fontsize=9.5, weight="bold")
    axes.set_ylim(0, top)
    axes.set_xlim(-0.6, len(counts) - 0.4)
    shown = sorted({0, len(counts) // 2, len(counts) - 1})
    axes.set_xticks(shown, [_short(insights.periods[place].first) for place in shown])
    axes.yaxis.set_major_locator(_whole_numbers())
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    _quieten(axes)


def _draw_sections(axes: Any, insights: Insights) -> None:
    axes.set_title("Sections asked for most", loc="left", fontsize=9.5, weight="bold")
    axes.set_xticks([])
    axes.set_yticks([])
    _quieten(axes)
    axes.spines["bottom"].set_visible(False)
    axes.spines["left"].set_visible(False)
    if not insights.sections:
        axes.text(0, 0.5, f"each {Few.FEW.value} times", transform=axes.transAxes, va="center", color=_QUIET)
        return
    most = insights.sections[0].count
    for place, section in enumerate(insights.sections[:_MOST_ROWS]):
        axes.barh(-place - 0.2, section.count, 0.22, color=_COLOURS[Status.ANSWERED])
        helpful = "" if isinstance(section.helpful, Few) else f", {percent(section.helpful)} helpful"
        axes.text(0, -place, _cut(_name(section)), va="bottom", fontsize=8.5)
        told = f"{counted(section.count)}{helpful}"
        axes.text(most * 1.01, -place, told, va="bottom", ha="right", fontsize=8.5, color=_QUIET)
    axes.set_xlim(0, most * 1.01)
    axes.set_ylim(-min(len(insights.sections), _MOST_ROWS) + 0.6, 0.45)


def _quieten(axes: Any) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=_QUIET, labelsize=8, length=2)


def _whole_numbers() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(3, integer=True, steps=[1, 2, 5, 10])


def _top(insights: Insights) -> float:
    counts: list[Count] = [count for period in insights.periods for count in period.statuses.values()]
    return max(_LEAST_TOP, 1.08 * max((count for count in counts if not isinstance(count, Few)), default=FEWEST))


def _legend(insights: Insights) -> str:
    """Return what a bar stands for, and the grey and the pale ones where there are any."""
    whole = _longest(insights)
    parts = [{1: "A bar is a day", 7: "A bar is a week"}.get(whole, f"A bar is {whole} days")]
    if any(_days(period) != whole for period in insights.periods):
        parts.append("pale: part of one")
    if any(isinstance(count, Few) for period in insights.periods for count in period.statuses.values()):
        parts.append(f"grey: {Few.FEW.value}")
    return "; ".join(parts)


def _longest(insights: Insights) -> int:
    return max(_days(period) for period in insights.periods)


def _days(period: Period) -> int:
    return (period.last - period.first).days + 1


def _name(section: SectionAsked) -> str:
    return section.section.rpartition(" › ")[2] or section.article


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1].rstrip()}…"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _missing() -> ExtraMissing:
    fix = "install ldnbot with its extra `plots`, in a checkout: pip install '.[plots]'"
    return ExtraMissing("matplotlib is not installed", fix=fix)
