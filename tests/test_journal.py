"""The journal: what is finished survives a kill, a torn line, a full disk; nothing that changed is taken over."""

from __future__ import annotations

import errno
import io
import math
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UsageError
from grader.journal import NAME, OTHER, Entry, Journal
from grader.model import Check, CheckResult, Frame, Message, Outcome

CHECK = Check("test_a.py::one", "a", "one", {"en": "One", "ko": "하나"}, 1.0, needs=("zero",), timeout=2.0)


def entry(student: str, outcome: Outcome = Outcome.PASSED) -> Entry:
    """A submission with one result that has everything a result can have."""
    message = Message("k", {"a": math.inf, "b": [1.5, "x"], "c": None})
    frame = Frame("a.py", 3, "f", "x = '한'", 2)
    result = CheckResult(CHECK, outcome, 0.5, message, frame, 0.1, "out\n", "zero", {"accuracy": [0.5], "m": {"n": 1}})
    return Entry(f"key of {student}", student, 0.25, (result,))


def keep(folder: Path, *students: str, run: str = "run") -> None:
    """A run that finished these and was killed."""
    with Journal(folder, print) as journal:
        for student in students:
            journal.add(run, entry(student))


def kept(folder: Path, run: str = "run") -> list[str]:
    """Whose results the next run takes over."""
    with Journal(folder, print) as journal:
        return [e.student for e in journal.take_over(run).values()]


def test_what_was_finished_is_taken_over(tmp_path: Path) -> None:
    """Results come back exactly as they were judged, whatever they hold."""
    with Journal(tmp_path, print) as journal:
        assert not journal.unfinished
        for student in ("s001", "s002"):
            journal.add("run", entry(student))
    with Journal(tmp_path, print) as journal:
        assert journal.unfinished
        assert list(journal.take_over("run").values()) == [entry("s001"), entry("s002")]


def test_each_line_is_there_at_once(tmp_path: Path) -> None:
    """A line can be read when `add` returns: nothing waits in a buffer for the kill."""
    with Journal(tmp_path, print) as journal:
        for i in range(3):
            journal.add("run", entry(f"s00{i}"))
            assert (tmp_path / NAME).read_bytes().count(b"\n") == i + 2


def test_a_torn_end_is_cut_off(tmp_path: Path) -> None:
    """Wherever a kill tore the last line, what stands before it counts, and the next line follows that."""
    keep(tmp_path, "s001", "s002")
    whole = (tmp_path / NAME).read_bytes()
    lines = whole.splitlines(keepends=True)
    edges = [at for line in (0, 1, 2) for at in range(len(b"".join(lines[: line + 1])) - 2, len(whole))[:4]]
    for cut in sorted({*range(0, len(whole), 23), *edges}):
        (tmp_path / NAME).write_bytes(whole[:cut])
        complete = sum(cut >= len(b"".join(lines[: n + 1])) for n in range(1, 3))
        assert kept(tmp_path) == ["s001", "s002"][:complete], cut
        if cut in edges:
            keep(tmp_path, "s003")
            assert kept(tmp_path) == [*["s001", "s002"][:complete], "s003"], cut


@pytest.mark.parametrize("garbage", [b"\xff\xfe\n", b"[" * 100_000 + b"\n", b"null\n", b'{"run": 1, "results": 2}\n'])
def test_garbage_is_no_result(tmp_path: Path, garbage: bytes) -> None:
    """What is no entry is never taken for one, nor is what follows it."""
    keep(tmp_path, "s001")
    whole = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(whole + garbage + whole.splitlines(keepends=True)[1])
    assert kept(tmp_path) == ["s001"]
    (tmp_path / NAME).write_bytes(garbage + whole)
    assert kept(tmp_path) == [] or garbage.startswith(b'{"run"')


def test_another_run_starts_anew(tmp_path: Path) -> None:
    """Where the key differs nothing is taken over, the operator is told, and the old results are not destroyed."""
    keep(tmp_path, "s001")
    told: list[str] = []
    with Journal(tmp_path, told.append) as journal:
        assert journal.take_over("another run") == {}
        journal.add("another run", entry("s002"))
    assert len(told) == 1 and OTHER in told[0]
    assert kept(tmp_path, "another run") == ["s002"]
    (tmp_path / OTHER).replace(tmp_path / NAME)
    assert kept(tmp_path) == ["s001"]


def test_again_forgets(tmp_path: Path) -> None:
    """With `again` nothing is left to continue."""
    keep(tmp_path, "s001")
    with Journal(tmp_path, print, again=True) as journal:
        assert not journal.unfinished
    assert kept(tmp_path) == []


def test_ungraded_is_graded_again(tmp_path: Path) -> None:
    """Our own fault is never kept as a result."""
    with Journal(tmp_path, print) as journal:
        journal.add("run", entry("s001", Outcome.UNGRADED))
        journal.add("run", entry("s002"))
    assert kept(tmp_path) == ["s002"]


def test_it_goes_when_all_is_in_the_reports(tmp_path: Path) -> None:
    """A run of one student does not throw away what a larger run had finished; one of all of them does."""
    keep(tmp_path, "s001", "s002")
    for students, left in ((["s001"], True), (["s001", "s002", "s003"], False)):
        with Journal(tmp_path, print) as journal:
            journal.take_over("run")
            journal.finish(students)
        assert (tmp_path / NAME).exists() is left


def test_two_runs_in_one_folder(tmp_path: Path) -> None:
    """The second is refused in one line and changes nothing; when the first is through, another may start."""
    with Journal(tmp_path, print) as journal:
        journal.add("run", entry("s001"))
        with pytest.raises(UsageError, match="another `grader grade` writes there") as info:
            Journal(tmp_path, print, again=True)
        assert "\n" not in str(info.value)
    assert kept(tmp_path) == ["s001"]


def test_a_killed_run_holds_no_lock(tmp_path: Path) -> None:
    """After kill -9 the next run may start, although a child of the killed one lives on."""
    code = (
        "import subprocess, sys, time; from pathlib import Path; from grader.journal import Journal;"
        "journal = Journal(Path(sys.argv[1]), print); child = subprocess.Popen(['sleep', '60']);"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        child = int(holder.stdout.readline())
        try:
            with pytest.raises(UsageError):
                Journal(tmp_path, print)
            holder.kill()
            holder.wait()
            Journal(tmp_path, print).close()
        finally:
            os.kill(child, signal.SIGKILL)


def test_the_file_was_removed_while_we_opened_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Locking a file that a run has just removed is no lock: the one that bears the name now is taken."""
    import grader.journal

    real, raced = grader.journal.try_lock, []

    def removed_meanwhile(file: Any) -> bool:
        if not raced:
            raced.append(True)
            (tmp_path / NAME).unlink()
        return real(file)

    monkeypatch.setattr(grader.journal, "try_lock", removed_meanwhile)
    keep(tmp_path, "s001")
    assert kept(tmp_path) == ["s001"]


class FullDisk(io.RawIOBase):
    """A file on a disk that is full after so many bytes more, or never."""

    def __init__(self, file: Any) -> None:
        self.file, self.room = file, math.inf

    def write(self, data: Any) -> int:
        """As much as there is room for, as the kernel does it."""
        if self.room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        part = data[: int(min(self.room, len(data)))]
        self.room -= len(part)
        return int(self.file.write(part))

    def __getattribute__(self, name: str) -> Any:
        if name in ("seek", "truncate", "fileno", "close"):
            return getattr(object.__getattribute__(self, "file"), name)
        return super().__getattribute__(name)


@pytest.mark.parametrize("room", [0, 1, 100])
def test_a_full_disk_is_told_once(tmp_path: Path, room: int) -> None:
    """The run goes on, one warning says what that means, no half line stays, and what was kept is kept."""
    told: list[str] = []
    with Journal(tmp_path, told.append) as journal:
        journal._file = disk = FullDisk(journal._file)  # type: ignore[assignment]
        journal.add("run", entry("s001"))
        before = (tmp_path / NAME).read_bytes()
        disk.room = room
        for student in ("s002", "s003"):
            journal.add("run", entry(student))
        assert (tmp_path / NAME).read_bytes() == before
        assert not journal.complete
        disk.room = math.inf
        journal.add("run", entry("s004"))
    assert len(told) == 1 and "No space left on device" in told[0] and "grading goes on" in told[0]
    assert kept(tmp_path) == ["s001", "s004"]


def test_a_journal_that_cannot_be_opened(tmp_path: Path) -> None:
    """Where its name is taken by a folder the run goes on without it."""
    (tmp_path / NAME).mkdir()
    told: list[str] = []
    with Journal(tmp_path, told.append) as journal:
        journal.add("run", entry("s001"))
        journal.finish(["s001"])
        assert not journal.unfinished and not journal.complete
    assert len(told) == 1


def test_a_full_disk_when_another_run_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the old results cannot be copied they stay, and the new run keeps no journal."""

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    keep(tmp_path, "s001")
    monkeypatch.setattr("grader.journal.shutil.copyfile", no_room)
    with Journal(tmp_path, lambda line: None) as journal:
        assert journal.take_over("another run") == {}
        journal.add("another run", entry("s002"))
        journal.finish(["s002"])
    assert kept(tmp_path) == ["s001"]
