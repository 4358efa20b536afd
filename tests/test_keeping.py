"""A run's side of the store: where that fails the run goes on, and what was missed is kept when it works again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.errors import StoreError
from grader.keeping import Item, Keeper
from grader.model import Verdict
from grader.scoring import verdict
from grader.store import ClaimState, Placed, Store, open_store
from tests.store.samples import TASKS, header, results, submission


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store."""
    with open_store(str(tmp_path / "store.sqlite3")) as made:
        yield made


def item(position: int) -> Item:
    """One of a run's submissions."""
    student = f"s{position:03}"
    return Item(Placed(position, submission(student), f"hand-in {student}"), f"key {student}")


def judged(it: Item) -> Verdict:
    """Its verdict."""
    return verdict(it.placed.submission, results(), TASKS, 0.25, "process")


def begun(store: Store, told: list[str]) -> Keeper:
    """A run that has begun."""
    keeper = Keeper(store, told.append)
    keeper.begin(header(), "run key", (), training=True)
    return keeper


def failing(monkeypatch: pytest.MonkeyPatch, *names: str) -> pytest.MonkeyPatch:
    """Make methods of stores fail, as on a full disk."""

    def fail(*_: Any, **__: Any) -> None:
        raise StoreError("store: cannot be written: No space left on device (make room)")

    for name in names:
        monkeypatch.setattr(Store, name, fail)
    return monkeypatch


def test_a_full_disk_is_told_once_and_made_good(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """One warning says what it means; with room in the end everything is kept, in its place."""
    told: list[str] = []
    keeper = begun(store, told)
    keeper.record(item(0), judged(item(0)))
    with monkeypatch.context() as patched:
        failing(patched, "record", "claim")
        assert keeper.claim(item(1)).state is ClaimState.MINE
        for position in (1, 2):
            keeper.record(item(position), judged(item(position)))
        assert not keeper.complete
    keeper.finish(1.5, interrupted=False)
    assert keeper.complete and keeper.run is not None
    assert len(told) == 1 and "No space left on device" in told[0] and "grading goes on" in told[0]
    assert [v.student for v in store.verdicts(keeper.run)] == ["s000", "s001", "s002"]
    assert not store.load(keeper.run).interrupted


def test_a_disk_that_stays_full(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept stays, the run has no end, and nobody is told that all is kept."""
    told: list[str] = []
    keeper = begun(store, told)
    keeper.record(item(0), judged(item(0)))
    failing(monkeypatch, "record")
    keeper.record(item(1), judged(item(1)))
    keeper.finish(1.5, interrupted=False)
    assert not keeper.complete and keeper.run is not None and len(told) == 1
    assert store.load(keeper.run).interrupted and len(list(store.verdicts(keeper.run))) == 1


def test_a_run_that_could_not_begin(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk was full when the run began, it begins with the first result that can be kept."""
    told: list[str] = []
    with monkeypatch.context() as patched:
        failing(patched, "begin_run")
        keeper = begun(store, told)
        keeper.record(item(0), judged(item(0)))
        assert keeper.run is None
    keeper.record(item(1), judged(item(1)))
    keeper.finish(1.5, interrupted=False)
    assert keeper.complete and keeper.run is not None
    assert [v.student for v in store.verdicts(keeper.run)] == ["s000", "s001"]


def test_a_store_that_cannot_be_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known then, and everything is judged."""
    told: list[str] = []
    begun(store, told).record(item(0), judged(item(0)))
    failing(monkeypatch, "known", "durations")
    keeper = begun(store, told)
    assert list(keeper.known([item(0)])) == [] and keeper.durations("week01_a") == {}
    assert keeper.finished(item(0)) is None and len(told) == 1
