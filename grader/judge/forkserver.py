"""The fork server: one process imports torch, and every judge of a run is a fork of it, with a template beside it.

Run by file with two arguments, a socket and the process that started it, and a third, `training`, where models are to
be trained. It is told nothing else: no course, no seed, no environment, no hand-in. One thread: forking is safe.

On the socket it gets a byte per judge with four descriptors: stdin, stdout, stderr, working folder. It answers with
the judge's process id. That process first forks a template, which so holds nothing of a judge's, and then becomes the
judge, which is told on its own stdin what it needs (see `worker`). Judges are children of who started the server, who
reaps them and with whom they end: a server that is killed costs nobody a result.
"""

from __future__ import annotations

import gc
import os
import random
import socket
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.sandbox.template import Spare

_HOME = str(Path(__file__).resolve().parents[2])


def main() -> None:
    """Import, then fork until nobody holds the other end of the socket."""
    gc.disable()  # what imports make, stays: looking for garbage takes a fifth of their time
    control, starter = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    sys.path.insert(0, _HOME)
    from grader.sandbox.linux import warmup

    warmup.first_operations(training="training" in sys.argv[3:])
    from grader.sandbox.linux import calls, fork

    calls.die_with_parent()
    gc.freeze()  # the forks' collections leave alone, and so do not copy, what is here
    if os.getppid() != starter or len([*Path("/proc/self/task").iterdir()]) > 1:
        return
    while (given := socket.recv_fds(control, 1, 4)[1]) and len(given) == 4:
        pid = fork.fork(lambda: _judge(control, given, starter), sibling=True)
        for descriptor in given:
            os.close(descriptor)
        control.send(str(pid).encode())


def _judge(control: socket.socket, given: list[int], starter: int) -> None:
    from grader.sandbox.linux import calls

    control.close()
    os.setsid()
    spare = template_beside()
    calls.write("/proc/self/comm", b"grader-judge")
    stdin, stdout, stderr, here = given
    os.dup2(stdin, 0)
    os.dup2(stdout, 1)
    os.dup2(stderr, 2)
    os.fchdir(here)
    for descriptor in given:
        os.close(descriptor)
    status = 1
    try:
        import numpy as np

        random.seed()  # a bare fork is a copy in this, too
        np.random.seed()
        from grader.judge import worker
        from grader.sandbox import template

        template.spares.append(spare)
        gc.enable()
        status = worker.main(starter, forked=True)
    except BaseException:  # noqa: BLE001 - as an interpreter would end
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def template_beside() -> Spare:
    """Fork a template: it has no descriptor but its own end of a socket, on which it waits.

    Whatever this process has imported by now is in the memory of every submission.
    """
    from grader.sandbox.linux import calls, fork

    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    def body() -> None:
        os.setsid()
        ours.close()
        calls.close_all_but({theirs.fileno()})
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):
            os.dup2(nothing, standard)
        os.close(nothing)
        calls.write("/proc/self/comm", b"grader-template")
        from grader.sandbox.linux import template

        template.forked(theirs)

    pid = fork.fork(body)
    theirs.close()
    from grader.forking import Forked
    from grader.sandbox.template import Spare

    return Spare(ours, Forked(pid))


if __name__ == "__main__":
    main()
