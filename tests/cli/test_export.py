"""`grader export` and `grader feedback`, from a store with late work, overrides and comments."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.main import main
from grader.intake import read_submission
from grader.model import Run, Submission
from grader.reports.results import write_results
from grader.store import Comment, Override, Placed, Scope, open_store
from tests.exports import rules
from tests.exports.test_moodle import EN, WHEN
from tests.grades.school import WEEK, came, course_at
from tests.grades.things import PREVIEW, ordinary
from tests.reports.conftest import make_run

PY = "class RNN:\n    pass\n\n\ndef lstm_cell(x):\n    return x\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of three students; two handed in, one late; one has an override, one a comment."""
    course_at(tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    (work / "s001.py").write_text(PY, "utf-8")
    submissions = {
        "2023-02-01T17:00:00": read_submission(work / "s001.py"),
        "2023-02-04T00:00:00": Submission("s002", "gone.py", sha256="0" * 64),
    }
    header = Run(WEEK, {"en": "RNN", "ko": "RNN"}, "5eed", "process", (), "2023-02-03T00:00:00+09:00", 0, {}, ())
    with open_store(str(tmp_path / "store.sqlite3")) as store:
        run = store.begin_run(header, "key", (), training=True)
        for position, (when, read) in enumerate(submissions.items()):
            verdict = replace(came(ordinary(), when), student=read.student)
            given = replace(read, times=verdict.times)
            store.record(run, Placed(position, given, given.student), given.student, verdict)
            store.add_override(Override(WEEK, given.student, Scope.ITEM, "report", 5.0, "", "ta"))
        store.finish_run(run, 1.0)
        store.add_override(Override(WEEK, "s001", Scope.TASK, PREVIEW, 1.0, "by hand", "ta"))
        store.add_comment(Comment(WEEK, "s001", "잘했어요 <b>", "ta"))
    return tmp_path


def run(course: Path, *arguments: str | Path) -> Result:
    """The command's result."""
    where = ["--course", str(course), "--store", str(course / "store.sqlite3")]
    return CliRunner().invoke(main, [*map(str, arguments), *where])


def worksheet(course: Path, names: Sequence[str]) -> Path:
    """A worksheet of Moodle with these full names."""
    out = io.StringIO(newline="")
    rows = [[f"Participant {n}", name, f"{n}@m", "Submitted", "", "19.00", "Yes", WHEN, "-", ""]
            for n, name in enumerate(names, 1)]  # fmt: skip
    csv.writer(out).writerows([EN, *rows])
    path = course / "worksheet.csv"
    path.write_text(out.getvalue(), "utf-8")
    return path


def test_gradebook_has_what_is_published(course: Path) -> None:
    """Late penalty and override are in the points, whoever handed in nothing is there with zero."""
    result = run(course, "export", "gradebook", "4")
    assert result.exit_code == 0, result.output
    rows = {r["student"]: r for r in csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig")))}
    assert list(rows) == ["s001", "s002", "s003"]
    assert float(rows["s001"][PREVIEW]) == 1.0
    assert f"override:{PREVIEW}" in rows["s001"]["flags"]
    assert "late:" in rows["s002"]["flags"]
    assert float(rows["s002"]["earned"]) < ordinary().earned + 5.0
    assert (rows["s003"]["earned"], rows["s003"]["flags"]) == ("0.0", "missing")


def test_moodle_round_trip_with_everybody(course: Path) -> None:
    """Names of the roster lead to the rows; all three have a grade; exit code 0."""
    path, out = worksheet(course, ["김하나", "이둘", "박셋"]), course / "out.csv"
    result = run(course, "export", "moodle", "4", "--into", path, "--out", out)
    assert result.exit_code == 0, result.output
    found = rules.moodle(out.read_bytes(), maximum=19)
    assert set(found) == {1, 2, 3}
    assert found[3][0] == 0
    assert "&lt;b&gt;" in found[1][1]


def test_whoever_is_on_one_side_only_is_told(course: Path) -> None:
    """Exit code 1, the file is written all the same, both names are on stderr in the language that was asked for."""
    path, out = worksheet(course, ["김하나", "이둘", "Jane\x1b[31m Doe"]), course / "out.csv"
    result = run(course, "export", "moodle", "4", "--into", path, "--out", out, "--lang", "ko")
    assert result.exit_code == 1
    assert "우리 쪽 학생이 아닙니다: Jane Doe" in result.stderr
    assert "s003 (박셋)" in result.stderr
    assert "\x1b" not in result.stderr
    assert len(result.stderr.splitlines()) == 2
    assert rules.moodle(out.read_bytes(), maximum=19)[3][0] is None


def test_gradescope_and_junit(course: Path) -> None:
    """A file for each who handed in; one student's alone; one suite for each verdict."""
    result = run(course, "export", "gradescope", "4", "--out", course / "gs")
    assert result.exit_code == 0, result.output
    assert {p.name for p in (course / "gs").iterdir()} == {"s001.json", "s002.json"}
    one = run(course, "export", "gradescope", "4", "--student", "s001")
    assert one.stdout_bytes.decode() == (course / "gs" / "s001.json").read_text("utf-8")
    entry = rules.gradescope(one.stdout)
    assert entry["score"] == ordinary().earned - ordinary().tasks[0].earned + 1.0 + 5.0  # what people gave
    root = rules.junit(run(course, "export", "junit", "4").stdout)
    assert {suite.get("name") for suite in root} == {"s001", "s002"}


@pytest.mark.parametrize(
    "arguments,said",
    [
        (["export", "moodle", "4"], "moodle needs the file that was downloaded there: --into FILE"),
        (["export", "junit", "4", "--scale", "100"], "--into, --column and --scale are for"),
        (["export", "canvas", "4", "week04"], "canvas is of one week"),
        (["export", "gradescope", "4"], "say --out FOLDER, or --student ID"),
        (["export", "gradescope", "4", "--student", "nobody"], "'nobody' handed in nothing"),
        (["export", "canvas", "4", "--scale", "nan"], "neither points nor a number"),
        (["export", "canvas", "4", "--into", "none.csv"], "none.csv: cannot be read"),
        (["export", "gradebook", "4", "--results", "none.json"], "none.json: cannot be read"),
        (["feedback", "4", "--out", "o", "--format", "pdf"], "write any of html, md, ipynb, page"),
        (["feedback", "4", "--out", "o", "--student", "nobody"], "'nobody' has no grade"),
        (["feedback", "4", "--out", "o", "--moodle", "x.csv"], "say --zip FILE, too"),
    ],
)
def test_wrong_usage(course: Path, arguments: list[str], said: str) -> None:
    """One line that says what to do, exit code 2."""
    result = run(course, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_nothing_graded_yet(course: Path) -> None:
    """Without a store the remedy is said, and none is made."""
    (course / "store.sqlite3").unlink()
    result = run(course, "export", "gradebook", "4")
    assert result.exit_code == 2
    assert "nothing was graded yet" in result.stderr
    assert not (course / "store.sqlite3").exists()


def test_feedback_of_everybody(course: Path) -> None:
    """A folder for each of the roster, the notebook for whose hand-in is still there, and the same as a zip."""
    out, archive_path = course / "fb", course / "fb.zip"
    result = run(course, "feedback", "4", "--out", out, "--zip", archive_path, "--lang", "ko")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "s002: 제출물이 없거나" in result.stderr
    found = {str(p.relative_to(course / "fb")): p.read_bytes() for p in (course / "fb").rglob("*.*")}
    assert set(found) == {"s001/feedback.html", "s001/feedback.md", "s001/feedback.ipynb",
                          "s002/feedback.html", "s002/feedback.md", "s003/feedback.html",
                          "s003/feedback.md"}  # fmt: skip
    with zipfile.ZipFile(course / "fb.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == found
    page = found["s001/feedback.html"].decode()
    assert "잘했어요 &lt;b&gt;" in page
    assert "by hand" in page
    assert "김하나" in page
    assert "잘했어요 &lt;b&gt;" in found["s001/feedback.md"].decode()
    notebook = json.loads(found["s001/feedback.ipynb"])
    assert ["class RNN:\n", "    pass"] in [c["source"] for c in notebook["cells"]]


def test_feedback_after_the_hand_ins_moved(course: Path) -> None:
    """--from finds the work by its content where it lies under another name now."""
    for name in ("anon_17", "anon_18"):
        (course / "now" / name).mkdir(parents=True)
    (course / "work" / "s001.py").rename(course / "now" / "anon_17" / "s001.py")
    (course / "now" / "anon_18" / "s001.py").write_text("def lstm_cell(x):\n    return 0\n", "utf-8")
    gone = run(course, "feedback", "4", "--out", course / "a", "--student", "s001", "--format", "ipynb")
    assert gone.exit_code == 1
    found = run(
        course, "feedback", "4", "--out", course / "b", "--student", "s001", "--format", "ipynb,page",
        "--from", course / "now",
    )  # fmt: skip
    assert found.exit_code == 0, found.output
    assert {p.name for p in (course / "b" / "s001").iterdir()} == {"feedback.ipynb", "notebook.html"}


def test_feedback_does_not_show_other_work(course: Path) -> None:
    """A hand-in that changed after it was graded gets no notebook: the outcomes would stand at the wrong code."""
    (course / "work" / "s001.py").write_text(PY + "\nx = 1\n", "utf-8")
    result = run(course, "feedback", "4", "--out", course / "fb", "--student", "s001", "--format", "ipynb")
    assert result.exit_code == 1
    assert not (course / "fb" / "s001" / "feedback.ipynb").exists()


def test_moodle_zip(course: Path) -> None:
    """Every folder of the zip leads Moodle to its participant; whoever has no row is told."""
    path = worksheet(course, ["김하나", "이둘"])
    how = ("--zip", course / "m.zip", "--moodle", path, "--format", "md")
    result = run(course, "feedback", "4", "--out", course / "fb", *how)
    assert result.exit_code == 1
    assert "s003" in result.stderr
    with zipfile.ZipFile(course / "m.zip") as archive:
        found = {rules.moodle_zip_entry(name, {1, 2}) for name in archive.namelist()}
    assert found == {(1, "feedback.md"), (2, "feedback.md")}


def test_names_that_break_things(tmp_path: Path) -> None:
    """Students called `<script>`, `../..` and `=cmd()`: every file lies in the folder, no sheet runs a formula."""
    course_at(tmp_path)
    made = make_run()
    write_results(made, tmp_path / "results.json", "en")
    result = CliRunner().invoke(
        main, ["export", "gradebook", "4", "--course", str(tmp_path), "--results", str(tmp_path / "results.json")]
    )
    assert result.exit_code == 0, result.output
    cells = [c for row in csv.reader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))) for c in row]
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@", "\t", "＝"))]
    out = tmp_path / "deep" / "fb"
    arguments = ["feedback", "4", "--results", str(tmp_path / "results.json"), "--out", str(out), "--format", "html,md"]
    result = CliRunner().invoke(main, [*arguments, "--course", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert len(list(out.rglob("feedback.html"))) == len(made.verdicts)
    assert {p.name for p in tmp_path.iterdir()} >= {"deep"}
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["fb"]
