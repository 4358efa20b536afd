"""The workflows: what they may contain, and what their steps do when they are run. actionlint reads them, too (.ci)."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.conftest import RIGHT
from tests.repository.gitting import ME, Work

ROOT = Path(__file__).resolve().parents[2]
STUDENT = ROOT / "student_template" / ".github" / "workflows" / "grader.yml"
COURSE = ROOT / "ci" / "grade.yml"
GITLAB = ROOT / "student_template" / ".gitlab-ci.yml"
STUB = "def other():\n    raise NotImplementedError\n"
# What a step's environment may hold of what others choose; a script may hold none of it.
EXPRESSIONS = {
    "github.token",
    "github.event.before",
    "github.ref",
    "inputs.repository",
    "inputs.commit",
    "inputs.before",
    "inputs.ref",
    "inputs.student",
    "inputs.gpu",
    "secrets.git_token",
    "secrets.key_passphrase",
}


def workflow(file: Path) -> dict[Any, Any]:
    """A workflow as YAML has it; its `on` is read as True."""
    found: dict[Any, Any] = yaml.safe_load(file.read_text("utf-8"))
    return found


def steps(file: Path) -> Iterator[dict[str, Any]]:
    """All steps of a workflow."""
    for job in workflow(file)["jobs"].values():
        yield from job["steps"]


def scripts() -> Iterator[tuple[str, str]]:
    """Every script of every workflow, with a name."""
    for file in (STUDENT, COURSE):
        for step in steps(file):
            yield f"{file.name}: {step['name']}", step["run"]
    yield GITLAB.name, "\n".join(workflow(GITLAB)["grader"]["script"])


@pytest.mark.parametrize("name,script", list(scripts()), ids=lambda value: value if "\n" not in value else "")
def test_scripts(name: str, script: str) -> None:
    """A shell reads them, and no expression is pasted into them: what a student chose would be code."""
    assert subprocess.run(["bash", "-n"], input=script, text=True).returncode == 0
    assert "${{" not in script
    assert not re.search(r"\beval\b|curl .*\| *(?:ba)?sh", script)


@pytest.mark.parametrize("file", [STUDENT, COURSE], ids=lambda file: file.name)
def test_github(file: Path) -> None:
    """Least rights, a time limit, nothing of third parties, and only expressions that are known."""
    found = workflow(file)
    assert set(found) <= {"name", True, "permissions", "concurrency", "jobs"}
    assert found["permissions"] in ({}, {"contents": "read"})
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(found[True])
    for job in found["jobs"].values():
        assert set(job) <= {"runs-on", "timeout-minutes", "steps"}
        assert job["timeout-minutes"] <= 120
    for step in steps(file):
        assert set(step) <= {"name", "env", "run"}
    used = {e.strip() for e in re.findall(r"\$\{\{(.*?)\}\}", file.read_text("utf-8"))}
    assert {e for e in used if not e.startswith("fromJSON(inputs.gpu")} <= EXPRESSIONS


def test_who_runs_what() -> None:
    """Students' checks never run on the course's runner, and grading never on pushes to the course's repository."""
    assert [j["runs-on"] for j in workflow(STUDENT)["jobs"].values()] == ["ubuntu-latest"]
    assert set(workflow(STUDENT)[True]) == {"push", "workflow_dispatch"}
    assert set(workflow(COURSE)[True]) == {"workflow_call", "workflow_dispatch"}
    both = workflow(COURSE)[True]
    assert both["workflow_call"]["inputs"] == both["workflow_dispatch"]["inputs"]
    (job,) = workflow(COURSE)["jobs"].values()
    assert '["self-hosted", "grader", "gpu"]' in job["runs-on"]


def test_gitlab() -> None:
    """Keys that GitLab knows; the reports are files that `grader ci` writes; submodules stay away."""
    found = workflow(GITLAB)
    assert set(found) == {"workflow", "grader"}
    job = found["grader"]
    assert set(job) == {"image", "interruptible", "timeout", "variables", "script", "artifacts"}
    assert job["variables"]["GIT_SUBMODULE_STRATEGY"] == "none"
    assert job["artifacts"]["reports"] == {
        "junit": "grader-report/junit.xml",
        "codequality": "grader-report/gl-code-quality-report.json",
    }
    assert job["artifacts"]["when"] == "always"


class Runner:
    """A machine that runs the scripts of steps: as GitHub's does, with our `grader` for what pip would install."""

    def __init__(self, folder: Path, course: Path) -> None:
        self.home, self.temp, self.bin = folder / "home", folder / "temp", folder / "bin"
        self.log, self.course = folder / "pip.log", course
        for place in (self.home, self.temp, self.bin):
            place.mkdir()
        grader = f'#!/bin/sh\nexec "{sys.executable}" -m grader "$@"\n'
        self._program("grader", grader)
        # `python3 -m venv PLACE` makes a place with a pip that notes what it is told, and with our grader.
        self._program(
            "python3",
            '#!/bin/sh\ntest "$1 $2" = "-m venv" || exit 9\nmkdir -p "$3/bin"\n'
            f'printf \'#!/bin/sh\\necho "$@" >> "{self.log}"\\n\' > "$3/bin/pip"\n'
            f'cp "{self.bin}/grader" "$3/bin/grader"\nchmod +x "$3/bin/pip"\n',
        )

    def _program(self, name: str, text: str) -> None:
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def run(self, script: str, **env: str) -> subprocess.CompletedProcess[str]:
        """A step; GitHub gives it to `bash -e`."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "GITHUB_", "CI_", "GRADER_"))}
        places = {"PATH": f"{self.bin}:{clean['PATH']}", "RUNNER_TEMP": str(self.temp), "OMP_NUM_THREADS": "1"}
        line = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
        environment = clean | ME | places | env
        return subprocess.run(line, cwd=self.home, env=environment, capture_output=True, text=True, timeout=280)


@pytest.fixture
def runner(tmp_path: Path, folder: Path) -> Runner:
    """A machine; its course is the tiny one."""
    return Runner(tmp_path, folder)


def pushed(work: Work, folder: Path) -> tuple[str, str]:
    """A student's repository that holds the course's public part, as a template does: the commits before and after."""
    for path in folder.rglob("*"):
        if path.is_file():
            work.write(**{path.relative_to(folder).as_posix(): path.read_bytes()})
    for file in (STUDENT, GITLAB, ROOT / "student_template" / "grader-requirements.txt"):
        work.write(**{file.relative_to(ROOT / "student_template").as_posix(): file.read_bytes()})
    before = work.commit(**{"week01_tiny/plain.py": "x = 1\n", "week02_other/other.py": STUB})
    wrong = RIGHT.replace("return 2 * x\n", "return 2.5 * x\n")
    return before, work.commit(**{"week01_tiny/plain.py": wrong})


@pytest.mark.slow
@pytest.mark.parametrize("known", [True, False])
def test_the_students_steps(runner: Runner, work: Work, folder: Path, known: bool) -> None:
    """Fetched, installed, checked: annotations at the line, the page, and the reports; also where `before` is gone."""
    before, commit = pushed(work, folder)
    bare = runner.home.parent / "class" / "s001.git"
    work.git("clone", "--quiet", "--bare", work.folder, bare)
    work.git("--git-dir", bare, "config", "uploadpack.allowAnySHA1InWant", "true")
    page = runner.temp / "page.md"
    env = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_SERVER_URL": f"file://{bare.parents[1]}",
        "GITHUB_REPOSITORY": "class/s001",
        "GITHUB_SHA": commit,
        "GITHUB_REF": "refs/heads/main",
        "GITHUB_STEP_SUMMARY": str(page),
        "GITHUB_EVENT_PATH": str(runner.temp / "event.json"),
        "TOKEN": "t0ken",
        "BEFORE": before if known else "0" * 40,
    }
    (runner.temp / "event.json").write_text(json.dumps({"before": env["BEFORE"]}))
    fetch, install, check = (step["run"] for step in steps(STUDENT))
    done = runner.run(fetch, **env)
    assert done.returncode == 0, done.stderr
    assert "t0ken" not in (runner.home / ".git" / "config").read_text()
    assert runner.run(install, **env).returncode == 0
    assert "-r grader-requirements.txt" in runner.log.read_text()
    done = runner.run(check, **env)
    assert done.returncode == 1, done.stderr
    assert "::error file=week01_tiny/plain.py,line=9," in done.stdout
    assert "두 배" in page.read_text("utf-8") or "Doubling" in page.read_text("utf-8")
    found = json.loads((runner.temp / "report" / "ci.json").read_text("utf-8"))
    assert [w["week"] for w in found["weeks"]][:1] == ["week01_tiny"]
    assert found["compared"] is known
    assert not [c for w in found["weeks"] for t in w["tasks"] for c in t["checks"] if c["hidden"]]
    assert found["edited"] == []


@pytest.mark.slow
def test_gitlabs_script(runner: Runner, work: Work, folder: Path) -> None:
    """The same on GitLab, in the clone that its runner makes: the reports are where the job says."""
    before, commit = pushed(work, folder)
    runner.home.rmdir()
    work.git("clone", "--quiet", work.folder, runner.home)
    env = {
        "GITLAB_CI": "true",
        "CI_BUILDS_DIR": str(runner.temp),
        "CI_COMMIT_SHA": commit,
        "CI_COMMIT_BEFORE_SHA": before,
        "CI_COMMIT_BRANCH": "main",
        "CI_PROJECT_PATH": "class/s001",
    }
    job = workflow(GITLAB)["grader"]
    done = runner.run("\n".join(job["script"]), **env)
    assert done.returncode == 1, done.stderr
    for file in job["artifacts"]["reports"].values():
        assert (runner.home / file).is_file()
    report = json.loads((runner.home / "grader-report" / "gl-code-quality-report.json").read_text("utf-8"))
    assert {e["location"]["path"] for e in report if e["severity"] == "major"} == {"week01_tiny/plain.py"}


@pytest.mark.slow
def test_the_courses_step(runner: Runner, work: Work) -> None:
    """The course's runner fetches the commit, grades and signs it; hostile inputs are arguments and nothing else."""
    commit = work.commit(**{"week01_tiny/plain.py": RIGHT, "conftest.py": "x"})
    keys = runner.run(f'grader keys new --course "{runner.course}"')
    assert keys.returncode == 0, keys.stderr
    (step,) = steps(COURSE)
    env = {
        "GITHUB_ACTIONS": "true",
        "GRADER_COURSE": str(runner.course),
        "REPOSITORY": f"file://{work.folder}",
        "COMMIT": commit,
        "BEFORE": "",
        "REF": "$(touch it-ran)`touch it-ran`; touch it-ran",
        "STUDENT": "s001 --public $(touch it-ran)",
        "GPU": "false",
    }
    assert set(step["env"]) - set(env) == {"GRADER_GIT_TOKEN", "GRADER_KEY_PASSPHRASE"}
    script = step["run"].replace("--debounce 20", "--debounce 0.1")
    done = runner.run(script, **env)
    assert done.returncode == 0, done.stderr
    assert not (runner.home / "it-ran").exists()
    signed = runner.temp / "report" / "week01_tiny.signed.json"
    ring = runner.course / ".grader" / "keys" / "public.keys"
    proved = runner.run(f'grader verify-result "{signed}" --key "{ring}" --json')
    assert proved.returncode == 0, proved.stderr
    result = json.loads(proved.stdout)["result"]
    assert (result["commit"], result["ref"], result["student"]) == (commit, env["REF"], env["STUDENT"])
    assert [e["path"] for e in result["edited"]] == ["conftest.py"]
    assert "::error" not in done.stdout
