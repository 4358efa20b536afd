"""Attacks on time: submissions that never answer. The judge's clock and the kernel's limits end them."""

from __future__ import annotations

import signal

from tests.sandbox.attacks.table import Attack

CLOCKS = (
    Attack(
        "spin: killed by the judge's clock",
        "def attack(f):\n    while True: pass\ndef control(f):\n    return sum(range(100_000)) > 0",
        hangs=True,
    ),
    Attack(
        "spin in threads, in C, with the lock held: killed by the judge's clock",
        """
def attack(f):
    for _ in range(8):
        threading.Thread(target=lambda: [torch.randn(500, 500) @ torch.randn(500, 500) for _ in range(10**9)]).start()
    pattern = "a" * 40
    import re
    re.match("(a*)*b", pattern)
def control(f):
    return torch.randn(50, 50).matmul(torch.eye(50)).shape == (50, 50)
""",
        hangs=True,
    ),
    Attack(
        "sleep with patched clocks: killed by the judge's clock",
        """
def attack(f):
    sleep = time.sleep
    time.monotonic = time.time = time.perf_counter = lambda: 0.0
    sleep(10**6)
def control(f):
    return time.sleep(0.01) is None
""",
        hangs=True,
    ),
    Attack(
        "ignoring every signal: killed by the judge's clock",
        """
def ignore():
    for number in range(1, 64):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
def attack(f):
    ignore()
    while True:
        signal.sigtimedwait(range(1, 65), 10)
def control(f):
    return ignore() is None
""",
        hangs=True,
    ),
    Attack(
        "stopping oneself: the first process of its namespace is not stopped",
        """
def attack(f):
    signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
    return refused(os.kill, os.getpid(), signal.SIGSTOP)
def control(f):
    got = []
    signal.signal(signal.SIGUSR1, lambda *_: got.append(1))
    signal.raise_signal(signal.SIGUSR1)
    return got == [1]
""",
        gives="EPERM",
    ),
    Attack(
        "processor time: SIGKILL at the limit, whatever is ignored",
        """
def attack(f):
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while True: pass
def control(f):
    return resource.getrlimit(resource.RLIMIT_CPU) == (1, 1)
""",
        signals=(signal.SIGKILL,),
        limits={"cpu_seconds": 1},
    ),
)
