"""The commands that `make` and CI run, written once.

A session runs in the environment that nox itself runs in, which `make` builds;
`nox --force-venv-backend virtualenv` gives each session an environment of its own.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import zipfile
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "core"]

ONE_THREAD = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
DOCUMENTED = ("grader", "tests", "benchmarks", "tools", "noxfile.py")


def run(session: nox.Session, *module_and_arguments: str) -> None:
    """Run `python -m …` in the session's environment, set up first if it is the session's own."""
    python = sys.executable
    if session.venv_backend != "none":
        session.install("--constraint", "constraints.txt", "--editable", ".[dev]")
        python = "python"
    session.run(python, "-m", *module_and_arguments, env=ONE_THREAD, external=True)


def workers() -> str:
    """How many pytest workers: two, or what GRADER_TEST_WORKERS says."""
    return os.environ.get("GRADER_TEST_WORKERS", "2")


@nox.session
def core(session: nox.Session) -> None:
    """The fast tests."""
    run(session, "pytest", "-n", workers(), "-m", "not slow and not bench", *session.posargs)


@nox.session
def slow(session: nox.Session) -> None:
    """The tests that train models or start many student processes."""
    run(session, "pytest", "-n", workers(), "-m", "slow and not bench", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, types, spelling, docstrings and the project's own rules."""
    run(session, "ruff", "check", ".")
    run(session, "ruff", "format", "--check", ".")
    run(session, "mypy")
    run(session, "codespell_lib")
    run(session, "interrogate", *DOCUMENTED)
    run(session, "tools.messages", "--check")
    site(session)
    run(session, "pytest", "--quiet", "tests/test_imports.py", "tests/test_project.py")


@nox.session
def docs(session: nox.Session) -> None:
    """The site of docs/, into build/site."""
    site(session)


def site(session: nox.Session) -> None:
    """Build the site; a warning, or a page that is not what the code says, is a failure."""
    run(session, "tools.reference", "--check")
    run(session, "mkdocs", "build", "--strict", "--quiet")


@nox.session(venv_backend="venv")
def wheel(session: nox.Session) -> None:
    """Build the wheel and use it in a clean environment, outside the source tree.

    The dependencies are lent from the environment that nox runs in, so that nothing is fetched.
    """
    folder = Path(session.create_tmp()).resolve()
    for old in (Path("build"), folder):
        shutil.rmtree(old, ignore_errors=True)  # setuptools would pack what an older build left
    folder.mkdir(parents=True)
    build = ("--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), ".")
    session.run(sys.executable, "-m", "pip", "wheel", *build, external=True)
    shutil.rmtree("build", ignore_errors=True)
    (built,) = folder.glob("grader-*.whl")

    with zipfile.ZipFile(built) as archive:
        packed = set(archive.namelist())
    files = (p for p in Path("grader").rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    if missing := sorted(str(p) for p in files if p.as_posix() not in packed):
        session.error(f"not in the wheel: {', '.join(missing)} (add them to [tool.setuptools.package-data])")

    session.install("--no-deps", "--no-index", str(built))
    session.chdir(folder)
    # A folder on PYTHONPATH does not have its .pth files read: the editable install stays out of sight.
    lent = {"PYTHONPATH": sysconfig.get_path("purelib")}
    where = "import grader, sys; sys.exit(not grader.__file__.startswith(sys.prefix) and grader.__file__)"
    session.run("python", "-c", where, env=lent)
    session.run("grader", "--help", env=lent)
    session.run("grader", "course", "new", "course", env=lent)  # written from files of the package
    session.run("grader", "assignment", "new", "week01_first", "--course", "course", env=lent)
