"""What is found out before anything runs, and what is left when something ends early."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.cli.before import check_data
from grader.course import find_course
from grader.errors import UsageError
from grader.judge.assignment import Assignment
from grader.locking import hold_folder

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "assignments" / "week04_rnn" / "samples"
LIGHT = ("--only", "rnn_cell", "--jobs", "1", "--seed", "1", "--course", ROOT)


def invoke(*arguments: str | Path) -> Result:
    """`grader ARGUMENTS`, in this process."""
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.mark.parametrize("folder, says", [("nowhere", "no such folder"), (".", "holds no wikitext2_small")])
@pytest.mark.parametrize("command", ["check", "grade"])
def test_wrong_data_folder_is_said_once(
    command: str, folder: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong GRADER_DATA_DIR ends the command in one line, before it makes every training check ungraded."""
    monkeypatch.setenv("GRADER_DATA_DIR", str(tmp_path / folder))
    arguments: list[str | Path] = ["4", "--out", tmp_path / "out"] if command == "grade" else ["--week", "4"]
    result = invoke(command, *arguments, SAMPLES / "s003.py", "--course", ROOT)
    assert result.exit_code == 2
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_data_that_a_library_brings_are_not_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of week 1's classifier MNIST is missing in the folder, not the digits that scikit-learn brings along."""
    monkeypatch.setenv("GRADER_DATA_DIR", str(tmp_path))
    with pytest.raises(UsageError) as caught:
        check_data(Assignment.load(find_course(ROOT), "week01_pytorch").spec, ["classifier"])
    assert "mnist_small" in str(caught.value)
    assert "digits" not in str(caught.value)


def test_wrong_data_folder_is_no_matter_without_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks that use no data are graded whatever GRADER_DATA_DIR says."""
    monkeypatch.setenv("GRADER_DATA_DIR", str(tmp_path / "nowhere"))
    assert invoke("grade", "4", SAMPLES / "s018.py", "--out", tmp_path / "out", *LIGHT).exit_code == 0


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """--out that is a file is said before an hour of grading, not after it."""
    (tmp_path / "out").write_text("")
    result = invoke("grade", "4", SAMPLES / "s003.py", "--out", tmp_path / "out", *LIGHT)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"grader: {tmp_path / 'out'}: cannot be written: it is a file")


def test_two_runs_in_one_folder(tmp_path: Path) -> None:
    """While a run has a folder open a second one is refused, in one line, before it starts anything."""
    with hold_folder(tmp_path) as ours:
        assert ours
        result = invoke("grade", "4", SAMPLES / "s003.py", "--out", tmp_path, *LIGHT)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"grader: {tmp_path}: another `grader grade` writes there (wait")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.slow
def test_earlier_reports_are_kept(tmp_path: Path) -> None:
    """Grading one student again leaves no page of another beside the new ones, and loses nobody's results."""
    hand_ins = tmp_path / "hand-ins"
    hand_ins.mkdir()
    for name in ("s001", "s002"):
        shutil.copy(SAMPLES / "s005.py", hand_ins / f"{name}.py")
    out = tmp_path / "out"
    assert invoke("grade", "4", hand_ins, "--out", out, *LIGHT).exit_code == 0
    again = invoke("grade", "4", hand_ins / "s002.py", "--out", out, *LIGHT)
    assert "the reports of the run before are in" in again.stderr
    assert sorted(page.name for page in (out / "feedback").iterdir()) == ["s002.html", "s002.md"]
    (earlier,) = (out / "earlier").iterdir()
    kept = {page.name for page in (earlier / "feedback").iterdir()}
    assert kept == {"s001.html", "s001.md", "s002.html", "s002.md"}
    assert "s001" in (earlier / "gradebook.csv").read_text("utf-8")


@pytest.mark.slow
def test_what_is_passed_over_is_said(tmp_path: Path) -> None:
    """Links and hidden names in a folder of hand-ins are not graded, and not in silence."""
    for name in ("s001.py", "s002.py", ".s003.py"):
        shutil.copy(SAMPLES / "s005.py", tmp_path / name)
    (tmp_path / "s004.py").symlink_to(tmp_path / "s001.py")
    (tmp_path / "._s001.py").write_bytes(b"\0")
    (tmp_path / "grades.csv").write_text("")
    result = invoke("grade", "4", tmp_path, "--out", tmp_path / "out", *LIGHT)
    said = [line for line in result.stderr.splitlines() if "not graded" in line]
    assert [line.split(": ")[2] for line in said] == [str(tmp_path / ".s003.py"), str(tmp_path / "s004.py")]


@pytest.mark.slow
def test_folder_that_is_read_as_one_hand_in(tmp_path: Path) -> None:
    """Files that count as one student's are told, with whose they are: they might be a class's."""
    folder = tmp_path / "s001"
    folder.mkdir()
    (folder / "a.py").write_text("x = 1\n")
    (folder / "b.py").write_text("def helper():\n    return 1\n")
    result = invoke("grade", "4", folder, "--out", tmp_path / "out", *LIGHT)
    assert f"{folder}: its 2 files are read as one hand-in, as s001's" in result.stderr
    (folder / "b.py").unlink()
    (folder / "a.py").rename(folder / "rnn_cell.py")
    alone = invoke("grade", "4", folder, "--out", tmp_path / "out", *LIGHT)
    assert f"{folder}: its one file is read as one hand-in, as s001's" in alone.stderr


def test_work_outside_the_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook in the download folder is checked by the course that the student is in."""
    file = tmp_path / "rnn_cell.py"
    file.write_text("class Rnn: ...\n")
    monkeypatch.chdir(ROOT)
    result = invoke("check", file, "--json", "--week", "4")
    assert result.exit_code == 1, result.stderr
    assert '"rnn_cell"' in result.stdout
    assert '"lstm_cell"' not in result.stdout  # a file of one task is checked for that task


def test_the_course_is_nobodys_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """`grader check` in the course's folder does not check the reference in the student's place."""
    monkeypatch.chdir(ROOT)
    for arguments in (("check",), ("check", "..", "--course", "."), ("check", ".", "--week", "4")):
        result = invoke(*arguments)
        assert result.exit_code == 2
        assert "student_template/<week>" in result.stderr


@pytest.mark.parametrize("arguments", [("check",), pytest.param(("grade", "4"), marks=pytest.mark.slow)])
def test_terminal_without_hangul(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Where stdout is ASCII the commands say in English what they cannot say in Korean."""
    sample = tmp_path / "rnn_cell.py"
    sample.write_text("x = 1\n")
    options = (
        ["--week", "4"]
        if arguments[0] == "check"
        else ["--out", str(tmp_path / "out"), "--only", "rnn_cell", "--seed", "1"]
    )
    command = [sys.executable, "-m", "grader", *arguments, str(sample), *options]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert b"\\u" not in done.stdout
    assert done.stdout.isascii()


@pytest.mark.slow
def test_interrupted_check(tmp_path: Path) -> None:
    """Ctrl-C in `check` is exit code 130 and one line."""
    sample = tmp_path / "rnn_cell.py"
    sample.write_text("while True:\n    pass\nclass RNN:\n    def __init__(self): ...\n")
    command = [sys.executable, "-m", "grader", "check", str(sample), "--week", "4"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        time.sleep(6)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said.strip().endswith("grader: interrupted")
    assert "Traceback" not in said


def test_closed_pipe(tmp_path: Path) -> None:
    """`grader grade … | head` has graded: exit code 0 and nothing on stderr but the progress."""
    command = [sys.executable, "-m", "grader", "grade", "4", str(SAMPLES / "s018.py"), "--out", str(tmp_path)]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*command, *map(str, LIGHT)], cwd=ROOT, stdout=write, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(write)
    assert done.returncode == 0
    assert "rror" not in done.stderr
    assert (tmp_path / "index.html").exists()
