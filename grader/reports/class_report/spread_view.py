"""Run times and memory of the class in one language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.messages import text
from grader.model import CheckResult, Run, Verdict
from grader.reports.class_report import plots
from grader.reports.class_report.outliers import Spread, hungriest, slowest
from grader.reports.class_report.words import size, times, took
from grader.reports.plain import one_line
from grader.reports.view import title_in

SHOWN = 8  # of those far out; the others by name


@dataclass(frozen=True)
class FarRow:
    """One submission far out: how much, how many times the median, and in which check."""

    student: str
    page: str
    value: str
    factor: str
    check: str
    part: str
    label: str  # of the outcome, unless it passed


@dataclass(frozen=True)
class SpreadView:
    """One measure. `more`: student and page of those far out that are not among the rows."""

    title: str
    about: str
    check: str
    plot: plots.Plot
    rows: tuple[FarRow, ...]
    more: tuple[tuple[str, str], ...]


def time_view(run: Run, found: Spread, pages: Sequence[str], lang: str) -> SpreadView:
    """Seconds of the checks together; the check is the slowest one."""

    def seconds(value: float) -> str:
        return took(value, lang)

    return _view(run, found, pages, lang, "time", seconds, slowest, lambda result: seconds(result.seconds))


def memory_view(run: Run, found: Spread, pages: Sequence[str], lang: str) -> SpreadView:
    """Peaks; the check is the first after which it was reached."""
    return _view(run, found, pages, lang, "memory", size, hungriest, lambda result: "")


def _view(
    run: Run,
    found: Spread,
    pages: Sequence[str],
    lang: str,
    what: str,
    written: Callable[[float], str],
    culprit: Callable[[Verdict], CheckResult | None],
    part: Callable[[CheckResult], str],
) -> SpreadView:
    far = found.far
    rows = []
    for number in far[:SHOWN]:
        verdict, value = run.verdicts[number], found.values[number]
        result = culprit(verdict)
        rows.append(
            FarRow(
                student=one_line(verdict.student),
                page=pages[number],
                value=written(value),
                factor=times(value / found.median),
                check=title_in(result.check.titles, lang, result.check.name) if result is not None else "",
                part=part(result) if result is not None else "",
                label="" if result is None or result.outcome == "passed" else text(f"outcome.{result.outcome}", lang),
            )
        )
    median, fence = written(found.median), written(found.fence)
    return SpreadView(
        title=text(f"class.{what}", lang),
        about=text("class.far_about", lang, count=len(far), median=median, fence=fence)
        if far
        else text("class.far_none", lang, median=median, fence=fence),
        check=text(f"class.{what}_check", lang),
        plot=_plot(found, lang, what, written),
        rows=tuple(rows),
        more=tuple((one_line(run.verdicts[number].student), pages[number]) for number in far[SHOWN:]),
    )


def _plot(found: Spread, lang: str, what: str, written: Callable[[float], str]) -> plots.Plot:
    values = list(found.values.values())
    axis = plots.log_axis(values, found.fence)
    labels = [
        text("class.between", lang, low=written(axis.edge(n)), high=written(axis.edge(n + 1))) for n in range(axis.bins)
    ]
    ticks = axis.ticks() if what == "time" else [n * 2.0**20 for n in _mib(axis)]
    return plots.Plot(
        title=text(f"class.{what}", lang),
        about=text(f"class.{what}_about", lang),
        axis=text(f"class.{what}_axis", lang),
        bars=tuple(plots.bars(axis.counts(values), labels, lambda place: axis.edge(place) >= found.fence)),
        ticks=tuple(plots.Mark(plots.across(axis.share(tick)), _tick(tick, what)) for tick in ticks),
        marks=(plots.mark(axis.share(found.fence), text("class.fence_mark", lang, value=written(found.fence))),),
    )


def _mib(axis: plots.LogAxis) -> list[int]:
    """Powers of two in MiB on the axis."""
    return [1 << n for n in range(24) if axis.low <= (1 << n) * 2**20 <= axis.high]


def _tick(value: float, what: str) -> str:
    return f"{value:g}" if what == "time" else f"{value / (1 << 20):,.0f}"
