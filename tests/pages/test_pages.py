"""Every command that README and docs/ show is run, or at least read by click."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from tests.guide import Block
from tests.pages.commands import PAGES, is_whole, lines_of, parse, shown
from tests.pages.world import world
from tests.reader import Reader, bin_folder_in

# Pages whose commands run here, in the folder that their reader is in.
TEACHERS = (
    "README.md",
    "docs/ta.md",
    "docs/grades.md",
    "docs/release.md",
    "docs/similarity.md",
    "docs/troubleshooting.md",
)
GRADED = ("docs/grades.md",)  # their readers have graded before
STUDENTS = ("docs/student.md", "docs/student.ko.md")
ELSEWHERE = {"docs/authoring.md": "tests/test_authoring.py", "docs/ci.md": "tests/ci/test_guide.py"}
# What is not run, but read by click: beginning of the command → why.
READ_ONLY = {
    "make ": "sets up an environment from a package index; test_project.py knows the targets",
    "python3 -m venv ": "installs from a package index",
    ".venv/bin/pip ": "installs from a package index",
    "grader check --watch": "ends with Ctrl-C only; run by test_watching.py",
    "grader grade 4 hand-ins/ --out graded-b --store postgresql:": "needs a database server; tests/store/ have one",
    "grader assignment new week09_attention": "run by tests/test_authoring.py",
    "grader assignment verify week09_attention --min-kill": "a minute of mutants; run by tests/test_authoring.py",
    "grader assignment template week09_attention": "run by tests/test_authoring.py",
}


def commands(page: str) -> list[Block]:
    """The lines of a page that are run."""
    return [line for line in lines_of(page) if not line.text.startswith(tuple(READ_ONLY))]


@pytest.mark.slow
@pytest.mark.timeout(900)  # a grader after the other: half a minute of CPU time for the longest page
@pytest.mark.parametrize("page", [*TEACHERS, *STUDENTS])
def test_the_pages_commands(tmp_path: Path, page: str) -> None:
    """All commands of a page, in their order, end with the exit code that the page says."""
    made = world(tmp_path)
    reader = Reader(made.student if page in STUDENTS else made.course, bin_folder_in(tmp_path), page)
    before = [Block("bash", {}, "grader grade 4 handed-in\n", 0)] if page in GRADED else []
    for line in [*before, *commands(page)]:
        reader.do(line)
        assert "Traceback" not in reader.printed


@pytest.mark.parametrize("page", PAGES)
def test_commands_are_commands(tmp_path: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of a page, in blocks and in the text, has the name, options and choices that the program knows."""
    (tmp_path / "requirements.txt").touch()
    (tmp_path / "wheels").mkdir()
    monkeypatch.chdir(tmp_path)
    for one in shown(page):
        try:
            if is_whole(one):
                parse(one.text)
        except click.exceptions.Exit:
            pass  # --help
        except click.UsageError as error:
            # In running text a command may be shown without all that it needs.
            short = not one.fenced and isinstance(error, click.MissingParameter | click.BadOptionUsage)
            if not short:
                pytest.fail(f"{page}:{one.line}: {one.text}: {error.format_message()}")


def test_every_page_with_commands_is_run() -> None:
    """A page that shows commands in shell blocks is run here or elsewhere; blocks of commands name their language."""
    ran = {*TEACHERS, *STUDENTS, *ELSEWHERE}
    assert {page for page in PAGES if lines_of(page)} - ran == set()
    for page in PAGES:
        typed = {one.line for one in shown(page) if one.fenced and is_whole(one)}
        loose = typed - {line.line for line in lines_of(page)}
        assert not loose or page == "docs/reference/commands.md", (page, loose)


def test_nothing_is_left_out_for_nothing() -> None:
    """Every entry of the list of what is only read still stands on a page."""
    texts = [line.text for page in (*TEACHERS, *STUDENTS) for line in lines_of(page)]
    assert [start for start in READ_ONLY if not any(text.startswith(start) for text in texts)] == []


@pytest.mark.parametrize(
    "command", ["grader grad 4", "grader grade 4 --ot x", "grader export moodel 4", "grader keys renew"]
)
def test_a_wrong_command_is_noticed(command: str) -> None:
    """The control: a misspelt command, option, format or subcommand is an error."""
    with pytest.raises(click.UsageError):
        parse(command)
