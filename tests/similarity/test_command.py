"""`grader similar`, as a teacher calls it, on a generated class."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli.main import main
from tests.similarity.sources import ROOT
from tools.generated_class import Class, make_class, write_class
from tools.generated_class.recalling import planted, recalled


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Class]:
    """Sixty hand-ins and six of the term before, on disk."""
    made = make_class(60, 13, zips=False)
    out = tmp_path_factory.mktemp("class")
    write_class(made, out)
    return out, made


def call(*arguments: str) -> tuple[int, str]:
    """Exit code and output of `grader similar`."""
    done = CliRunner().invoke(main, ["similar", *arguments, "--course", str(ROOT)])
    return done.exit_code, done.output


def test_planted_copies_are_first(place: tuple[Path, Class], tmp_path: Path) -> None:
    """Most planted pairs lead the list, every marked pair was planted, the copy of the earlier term is found."""
    folder, made = place
    code, output = call(
        "4", str(folder / "hand-ins"), "--earlier", str(folder / "earlier"), "--out", str(tmp_path), "--lang", "en"
    )
    assert code == 0, output
    found = recalled(made, json.loads((tmp_path / "similar.json").read_text("utf-8")))
    assert found.planted == len(planted(made)[0]) >= 3
    assert found.first >= 0.6 * found.planted
    assert found.apart == found.apart_planted
    assert found.earlier_first == found.earlier == 1
    assert "never guilt" in output


def test_json_on_stdout_and_jobs(place: tuple[Path, Class], tmp_path: Path) -> None:
    """`--json` prints what is in the file; one process finds what two find."""
    folder, _ = place
    outputs = []
    for jobs in ("1", "2"):
        code, output = call(
            "4", str(folder / "hand-ins"), "--out", str(tmp_path), "--json", "--jobs", jobs, "--top", "5"
        )
        assert code == 0, output
        assert output == (tmp_path / "similar.json").read_text("utf-8")
        outputs.append(output)
    assert outputs[0] == outputs[1]
    assert len(json.loads(outputs[0])["pairs"]) == 5


def test_usage(tmp_path: Path) -> None:
    """A path that is not there and a folder that cannot be written are one line and exit code 2."""
    assert call("4", str(tmp_path / "nothing"))[0] == 2
    blocked = tmp_path / "file"
    blocked.write_text("")
    sample = ROOT / "assignments" / "week04_rnn" / "samples" / "s004"
    code, output = call("4", str(sample), "--out", str(blocked / "below"))
    assert code == 2
    assert "--out" in output
