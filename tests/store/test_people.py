"""What people decided and wrote."""

from __future__ import annotations

from dataclasses import replace

from grader.store import Comment, Event, Override, Scope, Store
from tests.store.samples import ODD, graded


def test_overrides_and_comments(store: Store) -> None:
    """They come back in the order they were made, with their time, for one student or for all."""
    first = Override("week01_a", "s001", Scope.CHECK, "test_a.py::one", 1.5, "한글 <reason>", "ta", after_late=True)
    withdrawn = replace(first, points=None, reason="a mistake")
    other = Override("week01_a", ODD, Scope.WHOLE, "", 0.0, "", "ta")
    for override in (first, withdrawn, other):
        store.add_override(override)
    found = store.overrides("week01_a")
    assert [replace(o, at="") for o in found] == [first, withdrawn, other]
    assert all(o.at.endswith("+00:00") for o in found)
    assert store.overrides("week01_a", "s001") == found[:2]
    assert store.overrides("week02_b") == []
    comment = Comment("week01_a", ODD, "좋아요\nvery good", "ta", "a", "2026-03-04T09:00:00+00:00")
    store.add_comment(comment)
    assert store.comments("week01_a") == store.comments("week01_a", ODD) == [comment]
    assert store.comments("week01_a", "s001") == []


def test_events(store: Store) -> None:
    """They come back in order, by assignment and kind."""
    run = graded(store, "s001")
    events = [
        Event("published", "week01_a", run=run, detail={"students": ["s001"], "n": 1}),
        Event("exported", "week01_a", "s001", "ta"),
        Event("published", "week02_b"),
    ]
    for event in events:
        store.add_event(event)
    assert [replace(e, at="") for e in store.events()] == events
    assert [e.kind for e in store.events("week01_a")] == ["published", "exported"]
    assert [e.assignment for e in store.events(kind="published")] == ["week01_a", "week02_b"]
