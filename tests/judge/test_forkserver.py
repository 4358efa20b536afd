"""The fork server: judges that it forks judge as others do, know what others know, and give nothing to a submission."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.batch import _SUBMISSION, Batch, Graded
from grader.judge.config import JudgeConfig
from grader.judge.process import ForkServer, JudgeProcess
from grader.model import Outcome, Submission
from tests.chaos.prey import alive
from tests.chaos.running import wait_for
from tests.judge.running import COURSE, reference_of, submission
from tests.sandbox.attacks.secrets import SEARCH

SEED = 6412384712398471233
WRONG = "def double(x):\n    return 3 * x\ndef pair(x):\n    raise ValueError('no')\n"
SLOWLY = """
import time
def double(x):
    time.sleep(0.5)
    return 2 * x
"""
# Prints what it finds of each secret, given in two halves, and of one of its own; then what /proc says of itself.
SPY = (
    "import ctypes, os\n"
    + SEARCH
    + """
def told(name):
    try:
        with open("/proc/self/" + name, encoding="latin-1") as file:
            return file.read()
    except OSError:  # not for oneself either
        return ""
def double(x):
    own = bytes(range(65, 81)), bytes(range(97, 113))
    planted = bytearray(own[0]) + own[1]
    print("own", found(*own) > 0, len(planted))
    print("theirs", [found(first, second) for first, second in HALVES])
    for name in ("environ", "cmdline", "maps"):
        print(name, PLACE[0].decode() in told(name), len(told(name)) > 10)
    print("variables", sorted(os.environ))
    print("descriptors", len(os.listdir("/proc/self/fd")))
    return 2 * x
"""
)


@pytest.fixture
def server() -> Iterator[ForkServer]:
    """A fork server."""
    with ForkServer(training=False) as running:
        yield running


def config(sandbox: str = "process", week: str = "week01_tiny", root: Path = COURSE) -> JudgeConfig:
    """One task of the tiny course."""
    return JudgeConfig(str(root), week, SEED, only=("plain",), training=False, sandbox=sandbox)


def pid_of(server: ForkServer) -> int:
    """The server's own process id."""
    assert server._process is not None
    return server._process.pid


def command(pid: int) -> str:
    """A process's command line, as soon as it has one: it has a process id before."""
    place = Path(f"/proc/{pid}/cmdline")
    wait_for(lambda: bool(place.read_text()), 20)
    return place.read_text().replace("\0", " ")


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def links(pid: int) -> list[str]:
    """What a process has open: devices by name, sockets as such."""
    return sorted(str(p.readlink()).partition(":")[0] for p in Path(f"/proc/{pid}/fd").iterdir())


def judged(server: ForkServer | None, hand_ins: list[Submission], sandbox: str, jobs: int = 1) -> dict[str, Graded]:
    """What a batch says of them."""
    batch = Batch(config(sandbox), jobs, server=server)
    return {g.submission.student: g for g in batch.run(hand_ins)}


@pytest.mark.parametrize("sandbox", ["process", "namespaces"])
def test_the_same_results(server: ForkServer, sandbox: str) -> None:
    """Judges of a server and judges of their own say the same of the same hand-ins."""
    hand_ins = [reference_of("week01_tiny"), submission("wrong", plain=WRONG)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("grader.judge.process._JUDGE", ("/bin/false",))  # it is really the server's
        forked = judged(server, hand_ins, sandbox, 2)
    started = judged(None, hand_ins, sandbox)
    for student in ("reference", "wrong"):
        said = [[(r.check.id, r.outcome, r.earned, r.message) for r in g[student].results] for g in (forked, started)]
        assert said[0] == said[1]
    assert {r.outcome for r in forked["reference"].results} == {Outcome.PASSED}
    assert Outcome.FAILED in {r.outcome for r in forked["wrong"].results}


def test_a_judge_is_a_child_of_who_asked(server: ForkServer, tmp_path: Path) -> None:
    """It is reaped here: its exit status and its death by a signal are seen, and no zombie is left."""
    judge = JudgeProcess(config(), str(tmp_path), server)
    assert "judge/forkserver.py" in command(judge._process.pid)
    assert (judge.event() or {})["event"] == "collected"
    assert judge._process.pid in children(os.getpid())
    judge.close()
    assert judge._process.returncode == 0
    wrong = JudgeProcess(config(week="week77_none"), str(tmp_path), server)
    assert (wrong.event() or {})["event"] == "error"
    assert wrong._process.wait(20) == 2
    wrong.close()
    killed = JudgeProcess(config(), str(tmp_path), server)
    killed.kill()
    assert killed._process.returncode == -signal.SIGKILL
    killed.close()
    assert set(children(os.getpid())) & {j._process.pid for j in (judge, wrong, killed)} == set()


def test_a_killed_server_costs_nobody_a_result(server: ForkServer, tmp_path: Path) -> None:
    """A judge that it has forked goes on, with its template; the next judges are started without it."""
    judge = JudgeProcess(config("namespaces"), str(tmp_path), server)
    assert (judge.event() or {})["event"] == "collected"
    os.kill(pid_of(server), signal.SIGKILL)
    assert wait_for(lambda: not alive(pid_of(server)), 5)
    batch = Batch(config("namespaces"), 1)
    seconds, fault = batch._grade(judge, reference_of("week01_tiny"), results := {})
    assert (seconds > 0, fault) == (True, "")
    assert {r.outcome for r in results.values()} == {Outcome.PASSED}
    judge.close()
    found = judged(server, [reference_of("week01_tiny")], "namespaces")
    assert {r.outcome for r in found["reference"].results} == {Outcome.PASSED}


def test_a_server_that_never_comes_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Judges are started without it."""
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(3)\n")
    monkeypatch.setattr("grader.judge.process._SERVER", broken)
    with ForkServer(training=False) as server:
        judge = JudgeProcess(config(), str(tmp_path), server)
        # Right after its start a process has no command line yet.
        started = wait_for(lambda: "grader.judge.worker" in command(judge._process.pid), 20)
        judge.close()
        assert started


def test_stopping_does_not_wait_for_the_server(server: ForkServer, tmp_path: Path) -> None:
    """Who waits for a judge of a server that does not answer is woken when the server is ended."""
    os.kill(pid_of(server), signal.SIGSTOP)
    told: list[bool] = []

    def ask() -> None:
        reading, writing = os.pipe()
        try:
            server.judge(reading, writing)
        except OSError:
            told.append(True)
        finally:
            os.close(reading)
            os.close(writing)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(0.5)
    assert thread.is_alive()
    server.close()
    thread.join(5)
    assert told == [True]


def test_a_judge_has_what_it_would_inherit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: ForkServer) -> None:
    """Environment, working folder and import path are those of who asked, as for a judge of its own."""
    shutil.copytree(COURSE, tmp_path / "course")
    noted = "import json, os, pathlib, sys, time\npathlib.Path(os.environ['NOTE']).write_text(json.dumps([os.getcwd(),"
    noted += "sys.path[:], sorted(os.environ), os.environ['TZ'], time.tzname[0], os.environ['ODD']]))\n"
    check = tmp_path / "course" / "assignments" / "week01_tiny" / "test_plain.py"
    check.write_text(check.read_text().replace("import pytest\n", "import pytest\n" + noted, 1))
    monkeypatch.chdir(tmp_path / "course")
    monkeypatch.setenv("TZ", "KST-9")
    monkeypatch.setenv("ODD", "half \udc80 a byte")
    monkeypatch.setattr(sys, "path", [*sys.path, "/nonexistent/place"])
    notes = []
    for name, by in (("forked", server), ("started", None)):
        monkeypatch.setenv("NOTE", str(tmp_path / name))
        judge = JudgeProcess(config(root=Path()), str(tmp_path), by)
        assert (judge.event() or {})["event"] == "collected"
        judge.close()
        notes.append(json.loads((tmp_path / name).read_text()))
    here, path, *rest = notes[0]
    assert here == str(tmp_path / "course")
    assert "/nonexistent/place" in path
    assert rest == notes[1][2:]
    assert rest[1:] == ["KST-9", "KST", "half \udc80 a byte"]


def test_nothing_is_inherited(monkeypatch: pytest.MonkeyPatch, server: ForkServer, tmp_path: Path) -> None:
    """Server and template have no descriptor but their sockets, no variable of the user's, and no folder of ours."""
    monkeypatch.setenv("GRADER_CANARY", "1")
    with ForkServer(training=False) as second, (tmp_path / "open").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        judge = JudgeProcess(config(), str(tmp_path), second)
        assert (judge.event() or {})["event"] == "collected"
        (template,) = children(judge._process.pid)
        for pid in (pid_of(second), template):
            assert links(pid) == ["/dev/null", "/dev/null", "/dev/null", "socket"]
            assert b"CANARY" not in Path(f"/proc/{pid}/environ").read_bytes()
            assert Path(f"/proc/{pid}/cwd").readlink() == Path("/")
        assert str(tmp_path / "open") not in links(judge._process.pid)
        assert "pipe" in links(judge._process.pid)  # the control: a descriptor that is there is seen
        judge.kill()
        assert wait_for(lambda: not alive(template), 5)
        judge.close()


def test_batches_share_a_server(server: ForkServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that came to its end leaves the server to the next one; one that is left early ends it."""
    monkeypatch.setattr("grader.judge.process._JUDGE", ("/bin/false",))  # all judges are the server's
    hand_ins = [reference_of("week01_tiny"), submission("wrong", plain=WRONG)]
    for jobs in (2, 1):
        assert set(judged(server, hand_ins, "process", jobs)) == {"reference", "wrong"}
    assert server._process is not None and server._process.poll() is None
    with contextlib.closing(Batch(config(), 1, server=server).run(hand_ins)) as running:
        next(running)
    assert server._process.poll() is not None


def test_stopped_while_a_judge_is_being_forked(server: ForkServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the judge that is started in the place of the one that the server no longer gives."""
    monkeypatch.setattr("grader.judge.process._JUDGE", ("/bin/sleep", "60"))
    asked, closed = threading.Event(), threading.Event()

    def never(stdin: int, stdout: int) -> None:
        asked.set()
        closed.wait(60)
        raise OSError

    monkeypatch.setattr(server, "judge", never)
    monkeypatch.setattr(server, "close", closed.set)
    batch = Batch(config(), 1, server=server)
    stopping = threading.Thread(target=lambda: asked.wait(60) and batch.stop())
    stopping.start()
    started = time.monotonic()
    assert list(batch.run([reference_of("week01_tiny")])) == []
    stopping.join()
    assert time.monotonic() - started < 30


def test_a_submission_finds_nothing_of_the_judge(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the user's environment nor the seed nor the course's place is in a submission's memory or /proc/self."""
    token, place = secrets.token_hex(16), secrets.token_hex(16)
    monkeypatch.setenv("GRADER_CANARY", token)
    root = tmp_path / place
    shutil.copytree(COURSE, root)
    seed = str(secrets.randbits(60) | 1 << 60)
    halves = [(s[: len(s) // 2].encode(), s[len(s) // 2 :].encode()) for s in (token, place, seed)]
    # In halves only: put together for one call, it would be found in the memory that a later call searches.
    spy = SPY.replace("HALVES", repr(halves)).replace("PLACE", repr(halves[1]))
    with ForkServer(training=False) as server:
        batch = Batch(
            JudgeConfig(str(root), "week01_tiny", int(seed), only=("plain",), training=False), 1, server=server
        )
        (graded,) = batch.run([submission("spy", plain=spy)])
        assert batch.sandbox.level == "namespaces"
    double = graded.results[0]
    assert double.outcome is Outcome.PASSED, double
    said = dict(line.split(" ", 1) for line in double.output.splitlines())
    assert said["own"] == "True 32"
    assert said["theirs"] == "[0, 0, 0]"
    assert [said[name].split()[0] for name in ("environ", "cmdline", "maps")] == ["False"] * 3
    assert said["maps"] == "False True"
    assert "CANARY" not in said["variables"] and "PYTHONMALLOC" in said["variables"]
    assert int(said["descriptors"]) == 5  # three standard streams, the conversation, the folder that is listed


def test_a_killed_template_is_replaced(server: ForkServer, tmp_path: Path) -> None:
    """In the middle of a submission, by the judge's child, whose child the template is not: nobody loses a point."""
    judge = JudgeProcess(config("namespaces"), str(tmp_path), server)
    assert (judge.event() or {})["event"] == "collected"
    (template,) = children(judge._process.pid)
    judge.send(_SUBMISSION.dump_json(submission("slow", plain=SLOWLY)))
    assert wait_for(lambda: bool(children(template)), 20)
    os.kill(template, signal.SIGKILL)
    outcomes = {}
    while (event := judge.event() or {})["event"] == "result":
        outcomes[event["result"]["check"]["name"]] = event["result"]["outcome"]
    assert (event["event"], event["fault"]) == ("done", None)
    assert outcomes["test_double"] == "passed", outcomes
    judge.close()


def test_another_command_s_end_is_the_server_s(tmp_path: Path) -> None:
    """A server ends with the process that started it, however that ends."""
    code = "import sys, time\nfrom grader.judge.process import ForkServer\n"
    code += "print(ForkServer(training=False)._process.pid, flush=True)\ntime.sleep(60)\n"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        pid = int(starter.stdout.readline())
        running = "forkserver.py" in command(pid)
        starter.kill()
    assert running
    assert wait_for(lambda: not alive(pid), 20)
