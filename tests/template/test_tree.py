"""Template folders: what they hold, and that nobody's edits are lost when they are made again."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import nbformat
import pytest

from grader.course import find_course
from grader.errors import UsageError
from grader.intake import read_submission
from grader.spec import AssignmentSpec, load_assignment
from grader.template import build_template, drift, write_template

ROOT = Path(__file__).resolve().parents[2]

CELL = '''\
"""One step of a cell; N batch, D input."""

from __future__ import annotations

import torch

# BEGIN SOLUTION
from einops import rearrange
# END SOLUTION


def cell(x: torch.Tensor, W: torch.Tensor, *, scale: float = 1.0) -> torch.Tensor:
    """One step of the cell
    on a batch.

    Args:
        x: input, a batch
            of rows [N, D].
        W: weights [D, D].
        scale: a factor.

    Returns:
        The state, one row for
        every input [N, D].
    """
    # BEGIN SOLUTION
    return rearrange(x @ W, "n d -> n d") * scale
    # END SOLUTION


class Layer:
    """Many cells."""

    def __init__(self, size: int) -> None:
        """Make room for W [D, D]."""
        # BEGIN SOLUTION
        self.size = size
        # END SOLUTION

    def forward(self, xs: torch.Tensor) -> torch.Tensor:
        """All steps, xs [N, T, D]."""
        # BEGIN SOLUTION
        return xs
        # END SOLUTION

    def _hidden(self) -> None:
        """Not asked for [N]."""
'''


def task(**changes: object) -> dict[str, object]:
    """A task of an assignment file."""
    title = {"en": "The cell", "ko": "셀"}
    plain = {"id": "cell", "module": "cell", "names": ["cell"], "points": 7, "slot": "review", "title": title}
    return plain | changes


def assignment(*tasks: dict[str, object]) -> AssignmentSpec:
    """An assignment of week 9."""
    document = {"id": "week09_cells", "week": 9, "title": {"en": "Cells", "ko": "셀 과제"}, "tasks": list(tasks)}
    return AssignmentSpec.model_validate(document)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the reference and the handout of an assignment."""
    (tmp_path / "cell.py").write_text(CELL, "utf-8")
    (tmp_path / "README.md").write_text("# Cells\n\nRead [N, D].\n", "utf-8")
    (tmp_path / "README.ko.md").write_text("# 셀\n\n[N, D]를 읽으세요.\n", "utf-8")
    return tmp_path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder for templates, not made yet."""
    return tmp_path / "template"


@pytest.fixture
def files(folder: Path) -> dict[str, bytes]:
    """The template of one module that answers two tasks."""
    second = task(id="layer", names=["Layer"], points=2.5, bonus=True, title={"en": "Layers", "ko": "층"})
    return build_template(assignment(task(), second), folder, folder)


def cells(files: dict[str, bytes]) -> dict[str, str]:
    """Cell id → text of the notebook."""
    return {c["id"]: "".join(c["source"]) for c in json.loads(files["week09_cells.ipynb"])["cells"]}


def test_files(files: dict[str, bytes], folder: Path) -> None:
    """The template holds a stub a module, one notebook and the handout in both languages, word for word."""
    assert sorted(files) == ["README.ko.md", "README.md", "cell.py", "week09_cells.ipynb"]
    assert files["README.ko.md"] == (folder / "README.ko.md").read_bytes()
    assert b"einops" not in files["cell.py"]
    assert files["cell.py"].count(b"raise NotImplementedError") == 3


def test_stub_can_be_imported(files: dict[str, bytes], tmp_path: Path) -> None:
    """The stub imports with nothing but torch, and says at a call that it is not done."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "cell.py").write_bytes(files["cell.py"])
    spec = importlib.util.spec_from_file_location("cell_stub", tmp_path / "out" / "cell.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with pytest.raises(NotImplementedError):
        module.cell(1, 2)


def test_notebook_is_valid_and_repeatable(files: dict[str, bytes], folder: Path) -> None:
    """The notebook is valid in format 4.5, and the same bytes come out again; cells keep their ids."""
    book = nbformat.reads(files["week09_cells.ipynb"].decode(), as_version=4)
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    second = task(id="layer", names=["Layer"], points=2.5, bonus=True, title={"en": "Layers", "ko": "층"})
    assert build_template(assignment(task(), second), folder, folder) == files
    assert list(cells(files)) == ["title", "install", "handout", "about-cell", "code-cell", "check-cell", "check-layer"]


def test_the_notebook_installs_and_checks(files: dict[str, bytes], folder: Path) -> None:
    """Its first code cell installs what the course says, or has a line to fill in; each task has its check cell."""
    assert "# %pip install" in cells(files)["install"] and cells(files)["install"].endswith("grader.use()")
    assert cells(files)["check-layer"].endswith('grader.check("layer")')
    spec = assignment(task())
    install = "grader @ git+https://example.org/g@1 ; x"
    made = build_template(spec, folder, folder, install=install, bundle="https://example.org/nlp.git")
    lines = cells(made)["install"].split("\n")
    assert f'%pip install -q "{install}"' in lines
    assert '!git clone -q --depth 1 "https://example.org/nlp.git"' in lines


def test_first_cell_tells_how(files: dict[str, bytes]) -> None:
    """The first cell has the title and the way to check oneself in both languages, Korean first."""
    first = cells(files)["title"]
    assert first.index("# 셀 과제") < first.index("# Cells")
    assert first.count("`grader check week09_cells.ipynb`") == 2
    assert cells(files)["handout"] == "# 셀\n\n[N, D]를 읽으세요."


def test_task_cell_tells_what(files: dict[str, bytes]) -> None:
    """A task's cell has titles, points, names, and the shapes of the docstrings with wrapped lines joined."""
    about = cells(files)["about-cell"]
    assert "## 과제: 셀 (배점 7점)" in about
    assert "### Task: Layers (2.5 points, bonus)" in about
    assert "정의할 이름: `cell`" in about
    assert "- `cell(x, W, *, scale=1.0)` One step of the cell on a batch." in about
    assert "  - x: input, a batch of rows [N, D].\n  - W: weights [D, D].\n" in about
    assert "\n  - → The state, one row for every input [N, D].\n" in about
    assert (
        "- `Layer(size)` Many cells.\n  - Make room for W [D, D].\n  - `.forward(xs)` All steps, xs [N, T, D]." in about
    )
    assert "a factor" not in about
    assert "_hidden" not in about
    assert about.endswith("One step of a cell; N batch, D input.")


def test_code_cell_is_the_stub(files: dict[str, bytes]) -> None:
    """A code cell is the file without its docstring; it runs by itself and defines the names."""
    code = cells(files)["code-cell"]
    assert files["cell.py"].decode().endswith(code + "\n")
    namespace: dict[str, object] = {}
    exec(compile(code, "cell", "exec", dont_inherit=True), namespace)
    assert {"cell", "Layer"} <= set(namespace)


@pytest.mark.parametrize(
    "old,new,complaint",
    [
        ("def cell(", "def sell(", r"cell\.py:1: the stub does not define `cell` of task cell"),
        ("import torch\n", "import torch\nimport einops\n", r"cell\.py:6: the stub imports `einops`"),
        ("import torch\n", "from . import other\n", r"cell\.py:5: the stub imports `\.`"),
        ("    # END SOLUTION\n\n\nclass", "\n\nclass", r"cell\.py:\d+: BEGIN SOLUTION inside the block"),
        (
            '    # BEGIN SOLUTION\n    return rearrange(x @ W, "n d -> n d") * scale\n    # END SOLUTION\n',
            "    return x @ W * scale\n",
            r"cell\.py:7: `cell` has no solution block: the template would give its solution away",
        ),
    ],
)
def test_wrong_reference(folder: Path, old: str, new: str, complaint: str) -> None:
    """A reference that makes no good template is refused with file, line and remedy."""
    assert old in CELL
    (folder / "cell.py").write_text(CELL.replace(old, new), "utf-8")
    with pytest.raises(UsageError, match=complaint):
        build_template(assignment(task()), folder, folder)


@pytest.mark.parametrize("name", ["cell.py", "README.md", "README.ko.md"])
def test_missing_file(folder: Path, name: str) -> None:
    """A missing reference or handout, in either language, is named."""
    (folder / name).unlink()
    with pytest.raises(UsageError, match=rf"{name}: no such file"):
        build_template(assignment(task()), folder, folder)


def test_write_and_drift(files: dict[str, bytes], out: Path) -> None:
    """Writing makes the folder what it should be, and writing again touches nothing."""
    assert drift(files, out) == [f"{name}: missing" for name in sorted(files)]
    assert write_template(files, out) == sorted(files)
    assert drift(files, out) == []
    before = {p.name: p.stat().st_mtime_ns for p in out.iterdir()}
    assert write_template(files, out) == []
    assert {p.name: p.stat().st_mtime_ns for p in out.iterdir()} == before


def test_new_version_replaces_the_old(files: dict[str, bytes], out: Path) -> None:
    """What was generated before may be overwritten and removed; drift names both."""
    write_template(files, out)
    newer = {name: content for name, content in files.items() if name != "cell.py"} | {"README.md": b"new\n"}
    assert drift(newer, out) == ["README.md: differs", "cell.py: no longer part of the template"]
    assert write_template(newer, out) == ["README.md", "cell.py"]
    assert (out / "README.md").read_bytes() == b"new\n"
    assert not (out / "cell.py").exists()


def test_edits_are_not_lost(files: dict[str, bytes], out: Path) -> None:
    """A file that a person changed stops everything, also one that would be removed; force overwrites it."""
    write_template(files, out)
    (out / "cell.py").write_text("my work\n", "utf-8")
    newer = files | {"README.md": b"new\n"}
    with pytest.raises(UsageError, match=r"edited by hand: cell\.py .*--force"):
        write_template(newer, out)
    assert (out / "README.md").read_bytes() == files["README.md"]
    without = {name: content for name, content in newer.items() if name != "cell.py"}
    with pytest.raises(UsageError, match=r"edited by hand: cell\.py"):
        write_template(without, out)
    assert write_template(newer, out, force=True) == ["README.md", "cell.py"]
    assert drift(newer, out) == []


@pytest.mark.parametrize("manifest", [None, "", "{", "[1]"])
def test_unknown_origin_counts_as_edited(files: dict[str, bytes], out: Path, manifest: str | None) -> None:
    """Without a usable memory of what was generated, a file that differs is somebody's; equal ones are taken over."""
    out.mkdir()
    for name, content in files.items():
        (out / name).write_bytes(content)
    if manifest is not None:
        (out / ".generated.json").write_text(manifest, "utf-8")
    assert write_template(files, out) == []
    (out / ".generated.json").unlink()
    with pytest.raises(UsageError, match=r"edited by hand: README\.md"):
        write_template(files | {"README.md": b"new\n"}, out)


@pytest.mark.parametrize("name", find_course(ROOT).assignments())
def test_course_templates_are_current(name: str) -> None:
    """The templates that students get are those that the references make now."""
    course = find_course(ROOT)
    spec = load_assignment(course.assignment_dir(name))
    made = build_template(spec, course.reference_dir(name), course.assignment_dir(name))
    assert drift(made, course.template_dir(name)) == []


@pytest.mark.parametrize("name", find_course(ROOT).assignments())
@pytest.mark.parametrize("form", ["notebook", "files"])
def test_template_counts_as_not_started(name: str, form: str, tmp_path: Path) -> None:
    """A template handed in as it is, files or notebook, has every name of the assignment, each still the stub."""
    course = find_course(ROOT)
    spec = load_assignment(course.assignment_dir(name))
    write_template(build_template(spec, course.reference_dir(name), course.assignment_dir(name)), tmp_path)
    for path in tmp_path.glob("*.py" if form == "notebook" else "*.ipynb"):
        path.unlink()
    submission = read_submission(tmp_path)
    defined = {key: is_stub for module in submission.modules for key, is_stub in module.defines.items()}
    names = [key for task in spec.tasks for key in task.names]
    assert {key: defined.get(key) for key in names} == dict.fromkeys(names, True)
    assert not [problem for module in submission.modules for problem in module.problems]
