"""assignment.toml: what is read, and that every fault names file, key and remedy in our own words."""

from __future__ import annotations

import copy
import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from grader.errors import SpecError
from grader.spec import AssignmentSpec, Gate, Limits, load_assignment
from grader.spec.reading import _explain

MINIMAL = """
id = "week04_rnn"
week = 4
[title]
en = "Recurrent networks"
ko = "순환 신경망"
[[tasks]]
id = "lstm_cell"
module = "lstm_cell"
names = ["lstm_cell", "gru_cell"]
points = 20
slot = "review"
title = { en = "LSTM cell", ko = "LSTM 셀" }
"""
GATE = """
[tasks.gates.nsmc_small]
metric = "accuracy"
floor = 0.5
mean = 0.77
sigma = 0.01
threshold = 0.7
test_size = 5000
seeds = 10
measured = "2026-11-20, torch 2.13.0 cpu, 1 thread"
"""
SECOND = """
[[tasks]]
id = "rnn_cell"
module = "rnn_cell"
names = ["RNN"]
points = 2.5
slot = "preview"
bonus = true
title = { en = "RNN cell", ko = "RNN 셀" }
"""


def load(tmp_path: Path, text: str | bytes, folder: str = "week04_rnn") -> AssignmentSpec:
    """The assignment of a file with this text."""
    place = tmp_path / folder
    place.mkdir(exist_ok=True)
    (place / "assignment.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_assignment(place)


def fault(tmp_path: Path, text: str | bytes) -> SpecError:
    """The error that a file with this text gives, one line, naming its file."""
    with pytest.raises(SpecError) as caught:
        load(tmp_path, text)
    assert "\n" not in str(caught.value)
    assert caught.value.file.endswith("assignment.toml")
    return caught.value


def test_everything_is_read(tmp_path: Path) -> None:
    """Tasks, titles, limits and gates arrive with their types."""
    spec = load(tmp_path, MINIMAL + GATE + SECOND + "[limits]\nmemory_mb = 512\ncheck_seconds = 2.5\n")
    assert (spec.id, spec.week, spec.title["ko"]) == ("week04_rnn", 4, "순환 신경망")
    assert spec.limits == Limits(memory_mb=512, output_kb=64, disk_mb=64, check_seconds=2.5)
    first, second = spec.tasks
    assert (first.names, first.points, first.slot, first.bonus) == (("lstm_cell", "gru_cell"), 20.0, "review", False)
    assert (second.points, second.bonus, dict(second.gates)) == (2.5, True, {})
    gate = first.gates["nsmc_small"]
    assert (gate.threshold, gate.test_size, gate.higher_is_better) == (0.7, 5000, True)
    assert spec.task("rnn_cell") is second
    assert spec.modules == ("lstm_cell", "rnn_cell")


def test_limits_have_defaults(tmp_path: Path) -> None:
    """An assignment without limits gets the usual ones."""
    assert load(tmp_path, MINIMAL).limits == Limits(memory_mb=4096, output_kb=64, disk_mb=64, check_seconds=10)


def test_specs_are_immutable(tmp_path: Path) -> None:
    """Nothing can change a spec that was read."""
    with pytest.raises(ValidationError):
        load(tmp_path, MINIMAL).week = 5  # type: ignore[misc]


def test_byte_order_mark_is_read(tmp_path: Path) -> None:
    """A file saved by Windows' Notepad is read."""
    assert load(tmp_path, b"\xef\xbb\xbf" + MINIMAL.encode()).week == 4


def test_gate_of_a_loss() -> None:
    """For a perplexity the floor lies above the mean, and the threshold between them."""
    gate = Gate(
        metric="perplexity", floor=800.0, mean=120.0, sigma=2.0, threshold=200.0, test_size=9, seeds=3, measured="x"
    )
    assert not gate.higher_is_better


@pytest.mark.parametrize(
    "old,new,key,problem,remedy",
    [
        ("week = 4\n", "", "week", "is missing", "add it"),
        ("week = 4", 'week = "4"', "week", 'is "4"', "a whole number"),
        ("week = 4", "week = true", "week", "is true", "a whole number"),
        ("week = 4", "week = 0", "week", "is 0", "at least 1"),
        ("week = 4", "week = 5", "week", "5 differs from the week in the id", "make them agree"),
        (
            "points = 20",
            "poitns = 20",
            "tasks.lstm_cell.points",
            "is missing",
            "also tasks.lstm_cell.poitns: is unknown",
        ),
        ("points = 20", "points = 20\npoint = 1", "tasks.lstm_cell.point", "is unknown", "did you mean points?"),
        ("points = 20", "points = 20\nzzz = 1", "tasks.lstm_cell.zzz", "is unknown", "known keys: id, module, names"),
        ("points = 20", "points = -1", "tasks.lstm_cell.points", "is -1", "at least 0"),
        ("points = 20", "points = nan", "tasks.lstm_cell.points", "is nan", "a finite number"),
        ("points = 20", 'points = "many"', "tasks.lstm_cell.points", 'is "many"', "a number"),
        ("points = 20", "points = 20\nbonus = 1", "tasks.lstm_cell.bonus", "is 1", "true or false"),
        ('slot = "review"', 'slot = "later"', "tasks.lstm_cell.slot", 'is "later"', '"preview" or "review"'),
        ('slot = "review"\n', "", "tasks.lstm_cell.slot", "is missing", "add it"),
        ('id = "lstm_cell"', 'id = "lstm-cell"', "tasks.lstm-cell.id", "is no Python name", "underscores"),
        ('id = "lstm_cell"\n', "", "tasks[0].id", "is missing", "add it"),
        ('module = "lstm_cell"', 'module = "class"', "tasks.lstm_cell.module", "is no Python name", "underscores"),
        ('["lstm_cell", "gru_cell"]', "[]", "tasks.lstm_cell.names", "is a list", "at least one"),
        ('["lstm_cell", "gru_cell"]', '"lstm_cell"', "tasks.lstm_cell.names", 'is "lstm_cell"', "a list"),
        ('["lstm_cell", "gru_cell"]', '["a", 1]', "tasks.lstm_cell.names[1]", "is 1", "text in quotes"),
        ('["lstm_cell", "gru_cell"]', '["a", "a"]', "tasks.lstm_cell.names", "a belongs to lstm_cell already", "once"),
        (', ko = "LSTM 셀" }', " }", "tasks.lstm_cell.title.ko", "is missing or empty", "en and ko"),
        ('ko = "순환 신경망"', 'ko = " "', "title.ko", "is missing or empty", "en and ko"),
        ('ko = "순환 신경망"', 'ko = "순환"\nja = "x"', "title.ja", "is no language of the course", "en and ko"),
        ("[title]", "[titel]", "title", "is missing", "also titel: is unknown, did you mean title?"),
        ("[[tasks]]", "[tasks]", "tasks", "is a table", "a list"),
        (
            'id = "week04_rnn"',
            'id = "week04_lstm"',
            "id",
            "week04_lstm differs from the folder's name",
            'id = "week04_rnn"',
        ),
    ],
)
def test_faults(tmp_path: Path, old: str, new: str, key: str, problem: str, remedy: str) -> None:
    """Every kind of fault names its key, says what is there and what to do."""
    assert old in MINIMAL
    error = fault(tmp_path, MINIMAL.replace(old, new, 1))
    assert error.key == key
    assert problem in error.problem
    assert remedy in error.remedy


@pytest.mark.parametrize(
    "old,new,key,problem",
    [
        ("threshold = 0.7", "threshold = 0.8", "threshold", "0.8 is outside floor..mean (0.5..0.77)"),
        ("threshold = 0.7", "threshold = 0.4", "threshold", "0.4 is outside floor..mean"),
        ("sigma = 0.01", "sigma = -0.01", "sigma", "is -0.01"),
        ("seeds = 10", "seeds = 2.5", "seeds", "is 2.5"),
        ("seeds = 10", "seed = 10", "seeds", "is missing"),
        ('metric = "accuracy"', 'metric = ""', "metric", 'is ""'),
    ],
)
def test_gate_faults(tmp_path: Path, old: str, new: str, key: str, problem: str) -> None:
    """A gate that nobody can have measured is refused, and its data set is named."""
    error = fault(tmp_path, MINIMAL + GATE.replace(old, new))
    assert error.key == f"tasks.lstm_cell.gates.nsmc_small.{key}"
    assert error.problem.startswith(problem)


@pytest.mark.parametrize("threshold", ["0.5", "0.77"])
def test_threshold_may_be_at_the_bounds(tmp_path: Path, threshold: str) -> None:
    """floor..mean includes both."""
    text = MINIMAL + GATE.replace("threshold = 0.7", f"threshold = {threshold}")
    assert load(tmp_path, text).tasks[0].gates["nsmc_small"].threshold == float(threshold)


def test_unknown_key_of_a_gate_is_guessed(tmp_path: Path) -> None:
    """Did-you-mean works at every depth."""
    error = fault(tmp_path, MINIMAL + GATE + "treshold = 1\n")
    assert (error.key, error.remedy) == ("tasks.lstm_cell.gates.nsmc_small.treshold", "did you mean threshold?")


def test_two_tasks_of_one_id(tmp_path: Path) -> None:
    """Two tasks may not share an id."""
    error = fault(tmp_path, MINIMAL + SECOND.replace('id = "rnn_cell"', 'id = "lstm_cell"'))
    assert (error.key, error.problem) == ("tasks.lstm_cell.id", "is the id of two tasks")


def test_name_of_two_tasks(tmp_path: Path) -> None:
    """A name may not be claimed by two tasks; both are named."""
    error = fault(tmp_path, MINIMAL + SECOND.replace('["RNN"]', '["RNN", "gru_cell"]'))
    assert error.key == "tasks.rnn_cell.names"
    assert error.problem == "gru_cell belongs to lstm_cell already"


def test_few_problems_are_shown(tmp_path: Path) -> None:
    """Of many problems three are told and the rest is counted, in one line."""
    error = fault(tmp_path, "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n" + MINIMAL)
    assert error.remedy.count("also ") == 2
    assert error.remedy.endswith("; and 2 more")


@pytest.mark.parametrize(
    "text,key,problem",
    [
        ("id = \n", "line 1, column 6", "is not TOML: invalid value"),
        ("id = 1\nid = 2\n", "line 2, column 7", "is not TOML: cannot overwrite a value"),
        ("a = [\n", "end of document", "is not TOML"),
        ("d = 2023-02-31\n", "line 1, column 5", "is not TOML: invalid date or datetime"),
        (b"id = 1\nx = '\xb0\xa1'\n", "line 2", "is not UTF-8 text"),
        ("a = " + "[" * 100_000, "file", "is nested too deeply"),
        (b"#" * 1_000_001, "file", "is larger than 1 MB"),
    ],
)
def test_what_is_not_toml(tmp_path: Path, text: str | bytes, key: str, problem: str) -> None:
    """A file that cannot be read at all says where and why."""
    error = fault(tmp_path, text)
    assert error.key == key
    assert error.problem.startswith(problem)


def test_missing_file(tmp_path: Path) -> None:
    """A folder without assignment.toml says that it has none."""
    with pytest.raises(SpecError, match=r"assignment\.toml: file: does not exist \(create it"):
        load_assignment(tmp_path)


def test_folder_in_place_of_the_file(tmp_path: Path) -> None:
    """An operating system's refusal is a SpecError as well."""
    (tmp_path / "assignment.toml").mkdir()
    with pytest.raises(SpecError, match="cannot be read: Is a directory"):
        load_assignment(tmp_path)


def test_relative_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder's name is known when it is given as a dot."""
    load(tmp_path, MINIMAL)
    monkeypatch.chdir(tmp_path / "week04_rnn")
    assert load_assignment(Path()).id == "week04_rnn"


DOCUMENT: dict[str, Any] = {
    "id": "week04_rnn",
    "week": 4,
    "title": {"en": "a", "ko": "b"},
    "limits": {"memory_mb": 1},
    "tasks": [
        {
            "id": "t",
            "module": "t",
            "names": ["t"],
            "points": 1,
            "slot": "review",
            "title": {"en": "a", "ko": "b"},
            "gates": {"d": {"metric": "m", "floor": 0.1, "mean": 0.9, "sigma": 0.0, "threshold": 0.5, "seeds": 1}},
        }
    ],
}
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=80),
    st.dates(),
    st.datetimes(),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
    st.just(datetime.time(1, 2)),
)


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all values inside a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in items for place in [(*path, key), *places(inner, (*path, key))]]


@given(place=st.sampled_from(places(DOCUMENT)), value=VALUES, extra=st.text(min_size=1, max_size=20))
def test_words_are_our_own(place: tuple[str | int, ...], value: object, extra: str) -> None:
    """Whatever is wrong anywhere, the text is one line without a word of pydantic's."""
    document = copy.deepcopy(DOCUMENT)
    parent: Any = document
    for part in place[:-1]:
        parent = parent[part]
    parent[place[-1]] = value
    if isinstance(parent, dict):
        parent[extra] = value
    with pytest.raises(ValidationError) as caught:  # the gate has no test_size
        AssignmentSpec.model_validate(document)
    for detail in caught.value.errors():
        told = _explain(detail, AssignmentSpec, document)
        text = f"{told.key}: {told.problem} ({told.remedy})"
        assert detail["msg"] not in text
        assert "pydantic" not in text
        assert "Input should" not in text
        assert text.isprintable()
        assert told.remedy != "it must be of another kind: see the other assignments", detail


FORBID = '\n[[tasks.forbid]]\nnames = ["torch.nn.LSTM", "torch.nn.functional.*", ".backward"]\n'


def test_forbid(tmp_path: Path) -> None:
    """A task's bans are read: names, and for which of the task's names they are; all by default."""
    text = (
        MINIMAL + FORBID + '\n[[tasks.forbid]]\nnames = ["torch.func.*"]\nscope = ["gru_cell"]\nmessage = "week04.x"\n'
    )
    first, second = load(tmp_path, text).tasks[0].forbid
    assert (first.scope, first.message) == ((), "forbidden")
    assert (second.names, second.scope, second.message) == (("torch.func.*",), ("gru_cell",), "week04.x")


@pytest.mark.parametrize("name", ["LSTM", "nn LSTM", "torch.", "*", "..backward", ".a.b", "torch.*.LSTM", ""])
def test_forbid_wants_a_dotted_name(tmp_path: Path, name: str) -> None:
    """What cannot be a dotted name is refused, with an example of one that can."""
    with pytest.raises(SpecError, match=r'nothing that can be forbidden.*write "torch\.nn\.LSTM"'):
        load(tmp_path, MINIMAL + f'\n[[tasks.forbid]]\nnames = ["{name}"]\n')


def test_forbid_scope_is_of_the_task(tmp_path: Path) -> None:
    """A scope that is none of the task's names is refused with those that it has."""
    with pytest.raises(SpecError, match=r"lstm is none of the task's names \(it has lstm_cell, gru_cell\)"):
        load(tmp_path, MINIMAL + FORBID + 'scope = ["lstm"]\n')
