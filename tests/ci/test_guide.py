"""docs/ci.md is true: its commands run, in their order, and what it promises is there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ci.conftest import RIGHT, TINY
from tests.repository.gitting import Work

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")


def commands() -> list[str]:
    """The lines of the page's shell blocks."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.slow
def test_the_pages_commands(tmp_path: Path) -> None:
    """From the first key to a proved result and an installed hook."""
    shutil.copytree(TINY, tmp_path, ignore=shutil.ignore_patterns("week02_faulty", ".grader"), dirs_exist_ok=True)
    work = Work(tmp_path / "s001")
    commit = work.commit(**{"week01_tiny/plain.py": RIGHT})
    bare = tmp_path / "srv" / "git" / "s001.git"
    work.git("clone", "--quiet", "--bare", work.folder, bare)
    course = os.environ | {"OMP_NUM_THREADS": "1", "GRADER_LANG": "ko"}
    ran = []
    for line in commands():
        words = shlex.split(line)
        assert words[0] == "grader", line
        names = {"COMMIT": commit, "/srv/git/s001.git": str(bare), "/srv/course": str(tmp_path)}
        arguments = [names.get(word, word).replace("week04_rnn", "week01_tiny") for word in words[1:]]
        to = tmp_path / arguments.pop() if ">" in arguments else None
        arguments = [word for word in arguments if word != ">"]
        if arguments[:2] == ["ci", "--public"]:
            arguments += ["--repo", "s001", "--fail-on", "never"]
        done = subprocess.run(
            [sys.executable, "-m", "grader", *arguments], cwd=tmp_path, env=course, capture_output=True, text=True
        )
        assert done.returncode == 0, (line, done.stderr)
        if to is not None:
            to.write_text(done.stdout)
        ran.append(arguments[0])
    assert {"ci", "keys", "verify-result", "hook"} <= set(ran)
    written = {path.name for path in (tmp_path / "report").iterdir()}
    named = re.search(r"in `report/`: (.*?), a badge", PAGE, re.DOTALL)
    assert named is not None
    assert set(re.findall(r"`([\w.-]+)`", named[1])) <= written
    assert (bare / "hooks" / "post-receive").is_file()


def test_what_the_page_names() -> None:
    """Its files and links exist, and its options are options."""
    for target in re.findall(r"\]\(([^)#:]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
    for file in re.findall(r"`((?:student_template|ci|\.github)/[\w./-]+\.yml)`", PAGE):
        assert (ROOT / file).exists() or (ROOT / "student_template" / file).exists(), file
    helped = ""
    for command in ("ci", "hook", "keys new", "verify-result"):
        line = [sys.executable, "-m", "grader", *command.split(), "--help"]
        helped += subprocess.run(line, capture_output=True, text=True, check=True).stdout
    assert [option for option in set(re.findall(r"`(--[a-z-]+)", PAGE)) if option not in helped] == []
