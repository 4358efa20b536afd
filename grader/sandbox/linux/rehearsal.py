"""A small homework served in the template, several times, so that the code of the children's work has settled.

The interpreter rewrites a function's code while it runs for the first times, and in a child every such write copies a
page; what was rewritten here is shared.
"""

from __future__ import annotations

import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

import torch

from grader.protocol import FrameSocket, Peer
from grader.protocol.encoding import Json
from grader.worker.session import Session

_HOMEWORK = "import torch\n\n\ndef echo(x):\n    return x\n"
_ROUNDS = 24  # the interpreter looks at a function eight times before it specialises it


def new_session(folder: Path) -> tuple[Session, socket.socket]:
    """A session, and the other end of its connection."""
    ours, theirs = socket.socketpair()
    return Session(FrameSocket(ours), folder), theirs


class _Judge(Peer):
    """Enough of the judge to ask for things; what comes back is thrown away."""

    def encode_other(self, o: Any, buffers: list[memoryview], depth: int) -> Json:
        return {"H": o.number}


class _Handle:
    number = 1  # the first that a session gives away


def run(base: str) -> None:
    """Serve a small homework from beginning to end, several times, and forget it.

    Args:
        base: a folder for the homework, for as long as this takes.
    """
    before = set(sys.modules)
    for _ in range(_ROUNDS):
        with tempfile.TemporaryDirectory(dir=base) as folder:
            session, theirs = new_session(Path(folder))
            judge = _Judge(FrameSocket(theirs))
            x = torch.zeros(3)
            requests: list[tuple[Any, ...]] = [
                ("load", [["rehearsal", _HOMEWORK, False]], {"echo": ["rehearsal"]}),
                ("do", {}, True, "pick", ["echo"]),
                ("do", {}, True, "call", [_Handle(), [x, 1], {}]),
                ("do", {}, True, "call", [_Handle(), [[x, {"a": 1.5}], "text"], {}]),  # too many arguments: it fails
            ]
            for request in requests:
                judge.connection.send(*judge.dumps(["?", 1, request[0], list(request[1:])]))
                _, number, tree, payload = session.receive()
                session.answer(number, tree, payload)
                judge.receive()
            session.connection.close()
            judge.connection.close()
            sys.meta_path.remove(session.loader)
        for name in set(sys.modules) - before:
            del sys.modules[name]
