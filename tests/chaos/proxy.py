"""A way to the container engine that can be cut."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from pathlib import Path
from typing import Self

_ENGINE = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://")


class Proxy:
    """A socket that passes everything on to the real engine, until it is cut.

    Args:
        place: the socket's path; DOCKER_HOST is to be `address`.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self.address = f"unix://{place}"
        self._open: list[socket.socket] = []
        self._server = socket.socket(socket.AF_UNIX)

    def __enter__(self) -> Self:
        self._server.bind(str(self._place))
        self._server.listen(64)
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()

    def cut(self) -> None:
        """The engine is gone: nobody listens, and every connection breaks off."""
        self._place.unlink(missing_ok=True)
        for end in (self._server, *self._open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # cut
            while True:
                ours = self._server.accept()[0]
                theirs = socket.socket(socket.AF_UNIX)
                theirs.connect(_ENGINE)
                self._open += [ours, theirs]
                for source, target in ((ours, theirs), (theirs, ours)):
                    threading.Thread(target=_pass_on, args=(source, target), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
