"""The first tables. What stands here stays as it is, whatever becomes of `grader.store.schema`."""

from __future__ import annotations

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing: a store is made by `grader.store.opening`, and older ones than this there are none."""
