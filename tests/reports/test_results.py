"""results.json is strict JSON, complete, and reads back as the same run."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UsageError
from grader.messages import LANGUAGES, render
from grader.model import Frame, Message, Run, Verdict
from grader.reports.results import read_results, results_json, write_results
from grader.reports.results_schema import schema_text

DOCS = Path(__file__).resolve().parents[2] / "docs"
REMAKE = 'python -c "from grader.reports.results_schema import schema_text; print(schema_text(), end=str())"'


def refuse(constant: str) -> float:
    """For json.loads: NaN and Infinity are not JSON."""
    raise ValueError(constant)


def written(run: Run, folder: Path) -> dict[str, Any]:
    """The file of a run, parsed strictly."""
    write_results(run, folder / "results.json", "ko")
    loaded: dict[str, Any] = json.loads((folder / "results.json").read_text("utf-8"), parse_constant=refuse)
    return loaded


def test_reading_gives_the_run_back(run_of: Callable[..., Run], run: Run, tmp_path: Path) -> None:
    """Everything in a run survives, apart from floats that JSON does not have."""
    plain = run_of(*(v for v in run.verdicts if not any("loss" in r.facts for r in v.results)))
    assert len(plain.verdicts) > 5
    write_results(plain, tmp_path / "results.json", "ko")
    assert read_results(tmp_path / "results.json") == plain


def test_rewriting_changes_nothing(run: Run, tmp_path: Path) -> None:
    """Reading and writing again gives the same bytes, nasty names and NaN included."""
    write_results(run, tmp_path / "one.json", "ko")
    write_results(read_results(tmp_path / "one.json"), tmp_path / "two.json", "ko")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_top_level_says_what_was_graded_and_how(run: Run, tmp_path: Path) -> None:
    """A program finds the assignment, the sandbox, the environment and how complete the run is."""
    loaded = written(run, tmp_path)
    assert loaded["schema"] == "grader.results/1"
    assert loaded["assignment"] == "week04_rnn"
    assert loaded["sandbox"] == {
        "level": "namespaces",
        "guarantees": ["no network", "own user", "memory limit"],
        "missing": ["disk"],
    }
    assert (loaded["expected"], loaded["graded"], loaded["interrupted"]) == (30, 30, False)
    assert loaded["environment"]["torch"] == "2.13.0"
    assert loaded["seed_sha256"] == run.seed_sha256


def test_messages_are_kept_as_data_and_in_both_languages(run: Run, tmp_path: Path) -> None:
    """A message has key, params and its text in every language."""
    loaded = written(run, tmp_path)
    (submission,) = [entry for entry in loaded["submissions"] if entry["unreadable"]]
    message = next(verdict.unreadable for verdict in run.verdicts if verdict.unreadable)
    assert submission["unreadable"]["key"] == message.key
    assert submission["unreadable"]["params"] == dict(message.params)
    assert submission["unreadable"]["text"] == {lang: render(message, lang) for lang in LANGUAGES}


def test_numbers_that_json_lacks_are_text(
    one: Callable[..., Verdict], run_of: Callable[..., Run], tmp_path: Path
) -> None:
    """NaN and infinities anywhere become strings; as points or seconds they become zero."""
    message = Message("assertion", {"text": [math.nan, {"deep": math.inf}]})
    facts = {"loss": math.nan, "low": -math.inf, "big": 10**400, "odd": {1, 2}}
    run = run_of(one(message=message, facts=facts, seconds=math.inf, earned=math.nan))
    check = written(run, tmp_path)["submissions"][0]["checks"][0]
    assert check["message"]["params"]["text"] == ["nan", {"deep": "inf"}]
    assert (check["facts"]["loss"], check["facts"]["low"]) == ("nan", "-inf")
    assert check["facts"]["big"].startswith("0x")
    assert (check["seconds"], check["earned"]) == (0, 0)


def test_nested_messages_come_back_as_messages(
    one: Callable[..., Verdict], run_of: Callable[..., Run], tmp_path: Path
) -> None:
    """A message inside a message, alone or in a list, is one again and renders the same."""
    message = Message("ungraded", {"reason": [Message("timeout", {"seconds": 3}), "x"]})
    run = run_of(one(message=message))
    written(run, tmp_path)
    again = read_results(tmp_path / "results.json").verdicts[0].results[0].message
    assert again == message


def test_broken_unicode_does_not_stop_the_file(
    one: Callable[..., Verdict], run_of: Callable[..., Run], tmp_path: Path
) -> None:
    """Lone surrogates, which student code can print and file names can hold, are replaced."""
    verdict = one(student="s\udcff", output="\ud800", where=Frame("a\udc80.py", 1))
    loaded = written(run_of(verdict), tmp_path)["submissions"][0]
    assert (loaded["student"], loaded["checks"][0]["output"]) == ("s?", "?")


def test_written_file_fits_the_published_schema(run: Run, tmp_path: Path) -> None:
    """Every field that the schema requires is written, at every level."""
    schema, loaded = json.loads(schema_text()), written(run, tmp_path)
    entry = loaded["submissions"][4]
    for name, value in (
        ("SubmissionEntry", entry),
        ("TaskEntry", entry["tasks"][0]),
        ("CheckEntry", entry["checks"][0]),
    ):
        required, known = (set(schema["$defs"][name][part]) for part in ("required", "properties"))
        assert required <= set(value) == known
    assert set(schema["required"]) == set(loaded)


def test_text_is_what_the_file_holds(run: Run, tmp_path: Path) -> None:
    """Printing the result and writing it give the same JSON."""
    write_results(run, tmp_path / "results.json", "ko")
    assert results_json(run, "ko") == (tmp_path / "results.json").read_text("utf-8")


def test_schema_has_not_drifted() -> None:
    """docs/results.schema.json is what the code writes; made again with the command in REMAKE."""
    assert (DOCS / "results.schema.json").read_text("utf-8") == schema_text(), REMAKE


def test_every_field_is_documented() -> None:
    """docs/results-schema.md names every field of every object."""
    schema, page = json.loads(schema_text()), (DOCS / "results-schema.md").read_text("utf-8")
    objects = [schema, *(entry for entry in schema["$defs"].values() if "properties" in entry)]
    missing = {name for entry in objects for name in entry["properties"] if f"`{name}`" not in page}
    assert not missing


@pytest.mark.parametrize(
    "content,told",
    [
        (None, "cannot be read"),
        (b"not json", "Invalid JSON"),
        (b"{}", "schema"),
        (b'{"schema": "grader.results/2"}', "schema"),
    ],
)
def test_unusable_file_is_the_operators_error(content: bytes | None, told: str, tmp_path: Path) -> None:
    """A missing, broken or newer file gives one line with path, problem and remedy."""
    path = tmp_path / "results.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=told) as caught:
        read_results(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unknown_fields_are_ignored(run: Run, tmp_path: Path) -> None:
    """A later version may add fields without breaking this reader."""
    loaded = written(run, tmp_path)
    loaded["added"] = loaded["submissions"][0]["added"] = 1
    (tmp_path / "more.json").write_text(json.dumps(loaded), "utf-8")
    assert len(read_results(tmp_path / "more.json").verdicts) == len(run.verdicts)
