"""The temporary folder of a run: gone afterwards, also after a kill, and never a living run's."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.scratch import scratch_folder

HOLD = (
    "import sys, time; from grader.scratch import scratch_folder\n"
    "with scratch_folder() as folder:\n"
    "    (folder / 'work').mkdir(); print(folder, flush=True); time.sleep(60)\n"
)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go in these tests."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_is_gone_afterwards(place: Path) -> None:
    """A folder of our own, and nothing of it is left."""
    with scratch_folder() as folder:
        (folder / "a").mkdir()
        assert folder.parent == place
    assert not [*place.iterdir()]


def test_what_a_killed_run_left(place: Path) -> None:
    """The next start removes the folder of a killed run, not before, and not that of a run that lives."""
    command = [sys.executable, "-c", HOLD]
    with subprocess.Popen(command, env=os.environ | {"TMPDIR": str(place)}, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        left = Path(run.stdout.readline().strip())
        with scratch_folder():
            assert (left / "work").is_dir()
        run.kill()
        run.wait()
        assert (left / "work").is_dir()
        with scratch_folder() as folder:
            assert [*place.iterdir()] == [folder]


def test_what_is_not_ours_stays(place: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Folders without an owner's mark, links, and a pipe in the mark's place are left alone, and hold nobody up."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / ".owner").touch()
    (place / "grader-run-link").symlink_to(elsewhere)
    for name in ("grader-run-bare", "grader-run-pipe", "grader-other"):
        (place / name).mkdir()
    os.mkfifo(place / "grader-run-pipe" / "pipe")
    (place / "grader-run-pipe" / ".owner").symlink_to("pipe")
    (place / "grader-other" / ".owner").touch()
    with scratch_folder():
        pass
    assert len([*place.iterdir()]) == 4
    assert (elsewhere / ".owner").exists()


def test_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no folder can be made the operator is told what to do."""

    def full(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with pytest.raises(UsageError, match=r"No space left on device.*TMPDIR"), scratch_folder():
        pass


def test_errors_of_the_run_are_its_own(place: Path) -> None:
    """A full disk inside the run is not taken for one that kept it from starting."""
    with pytest.raises(OSError, match="later"), scratch_folder():
        raise OSError(errno.ENOSPC, "later")
    assert not [*place.iterdir()]
