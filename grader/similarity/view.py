"""A comparison ready to be shown: rows of the index, and the two columns of a pair's page."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from grader.reports.plain import one_line, visible
from grader.similarity.baseline import Baseline
from grader.similarity.compare import Comparison, Pair
from grader.similarity.document import Document, File
from grader.similarity.regions import Region, Span

COLOURS = 8
_WIDE = 240  # characters of a line that are shown
_AROUND = 3  # lines shown before and after what is shared; longer stretches are folded
_FOLD = 6  # lines: fewer are not worth a click
_LINES = 6_000  # of one hand-in
_NAMES = 4  # functions named in a row


@dataclass(frozen=True)
class Row:
    """A pair in the index. `times`: its shared fingerprints beside the class's 99th percentile."""

    number: int
    page: str
    left: str
    right: str
    shared: int
    tokens: int
    coverage: tuple[str, str]
    times: str
    next: int
    apart: bool
    functions: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Column:
    """A bar of the histogram, in the units of the drawing. `beyond`: the fence and above."""

    x: float
    width: float
    height: float
    label: str
    beyond: bool


@dataclass(frozen=True)
class Line:
    """A line of code. `region`: its number, 0 for none; `first`: the region begins here."""

    label: str
    text: str
    region: int
    first: bool


@dataclass(frozen=True)
class Stretch:
    """Lines of one kind; `folded` ones are shared with nobody and shown on demand."""

    folded: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    """A file in a column of a pair's page."""

    path: str
    stretches: tuple[Stretch, ...]


def rows(pairs: Sequence[Pair], pages: Sequence[str], found: Comparison, *, within: bool) -> list[Row]:
    """The rows of a table. `within`: pairs of the class, which its baseline is about."""
    out = []
    for number, (pair, page) in enumerate(zip(pairs, pages, strict=True), 1):
        names = list(dict.fromkeys(r.left.function for r in by_size(pair.regions) if r.left.function))
        left, right = (f"{100 * share:.0f} %" for share in pair.coverage)
        high = found.baseline.high
        out.append(
            Row(
                number=number,
                page=page,
                left=one_line(pair.left.name),
                right=one_line(pair.right.name),
                shared=pair.shared,
                tokens=pair.tokens,
                coverage=(left, right),
                times=f"{pair.shared / high:.1f} ×" if high else "",
                next=pair.next,
                apart=within and found.baseline.apart(pair.shared),
                functions=tuple(names[:_NAMES]),
                more=max(0, len(names) - _NAMES),
            )
        )
    return out


def by_size(regions: Sequence[Region]) -> list[Region]:
    """The largest first."""
    return sorted(regions, key=lambda region: -region.tokens)


def histogram(base: Baseline, width: float, height: float) -> list[Column]:
    """The bars of the distribution; heights are logarithmic, since one pair must be seen beside thousands."""
    if not base.bars:
        return []
    top = math.log10(1 + max(bar.pairs for bar in base.bars))
    step = width / len(base.bars)
    return [
        Column(
            x=i * step,
            width=max(1.0, step - 2),
            height=height * math.log10(1 + bar.pairs) / top if top and bar.pairs else 0.0,
            label=f"{bar.low}–{bar.high}: {bar.pairs}",
            beyond=base.apart(bar.high),
        )
        for i, bar in enumerate(base.bars)
    ]


def sheets(doc: Document, spans: Sequence[Span]) -> list[Sheet]:
    """The files of a hand-in with regions marked; files without any are left out.

    Args:
        spans: of the regions 1, 2, …, in the order of their numbers.
    """
    out, left = [], _LINES
    for number, file in enumerate(doc.files):
        marks: dict[int, int] = {}
        for region, span in enumerate(spans, 1):
            if span.file == number:
                for line in range(span.first, span.last + 1):
                    marks.setdefault(line, region)
        if marks:
            lines = _lines(file, marks)[:left]
            left -= len(lines)
            out.append(Sheet(one_line(file.path), _stretches(lines)))
    return out


def place(doc: Document, span: Span) -> str:
    """The lines of a span as the page numbers them: `12–20`, in a notebook `[3] 1–7` for cell 3."""
    file = doc.files[span.file]
    first, last = (_label(file, line) for line in (span.first, span.last))
    cell, _, number = last.rpartition(" ")
    return f"{first}–{number if first.startswith(cell) else last}"


def _label(file: File, line: int) -> str:
    at = bisect_right(file.cells, line, key=lambda span: span.first) - 1
    return f"[{file.cells[at].cell}] {line - file.cells[at].first + 1}" if at >= 0 else str(line)


def _lines(file: File, marks: dict[int, int]) -> list[Line]:
    """The lines that are not blank, or stand in a region."""
    out, seen = [], set[int]()
    for number, text in enumerate(file.lines, 1):
        region = marks.get(number, 0)
        if not text.strip() and not region:
            continue
        shown = visible(text.expandtabs(4)[: _WIDE + 1])
        shown = shown[:_WIDE] + "…" if len(shown) > _WIDE else shown
        out.append(Line(_label(file, number), shown, region, region > 0 and region not in seen))
        seen.add(region)
    return out


def _stretches(lines: Sequence[Line]) -> tuple[Stretch, ...]:
    near = [False] * len(lines)
    for i, line in enumerate(lines):
        if line.region:
            low, high = max(0, i - _AROUND), min(len(lines), i + _AROUND + 1)
            near[low:high] = [True] * (high - low)
    out: list[Stretch] = []
    for shown, group in groupby(zip(near, lines, strict=True), key=lambda pair: pair[0]):
        found = tuple(line for _, line in group)
        folded = not shown and len(found) >= _FOLD
        if out and not folded and not out[-1].folded:
            found = (*out.pop().lines, *found)
        out.append(Stretch(folded, found))
    return tuple(out)
