"""Runs `grader` as on a system that has no fork, no resource limits and no Unix sockets.

python tests/end_to_end/without.py check …
"""

from __future__ import annotations

import _socket
import os
import sys

for name in ("fork", "forkpty", "pidfd_open", "waitid"):  # torch itself asks for register_at_fork
    delattr(os, name)
for name in ("AF_UNIX", "socketpair"):
    delattr(_socket, name)
sys.modules["resource"] = None  # type: ignore[assignment] # an import of it fails

import socket  # noqa: E402 - it looks for what is gone

assert not hasattr(socket, "AF_UNIX")

from grader.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
