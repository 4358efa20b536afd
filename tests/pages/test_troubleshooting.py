"""docs/troubleshooting.md quotes what the program says: each message is made, and read from the terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli.main import main
from grader.messages import render
from grader.model import Message
from tests.guide import fits
from tests.pages.commands import text_of
from tests.pages.world import WEEK, world

PAGE = "docs/troubleshooting.md"
COURSE = 'id = "nlp"\nterm = "t"\ntimezone = "UTC"\ntitle = { en = "x", ko = "x" }\n'
EXCEPTIONS = "student,assignment,slot,until,extra,excused\n"
RECORDING = f"../student/assignments/{WEEK}/recording.safetensors"
# Beginning of the message → the folder that it is made in, the command, what files say before ("": there is none).
MADE: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "no course.toml in": ("..", "grade 4 course/handed-in", {}),
    "no assignment '5'": (".", "grade 5 handed-in", {}),
    "…course.toml: term": (".", "runs 4", {"course.toml": COURSE.replace("term", "trem")}),
    "…rooster.csv": (".", "intake handed-in", {"course.toml": f"{COURSE}[paths]\nroster = 'rooster.csv'"}),
    "GRADER_LANG": (".", "explain s001 4", {}),
    "nothing-there": (".", "grade 4 nothing-there", {}),
    "empty: holds": (".", "grade 4 empty", {"empty/.hidden": "none"}),
    "…store.sqlite3: holds no hand-in of": (".", "grade 4", {}),
    "…store.sqlite3: nothing of week04_rnn was graded yet (leave": (".", "grade 4 --retry ungraded", {}),
    "level docker": (".", "grade 4 handed-in --sandbox docker", {}),
    "postgresql:": (".", "runs 4 --store postgresql://ta@127.0.0.1:1/grades", {}),
    "…exceptions.csv: row 2: no student": (".", "explain s001 4", {"exceptions.csv": f"{EXCEPTIONS}s009,4,,,+2d,\n"}),
    "…exceptions.csv: row 2: extra": (".", "explain s001 4", {"exceptions.csv": f"{EXCEPTIONS}s001,4,,,2 dys,\n"}),
    "no student": (".", "explain s009 4", {}),
    "no task, check": (".", "override s001 4 lstm_cel --points 3 --reason x", {}),
    "--points 30": (".", "override s001 4 lstm_cell --points 30 --reason x", {}),
    "--reason": (".", "override s001 4 lstm_cell --points 3", {}),
    "moodle needs": (".", "export moodle 4", {}),
    "…store.sqlite3: nothing was graded yet (grade": (".", "export gradebook 4", {}),
    "…store.sqlite3: holds no hand-in for": (".", "regrade 4", {}),
    "nothing.py": (".", "check nothing.py", {}),
    ".: no week's": ("../student", "check", {f"../student/{WEEK}": ""}),
    "no task 'lstm'": ("../student", f"check --task lstm {WEEK}", {}),
    "…recording.safetensors": ("../student", f"check {WEEK}", {RECORDING: ""}),
    ".: this is": (".", "check", {}),
    "….grader/keys": (".", "ci --sign --repo .", {}),
    "'abc' is no key": (".", "keys revoke abc", {}),
    "nokey": (".", "verify-result x.json --key nokey", {}),
    "…: is no bare": (".", "hook --install nowhere", {}),
}
GONE = "No notebook for s001"


def messages() -> Iterator[str]:
    """The first cell of every row, the marks of code taken away."""
    for line in text_of(PAGE).splitlines():
        if line.startswith("| `"):
            yield line.split(" | ")[0].removeprefix("| ").replace("`", "")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course and the student's folder, to be copied."""
    root = tmp_path_factory.mktemp("world")
    world(root)
    return root


def of(start: str) -> list[str]:
    """The quoted messages with this beginning."""
    return [message for message in messages() if message.startswith(start)]


@pytest.mark.parametrize("start", MADE)
def test_messages_are_the_programs(start: str, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever makes the mistake reads the line that the page quotes, with exit code 2."""
    root = tmp_path / "root"
    shutil.copytree(made, root)
    where, command, files = MADE[start]
    for name, content in files.items():
        file = root / "course" / name
        if content:
            file.parent.mkdir(exist_ok=True)
            file.write_text(content, "utf-8")
        elif file.is_dir():
            shutil.rmtree(file)
        else:
            file.unlink()
    monkeypatch.chdir(root / "course" / where)
    monkeypatch.delenv("GRADER_STORE")
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    if start == "GRADER_LANG":
        monkeypatch.setenv("GRADER_LANG", "fr")
    done = CliRunner().invoke(main, command.split())
    assert done.exit_code == 2, done.output
    told = done.stderr.replace("`", "").splitlines()
    assert any(fits(f"grader: {message}\n", line) for message in of(start) for line in told), told


def test_the_catalogues_message() -> None:
    """The one that is a text of the catalogue is quoted as it stands there."""
    assert of(GONE) == [render(Message("export.hand_in_gone", {"student": "s001"}), "en")]


def test_every_message_is_made() -> None:
    """The page quotes nothing that no test makes, and the list has nothing that the page does not quote."""
    starts = (*MADE, GONE)
    assert [message for message in messages() if not message.startswith(starts)] == []
    assert [start for start in starts if not of(start)] == []
