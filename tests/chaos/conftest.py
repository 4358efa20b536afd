"""The course in this folder is to be graded, not tested."""

from __future__ import annotations

collect_ignore = ["course"]
