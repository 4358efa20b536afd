"""From a wrong answer to the mistake behind it: the simplest explanation that makes actual and expected agree."""

from __future__ import annotations

from grader.diagnosis.choosing import explained
from grader.diagnosis.evidence import Evidence, Explanation
from grader.diagnosis.values import Leaf, Leaves, Numbers, agreement, leaves

__all__ = ["Evidence", "Explanation", "Leaf", "Leaves", "Numbers", "agreement", "explained", "leaves"]
