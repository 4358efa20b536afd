"""Tables of what mistakes lead to, made once for a batch although every submission has a judge child of its own.

A child whose submission fails a check asks its parent for the check's table. The parent has it made in a process
that ends with it, keeps it, and hands it on; children that are forked later have it from the start. The parent itself
runs no mistake: it must neither hang nor run a backward pass. All that a child can say is the number of a check.
"""

from __future__ import annotations

import contextlib
import os
import pickle  # only between processes that never held a submission, and towards a judge child
import select
import signal
import struct
import time
from collections.abc import Sequence

import pytest

from grader.judge.parent import die_with
from grader.testing.counterfactual import EMPTY, SECONDS, Table
from grader.testing.plugin import Plugin

_GRACE = 8.0  # wall clock beyond a table's processor time: judges share processors
_NUMBER = struct.Struct("!I")
_LENGTH = struct.Struct("!Q")
_CHUNK = 1 << 20


class TableDesk:
    """Two pipes between a judge and one child of it; made before the fork.

    Where there are no process descriptors (macOS), every child makes its own tables.
    """

    def __init__(self, plugin: Plugin, items: Sequence[pytest.Item]) -> None:
        self._plugin, self._items = plugin, items
        self._questions, self._ask = os.pipe()
        self._answers, self._tell = os.pipe()

    # -- in the child ----------------------------------------------------------------------------

    def ask_from_here(self) -> None:
        """In the child: from now on tables come from the parent."""
        os.close(self._questions)
        os.close(self._tell)
        if hasattr(os, "pidfd_open"):
            self._plugin.table_of = self._asked

    def _asked(self, item: pytest.Item) -> Table:
        os.write(self._ask, _NUMBER.pack(self._items.index(item)))
        head = _read(self._answers, _LENGTH.size, time.monotonic() + 2 * (SECONDS + _GRACE))
        if len(head) != _LENGTH.size:
            return EMPTY
        (length,) = _LENGTH.unpack(head)
        return _table(_read(self._answers, length, time.monotonic() + _GRACE))

    # -- in the parent ---------------------------------------------------------------------------

    def serve(self, pid: int, patience: float) -> int:
        """Answer the child until it ends; it is reaped: its exit status, or minus the signal that ended it."""
        os.close(self._ask)
        os.close(self._answers)
        try:
            if hasattr(os, "pidfd_open"):  # elsewhere the child's own alarm has to do
                self._until_it_ends(pid, time.monotonic() + patience)
        finally:
            os.close(self._questions)
            os.close(self._tell)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def _until_it_ends(self, pid: int, deadline: float) -> None:
        ended = os.pidfd_open(pid)
        heard = [ended, self._questions]
        try:
            while True:
                ready = select.select(heard, [], [], max(0.0, deadline - time.monotonic()))[0]
                if self._questions in ready:
                    question = os.read(self._questions, _NUMBER.size)
                    if len(question) == _NUMBER.size:
                        self._answer(*_NUMBER.unpack(question))
                    else:
                        heard.remove(self._questions)
                elif ready:
                    return
                else:
                    os.kill(pid, signal.SIGKILL)
                    return
        finally:
            os.close(ended)

    def _answer(self, number: int) -> None:
        if number >= len(self._items):
            return
        item = self._items[number]
        known = self._plugin.tables.get(item.nodeid)
        data = b""
        if known is not None:
            data = pickle.dumps(known)
        else:
            with contextlib.suppress(OSError):  # no process to be had
                data = self._made(item)
            self._plugin.tables[item.nodeid] = _table(data)
        with contextlib.suppress(BrokenPipeError):  # it has ended meanwhile
            _write(self._tell, _LENGTH.pack(len(data)) + data)

    def _made(self, item: pytest.Item) -> bytes:
        """The check's table, pickled, from a process of its own; nothing where it takes too long."""
        self._plugin.variants  # noqa: B018 - made here once, for all checks
        parent = os.getpid()
        back, out = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                die_with(parent)
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                assert isinstance(item, pytest.Function)
                _write(out, pickle.dumps(self._plugin.make_table(item, SECONDS)))
            finally:
                os._exit(0)
        os.close(out)
        try:
            return _read(back, None, time.monotonic() + SECONDS + _GRACE)
        finally:
            os.close(back)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _table(data: bytes) -> Table:
    if not data:
        return EMPTY
    try:
        found = pickle.loads(data)  # noqa: S301 - made by a fork of the parent that never held a submission
    except (pickle.UnpicklingError, EOFError):  # cut off: it took too long
        return EMPTY
    return found if isinstance(found, Table) else EMPTY


def _read(descriptor: int, length: int | None, deadline: float) -> bytes:
    """So many bytes, or all until the end; fewer where the time is over."""
    parts: list[bytes] = []
    left = length
    while left is None or left > 0:
        if not select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
            break
        part = os.read(descriptor, _CHUNK if left is None else min(left, _CHUNK))
        if not part:
            break
        parts.append(part)
        left = None if left is None else left - len(part)
    return b"".join(parts)


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
