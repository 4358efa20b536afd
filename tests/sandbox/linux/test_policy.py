"""The seccomp policy, call by call: in the interpreter for every number, and in a live process for what must fail."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys

import pytest

from grader.sandbox.linux import bpf, calls, policy, seccomp
from grader.sandbox.linux.syscalls import ARCHITECTURES, this_architecture

EPERM, ENOSYS = bpf.errno_action(errno.EPERM), bpf.errno_action(errno.ENOSYS)
CONDITIONAL = {"clone", "clone3", "getsockopt", "ioctl", "prctl", "prlimit64", "setsockopt", "socketpair"}
FORBIDDEN = """
socket connect bind listen accept ptrace process_vm_readv process_vm_writev kcmp unshare setns mount umount2
pivot_root chroot bpf userfaultfd perf_event_open keyctl add_key request_key io_uring_setup io_uring_enter
io_uring_register open_by_handle_at name_to_handle_at memfd_create memfd_secret shmget semget msgget
pidfd_open pidfd_getfd pidfd_send_signal kill execve execveat setuid capset seccomp personality setrlimit
landlock_create_ruleset fsopen open_tree move_mount mount_setattr init_module finit_module kexec_load reboot
swapon quotactl syslog openat2 process_madvise process_mrelease splice vmsplice sched_setaffinity mbind setsid
setpgid
""".split()  # noqa: SIM905 - a page of quotes reads worse


@pytest.mark.parametrize("name", sorted(ARCHITECTURES))
def test_every_number_is_allowed_only_by_name(name: str) -> None:
    """All 1,000 first numbers: allowed if and only if the allow-list has them; the rest is EPERM."""
    architecture = ARCHITECTURES[name]
    program = policy.program(architecture)
    by_number = {number: call for call, number in architecture.numbers.items()}
    allowed = set(policy.ALLOWED.split())
    for number in range(1000):
        call = by_number.get(number, "?")
        if call in CONDITIONAL:
            continue
        expected = bpf.ALLOW if call in allowed else EPERM
        assert bpf.run(program, architecture.audit, number) == expected, (number, call)


@pytest.mark.parametrize("name", sorted(ARCHITECTURES))
@pytest.mark.parametrize("call", FORBIDDEN)
def test_dangerous_calls_are_refused(name: str, call: str) -> None:
    """Each call of the attack catalogue by name: a typing error in the table would show here."""
    architecture = ARCHITECTURES[name]
    if call not in architecture.numbers:
        assert name == "aarch64"
        return
    assert bpf.run(policy.program(architecture), architecture.audit, architecture.numbers[call]) == EPERM


def test_foreign_architectures_are_killed() -> None:
    """A 32-bit call, an x32 call and another machine's call end the process."""
    architecture = ARCHITECTURES["x86_64"]
    program = policy.program(architecture)
    assert bpf.run(program, 0x40000003, 1) == bpf.KILL  # i386
    assert bpf.run(program, architecture.audit, 0x40000000 | 1) == bpf.KILL  # x32
    assert bpf.run(program, ARCHITECTURES["aarch64"].audit, 64) == bpf.KILL


THREAD = 0x003D0F00  # what pthread_create passes


@pytest.mark.parametrize(
    "processes, flags, expected",
    [
        (False, THREAD, bpf.ALLOW),
        (False, int(signal.SIGCHLD), EPERM),  # fork
        (False, 0x4111, EPERM),  # vfork
        (False, THREAD | calls.NAMESPACES["user"], EPERM),
        (True, int(signal.SIGCHLD), bpf.ALLOW),
        (True, int(signal.SIGCHLD) | calls.NAMESPACES["user"], EPERM),
        (True, int(signal.SIGCHLD) | 0x80, EPERM),  # a time namespace
    ],
)
def test_clone_makes_threads_and_no_namespaces(processes: bool, flags: int, expected: int) -> None:
    """Threads always, processes only where asked for, namespaces never; clone3 looks absent."""
    architecture = ARCHITECTURES["x86_64"]
    program = policy.program(architecture, processes=processes)
    assert bpf.run(program, architecture.audit, architecture.numbers["clone"], [flags]) == expected
    assert bpf.run(program, architecture.audit, architecture.numbers["clone3"]) == ENOSYS


@pytest.mark.parametrize(
    "call, arguments, expected",
    [
        ("ioctl", [1, 0x5401], bpf.ALLOW),  # TCGETS
        ("ioctl", [1, 0x5412], EPERM),  # TIOCSTI
        ("ioctl", [1, 0x5412 | 1 << 32], EPERM),
        ("ioctl", [1, 0x5401 | 1 << 32], bpf.ALLOW),  # the kernel looks at 32 bits of it
        ("prctl", [15], bpf.ALLOW),
        ("prctl", [4, 1], EPERM),  # dumpable
        ("prctl", [22, 2], EPERM),  # seccomp
        ("prctl", [15 | 1 << 32], EPERM),
        ("prlimit64", [0, 7], bpf.ALLOW),
        ("prlimit64", [1, 7], EPERM),  # somebody else's
        ("socketpair", [1, 1], bpf.ALLOW),
        ("socketpair", [40, 1], EPERM),  # AF_VSOCK
        ("getsockopt", [3, 1, 3], bpf.ALLOW),  # SO_TYPE
        ("getsockopt", [3, 1, 77], EPERM),  # SO_PEERPIDFD
        ("getsockopt", [3, 6, 3], EPERM),  # another level
        ("setsockopt", [3, 1, 7], bpf.ALLOW),  # SO_SNDBUF
        ("setsockopt", [3, 1, 26], EPERM),  # SO_ATTACH_FILTER
    ],
)
def test_arguments_decide(call: str, arguments: list[int], expected: int) -> None:
    """Calls that are allowed in part, with both halves of 64-bit arguments looked at."""
    architecture = ARCHITECTURES["x86_64"]
    number = architecture.numbers[call]
    assert bpf.run(policy.program(architecture), architecture.audit, number, arguments) == expected


def _filtered(body: str) -> int:
    """Exit status of a child that runs a line of Python under the filter."""
    program = policy.program(this_architecture())
    pid = os.fork()
    if pid == 0:
        try:
            calls.no_new_privileges()
            seccomp.load(program)
            exec(body, {"os": os, "libc": ctypes.CDLL(None, use_errno=True), "ctypes": ctypes})
        except BaseException:  # noqa: BLE001 - the status says it
            os._exit(99)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@pytest.mark.parametrize("call", sorted(set(FORBIDDEN) & set(ARCHITECTURES["x86_64"].numbers)))
def test_live_calls_fail_with_eperm(call: str) -> None:
    """The kernel runs the same program: every forbidden call, made with harmless arguments, gives EPERM."""
    number = this_architecture().numbers.get(call)
    if number is None:
        return
    body = (
        f"r = libc.syscall(ctypes.c_long({number}), *[ctypes.c_long(-1)] * 6)\n"
        f"os._exit(7 if r == -1 and ctypes.get_errno() == {errno.EPERM} else 8)"
    )
    assert _filtered(body) == 7


def test_live_fork_fails_and_threads_run() -> None:
    """os.fork is refused, a thread is not: torch needs them."""
    assert _filtered("os.fork()") == 99
    assert _filtered("import threading; t = threading.Thread(target=len, args=('',)); t.start(); t.join()") == 0


@pytest.mark.skipif(sys.maxsize < 2**32 or os.uname().machine != "x86_64", reason="the x32 numbers are x86-64's")
def test_live_x32_call_kills() -> None:
    """A call through the x32 table ends the process with SIGSYS."""
    body = f"libc.syscall(ctypes.c_long({0x40000000 | 39}))"
    assert _filtered(body) == -signal.SIGSYS
