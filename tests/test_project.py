"""The project's files agree with each other: versions, pins, commands, paths."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

import grader
from grader.cli import main

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
# Modules whose package has another name.
PACKAGE_OF = {"yaml": "pyyaml", "IPython": "ipython", "pydantic_core": "pydantic"}


def canonical(name: str) -> str:
    """A package name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def package(requirement: str) -> str:
    """`torch>=2.6` → `torch`."""
    return canonical(re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0])


def pins() -> dict[str, str]:
    """Package → version of constraints.txt; a line that is no exact pin fails here."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    found = [line.partition("==") for line in lines if line and not line.startswith("#")]
    assert all(equals and version for _, equals, version in found), "every line of constraints.txt is `name==version`"
    return {canonical(name): version for name, _, version in found}


def tracked() -> list[Path]:
    """Files of the project as git sees them, new ones included."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_constraints_pin_all_requirements() -> None:
    """Set-up installs no version that was not chosen: everything pyproject names is pinned."""
    project = PYPROJECT["project"]
    extras = [r for requirements in project["optional-dependencies"].values() for r in requirements]
    named = {package(r) for r in [*project["dependencies"], *extras, *PYPROJECT["build-system"]["requires"]]}
    assert named - set(pins()) == set()


def test_torch_pin_has_no_local_part() -> None:
    """The pin of torch admits both the CPU wheel and the default one."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", pins()["torch"])


def test_dependencies_are_what_is_imported() -> None:
    """The package declares every library that it imports, and no other."""
    project = PYPROJECT["project"]
    declared = {package(r) for r in [*project["dependencies"], *project["optional-dependencies"]["docker"]]}
    imported = set()
    for path in (ROOT / "grader").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module or ""]
            imported |= {module.split(".")[0] for module in modules}
    third_party = imported - set(sys.stdlib_module_names) - {"grader"}
    data_only = {"tzdata"}  # read by zoneinfo, never imported
    assert {canonical(PACKAGE_OF.get(name, name)) for name in third_party} == declared - data_only


def test_version_is_in_changelog() -> None:
    """The version is the same everywhere, and the changelog has a heading for it."""
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert PYPROJECT["project"]["version"] == grader.__version__
    assert re.search(rf"^## \[?{re.escape(grader.__version__)}\b", changelog, re.MULTILINE)


def test_no_home_paths() -> None:
    """No file holds a path that exists on somebody's machine only."""
    home = re.compile(rb"(?<!\w)/(?:home|root|Users)/[A-Za-z0-9._-]+")
    found = [f"{p.relative_to(ROOT)}: {m.decode()}" for p in tracked() for m in home.findall(p.read_bytes())]
    assert not found, "\n".join(found)


def test_readme_commands_exist() -> None:
    """Every `grader …` and `make …` that the README shows is there."""
    readme = (ROOT / "README.md").read_text("utf-8")
    blocks = "\n".join(re.findall(r"^```[^\n]*\n(.*?)^```", readme, re.MULTILINE | re.DOTALL))
    shown = [line.split()[1:] for line in blocks.splitlines() if line.startswith("grader ")]
    assert {"grade", "check"} <= {words[0] for words in shown}
    for words in shown:
        command: click.Command | None = main
        while isinstance(command, click.Group):
            word = words.pop(0)
            command = command.get_command(click.Context(command), word)
            assert command is not None, word
    targets = set(re.findall(r"^make ([a-z]+)", blocks, re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert {"demo", "test"} <= targets <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
)
def test_links_lead_somewhere(page: str) -> None:
    """Pages link and show only files that are there."""
    path = ROOT / page
    targets = re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))
    assert [t for t in targets if not (path.parent / t).exists()] == []


def test_skips_fail_in_ci(tmp_path: Path) -> None:
    """With GRADER_CI=1 a skipped test and a module that skips itself fail, and say why; without it they are skipped."""
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text("utf-8"), "utf-8")
    (tmp_path / "test_one.py").write_text(
        "import pytest\n"
        "def test_skips():\n    pytest.skip('no reason')\n"
        "@pytest.mark.xfail\ndef test_known_fault():\n    assert False\n"
        "def test_passes():\n    pass\n",
        "utf-8",
    )
    (tmp_path / "test_two.py").write_text("import pytest\npytest.importorskip('no_such_module')\n", "utf-8")

    def outcome(ci: str, *options: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "-p", "no:cacheprovider", *options, str(tmp_path)]
        done = subprocess.run(command, env={"GRADER_CI": ci}, check=False, capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout

    assert outcome("")[0] == 0
    code, output = outcome("1", "--continue-on-collection-errors")
    assert code == 1
    assert "1 failed, 1 passed, 1 xfailed, 1 error" in output
    assert "skipped although GRADER_CI=1: Skipped: no reason" in output
    assert outcome("1", "-n", "1", f"--ignore={tmp_path / 'test_two.py'}")[0] == 1


def test_ci_has_every_level() -> None:
    """Tests of containers are not there without an image: CI must have one."""
    assert os.environ.get("GRADER_CI") != "1" or os.environ.get("GRADER_TEST_IMAGE")
