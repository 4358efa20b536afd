"""The warm template: a process that has imported torch and forks one sealed child per submission.

Started by file with one argument, JSON: `control` (a descriptor), `base` (an empty folder). It holds no secret: no
seed, no path of the course, no student's code. One thread, so that forking is safe; a process that ever ran two makes
children that hang, and lowering the number afterwards does not help.

On `control` it gets a JSON object per child with four descriptors: conversation, output, status. On `status` it says
`{"pid": n}` with a pidfd, and in the end `{"status": …, "signal": …, "cpu": seconds, "memory": bytes}`.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.worker.session import Session

_HOME = str(Path(__file__).resolve().parents[3])


class Template:
    """The loop: fork on request, reap, report."""

    def __init__(self, control: socket.socket, root: str, filters: dict[bool, bytes], session: Session) -> None:
        self._control, self._root, self._filters = control, root, filters
        self._session = session  # what each child serves: made once, connected after the fork
        self._taken = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        self._children: dict[int, tuple[int, socket.socket]] = {}  # pidfd → pid, status

    def run(self) -> None:
        """Until nobody holds the other end of `control`."""
        while True:
            poll = select.poll()
            poll.register(self._control, select.POLLIN)
            for pidfd in self._children:
                poll.register(pidfd, select.POLLIN)
            for descriptor, _ in poll.poll():
                if descriptor in self._children:
                    self._reap(descriptor)
                elif not self._serve():
                    return

    def _serve(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, 3)
        if not message:
            return False
        conversation, output, status = descriptors
        answer = socket.socket(fileno=status)
        try:
            pid = self._fork(json.loads(message), conversation, output)
            pidfd = os.pidfd_open(pid)
            self._children[pidfd] = (pid, answer)
            socket.send_fds(answer, [json.dumps({"pid": pid}).encode()], [pidfd])
        except OSError as error:
            answer.send(json.dumps({"error": str(error)}).encode())
            answer.close()
        finally:
            os.close(conversation)
            os.close(output)
        return True

    def _fork(self, options: dict[str, Any], conversation: int, output: int) -> int:
        from grader.sandbox.linux import fork, seal

        def body() -> None:
            os.dup2(output, 1)
            os.dup2(output, 2)
            connection = self._session.connection.fileno()
            os.dup2(conversation, connection, inheritable=False)
            seal.apply(seal.Seal(**options), self._root, self._filters, {connection}, self._taken)
            seal.reseed()
            gc.enable()
            self._session.run()

        return fork.into_new_pid_namespace(body)

    def _reap(self, pidfd: int) -> None:
        pid, answer = self._children.pop(pidfd)
        os.close(pidfd)
        _, status, used = os.wait4(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        report = {
            "status": code if code >= 0 else None,
            "signal": -code if code < 0 else None,
            "cpu": used.ru_utime + used.ru_stime,
            "memory": used.ru_maxrss * 1024,
        }
        try:
            answer.send(json.dumps(report).encode())
        except OSError:  # the judge has lost interest
            pass
        answer.close()


def _own_user_namespace() -> None:
    """Rootless: in a user namespace of our own we may mount; our own id stays what it is."""
    from grader.sandbox.linux import calls

    uid, gid = os.getuid(), os.getgid()
    calls.unshare("user", "mnt")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")


def main() -> None:
    """Build the tree, warm up, freeze, serve."""
    options = json.loads(sys.argv[1])
    sys.path.insert(0, _HOME)
    # What children run is imported last, into a heap without holes: its objects then lie together.
    from grader.sandbox.linux import warmup

    warmup.first_operations()
    gc.collect()
    warmup.fill_holes()
    from grader.sandbox.linux import calls, fork, policy, rehearsal, seal, tree  # noqa: F401 - a child needs seal
    from grader.sandbox.linux.syscalls import this_architecture
    from grader.worker.colab import stub_colab
    from grader.worker.paths import limit_path

    calls.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=options["control"])
    if os.geteuid() == 0:
        calls.unshare("mnt")
    else:
        _own_user_namespace()
        calls.die_with_parent()
    root = tree.build(options["base"])
    calls.drop_bounding_set()  # nothing executed from here on, in a child either, can gain a capability
    filters = {processes: policy.program(this_architecture(), processes=processes) for processes in (False, True)}
    limit_path(_HOME)
    stub_colab()
    warmup.forget_lookups()
    rehearsal.run(options["base"])
    session = rehearsal.new_session(Path(tree.WORK))[0]
    os.environ |= {"HOME": tree.WORK, "TMPDIR": tree.WORK}  # the children's
    os.environ.pop("TORCHINDUCTOR_CACHE_DIR", None)  # torch noted the template's
    tempfile.tempdir = None  # so did this module: found anew when somebody asks
    os.chdir("/")
    sys.modules["grader"].__path__.clear()  # what is not loaded by now is not to be found
    gc.collect()
    gc.disable()  # a collection in a child would touch, and so copy, every page of the template
    gc.freeze()
    warmup.fill_holes()
    threads = len(os.listdir("/proc/self/task"))
    control.send(json.dumps({"ready": threads == 1, "threads": threads}).encode())
    if threads == 1:
        Template(control, root, filters, session).run()


if __name__ == "__main__":
    main()
