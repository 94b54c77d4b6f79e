"""The report as one self-contained HTML page: tables, plots, and every failure with its explanation."""

import base64
import html
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ldnbot.errors import ExtraMissing
from ldnbot.evaluation.measures import Measure
from ldnbot.evaluation.report import Report

__all__ = ["Judged", "write_page"]

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
table { border-collapse: collapse; margin: 1rem 0; } td, th { padding: .25rem .75rem; border-bottom: 1px solid #ddd; }
td + td, th + th { text-align: right; } img { max-width: 100%; } li { margin: .5rem 0; } .fault { color: #8a1c1c; }
summary { cursor: pointer; }
"""

Judged = tuple[float, bool]
"""The judgement of one question as a number, and whether the corpus answers it."""


def write_page(report: Report, judged: Sequence[Judged], folder: Path) -> Path:
    """Write index.html into the folder, made if need be, and return its path.

    Raises:
        ExtraMissing: matplotlib is not installed.
    """
    plots = [_bars(report.measures), _coverage(judged)]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "index.html"
    path.write_text("".join(_page(report, plots)), encoding="utf-8")
    return path


def _page(report: Report, plots: Sequence[bytes]) -> Iterator[str]:
    yield f"<!doctype html><html lang=en><meta charset=utf-8><title>ldnbot eval</title><style>{_STYLE}</style>"
    yield f"<h1>ldnbot eval</h1><p>{report.questions} questions, corpus {report.corpus_version}</p>"
    for plot in plots:
        yield f'<img alt="" src="data:image/png;base64,{base64.b64encode(plot).decode()}">'
    yield "<h2>Measures</h2><table><tr><th>measure<th>questions<th>value<th>95 % interval<th>n</tr>"
    for measure in report.measures:
        yield f"<tr><td>{_text(measure.name)}<td>{_text(measure.kind)}<td>{measure.value:.3f}"
        yield f"<td>{measure.low:.3f} to {measure.high:.3f}<td>{measure.count}</tr>"
    yield "</table><h2>Status by kind</h2><table>"
    statuses = sorted({status for counts in report.confusion.values() for status in counts})
    yield "<tr><th>" + "".join(f"<th>{_text(status)}" for status in statuses) + "</tr>"
    for kind, counts in report.confusion.items():
        yield f"<tr><td>{_text(kind)}" + "".join(f"<td>{counts.get(status, 0)}" for status in statuses) + "</tr>"
    yield "</table><h2>Time for a question</h2><p>"
    yield ", ".join(f"{_text(name)} {value:.1f} ms" for name, value in report.milliseconds.items())
    yield f"</p><h2>Failures ({len(report.failures)})</h2><ul>"
    for failure in report.failures:
        lines = "<br>".join(_text(line) for line in failure.explanation)
        yield f"<li><details><summary>{_text(failure.id)} ({_text(failure.kind)}): {_text(failure.question)} "
        yield f"<span class=fault>{_text(failure.fault)}</span></summary><p>{lines}</p></details>"
    yield "</ul></html>"


def _text(text: str) -> str:
    return html.escape(text)


def _figure() -> Any:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ExtraMissing(
            "matplotlib is not installed",
            fix="install ldnbot with its extra `plots`, in a checkout: pip install '.[plots]'",
        ) from error
    return Figure(figsize=(9, 3.6), layout="constrained")


def _png(figure: Any) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=120)
    return stream.getvalue()


def _bars(measures: Sequence[Measure]) -> bytes:
    names = ("hit@1", "hit@3", "answered")
    kinds = list(dict.fromkeys(measure.kind for measure in measures if measure.name in names))
    figure = _figure()
    axes = figure.subplots()
    for place, name in enumerate(names):
        shown = {measure.kind: measure for measure in measures if measure.name == name}
        values = [shown[kind].value for kind in kinds if kind in shown]
        below = [shown[kind].value - shown[kind].low for kind in kinds if kind in shown]
        above = [shown[kind].high - shown[kind].value for kind in kinds if kind in shown]
        spots = [number + 0.27 * (place - 1) for number in range(len(values))]
        axes.bar(spots, values, 0.25, yerr=(below, above), label=name, capsize=3)
    axes.set_xticks(range(len(kinds)), kinds)
    axes.set_ylim(0, 1.05)
    axes.set_title("Per kind of question, with 95 % intervals")
    axes.legend(ncols=3, loc="lower right")
    return _png(figure)


def _coverage(judged: Sequence[Judged]) -> bytes:
    figure = _figure()
    axes = figure.subplots()
    bounds = [step / 200 for step in range(201)]
    for wanted, label in ((True, "answerable, answered"), (False, "not answerable, answered all the same")):
        values = [value for value, answerable in judged if answerable is wanted]
        if values:
            axes.plot(bounds, [sum(value >= bound for value in values) / len(values) for bound in bounds], label=label)
    axes.set_xlabel("the judgement's bound for answered")
    axes.set_ylim(0, 1.02)
    axes.set_title("Coverage against error as the bound moves")
    axes.legend()
    return _png(figure)
