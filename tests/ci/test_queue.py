"""Pushes that wait on a server: none is lost, none is graded twice at a time, nobody waits for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from grader.ci.queue import Job, Queue
from grader.ci.receiving import enqueue, updates
from grader.course import Course

ABOUT = {
    "student": "s001",
    "path": "/srv/s001.git",
    "repository": "s001.git",
    "ref": "refs/heads/main",
    "before": "0" * 40,
    "commit": "1" * 40,
    "received": "2023-02-02T23:59:59+09:00",
    "token": "t",
}
CLAIM_AND_SLEEP = """
import sys, time
from pathlib import Path
from grader.ci.queue import Queue
with Queue(Path(sys.argv[1])).claim() as claimed:
    print(claimed.attempts, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    """An empty queue."""
    return Queue(tmp_path)


def claimed(queue: Queue) -> Job | None:
    """The push that a grader would get next; it is graded at once."""
    with queue.claim() as found:
        return found.job if found is not None else None


def test_first_come_first_graded(queue: Queue) -> None:
    """In the order in which they came; then there is none."""
    jobs = [queue.add(**ABOUT) for _ in range(3)]
    assert [claimed(queue) for _ in range(4)] == [*jobs, None]
    assert all(map(queue.finished, jobs))


def test_no_push_is_graded_twice_at_a_time(queue: Queue) -> None:
    """What one grader has is not given to another."""
    first, second = queue.add(**ABOUT), queue.add(**ABOUT)
    with queue.claim() as one:
        assert one is not None
        assert one.job == first
        assert claimed(queue) == second
        assert claimed(queue) is None


def test_a_grader_that_was_killed(queue: Queue, tmp_path: Path) -> None:
    """Its push is left to the next, who sees how often it was begun."""
    job = queue.add(**ABOUT)
    for attempt in ("1", "2"):
        command = [sys.executable, "-c", CLAIM_AND_SLEEP, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == attempt
            process.send_signal(signal.SIGKILL)
    with queue.claim() as found:
        assert found is not None
        assert (found.job, found.attempts) == (job, 3)


def test_an_error_leaves_the_push(queue: Queue) -> None:
    """A grader that stops in the middle has not graded."""
    job = queue.add(**ABOUT)
    with pytest.raises(KeyboardInterrupt), queue.claim():
        raise KeyboardInterrupt
    assert not queue.finished(job)
    assert claimed(queue) == job


def test_files_that_are_no_push(queue: Queue) -> None:
    """Half a file, or another program's, is taken away and does not stop the others."""
    for name, text in (("0.json", '{"id":'), ("1.json", "[]"), ("2.json", '{"id": 1}')):
        (queue.folder / name).write_text(text)
    job = queue.add(**ABOUT)
    assert [claimed(queue), claimed(queue)] == [job, None]
    assert not list(queue.folder.glob("*.json"))


def test_the_report_is_followed(queue: Queue) -> None:
    """Lines arrive while they are written, a line's end inside them does not make two, and the file goes."""
    job = queue.add(**ABOUT)
    said: list[str] = []

    def grade() -> None:
        with queue.claim() as found:
            assert found is not None
            found.report.say("하나")
            while not said:
                time.sleep(0.01)
            found.report.say("둘\n셋", "\udcff")

    thread = threading.Thread(target=grade)
    thread.start()
    said.extend(queue.follow([job], 30))
    thread.join()
    assert said == ["하나", "둘 셋", "?"]
    assert queue.finished(job)
    assert not list(queue.folder.glob("*.report"))


def test_who_does_not_wait(queue: Queue) -> None:
    """After the time there are no more lines, and the push still waits."""
    job = queue.add(**ABOUT)
    begin = time.monotonic()
    assert list(queue.follow([job], 0.2)) == []
    assert time.monotonic() - begin < 5
    assert not queue.finished(job)


def test_so_many_at_a_time(queue: Queue) -> None:
    """No more graders at once than allowed, and no more waiting than need be; the others are told to leave."""
    inside, most, refused = [0], [0], [0]
    lock = threading.Lock()

    def grade() -> None:
        with queue.slot(2) as ours:
            if not ours:
                refused[0] += 1
                return
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            time.sleep(0.3)
            with lock:
                inside[0] -= 1

    threads = [threading.Thread(target=grade) for _ in range(14)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 2
    assert refused[0] >= 2


def test_old_reports_go(queue: Queue) -> None:
    """A report that nobody read for weeks is removed; a new one, and one of a push that waits, stay."""
    names = ("old", "new", "waits")
    for name in names:
        (queue.folder / f"{name}.report").touch()
    (queue.folder / "waits.json").touch()
    for name in ("old", "waits"):
        os.utime(queue.folder / f"{name}.report", (0, 0))
    queue.sweep()
    assert sorted(p.stem for p in queue.folder.glob("*.report")) == ["new", "waits"]


def test_what_git_says() -> None:
    """Branches that moved; not tags, deletions, or lines that are something else."""
    a, b, zero = "a" * 40, "b" * 40, "0" * 40
    lines = [
        f"{zero} {a} refs/heads/main",
        f"{a} {b} refs/heads/주차/1\n",
        f"{'c' * 64} {'d' * 64} refs/heads/long",
        f"{a} {zero} refs/heads/deleted",
        f"{a} {b} refs/tags/v1",
        f"{a} {b} refs/notes/x",
        f"{a} {b} HEAD",
        f"{a} {b}",
        f"{a} {b} refs/heads/main extra",
        f"{a} --upload-pack=x refs/heads/main",
        "\0" * 100,
        "",
    ]
    assert [u.branch for u in updates(lines)] == ["main", "주차/1", "long"]


def test_a_push_is_compared_with_the_last_one_graded(course: Course, queue: Queue, tmp_path: Path) -> None:
    """Of two pushes that wait, the second is compared with what was there before the first."""
    zero, a, b = "0" * 40, "a" * 40, "b" * 40
    repository = tmp_path / "s001.git"
    for before, after in ((zero, a), (a, b)):
        enqueue(course, queue, tmp_path, "s001", repository, updates([f"{before} {after} refs/heads/main"]))
    with queue.claim() as first, queue.claim() as second:
        assert first is not None
        assert second is not None
        assert [(c.job.before, c.job.commit) for c in (first, second)] == [(zero, a), (zero, b)]
        assert second.job.received.endswith("+09:00")
