"""Forking into a new PID namespace by the bare system call."""

from __future__ import annotations

import ctypes
import functools
import os
import signal
import threading
import time

from grader.sandbox.linux import calls, fork
from tests.sandbox.attacks.arena import descendants
from tests.sandbox.linux.in_child import alone, in_child


def test_first_of_its_namespace_and_child_of_the_caller() -> None:
    """As root or not: the forked body has number 1, its parent is the caller, and a failing body exits with 125."""

    def body() -> None:
        os.dup2(os.open("/dev/null", os.O_WRONLY), 2)
        if os.geteuid() != 0:
            alone()
        start = functools.partial(fork.fork, new_pid_namespace=True)
        first = start(lambda: os._exit(os.getpid() + os.getppid()))  # 1 + 0: the parent is outside
        assert os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]) == 1
        second = start(lambda: os.close(9999))
        assert os.waitstatus_to_exitcode(os.waitpid(second, 0)[1]) == 125
        third = start(lambda: time.sleep(600))
        assert descendants(os.getpid()) == {third}
        os.kill(third, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(third, 0)[1]) == -signal.SIGKILL

    assert in_child(body) == 0


def test_the_c_library_knows_the_child_by_its_own_number() -> None:
    """Threads, locks and a further fork work in the child, although it was not the C library that forked."""

    def inside() -> None:
        lock, told = threading.RLock(), []
        with lock:
            others = [threading.Thread(target=lambda: told.append(threading.get_native_id())) for _ in range(4)]
            for other in others:
                other.start()
            for other in others:
                other.join()
        assert len(set(told)) == 4
        assert threading.main_thread() is threading.current_thread()
        own = ctypes.c_int.from_address(calls.thread_number_address()).value
        assert own == os.getpid() == 1
        child = os.fork()
        if child == 0:
            os._exit(3)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3

    def body() -> None:
        if os.geteuid() != 0:
            alone()
        child = fork.fork(inside, new_pid_namespace=True)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

    assert in_child(body) == 0


def test_the_parent_death_signal_means_the_caller() -> None:
    """A child that asks for the signal lives for as long as the caller does."""

    def body() -> None:
        if os.geteuid() != 0:
            alone()

        def ask() -> None:
            calls.die_with_parent()
            time.sleep(0.005)
            os._exit(7)

        for _ in range(40):
            child = fork.fork(ask, new_pid_namespace=True)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7

    assert in_child(body) == 0
