"""What is common to processes that are forked from a warm one: how that one is started, and how a fork is held."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import threading

# malloc with huge pages makes fork cheap; hash randomisation is per process, so forks are reseeded where it counts.
ENVIRONMENT = {
    "PYTHONMALLOC": "malloc",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTORCH_NVML_BASED_CUDA_CHECK": "1",
    "LANG": "C.UTF-8",
}
LOCAL = ENVIRONMENT | {"PATH": "/usr/bin"}  # on this machine
ARGUMENTS = ("-P", "-s", "-B", "-X", "utf8")


class Forked:
    """A child of this process that `subprocess` did not start; what is needed of `subprocess.Popen`, for any thread."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._lock = threading.Lock()

    def poll(self) -> int | None:
        """Its exit status, or minus the signal that ended it; None while it runs."""
        with self._lock:
            if self.returncode is None:
                try:
                    pid, status = os.waitpid(self.pid, os.WNOHANG)
                except ChildProcessError:  # in a fork of its parent, whose child it is not: as subprocess has it
                    pid, status = self.pid, 0
                self.returncode = os.waitstatus_to_exitcode(status) if pid else None
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """As `poll`, when it has ended.

        Raises:
            subprocess.TimeoutExpired: it has not, after so many seconds.
        """
        with self._lock:
            pidfd = os.pidfd_open(self.pid) if self.returncode is None else -1
        if pidfd >= 0:
            try:
                select.select([pidfd], [], [], timeout)
            finally:
                os.close(pidfd)
        status = self.poll()
        if status is None:
            raise subprocess.TimeoutExpired([str(self.pid)], timeout or 0.0)
        return status

    def kill(self) -> None:
        """SIGKILL, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
