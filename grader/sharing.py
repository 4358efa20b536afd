"""Handing out a run's submissions to its judges, so that no other grader on the same store judges them, too."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

from grader.keeping import Item, Keeper
from grader.model import Submission
from grader.store import ClaimState, Entry

_PAUSE = 0.5  # seconds between two looks at what others hold


class Shared:
    """The work of a batch; see `grader.batch.Work`.

    Args:
        keeper: claims for us.
        left: the items that are left to be judged; asked once, when a judge has said what their keys depend on.
        on_known: told of each that another grader has finished meanwhile.
        say: told, once, that we wait for others.
    """

    def __init__(
        self,
        keeper: Keeper,
        left: Callable[[], Sequence[Item]],
        on_known: Callable[[Item, Entry], None],
        say: Callable[[str], None],
    ) -> None:
        self._keeper, self._left, self._on_known, self._say = keeper, left, on_known, say
        self._lock = threading.Lock()
        self._todo: deque[Item] | None = None
        self._held: deque[Item] = deque()
        self._looked = 0.0
        self._waiting = False
        self.items: dict[int, Item] = {}  # by the identity of the submission: those that were handed out

    def begin(self) -> int:
        """How many are left, others' claims included."""
        with self._lock:
            return len(self._ready())

    def take(self, stopping: threading.Event) -> Submission | None:
        """The next one to judge; waits while all that is left is judged by others. None: there is no more."""
        while not stopping.is_set():
            with self._lock:
                todo = self._ready()
                if not todo and self._held and time.monotonic() - self._looked > _PAUSE:
                    self._looked = time.monotonic()
                    todo.extend(self._held)
                    self._held.clear()
                found = self._claimed(todo)
                if found is not None:
                    return found
                if not self._held:
                    return None
            stopping.wait(_PAUSE / 2)
        return None

    def _ready(self) -> deque[Item]:
        if self._todo is None:
            self._todo = deque(self._left())
        return self._todo

    def _claimed(self, todo: deque[Item]) -> Submission | None:
        """The first that we may judge; what others judge is put aside, what they have judged is taken over."""
        owner = ""
        while todo:
            item = todo.popleft()
            answer = self._keeper.claim(item)
            if answer.state is ClaimState.MINE:
                self.items[id(item.placed.submission)] = item
                return item.placed.submission
            if answer.state is ClaimState.HELD:
                self._held.append(item)
                owner = answer.owner
                continue
            entry = self._keeper.finished(item)
            if entry is None:  # the store has failed meanwhile
                self.items[id(item.placed.submission)] = item
                return item.placed.submission
            self._on_known(item, entry)
        if owner and not self._waiting:
            self._waiting = True
            self._say(f"waiting for {len(self._held)} that another grader judges now ({owner})")
        return None
