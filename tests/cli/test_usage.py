"""Wrong usage: one line on stderr that says what to do, exit code 2, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli import main

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "assignments" / "week04_rnn" / "samples"


def invoke(*arguments: str | Path) -> Result:
    """`grader ARGUMENTS`, in this process."""
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.mark.parametrize(
    "arguments, says",
    [
        (("grade", "week99", SAMPLES, "--course", ROOT), "no assignment"),
        (("grade", "week04_rnn", ROOT / "nowhere", "--course", ROOT), "no such file"),
        (("grade", "week04_rnn", SAMPLES / "s003.py", "--only", "nope", "--course", ROOT), "no task 'nope'"),
        (("grade", "week04_rnn", SAMPLES / "s003.py", "--course", "/"), "course.toml"),
        (("check", ROOT / "nowhere.py"), "no such file"),
        (("check", SAMPLES / "s003.py", "--week", "week99"), "no assignment"),
        (("assignment", "verify", "week99", "--course", ROOT), "no assignment"),
        (("assignment", "template", "week99", "--course", ROOT), "no assignment"),
    ],
)
def test_wrong_usage_is_one_line_and_two(arguments: tuple[str | Path, ...], says: str) -> None:
    """Every mistake of the operator's is named in one line, with exit code 2."""
    result = invoke(*arguments)
    assert result.exit_code == 2, result.output
    assert says in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.output


def test_unreadable_expectations_are_named(tmp_path: Path) -> None:
    """`--expect` with a file that is no TOML fails before a table full of nonsense differences."""
    broken = tmp_path / "expected.toml"
    broken.write_text("s001 = [")
    sample = tmp_path / "hand-ins"
    sample.mkdir()
    (sample / "s018.py").write_text("")
    result = invoke(
        "grade", "week04_rnn", sample, "--seed", "1", "--out", tmp_path / "out", "--expect", broken, "--course", ROOT
    )
    assert result.exit_code == 2
    assert "expected.toml: cannot be read" in result.stderr


@pytest.mark.parametrize(
    "command", ["grade", "check", "similar", "assignment new", "assignment template", "assignment verify", "course new"]
)
def test_help_has_examples(command: str) -> None:
    """`--help` of every working command shows how it is used."""
    result = invoke(*command.split(), "--help")
    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"grader {command}" in result.output


def test_help_does_not_import_torch() -> None:
    """`grader --help` and the grading process itself start without torch, which takes a second."""
    code = (
        "import sys; from grader.cli import main;"
        "commands = [main.get_command(None, n) for n in main.list_commands(None)];"
        "print(len(commands), 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    count, torch = done.stdout.split()
    assert int(count) > 5
    assert torch == "False"
