"""results.json: one grading, complete, for programs. Reading it back gives the same `Run`.

Two things change on the way: tuples among message parameters and facts come back as lists, and floats that JSON does
not have come back as the strings "nan", "inf" and "-inf", which read the same in every report.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import ValidationError

from grader.errors import UsageError
from grader.reports.decoding import run_of
from grader.reports.encoding import run_object
from grader.reports.files import write_atomic
from grader.reports.results_schema import SCHEMA, ResultsFile

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model import Run


def results_json(run: Run, lang: str) -> str:
    """The text of results.json, a submission on each line; `lang` is the course's language."""
    entry = ResultsFile.model_validate(run_object(run, lang))
    plain = entry.model_dump(mode="json", by_alias=True)
    submissions = [_json(submission) for submission in plain.pop("submissions")]
    head = [f'"{name}": {_json(value)}' for name, value in plain.items()]
    listed = ",\n".join(submissions)
    return "{\n" + ",\n".join([*head, f'"submissions": [\n{listed}\n]' if listed else '"submissions": []']) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def write_results(run: Run, path: Path, lang: str) -> None:
    """Writes results.json atomically; `lang` is the course's language.

    Raises:
        OSError: the folder cannot be written.

    """
    write_atomic(path, results_json(run, lang).encode())


def read_results(path: Path) -> Run:
    """The run that a results.json describes.

    Raises:
        UsageError: the file is missing, or is not a results.json of a version this program knows.

    """
    try:
        entry = ResultsFile.model_validate_json(path.read_bytes())
    except OSError as error:
        remedy = "give the results.json of a finished run"
        raise UsageError(f"{path}: cannot be read: {error.strerror} ({remedy})") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "file"
        raise UsageError(f"{path}: {where}: {first['msg']} (expected {SCHEMA}; grade again to make one)") from error
    return run_of(entry)
