"""`grader ci` with its options, on the platforms that it knows; the judge's answers are made up."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import pytest
from click.testing import CliRunner
from click.testing import Result as Ran

from grader.ci.kept import Kept
from grader.cli import main
from grader.model import Run
from grader.signing import KeyFolder, read_ring, unseal
from tests.ci.answers import known_run
from tests.ci.conftest import RIGHT
from tests.repository.gitting import Work

GOOD = {"week01_tiny/plain.py": RIGHT + "# RIGHT"}
BAD = {"week01_tiny/plain.py": RIGHT + "WRONG = 1"}


class NoServer:
    """In the place of the fork server, which would import torch."""

    def __init__(self, *, training: bool) -> None:
        self.training = training

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""


class Ci:
    """`grader ci`, in this process."""

    def __init__(self, course: Path, work: Work, state: Path) -> None:
        self.course, self.work, self.state, self.keys = course, work, state, state / "keys"

    def __call__(self, *options: str | Path, env: Mapping[str, str] | None = None, repo: str | None = None) -> Ran:
        places = (
            "--course",
            self.course,
            "--repo",
            repo or self.work.folder,
            "--state",
            self.state,
            "--keys",
            self.keys,
        )
        clean = dict.fromkeys(("GITHUB_ACTIONS", "GITLAB_CI", "GITHUB_STEP_SUMMARY", "GRADER_LANG"), "")
        return CliRunner().invoke(main, ["ci", *map(str, (*places, *options))], env=clean | dict(env or {}))


@pytest.fixture
def ci(folder: Path, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ci:
    """The command, for a course and a repository."""
    monkeypatch.setattr("grader.ci.push.judge", known_run)
    monkeypatch.setattr("grader.cli.ci.ForkServer", NoServer)
    return Ci(folder, work, tmp_path / "state")


@pytest.mark.parametrize(
    "policy,good,bad,bonus",
    [("any", 0, 1, 1), ("required", 0, 1, 0), ("never", 0, 0, 0)],
)
def test_exit_codes(ci: Ci, policy: str, good: int, bad: int, bonus: int) -> None:
    """Right, wrong, and wrong in a bonus task only."""
    ci.work.commit(**GOOD)
    assert ci("--fail-on", policy).exit_code == good
    ci.work.commit(**BAD)
    assert ci("--fail-on", policy).exit_code == bad
    file = ci.course / "assignments" / "week01_tiny" / "assignment.toml"
    file.write_text(file.read_text("utf-8").replace('slot = "preview"', 'slot = "preview"\nbonus = true'), "utf-8")
    file.write_text(file.read_text("utf-8").replace('slot = "review"', 'slot = "review"\nbonus = true'), "utf-8")
    assert ci("--fail-on", policy).exit_code == bonus


def test_text(ci: Ci) -> None:
    """In the course's language, or another one; no commands of a platform elsewhere."""
    ci.work.commit(**BAD)
    done = ci("--lang", "ko")
    assert "week01_tiny · 두 배 · 합계 0 / 18" in done.stdout
    assert "::" not in done.stdout
    assert "Total 0 / 18" in ci().stdout


def test_github(ci: Ci, tmp_path: Path) -> None:
    """Commit, the one before, branch and repository from the environment; annotations, and the page of the step."""
    before = ci.work.commit(**GOOD, **{"week02_other/other.py": "x = 1"})
    commit = ci.work.commit(**BAD)
    ci.work.commit(**{"week02_other/other.py": "x = 2"})  # not what was pushed
    (tmp_path / "event.json").write_text(json.dumps({"before": before}))
    env = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_SHA": commit,
        "GITHUB_REF": "refs/heads/main",
        "GITHUB_REPOSITORY": "class/s007",
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "page.md"),
    }
    done = ci("--out", tmp_path / "out", env=env)
    assert done.exit_code == 1
    assert done.stdout.startswith("::error file=week01_tiny/plain.py,line=")
    lines = done.stdout.splitlines()
    stop = next(i for i, line in enumerate(lines) if line.startswith("::stop-commands::"))
    assert all(line.startswith("::") for line in lines[:stop])
    assert "Doubling" in (tmp_path / "page.md").read_text("utf-8")
    found = json.loads((tmp_path / "out" / "ci.json").read_text("utf-8"))
    assert [w["week"] for w in found["weeks"]] == ["week01_tiny"]
    assert (found["student"], found["repository"], found["ref"]) == ("s007", "class/s007", "refs/heads/main")
    assert found["commit"] == commit


def test_gitlab(ci: Ci) -> None:
    """GitLab's variables, and no commands of GitHub's."""
    before = ci.work.commit(**GOOD, **{"week02_other/other.py": "x = 1"})
    commit = ci.work.commit(**BAD)
    env = {
        "GITLAB_CI": "true",
        "CI_COMMIT_SHA": commit,
        "CI_COMMIT_BEFORE_SHA": before,
        "CI_COMMIT_BRANCH": "main",
        "CI_PROJECT_PATH": "class/s008",
    }
    found = json.loads(ci("--json", env=env).stdout)
    assert [w["week"] for w in found["weeks"]] == ["week01_tiny"]
    assert found["student"] == "s008"
    assert "::" not in ci(env=env).stdout


@pytest.mark.parametrize("event", ["", "[]", '{"before": 3}', "{", '{"before": "--all"}'])
def test_an_event_that_says_nothing(ci: Ci, tmp_path: Path, event: str) -> None:
    """Where no commit before the push can be told, everything is graded."""
    commit = ci.work.commit(**GOOD)
    (tmp_path / "event.json").write_text(event)
    env = {"GITHUB_ACTIONS": "true", "GITHUB_SHA": commit, "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}
    assert ci(env=env).exit_code == 0


def test_signed_and_kept(ci: Ci, tmp_path: Path) -> None:
    """A signed result for the week, kept in files that are only added, twice where it was graded twice."""
    commit = ci.work.commit(**BAD, **{"conftest.py": "x"})
    folder = KeyFolder(ci.keys)
    folder.new()
    for _ in range(2):
        assert ci("--sign", "--out", tmp_path / "out", "--fail-on", "never", "--student", "s009").exit_code == 0
    records = list(Kept(ci.state).of("s009"))
    assert [r.signed.name for r in records] == [f"{commit}-1.signed.json", f"{commit}-2.signed.json"]
    result = unseal((tmp_path / "out" / "week01_tiny.signed.json").read_bytes(), read_ring([folder.public]))
    assert (result.student, result.commit, result.earned, result.possible) == ("s009", commit, "0", "18")
    assert [(e.path, e.kind) for e in result.edited] == [("conftest.py", "checks")]
    assert result.tree == ci.work.git("rev-parse", "HEAD^{tree}")
    first, second = (unseal(r.signed.read_bytes(), read_ring([folder.public])) for r in records)
    assert first.nonce != second.nonce
    assert all((r.signed.stat().st_mode & 0o222) == 0 for r in records)


def test_no_key_no_grading(ci: Ci) -> None:
    """What is missing for signing is said before anything is judged; public checks are not signed."""
    ci.work.commit(**GOOD)
    done = ci("--sign")
    assert done.exit_code == 2
    assert "grader keys new" in done.stderr
    KeyFolder(ci.keys).new()
    assert "not signed" in ci("--sign", "--public").stderr


def test_a_weak_level_is_not_signed(ci: Ci, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where student code could have read the key, nothing is signed or kept; without --sign it is a result."""

    def weak(*arguments: Any) -> Run:
        return replace(known_run(*arguments), sandbox="process")

    monkeypatch.setattr("grader.ci.push.judge", weak)
    ci.work.commit(**GOOD)
    KeyFolder(ci.keys).new()
    done = ci("--sign", "--student", "s009")
    assert done.exit_code == 2
    assert "is not signed" in done.stderr
    assert list(Kept(ci.state).of("s009")) == []
    assert ci().exit_code == 0


def test_a_passphrase_is_not_passed_on(ci: Ci, monkeypatch: pytest.MonkeyPatch) -> None:
    """The judges, and what they start, do not have it in their environment."""
    seen = []

    def look(*arguments: Any) -> Run:
        seen.append(os.environ.get("GRADER_KEY_PASSPHRASE"))
        return known_run(*arguments)

    monkeypatch.setattr("grader.ci.push.judge", look)
    ci.work.commit(**GOOD)
    KeyFolder(ci.keys).new(passphrase="구름")
    assert ci("--sign").exit_code == 2
    assert ci("--sign", env={"GRADER_KEY_PASSPHRASE": "구름"}).exit_code == 0
    assert seen == [None]


def test_five_uploads(ci: Ci, monkeypatch: pytest.MonkeyPatch) -> None:
    """A push that is followed by another within the wait leaves grading to it, which grades all weeks."""
    start = ci.work.commit(**{"x.md": ""})
    first = ci.work.commit(**{"week02_other/other.py": "x = 1  # RIGHT"})
    second = ci.work.commit(**GOOD)
    inner: list[Ran] = []

    def upload(seconds: float) -> None:
        monkeypatch.setattr("time.sleep", lambda seconds: None)
        inner.append(ci("--commit", second, "--before", first, "--json", "--debounce", "5"))

    monkeypatch.setattr("grader.ci.pending.time.sleep", upload)
    done = ci("--commit", first, "--before", start, "--debounce", "5", "--lang", "en")
    assert done.exit_code == 0
    assert second[:12] in done.stdout
    assert json.loads(ci("--commit", first, "--debounce", "0.001", "--json").stdout)["commit"] == first
    assert "Total" not in done.stdout
    assert [w["week"] for w in json.loads(inner[0].stdout)["weeks"]] == ["week01_tiny", "week02_other"]


def test_another_repository(ci: Ci, tmp_path: Path) -> None:
    """By an address: fetched into the state folder; the platform's own commit is not meant, nor are annotations."""
    commit = ci.work.commit(**BAD)
    env = {"GITHUB_ACTIONS": "true", "GITHUB_SHA": "f" * 40, "GITHUB_REPOSITORY": "teacher/course"}
    url = f"file://{ci.work.folder}"
    done = ci("--commit", commit, "--out", tmp_path / "out", repo=url, env=env)
    assert done.exit_code == 1, done.stderr
    assert "::error" not in done.stdout
    assert "::stop-commands::" in done.stdout
    found = json.loads((tmp_path / "out" / "ci.json").read_text("utf-8"))
    assert (found["student"], found["commit"], found["repository"]) == ("s001", commit, url)
    assert list((ci.state / "repositories").iterdir())
    for wrong in ((), ("--commit", "main"), ("--commit", "f" * 40)):
        assert ci(*wrong, repo=url, env=env).exit_code == 2


@pytest.mark.parametrize(
    "options,said",
    [
        (("--commit", "nothing"), "is no commit here"),
        (("--commit", "--all"), "is no name of a branch"),
        (("--commit", "f" * 40), "no such commit"),
        (("--week", "week09"), "no assignment"),
    ],
)
def test_wrong_usage(ci: Ci, options: tuple[str, ...], said: str) -> None:
    """One line that says what is wrong; exit code 2."""
    ci.work.commit(**GOOD)
    done = ci(*options)
    assert done.exit_code == 2, done.output
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_no_repository(ci: Ci, tmp_path: Path) -> None:
    """A folder that is none, and an address that runs a program."""
    for wrong in (str(tmp_path), f"ext::sh -c touch% {tmp_path}/it-ran"):
        assert ci("--commit", "f" * 40, repo=wrong).exit_code == 2
    assert not (tmp_path / "it-ran").exists()
