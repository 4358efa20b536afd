"""Reading a TOML file into a model, with every fault told as file, key, problem and remedy.

The words are ours throughout: pydantic says where a value is wrong and which rule it broke, never how to put it.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from grader.errors import SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pydantic_core import ErrorDetails

LANGUAGES = ("en", "ko")
SHOWN = 3  # problems told at once; the rest is counted
MAX_BYTES = 1_000_000
_RULE = "course_file"  # the type of the errors that our own validators raise

ModelT = TypeVar("ModelT", bound="FileModel")
Text = Annotated[str, StringConstraints(min_length=1)]
Positive = Annotated[int, Field(ge=1)]


class FileModel(BaseModel):
    """Base of everything read from a course file: immutable, no unknown keys, no conversions between types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def broken(problem: str, remedy: str, key: str = "") -> PydanticCustomError:
    """What a validator raises: `key` is the place below the validated value."""
    # The template has no placeholders: what the file says stays out of the formatting.
    return PydanticCustomError(_RULE, "broken rule", {"problem": problem, "remedy": remedy, "key": key})


def _check_titles(titles: dict[str, str]) -> dict[str, str]:
    remedy = f"a title has a text in each of {' and '.join(LANGUAGES)}"
    for language in LANGUAGES:
        if not titles.get(language, "").strip():
            raise broken("is missing or empty", remedy, language)
    for language in titles:
        if language not in LANGUAGES:
            raise broken("is no language of the course", remedy, language)
    return titles


Titles = Annotated[dict[str, str], AfterValidator(_check_titles)]
"""A title in every language of the course: language → text."""


@dataclass(frozen=True)
class _Problem:
    key: str
    problem: str
    remedy: str


def read_toml(path: Path, model: type[ModelT], name: str | None = None) -> ModelT:
    """The file's content as a `model`.

    Args:
        path: the TOML file, UTF-8.
        model: what its tables must look like.
        name: how messages call the file; the path by default.

    Raises:
        SpecError: the file is missing, no TOML, or does not fit; one line that tells the first few problems.
    """
    name = name or str(path)
    document = _parse(path, name)
    try:
        return model.model_validate(document)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        # A list whose items are wrong counts as empty, too: that is no news.
        told = [item for item in details if not (item["type"] == "too_short" and item["input"])]
        raise _spec_error(name, [_explain(item, model, document) for item in told or details]) from None


def _parse(path: Path, name: str) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SpecError(name, "file", "does not exist", "create it, or check the name of the folder") from None
    except OSError as error:
        problem = f"cannot be read: {error.strerror or type(error).__name__}"
        raise SpecError(name, "file", problem, "it must be a readable text file") from None
    if len(data) > MAX_BYTES:
        raise SpecError(name, "file", "is larger than 1 MB", "data belong elsewhere")
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SpecError(name, f"line {line}", "is not UTF-8 text", "save the file as UTF-8") from None
    except RecursionError:
        raise SpecError(name, "file", "is nested too deeply", "use plain tables") from None
    except ValueError as error:  # tomllib.TOMLDecodeError, and dates or numbers that Python does not have
        said = re.fullmatch(r"(.*?)(?: \(at (.*)\))?", str(error), re.DOTALL)
        problem, where = (said[1], said[2]) if said else (str(error), None)
        problem = _short(problem[:1].lower() + problem[1:])
        raise SpecError(name, where or "file", f"is not TOML: {problem}", "correct the syntax there") from None


def did_you_mean(wrong: str, known: Iterable[str]) -> str | None:
    """The known word that `wrong` was probably meant to be."""
    close = difflib.get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def _spec_error(name: str, problems: Sequence[_Problem]) -> SpecError:
    first, others = problems[0], problems[1:SHOWN]
    remedy = first.remedy
    for other in others:
        remedy += f"; also {other.key}: {other.problem}"
        remedy += f", {other.remedy}" if other.remedy != first.remedy else ""
    if len(problems) > SHOWN:
        remedy += f"; and {len(problems) - SHOWN} more"
    return SpecError(name, first.key, first.problem, remedy)


def _explain(error: ErrorDetails, model: type[FileModel], document: Mapping[str, Any]) -> _Problem:
    kind, context, place = error["type"], error.get("ctx", {}), [part for part in error["loc"] if part != "[key]"]
    key = _dotted(place, document)
    if kind == _RULE:
        below = _short(context["key"])
        return _Problem(".".join(filter(None, [key, below])) or "file", context["problem"], context["remedy"])
    if kind == "missing":
        return _Problem(key, "is missing", "add it")
    if kind == "extra_forbidden":
        known = _keys_at(model, place[:-1])
        guess = did_you_mean(str(place[-1]), known)
        return _Problem(key, "is unknown", f"did you mean {guess}?" if guess else f"known keys: {', '.join(known)}")
    return _Problem(key, f"is {_what(error['input'])}", f"it must be {_wanted(kind, context)}")


def _dotted(place: Sequence[int | str], document: Mapping[str, Any]) -> str:
    """`tasks[0].points`, or `tasks.lstm_cell.points` where the item has an id."""
    key, value = "", document
    for part in place:
        try:
            value = value[part]  # type: ignore[index]
        except (LookupError, TypeError):
            value = {}
        if isinstance(part, str):
            shown = part if re.fullmatch(r"[\w-]{1,60}", part) else _short(repr(part))
            key += f".{shown}" if key else shown
        else:
            named = value.get("id") if isinstance(value, dict) else None
            key += f".{named}" if isinstance(named, str) and re.fullmatch(r"[\w-]{1,60}", named) else f"[{part}]"
    return key


def _keys_at(model: type[FileModel], place: Sequence[int | str]) -> list[str]:
    """The keys that the table at `place` may have."""
    found: Any = model
    for part in place:
        if isinstance(found, type) and issubclass(found, BaseModel):
            field = found.model_fields.get(str(part))
            found = field.annotation if field else None
            continue
        arguments = [a for a in getattr(found, "__args__", ()) if a is not Ellipsis]
        found = arguments[-1] if arguments else None  # the items of a list, the values of a table
    return list(found.model_fields) if isinstance(found, type) and issubclass(found, BaseModel) else []


def _what(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{_short(value)}"' if isinstance(value, str) else _short(str(value))


def _short(text: str) -> str:
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= 60 else text[:60] + "…"


# Kinds of pydantic errors → what the value must be; names of the kinds are pydantic's API, its sentences are not used.
_WANTED = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "date_type": "a date such as 2023-02-02, without quotes",
    "date_from_datetime_inexact": "a date without a time",
    "datetime_type": "a date and time such as 2023-02-01T18:00:00, without quotes",
    "dict_type": "a table",
    "mapping_type": "a table",
    "model_type": "a table",
    "tuple_type": "a list",
    "list_type": "a list",
    "too_short": "longer: at least one is needed",
    "string_too_short": "text that is not empty",
    "string_too_long": "shorter",
    "string_pattern_mismatch": "a name of letters, digits and underscores",
}
_BOUNDS = {
    "greater_than": ("gt", "greater than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}


def _wanted(kind: str, context: Mapping[str, Any]) -> str:
    if kind in _BOUNDS:
        bound, words = _BOUNDS[kind]
        return f"{words} {context[bound]}"
    if kind == "literal_error":
        return " or ".join(f'"{choice}"' for choice in re.findall(r"'([^']*)'", str(context["expected"])))
    return _WANTED.get(kind, "of another kind: see the other assignments")
