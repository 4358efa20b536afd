"""Histograms, placed: numbers that a template writes down as inline SVG, and the table that says the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

# The drawing is 480 × 240; the page scales it.
_LEFT, _RIGHT, _TOP, _FLOOR = 8.0, 472.0, 34.0, 200.0
_GAP = 1.5  # between bars
_STEPS = (1, 2, 5)  # ticks of a logarithmic axis, times powers of ten


@dataclass(frozen=True)
class Bar:
    """One column. `label`: its range in words; `far`: beyond what is usual."""

    x: float
    y: float
    width: float
    height: float
    label: str
    count: int
    far: bool = False


@dataclass(frozen=True)
class Mark:
    """A line across the drawing with a word on it; `anchor` keeps the word inside."""

    x: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Plot:
    """A histogram. `about` is what it shows in one sentence, for who does not see it."""

    title: str
    about: str
    axis: str
    bars: tuple[Bar, ...]
    ticks: tuple[Mark, ...]
    marks: tuple[Mark, ...]

    @property
    def rows(self) -> tuple[tuple[str, int], ...]:
        """The same as a table: range and count, without empty ranges."""
        return tuple((bar.label, bar.count) for bar in self.bars if bar.count)


def across(share: float) -> float:
    """Where a share of the axis, 0 to 1, lies."""
    return _LEFT + (_RIGHT - _LEFT) * min(max(share, 0.0), 1.0)


def mark(share: float, text: str) -> Mark:
    """A line at a share of the axis; near an end its word goes to the other side."""
    anchor = "start" if share < 0.2 else "end" if share > 0.8 else "middle"
    return Mark(across(share), text, anchor)


def bars(counts: Sequence[int], labels: Iterable[str], far: Callable[[int], bool] = lambda place: False) -> list[Bar]:
    """Columns of equal width over the whole axis, the highest as high as there is room."""
    highest = max(*counts, 1) if len(counts) > 1 else max([*counts, 1])
    step = (_RIGHT - _LEFT) / max(len(counts), 1)
    placed = []
    for place, (count, label) in enumerate(zip(counts, labels, strict=True)):
        height = (_FLOOR - _TOP) * count / highest
        if count:
            height = max(height, 2.0)  # one of 600 is still seen
        x = _LEFT + place * step + _GAP / 2
        placed.append(Bar(x, _FLOOR - height, step - _GAP, height, label, count, far(place)))
    return placed


def small(counts: Sequence[int]) -> str:
    """A histogram of the size of a word, 100 × 20, as the data of one SVG path."""
    highest, step = max([*counts, 1]), 100 / max(len(counts), 1)
    parts = []
    for place, count in enumerate(counts):
        if count:
            height = max(20 * count / highest, 1.0)
            parts.append(f"M{place * step:g} 20v{-height:.3g}h{step - 1:g}v{height:.3g}z")
    return "".join(parts)


@dataclass(frozen=True)
class LogAxis:
    """A logarithmic axis from `low` to `high`, both above 0, cut into `bins` equal parts."""

    low: float
    high: float
    bins: int = 40

    def share(self, value: float) -> float:
        """Where a value lies, 0 to 1."""
        return math.log(value / self.low) / math.log(self.high / self.low)

    def edge(self, place: int) -> float:
        """The value at which a bin begins."""
        return float(self.low * (self.high / self.low) ** (place / self.bins))

    def counts(self, values: Iterable[float]) -> list[int]:
        """How many values lie in each bin."""
        found = [0] * self.bins
        for value in values:
            found[min(max(int(self.share(value) * self.bins), 0), self.bins - 1)] += 1
        return found

    def ticks(self, most: int = 7) -> list[float]:
        """Round values on the axis, at most so many."""
        first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        found: list[float] = []
        for steps in (_STEPS, (1, 3), (1,)):
            found = [s * 10.0**n for n in range(first, last + 1) for s in steps if self.low <= s * 10.0**n <= self.high]
            if len(found) <= most:
                break
        return found


def log_axis(values: Sequence[float], fence: float) -> LogAxis:
    """An axis with room for the values and the fence, at least a factor of four long."""
    low, high = min(values), max(*values, fence)
    middle = math.sqrt(low * high)
    return LogAxis(min(low, middle / 2) * 0.97, max(high, middle * 2) * 1.03)
