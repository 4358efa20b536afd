"""Shapes as small drawings: two boxes beside each other show at a glance which axis is another one."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

_SHAPE = re.compile(r"\[(\d{1,9}(?:, \d{1,9})*)?\]")
_DRAWN = 3  # axes; those before them stand beside the drawing
_SLANT = 0.45
Shape = tuple[int, ...]


def shape_in(value: object) -> Shape | None:
    """The shape in a message's parameter, which checks write as `[2, 3]`."""
    found = _SHAPE.fullmatch(value) if isinstance(value, str) else None
    return None if found is None else tuple(int(n) for n in (found[1] or "").split(", ") if n)


def drawing(shape: Shape, other: Shape) -> str:
    """SVG of a tensor's shape: a bar, a rectangle or a block; axes that `other` has not so are red.

    Everything in it comes from integers.
    """
    wrong = [len(shape) != len(other) or n != m for n, m in zip(shape, [*other, *shape[len(other) :]], strict=False)]
    more, axes, bad = shape[:-_DRAWN], shape[-_DRAWN:], wrong[-_DRAWN:]
    depth, height, width = ([0.0] * (_DRAWN - len(axes)) + [_length(n) for n in axes])[:_DRAWN]
    height = height or 16.0
    width = width or 16.0
    slant = depth * _SLANT
    left, top = 40.0, 6.0 + slant
    parts = [_face([(left, top), (left + width, top), (left + width, top + height), (left, top + height)], 0.30)]
    if slant:
        right = left + width
        parts += [
            _face([(left, top), (left + slant, top - slant), (right + slant, top - slant), (right, top)], 0.15),
            _face(
                [
                    (right, top),
                    (right + slant, top - slant),
                    (right + slant, top - slant + height),
                    (right, top + height),
                ],
                0.45,
            ),
        ]
    labels = list(zip(axes, bad, strict=True))
    if labels:
        parts.append(_number(left + width / 2, top + height + 15, labels[-1], "middle"))
    if len(labels) > 1:
        parts.append(_number(left - 6, top + height / 2 + 5, labels[-2], "end"))
    if len(labels) > 2:
        parts.append(_number(left + slant / 2 - 6, top - slant / 2 + 1, labels[-3], "end"))
    across = left + width + slant + 8
    if more:
        parts.append(_number(across, top + height / 2 + 5, ("×".join(map(str, more)) + " ×", any(wrong[:-_DRAWN])), ""))
        across += 60
    w, h = across + 12, top + height + 22
    return (
        f'<svg width="{w:.0f}" height="{h:.0f}" viewBox="0 0 {w:.0f} {h:.0f}" role="img" '
        f'aria-label="[{", ".join(map(str, shape))}]">{"".join(parts)}</svg>'
    )


def _length(n: int) -> float:
    """Pixels of an axis: twice as long is a step more, so that 2 and 200 fit."""
    return min(16 + 13 * math.log2(max(n, 1)), 110.0)


def _face(corners: Sequence[tuple[float, float]], opacity: float) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return f'<polygon points="{points}" fill="#4a7fd0" fill-opacity="{opacity}" stroke="#4a7fd0"/>'


def _number(x: float, y: float, label: tuple[int | str, bool], anchor: str) -> str:
    colour, weight = ("#d23b3b", 700) if label[1] else ("currentColor", 400)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor or "start"}" font-size="13" font-weight="{weight}" '
        f'fill="{colour}">{label[0]}</text>'
    )
