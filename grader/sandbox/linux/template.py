"""The warm template: a process that has imported torch and forks one sealed child per submission.

Started by file with one argument, or forked and told on its socket; JSON: `control` (a descriptor, or the path of a
socket to connect to), `base` (an empty folder), `walls` ("namespaces" or "container"), `once` (serve one child, then
end) and `gpu`. It holds no secret: no seed, no path of the course, no student's code. One thread, so that forking is
safe; a process that ever ran two makes children that hang, and lowering the number afterwards does not help.

On `control` it says `{"ready": true}` and gets a JSON object per child with three descriptors: conversation, output,
status. On `status` it says `{"pid": n}` with a pidfd, and in the end `{"status": …, "signal": …, "cpu": seconds,
"memory": bytes, "out_of_memory": bool}`. What it gets there, be it the end of the file, ends the child.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.sandbox.linux.seal import Seal
    from grader.sandbox.linux.walls import Walls
    from grader.worker.session import Session

_HOME = str(Path(__file__).resolve().parents[3])


@dataclass(frozen=True)
class _Child:
    pid: int
    status: socket.socket
    wanted: Seal
    kills: int  # before it started


class Template:
    """The loop: fork on request, reap, report.

    Args:
        session: what each child serves; made once, connected after the fork.
        once: end after the first child.
    """

    def __init__(self, control: socket.socket, walls: Walls, session: Session, *, once: bool) -> None:
        self._control, self._walls, self._session, self._once = control, walls, session, once
        self._children: dict[int, _Child] = {}  # by pidfd

    def run(self) -> None:
        """Until nobody holds the other end of `control`."""
        while True:
            poll = select.poll()
            poll.register(self._control, select.POLLIN)
            for pidfd, child in self._children.items():
                poll.register(pidfd, select.POLLIN)
                poll.register(child.status, select.POLLIN)
            ready = {descriptor for descriptor, _ in poll.poll()}
            # Children first: one that nobody wants any more must be gone before the next one starts.
            for pidfd, child in list(self._children.items()):
                wanted = child.status.fileno() not in ready
                if not wanted:
                    signal.pidfd_send_signal(pidfd, signal.SIGKILL)
                if not wanted or pidfd in ready:
                    self._reap(pidfd)
            if self._control.fileno() in ready and not self._serve():
                return

    def _serve(self) -> bool:
        """One request; False at the end."""
        message, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, 3)
        if not message:
            return False
        conversation, output, status = descriptors
        answer = socket.socket(fileno=status)
        try:
            self._start(json.loads(message), conversation, output, answer)
        except OSError as error:
            answer.send(json.dumps({"error": str(error)}).encode())
            answer.close()
        finally:
            os.close(conversation)
            os.close(output)
        return True

    def _start(self, options: dict[str, Any], conversation: int, output: int, answer: socket.socket) -> None:
        from grader.sandbox.linux import seal

        wanted = seal.Seal(**options)

        def body() -> None:
            os.dup2(output, 1)
            os.dup2(output, 2)
            connection = self._session.connection.fileno()
            os.dup2(conversation, connection, inheritable=False)
            self._walls.seal(wanted, connection)
            seal.reseed()
            gc.enable()
            self._session.run()

        kills = self._walls.kills()
        pid = self._walls.fork(body)
        pidfd = os.pidfd_open(pid)
        self._children[pidfd] = _Child(pid, answer, wanted, kills)
        socket.send_fds(answer, [json.dumps({"pid": pid}).encode()], [pidfd])

    def _reap(self, pidfd: int) -> None:
        child = self._children.pop(pidfd)
        os.close(pidfd)
        _, status, used = os.wait4(child.pid, 0)
        try:
            self._walls.clear(child.wanted)
            clean = True
        except OSError:  # then nobody else may come here
            clean = False
        code = os.waitstatus_to_exitcode(status)
        report = {
            "status": code if code >= 0 else None,
            "signal": -code if code < 0 else None,
            "cpu": used.ru_utime + used.ru_stime,
            "memory": used.ru_maxrss * 1024,
            "out_of_memory": self._walls.kills() > child.kills,
        }
        try:
            child.status.send(json.dumps(report).encode())
        except OSError:  # the judge has lost interest
            pass
        child.status.close()
        if self._once or not clean:
            os._exit(0)


def _connected(control: int | str) -> socket.socket:
    if isinstance(control, int):
        return socket.socket(fileno=control)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection.connect(control)
    return connection


def _told(control: socket.socket) -> dict[str, Any]:
    """The options, with a descriptor to print to."""
    message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
    if not message:  # nobody needs it
        os._exit(0)
    for standard in (1, 2):
        os.dup2(descriptors[0], standard)
    os.close(descriptors[0])
    options: dict[str, Any] = json.loads(message)
    return options


def main() -> None:
    """As a program: warm up, connect and serve."""
    sys.path.insert(0, _HOME)
    options = json.loads(sys.argv[1])
    control = _connected(options["control"])
    with _saying(control):
        from grader.sandbox.linux import warmup

        warmup.first_operations()
        _serve(control, lambda: options)


def forked(control: socket.socket) -> None:
    """In a fork of a process that has warmed up: serve as soon as it is told where."""
    with _saying(control):
        _serve(control, lambda: _told(control))


@contextlib.contextmanager
def _saying(control: socket.socket) -> Iterator[None]:
    """What goes wrong is said on the connection."""
    try:
        yield
    except BaseException as error:
        if not isinstance(error, SystemExit):
            control.send(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        raise


def _serve(control: socket.socket, tell: Callable[[], dict[str, Any]]) -> None:
    """Tidy up, enter the place, rehearse, freeze, serve."""
    from grader.sandbox.linux import warmup

    gc.collect()
    warmup.fill_holes()
    # What children run is imported last, into a heap without holes: its objects then lie together.
    from grader.sandbox.linux import calls, rehearsal, tree, walls
    from grader.worker.colab import stub_colab
    from grader.worker.paths import limit_path

    calls.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    options = tell()
    place: Walls
    place = (
        walls.Container(gpu=options["gpu"]) if options["walls"] == "container" else walls.Namespaces(options["base"])
    )
    place.enter()
    limit_path(_HOME)
    stub_colab()
    warmup.forget_lookups()
    rehearsal.run(options["base"])
    session = rehearsal.new_session(Path(tree.WORK))[0]
    os.environ |= {"HOME": tree.WORK, "TMPDIR": tree.WORK}  # the children's
    os.environ.pop("TORCHINDUCTOR_CACHE_DIR", None)  # torch noted the template's
    tempfile.tempdir = None  # so did this module: found anew when somebody asks
    os.chdir("/")
    place.ready()
    sys.modules["grader"].__path__.clear()  # what is not loaded by now is not to be found
    gc.collect()
    gc.disable()  # a collection in a child would touch, and so copy, every page of the template
    gc.freeze()
    warmup.fill_holes()
    threads = len(os.listdir("/proc/self/task"))
    control.send(json.dumps({"ready": threads == 1, "threads": threads}).encode())
    if threads == 1:
        Template(control, place, session, once=options["once"]).run()


if __name__ == "__main__":
    main()
