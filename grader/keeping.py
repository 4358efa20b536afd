"""A run's side of the store. Where that cannot be written any more the run goes on, and its operator is told once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.errors import StoreError
from grader.model import Run, Verdict
from grader.store import Claimed, ClaimState, Entry, Placed, RunId, Store

_PORTION = 100


@dataclass(frozen=True)
class Item:
    """A submission of a run, with the key of its grading."""

    placed: Placed
    key: str


class Keeper:
    """Takes over what the store knows, claims what is to be judged, keeps what was judged.

    Args:
        warn: told what the operator should know, a line each.
        again: judge everything anew.
        retry: a run; what it graded is taken over as it stands, and only what it left ungraded is judged.
    """

    def __init__(
        self, store: Store, warn: Callable[[str], None], *, again: bool = False, retry: RunId | None = None
    ) -> None:
        self.store, self.again = store, again
        self._warn, self._retry = warn, retry
        self._warned = False
        self._begin: Callable[[], RunId] | None = None
        self._run: RunId | None = None
        self._missed: list[tuple[Item, Verdict | Entry]] = []

    @property
    def complete(self) -> bool:
        """Whether all that was finished is in the store: an interruption now would lose nothing."""
        return not self._missed

    @property
    def run(self) -> RunId | None:
        """The run's number, as soon as the store has it."""
        return self._run

    def durations(self, assignment: str) -> Mapping[str, float]:
        """How long each student's work took the last time, as far as the store tells."""
        try:
            return self.store.durations(assignment)
        except StoreError as error:
            self._cannot(error)
            return {}

    def begin(self, run: Run, key: str, only: Sequence[str], *, training: bool) -> None:
        """The run starts, if it has not; see `Store.begin_run`."""
        if self._begin is not None:
            return
        self._begin = lambda: self.store.begin_run(run, key, only, training=training)
        self._try(self._number)

    def known(self, items: Sequence[Item]) -> Iterator[tuple[Item, Entry]]:
        """Those that need not be judged, with what is known of them; they are part of the run from now on."""
        try:
            found = list(self._found(items))
        except StoreError as error:
            self._cannot(error)
            return
        for start in range(0, len(found), _PORTION):
            self._take_over(found[start : start + _PORTION])
        yield from found

    def finished(self, item: Item) -> Entry | None:
        """What another grader has just finished; it is part of the run from now on."""
        if self.again:
            return None
        try:
            entry = next(self.store.known([item.key]), None)
        except StoreError as error:
            self._cannot(error)
            return None
        if entry is not None:
            self._take_over([(item, entry)])
        return entry

    def claim(self, item: Item) -> Claimed:
        """Take an item on; where the store fails it is ours."""
        try:
            return self.store.claim(item.key, again=self.again)
        except StoreError as error:
            self._cannot(error)
            return Claimed(ClaimState.MINE)

    def record(self, item: Item, verdict: Verdict) -> None:
        """Keep what was judged; back when it is on the disk."""
        if not self._try(lambda: self.store.record(self._number(), item.placed, item.key, verdict)):
            self._missed.append((item, verdict))

    def finish(self, seconds: float, *, interrupted: bool) -> None:
        """The run is over; what could not be kept is tried once more."""
        missed, self._missed = self._missed, []
        for item, what in missed:
            if isinstance(what, Entry):
                self._take_over([(item, what)])
            else:
                self.record(item, what)
        if self._begin is not None and self.complete:
            self._try(lambda: self.store.finish_run(self._number(), seconds, interrupted=interrupted))

    def _found(self, items: Sequence[Item]) -> Iterator[tuple[Item, Entry]]:
        if self.again:
            return
        if self._retry is not None:
            entries = {e.hand_in: e for e in self.store.entries(self._retry) if e.final}
            yield from ((i, entries[i.placed.hand_in]) for i in items if i.placed.hand_in in entries)
            return
        entries = {e.key: e for e in self.store.known(item.key for item in items)}
        yield from ((item, entries[item.key]) for item in items if item.key in entries)

    def _take_over(self, entries: Sequence[tuple[Item, Entry]]) -> None:
        rows = [(item.placed, entry.grading) for item, entry in entries]
        if not self._try(lambda: self.store.take_over(self._number(), rows)):
            self._missed += entries

    def _number(self) -> RunId:
        if self._run is None:
            assert self._begin is not None
            self._run = self._begin()
        return self._run

    def _try(self, action: Callable[[], object]) -> bool:
        try:
            action()
        except StoreError as error:
            self._cannot(error)
            return False
        return True

    def _cannot(self, error: StoreError) -> None:
        if not self._warned:
            self._warned = True
            self._warn(f"{error}; grading goes on, and an interruption would lose what is not in it")
