"""Running something to see whether it runs, within a bounded time."""

from __future__ import annotations

import signal
import threading
import time

import pytest

from grader.testing.control import runs_within


def test_what_ends_runs() -> None:
    """An action that ends counts as running, one that raises does not, whatever it raises."""
    assert runs_within(5, lambda: None)
    assert not runs_within(5, lambda: 1 // 0)
    assert not runs_within(5, lambda: pytest.fail("no"))


def test_endless_work_counts_as_running() -> None:
    """An action that is still at work when the time is over is stopped, even if it catches every exception."""

    def endless() -> None:
        while True:
            try:
                time.sleep(60)
            except Exception:  # noqa: BLE001
                pass

    started = time.monotonic()
    assert runs_within(0.1, endless)
    assert time.monotonic() - started < 5


def test_the_timer_before_goes_on() -> None:
    """A limit that was set for the whole check is still set afterwards, and so is its handler."""
    fired: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: fired.append(number))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        assert runs_within(60, lambda: None)
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 0.2
        time.sleep(0.3)
        assert fired == [signal.SIGALRM]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_interruption_is_passed_on() -> None:
    """Ctrl-C is no verdict about a check."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runs_within(5, interrupted)


def test_other_threads_wait() -> None:
    """Where no signal can be had, outside the main thread, the action is waited for."""
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(runs_within(0.001, lambda: time.sleep(0.05))))
    thread.start()
    thread.join()
    assert found == [True]
