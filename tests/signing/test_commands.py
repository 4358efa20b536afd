"""`grader keys` and `grader verify-result`, as they are used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Ran

from grader.cli import main
from grader.signing import KeyFolder, Result, seal

HERE = Path(__file__).resolve().parents[1] / "judge" / "course"


def run(*arguments: str | Path) -> Ran:
    """A command in this process."""
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def signed(tmp_path: Path, result: Result) -> Path:
    """A folder with keys/, course.keys and a signed result."""
    folder = KeyFolder(tmp_path / "keys")
    made = folder.new("2027")
    data = seal(result.model_copy(update={"key": made.id}), folder.signing())
    (tmp_path / "a.signed.json").write_bytes(data)
    (tmp_path / "course.keys").write_bytes(folder.public.read_bytes())
    return tmp_path


def test_the_life_of_keys(tmp_path: Path, result: Result) -> None:
    """Made, listed, signed with, replaced, revoked: the list is what proves results all the time."""
    keys = ("--course", HERE, "--keys", tmp_path / "keys")
    ring = tmp_path / "course.keys"
    made = json.loads(run("keys", "new", "--json", "--comment", "first", *keys).stdout)
    data = seal(result.model_copy(update={"key": made["id"]}), KeyFolder(tmp_path / "keys").signing())
    (tmp_path / "a.json").write_bytes(data)
    run("keys", "new", *keys)
    ring.write_text(run("keys", "list", *keys).stdout)
    assert run("verify-result", tmp_path / "a.json", "--key", ring).exit_code == 0
    listed = json.loads(run("keys", "list", "--json", *keys).stdout)
    assert [(e["revoked"], e["current"]) for e in listed] == [(False, False), (False, True)]
    assert run("keys", "revoke", made["id"][:6], *keys).exit_code == 0
    ring.write_text(run("keys", "list", *keys).stdout)
    done = run("verify-result", tmp_path / "a.json", "--key", ring)
    assert done.exit_code == 1
    assert "revoked" in done.stderr


def test_genuine(signed: Path) -> None:
    """Exit code 0; whose it is, the points, the commit, what the commit had of checks."""
    done = run("verify-result", signed / "a.signed.json", "--key", signed / "course.keys")
    assert done.exit_code == 0, done.output
    for said in ("genuine", "학생 s001 · week04_rnn · 12.5 / 20", "1" * 40, "conftest.py", "2023-02-02T23:59:59+09:00"):
        assert said in done.stdout


def test_forged(signed: Path) -> None:
    """Exit code 1 where one of the files was changed, and which one."""
    data = (signed / "a.signed.json").read_bytes()
    (signed / "b.signed.json").write_bytes(data.replace(b'"12.5"', b'"19.5"'))
    done = run("verify-result", signed / "a.signed.json", signed / "b.signed.json", "--key", signed / "course.keys")
    assert done.exit_code == 1
    assert "a.signed.json: genuine" in done.stdout
    assert "b.signed.json: NOT GENUINE: the signature does not fit" in done.stderr


@pytest.mark.parametrize("wrong", [("--student", "s002"), ("--week", "week05"), ("--commit", "2222"), ("--commit", "")])
def test_of_somebody_else(signed: Path, wrong: tuple[str, str]) -> None:
    """A genuine result of another student, week or commit is not the one asked for: exit code 1."""
    done = run("verify-result", signed / "a.signed.json", "--key", signed / "course.keys", *wrong)
    assert done.exit_code == 1
    assert "genuine, but" in done.stderr
    right = ("--student", "학생 s001", "--week", "week04_rnn", "--commit", "1111")
    assert run("verify-result", signed / "a.signed.json", "--key", signed / "course.keys", *right).exit_code == 0


def test_json(signed: Path) -> None:
    """A line for each file: whether it is genuine, why not, and all that it says."""
    (signed / "b.json").write_bytes(b"{}")
    done = run("verify-result", signed / "a.signed.json", signed / "b.json", "--key", signed / "course.keys", "--json")
    good, bad = map(json.loads, done.stdout.splitlines())
    assert (good["genuine"], good["reason"], good["result"]["earned"]) == (True, "", "12.5")
    assert (bad["genuine"], bad["reason"], bad["result"]) == (False, "malformed", None)


def test_wrong_usage(signed: Path) -> None:
    """A missing file, and a private key in the place of a public one: exit code 2, one line."""
    (private,) = (signed / "keys").glob("*.pem")
    for arguments in (("none.json", "--key", signed / "course.keys"), (signed / "a.signed.json", "--key", private)):
        done = run("verify-result", *arguments)
        assert done.exit_code == 2
        assert done.stderr.count("\n") == 1
