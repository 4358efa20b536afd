"""The course, the hand-ins and the downloads that the pages' commands work with; small, and with the pages' names."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from grader.course import Course
from grader.release.bundle import build_bundle
from grader.release.writing import write_bundle
from grader.scaffold import new_assignment, new_course
from tests.exports.test_moodle import EN, WHEN
from tests.intake.exports import Handed, moodle

WEEK = "week04_rnn"
TASKS = {"lstm_cell": 20, "gru_cell": 80}
NAMES = {"s001": "김하나", "s002": "이둘", "s003": "박셋"}
RULES = """
[schedule]
start = "19:00"
[slots.preview]
due = "Wednesday 18:00"
[slots.review]
due = "next session"
[late]
percent = 10
[[sessions]]
week = 4
date = 2027-02-04
[[sessions]]
week = 5
date = 2027-02-11
"""
RUBRIC = """
[[rubric]]
id = "report"
title = { en = "Report", ko = "보고서" }
points = 5
slot = "review"
"""


@dataclass(frozen=True)
class World:
    """`course`: the teachers' folder, with hand-ins and downloads beside. `student`: what one student has."""

    course: Path
    student: Path


def world(root: Path) -> World:
    """A course of three students: one right, one half right, one absent; the bundle, with a notebook half written."""
    folder = root / "course"
    folder.mkdir()
    made = new_course(folder, "2027", "Asia/Seoul")
    new_assignment(made, WEEK, list(TASKS))
    _points(folder / "assignments" / WEEK)
    file = folder / "course.toml"
    paths = '[paths]\nroster = "roster.csv"\nexceptions = "exceptions.csv"\n'
    file.write_text(file.read_text("utf-8").replace("[paths]\n", paths) + RULES, "utf-8")
    (folder / "exceptions.csv").write_text("student,assignment,slot,until,extra,excused\n", "utf-8")
    rows = [f"{one},{name},{one}@example.org,{100 + i}" for i, (one, name) in enumerate(NAMES.items(), 1)]
    (folder / "roster.csv").write_text("\n".join(["student,name,email,moodle", *rows]) + "\n", "utf-8")
    _hand_ins(made)
    _downloads(folder)
    return World(folder, _student(made, root / "student"))


def _points(folder: Path) -> None:
    """The example's ten points for each task as many as the pages speak of; a rubric item."""
    spec = folder / "assignment.toml"
    text = spec.read_text("utf-8")
    for task, points in TASKS.items():
        text = re.sub(rf'(id = "{task}".*?points = )10', rf"\g<1>{points}", text, count=1, flags=re.DOTALL)
        checks = folder / f"test_{task}.py"
        code = checks.read_text("utf-8")
        more = re.sub(r"points\((\d)\)", lambda m, by=points // 10: f"points({int(m[1]) * by})", code)
        checks.write_text(more, "utf-8")
    spec.write_text(text + RUBRIC, "utf-8")


def _hand_ins(course: Course) -> None:
    """Moodle's zip, a notebook, folders of this term and of the last."""
    root = course.root
    samples = root / "assignments" / WEEK / "samples"
    handed = []
    for student in ("s001", "s002"):
        files = {path.name: path.read_bytes() for path in sorted((samples / student).glob("*.py"))}
        handed.append(Handed(student, NAMES[student], files, 100 + len(handed) + 1))
        for place in ("handed-in", "last-year/week04"):
            shutil.copytree(samples / student, root / place / student)
    moodle(root, handed).rename(root / "moodle.zip")
    shutil.copytree(samples / "s001", root / "public-solutions" / "one")
    cells = [(samples / "s001" / f"{task}.py").read_text("utf-8") for task in TASKS]
    (root / f"{WEEK}.ipynb").write_text(notebook(cells), "utf-8")


def notebook(cells: list[str]) -> str:
    """A notebook of code cells."""
    made = [{"cell_type": "code", "metadata": {}, "source": c, "outputs": [], "execution_count": None} for c in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 0})


def _downloads(root: Path) -> None:
    """Gradebooks as Moodle and Canvas give them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(EN)
    for i, (student, name) in enumerate(NAMES.items(), 1):
        mail = f"{student}@example.org"
        writer.writerow([f"Participant {100 + i}", name, mail, "", "", "100.00", "Yes", WHEN, "-", ""])
    (root / "Grades-NLP-Week4.csv").write_text("\ufeff" + out.getvalue(), "utf-8")
    rows = [f"{name},{9000 + i},{student}@example.org,1," for i, (student, name) in enumerate(NAMES.items())]
    head = ["Student,ID,SIS Login ID,Section,Rnn (55)", "    Points Possible,,,,100"]
    (root / "downloaded.csv").write_text("\n".join([*head, *rows]) + "\n", "utf-8")


def _student(course: Course, folder: Path) -> Path:
    """What a student got, one task of two written, in the file and in the notebook."""
    write_bundle(build_bundle(course, WEEK), folder)
    done = (course.root / "assignments" / WEEK / "samples" / "s001" / "lstm_cell.py").read_text("utf-8")
    wrong = done.replace("dim=-1", "dim=0")
    (folder / WEEK / "lstm_cell.py").write_text(wrong, "utf-8")
    (folder / WEEK / f"{WEEK}.ipynb").write_text(notebook([wrong]), "utf-8")
    return folder
