"""Nothing that must stay with the course is in what students get."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import torch

from grader.course import find_course
from grader.judge.assignment import Assignment
from grader.model import Check
from grader.recording.tensors import write_tensors
from grader.release.bundle import find_leaks, secrets
from grader.release.search import leaks, seed_secrets, solution_secrets
from tests.release.conftest import checks_of

ROOT = Path(__file__).resolve().parents[2]
Read = Callable[[Path], Mapping[str, bytes]]
SEED = 0x1234_5678_9ABC_DEF0


def _zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside", data)
    return out.getvalue()


def _in_metadata(data: bytes) -> bytes:
    text = base64.b64encode(zlib.compress(json.dumps({"text": data.decode()}).encode())).decode()
    return write_tensors([torch.zeros(2)], {"grader": text})


HIDING: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda data: b"# " + data + b"\n",
    "notebook": lambda data: json.dumps({"cells": [{"source": ["x\n", data.decode()]}]}).encode(),
    "zip": _zipped,
    "gzip": gzip.compress,
    "recording": _in_metadata,
}


WEEKS = sorted(p.name for p in (ROOT / "student_template" / "assignments").iterdir())


def _week(name: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What a student of this week gets: what is common, and the week's own folders."""
    others = {*WEEKS} - {name}
    return {path: data for path, data in files.items() if not others & {*path.split("/")}}


def _texts(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Without the recordings, which are large and whose week looks through them."""
    return {path: data for path, data in files.items() if not path.endswith(".safetensors")}


@pytest.mark.parametrize("week", WEEKS)
def test_the_bundle_holds_no_secret(week: str, read: Read) -> None:
    """No line of a solution, no name, title or docstring of a hidden check of its week is in student_template."""
    assignment = Assignment.load(find_course(ROOT), week)
    checks, files = checks_of(assignment), read(ROOT / "student_template")
    assert sum(c.hidden for c in checks) > 10
    known = secrets(assignment, checks)
    assert not list(map(str, leaks(_week(week, files), known)))
    solutions = [secret for secret in known if secret.kind == "line of the reference"]
    assert solutions and not list(map(str, leaks(_texts(files), solutions)))  # nor in another week's


@pytest.mark.parametrize("how", HIDING)
def test_a_planted_line_is_found(how: str, assignment: Assignment, checks: tuple[Check, ...], read: Read) -> None:
    """A solution's line is found in every file that could hold it, packed or not, whatever its indentation."""
    source = (ROOT / "reference" / "week04_rnn" / "rnn_cell.py").read_text("utf-8")
    line = next(x for x in source.splitlines() if "np.tanh(h_prev @ Wh" in x)
    texts = _texts(_week("week04_rnn", read(ROOT / "student_template")))
    files = {**texts, "week04_rnn/planted": HIDING[how](line.strip().encode())}
    (found,) = find_leaks(assignment, checks, files)
    assert found.path == "week04_rnn/planted"
    assert found.secret.where.startswith("rnn_cell.py")


@pytest.mark.parametrize(
    "text",
    [
        "test_lstm_extremes",
        "Saturated gates neither overflow nor give NaN, forward and backward.",
        "게이트가 포화되어도 순전파와 역전파에 오버플로나 NaN이 생기지 않는다.",
    ],
)
def test_a_planted_check_is_found(text: str, assignment: Assignment, checks: tuple[Check, ...]) -> None:
    """Name and title of a hidden check, in both languages."""
    assert find_leaks(assignment, checks, {"README.md": f"see {text} there".encode()})


def test_what_anybody_writes_is_no_secret() -> None:
    """A line that every training has, or an import, gives no solution away; the line beside it does."""
    lines = [
        "# BEGIN SOLUTION",
        "from collections import Counter",
        "import a_long_name as other",
        "import math; answer = math.tau * 12345",
        "torch.manual_seed(seed)",
        "return seed * 12345 + offset",
        "# END SOLUTION",
    ]
    source = "def f(seed):\n" + "".join(f"    {line}\n" for line in lines)
    assert [secret.text for secret in solution_secrets({"a.py": source})] == [
        b"importmath;answer=math.tau*12345",
        b"returnseed*12345+offset",
    ]


def test_a_recorded_helper_is_found(assignment: Assignment, checks: tuple[Check, ...]) -> None:
    """A helper whose answers are recorded must not come along as code."""
    code = (assignment.folder / "lookalikes.py").read_bytes()
    assert find_leaks(assignment, checks, {"assignments/week04_rnn/lookalikes.py": code})


@pytest.mark.parametrize(
    "seed", [str(SEED), f"{SEED:x}", f"{SEED:X}", SEED.to_bytes(8, "big"), SEED.to_bytes(8, "little")]
)
def test_a_planted_seed_is_found(seed: str | bytes) -> None:
    """The secret seed is found in decimal, in hexadecimal and as bytes; another number is not."""
    data = seed.encode() if isinstance(seed, str) else seed
    secrets = list(seed_secrets("week04_rnn", SEED))
    assert leaks({"a": b"seed = " + data}, secrets)
    assert not leaks({"a": str(SEED + 1).encode()}, secrets)


def test_a_part_of_a_name_is_no_leak(assignment: Assignment, checks: tuple[Check, ...]) -> None:
    """`test_cut` is hidden; a public name that begins with it is not held against a bundle."""
    assert any(c.name == "test_cut" and c.hidden for c in checks)
    assert not find_leaks(assignment, checks, {"a.py": b"def test_cut_off(): ..."})
    assert find_leaks(assignment, checks, {"a.py": b"def test_cut(): ..."})
