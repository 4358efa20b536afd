"""`grader intake`: what it shows, what it writes, what it costs."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main
from grader.cli.intake import _SOURCES
from grader.intake import POLICIES, SOURCES
from tests.intake import exports
from tests.intake.exports import LSTM, Handed
from tests.test_course import COURSE

CLASS = [
    Handed("s001", "Ann Lee", late=True),
    Handed("s002", "Bo Park", {"rnn.py": LSTM, "notes.csv": "1"}),
    Handed("s009", "Un Known", {"hw.zip": b"PK"}),
]
NASTY = {
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "=cmd()|' /C calc'!A0": "=cmd()|' /C calc'!A0",
    "\x1b[31mred\x1b]0;title\x07": "_[31mred_]0;title_",
    "a\u202egnp.py": "a_gnp.py",
    "[bold]x[/]": "[bold]x[/]",
    "../../etc": "../../etc",
}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with a roster of four."""
    text = COURSE.replace("[title]", '[paths]\nroster = "roster.csv"\n[title]')
    (tmp_path / "course.toml").write_text(text, "utf-8")
    (tmp_path / "assignments").mkdir()
    exports.roster_csv(tmp_path / "roster.csv", [*CLASS[:2], Handed("s003", "Cho Kim"), Handed("s004", "Do Yun")])
    return tmp_path


def invoke(*arguments: str | Path) -> Result:
    """`grader ARGUMENTS`, in this process, wide enough for any table."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(main, [str(a) for a in arguments])


def test_choices_are_the_packages() -> None:
    """The command's own lists, written out so that --help is quick, are those of the package."""
    assert tuple(_SOURCES) == SOURCES
    assert POLICIES == ("last", "best", "first")


def test_who_handed_in_what(course: Path) -> None:
    """A row per student; what was left out and why; who is missing, who is unknown; exit code 1 for these."""
    path = exports.canvas(course / "lms", CLASS)
    result = invoke("intake", path, "--dry-run", "--lang", "en", "--course", course)
    assert result.exit_code == 1, result.output
    lines = result.output.splitlines()
    assert lines[0].split() == ["student", "files", "handed", "in", "attempt", "source"]
    assert [line.split() for line in lines[1:4]] == [
        ["knownun", "–", "1", "canvas"],
        ["s001", "lstm.py", "late", "1", "canvas"],
        ["s002", "rnn.py", "1", "canvas"],
    ]
    assert any(line.startswith("s002: ") and line.endswith("notes.csv") for line in lines)
    assert "knownun: hw.zip cannot be opened" in result.output
    assert "Not in the roster, or in doubt (1)\n  knownun\n" in result.output
    assert "Missing (2)\n  s003 Cho Kim\n  s004 Do Yun\n3 submissions, 2 missing.\n" in result.output
    assert not Path("hand-ins").exists()


def test_in_korean(course: Path) -> None:
    """The course's language is the table's."""
    result = invoke("intake", exports.canvas(course / "lms", CLASS), "-n", "--course", course)
    assert "제출물 3개, 미제출 2명." in result.output


def test_doubt_is_told_not_guessed(course: Path) -> None:
    """Two students of one name: the hand-in keeps the name, and both are named as possible; neither is missing."""
    handed = [Handed("s001", "Hana Kim"), Handed("s002", "Hana Kim")]
    exports.roster_csv(course / "roster.csv", handed)
    path = exports.write(course, "all", {"Hana Kim.py": LSTM, "s002.py": LSTM}, zipped=False)
    result = invoke("intake", path, "-n", "--json", "--course", course)
    found = json.loads(result.output)
    assert [row["student"] for row in found["hand_ins"]] == ["Hana Kim", "s002"]
    assert found["unknown"] == [{"student": "Hana Kim", "candidates": ["s001", "s002"]}]
    assert found["missing"] == []


def test_written_and_graded_from_there(course: Path) -> None:
    """Without --dry-run the folder is written; given back, it tells the same; exit code 0 when nothing is amiss."""
    exports.roster_csv(course / "roster.csv", CLASS[:2])
    out = course / "hand-ins"
    path = exports.blackboard(course / "lms", CLASS[:2])
    first = invoke("intake", path, "--out", out, "--json", "--course", course)
    assert first.exit_code == 0, first.output
    again = invoke("intake", out, "-n", "--json", "--course", course)
    assert json.loads(again.output)["hand_ins"] == json.loads(first.output)["hand_ins"]
    assert json.loads(first.output)["hand_ins"][0]["time"] == "2023-02-01T18:05:33+09:00"
    assert sorted(p.name for p in out.iterdir()) == ["intake.json", "s001", "s002"]


@pytest.mark.parametrize("name", list(NASTY))
def test_names_do_no_harm(course: Path, name: str) -> None:
    """A student's name is shown as it is, and steers neither the terminal nor a file's place."""
    handed = [Handed("s666", name, {f"x{name}.py".replace("/", "_"): LSTM})]
    out = course / "out"
    result = invoke("intake", exports.gradescope(course / "lms", handed), "--out", out, "--course", course)
    assert result.exit_code == 1
    assert "\x1b" not in result.output and "\u202e" not in result.output and "\x07" not in result.output
    assert f"\n{NASTY[name]} " in result.output
    written = [p for p in out.rglob("*") if p.is_file()]
    assert len(written) == 2
    assert all(not set('<>:"|?*\x1b') & set(p.relative_to(out).as_posix()) for p in written)


@pytest.mark.parametrize(
    "arguments,said",
    [
        (("nowhere.zip",), "nowhere.zip: no such file or folder"),
        (("broken.zip",), "broken.zip: "),
        (("empty",), "holds no hand-ins"),
        (("s001.py", "--deadline", "tomorrow"), "--deadline 'tomorrow' is no time"),
    ],
)
def test_wrong_usage_is_one_line(
    course: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    """Every mistake is one line with a remedy and exit code 2."""
    monkeypatch.chdir(course)
    (course / "broken.zip").write_bytes(b"PK nonsense")
    (course / "empty").mkdir()
    (course / "s001.py").write_text(LSTM)
    result = invoke("intake", *arguments, "-n")
    assert result.exit_code == 2
    assert said in result.stderr and len(result.stderr.strip().splitlines()) == 1


def test_a_class_of_600_in_seconds(course: Path) -> None:
    """600 students' zip is shown, written and read again in seconds of processor time."""
    path = exports.moodle(course / "lms", exports.students(600))
    exports.roster_csv(course / "roster.csv", exports.students(600))
    start = time.process_time()
    result = invoke("intake", path, "--out", course / "out", "--json", "--course", course)
    assert result.exit_code == 0, result.output[-500:]
    again = invoke("intake", course / "out", "-n", "--json", "--course", course)
    assert time.process_time() - start < 20
    assert len(json.loads(again.output)["hand_ins"]) == 600
