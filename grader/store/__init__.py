"""The store: submissions, runs, results, overrides, comments, events; append-only, in SQLite or PostgreSQL."""

from __future__ import annotations

from grader.store.place import VARIABLE, store_place
from grader.store.records import (
    Claimed,
    ClaimState,
    Comment,
    Entry,
    Event,
    Override,
    Placed,
    RunId,
    RunRecord,
    Scope,
)
from grader.store.standing import Standing
from grader.store.store import Store, open_store

__all__ = [
    "VARIABLE",
    "ClaimState",
    "Claimed",
    "Comment",
    "Entry",
    "Event",
    "Override",
    "Placed",
    "RunId",
    "RunRecord",
    "Scope",
    "Standing",
    "Store",
    "open_store",
    "store_place",
]
