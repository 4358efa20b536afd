"""The generated class: the same by seed, of every shape, and what is known about it is what a grading says."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest

from grader.intake import read_submission
from tools.generated_class import Class, make_class, read_truth, write_class
from tools.generated_class.comparing import contradictions

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def made() -> Class:
    """Sixty hand-ins and six of the term before."""
    return make_class(60, 3)


def test_the_same_by_seed(tmp_path: Path, made: Class) -> None:
    """The same seed writes the same bytes; another seed another class."""
    for name, one in (("a", made), ("b", make_class(60, 3)), ("c", make_class(60, 4))):
        write_class(one, tmp_path / name)
    content = {
        name: {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*.*") if p.is_file()}
        for name in "abc"
    }
    assert content["a"] == content["b"]
    assert content["a"] != content["c"]


def test_truth_is_kept(tmp_path: Path, made: Class) -> None:
    """What is written beside the hand-ins is what the class was made with."""
    write_class(made, tmp_path)
    truth = read_truth(tmp_path)
    assert truth.copied == made.copied
    assert [(p.student, p.parts, p.members, p.late) for p in truth.pupils] == [
        (p.student, p.parts, p.members, p.late) for p in made.pupils
    ]


def test_every_shape_occurs(tmp_path: Path, made: Class) -> None:
    """Notebooks, files, folders and zips; both spellings of Hangul; every special hand-in; late ones and teams."""
    write_class(made, tmp_path)
    paths = list((tmp_path / "hand-ins").iterdir())
    assert {p.form for p in made.pupils} == {"notebook", "notebooks", "file", "folder", "zip"}
    assert {p.special for p in made.pupils} == {"", "crash", "exit", "hang", "memory", "syntax", "not_json", "empty"}
    korean = [p.name for p in paths if "WEEK4" in p.name]
    assert {unicodedata.is_normalized("NFC", name) for name in korean} == {True, False}
    assert all(zipfile.is_zipfile(p) for p in paths if p.suffix == ".zip")
    assert any(p.late for p in made.pupils)
    assert any(p.members for p in made.pupils)
    assert {part.state for p in made.pupils for part in p.parts} == {
        "right", "wrong", "mutant", "stub", "missing", "partial", "special"
    }  # fmt: skip


def test_notebooks_are_read_whole(tmp_path: Path, made: Class) -> None:
    """Our intake finds in a notebook every name that the student wrote, and nothing to complain about."""
    write_class(made, tmp_path)
    seen = 0
    for pupil in made.pupils:
        if pupil.form != "notebook" or pupil.special:
            continue
        submission = read_submission(next((tmp_path / "hand-ins").glob(f"{pupil.student}_*")))
        wanted = {n.name for s in pupil.sources.values() for n in ast.parse(s).body if isinstance(n, ast.ClassDef)}
        defined = {
            name.rpartition("_")[0] if name[-1].isdigit() else name for m in submission.modules for name in m.defines
        }
        assert wanted <= defined
        assert not any(m.problems for m in submission.modules)
        seen += 1
    assert seen > 20


def test_copies_are_copies(made: Class) -> None:
    """A planted copy of the first disguise is the original but for comments, docstrings and annotations."""
    sources = {p.student: p.sources for p in (*made.pupils, *made.earlier)}
    plain = [c for c in made.copied if c.disguise == 1]
    assert plain
    for copied in plain:
        for task in copied.tasks:
            a, b = (ast.parse(sources[s][task]) for s in (copied.original, copied.copy))
            names = [
                [n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
                for tree in (a, b)
            ]
            assert names[0] == names[1]


@pytest.mark.slow
def test_grading_agrees_with_the_truth(tmp_path: Path) -> None:
    """Right tasks lose nothing, wrong solutions exactly their checks, stubs and missing tasks all."""
    made = make_class(16, 5, zips=False, earlier=False)
    write_class(made, tmp_path / "class")
    out = tmp_path / "graded"
    command = [sys.executable, "-m", "grader", "grade", made.week, str(tmp_path / "class" / "hand-ins")]
    command += ["--no-training", "--seed", "1", "--jobs", "2", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=280)
    assert done.returncode == 0, done.stderr
    results = json.loads((out / "results.json").read_text("utf-8"))["submissions"]
    assert list(contradictions(made, results)) == []
