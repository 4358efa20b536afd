"""Tables of a pydantic model: one for each table of the file that it reads."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

Schema = Mapping[str, Any]
# Types that are written as text and read as something else.
_WRITTEN = {
    "Span": 'a span: `"10m"`, `"2d 3h"`',
    "DueRule": "a due date: [grades](../grades.md#when-something-is-due)",
    "Mistake": "a word of `grader/mistakes.py`",
}
_KINDS = {"string": "text", "integer": "integer", "number": "number", "boolean": "`true` or `false`"}
_PAGE = re.compile(r"\bdocs/([\w-]+)\.md\b")  # as docstrings name a page
_FORMATS = {"date": "date", "date-time": "date and time", "time": '`"HH:MM"`'}


def tables(name: str, model: type[BaseModel], about: str, *, toml: bool = True, docstring: str = "") -> str:
    """A section for a file: a table for its top level and each table below, with type, default and meaning.

    Args:
        name: the file's. model: what reads or writes it. about: the section's first words.
        toml: whether tables have TOML's headings.
        docstring: of a class that tells more of the top level's keys.
    """
    schema = model.model_json_schema()
    parts = [f"## {name}", about]
    more = _attributes(inspect.cleandoc(docstring))
    for path, table in _walk(schema, schema.get("$defs", {}), ""):
        if path:
            parts.append(f"### {_heading(name, path, toml=toml)}")
            if summary := _summary(table):
                parts.append(summary)
        parts.append(_table(table, schema.get("$defs", {}), {} if path else more))
    return "\n\n".join(parts) + "\n"


def _walk(table: Schema, defs: Schema, path: str) -> Iterator[tuple[str, Schema]]:
    """Paths of tables (`tasks[].gates.NAME`) and their schemas."""
    yield path, table
    for key, field in table.get("properties", {}).items():
        name, ending = _inner(field, defs)
        if name:
            yield from _walk(defs[name], defs, f"{path}.{key}{ending}".strip("."))


def _inner(field: Schema, defs: Schema) -> tuple[str, str]:
    """The model that a field holds, and how: itself, `[]` a list of it, `.NAME` by names."""
    for option in field.get("anyOf", [field]):
        for inner, ending in ((option, ""), (option.get("items"), "[]"), (option.get("additionalProperties"), ".NAME")):
            name = inner["$ref"].rsplit("/", 1)[1] if isinstance(inner, Mapping) and "$ref" in inner else ""
            if name and name not in _WRITTEN and "properties" in defs[name]:
                return name, ending
    return "", ""


def _heading(file: str, path: str, *, toml: bool) -> str:
    if not toml:
        return f"{file}: {path}"
    bare = path.replace("[]", "")
    return f"{file}: [[{bare}]]" if path.endswith("[]") else f"{file}: [{bare}]"


def _table(table: Schema, defs: Schema, more: Mapping[str, str]) -> str:
    meaning = {**more, **_attributes(table.get("description", ""))}
    needed = table.get("required", ())
    head = ["key", "type", "default", "meaning"]
    rows = []
    for key, field in table.get("properties", {}).items():
        text = _PAGE.sub(r"[\1](../\1.md)", field.get("description") or meaning.get(key, ""))
        default = "*needed*" if key in needed else _default(field)
        rows.append([f"`{key}`", _kind(field, defs), default, text])
    shown = [i for i in range(len(head)) if i < 2 or any(row[i] for row in rows)]
    lines = [[row[i].replace("|", "\\|") for i in shown] for row in [head, ["---"] * len(head), *rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _default(field: Schema) -> str:
    value = field.get("default")
    if value is None or isinstance(value, dict | list | tuple):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _kind(field: Schema, defs: Schema) -> str:
    """The type in words."""
    if "anyOf" in field:
        return " or ".join(_kind(option, defs) for option in field["anyOf"] if option.get("type") != "null")
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[1]
        return _WRITTEN.get(name) or ("table" if "properties" in defs[name] else _kind(defs[name], defs))
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if field.get("type") == "array":
        inner = _kind(field.get("items", {}), defs)
        return "tables" if inner == "table" else f"list of {inner}"
    if field.get("type") == "object":
        values = field.get("additionalProperties")
        return f"name → {_kind(values if isinstance(values, dict) else {}, defs)}"
    return _FORMATS.get(field.get("format", ""), _KINDS.get(field.get("type", ""), "any")) + _bounds(field)


def _bounds(field: Schema) -> str:
    words = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
    return "".join(f" {sign} {field[key]:g}" for key, sign in words.items() if key in field)


def _summary(table: Schema) -> str:
    """What the model's docstring says before the list of attributes."""
    text = str(table.get("description", "")).split("\n\nAttributes:")[0]
    return _PAGE.sub(r"[\1](../\1.md)", re.sub(r"\s*\n\s*", " ", text))


def _attributes(docstring: str) -> dict[str, str]:
    """The docstring's list: `a, b: text` says it of both."""
    found: dict[str, str] = {}
    names: list[str] = []
    for line in docstring.partition("Attributes:\n")[2].splitlines():
        start = re.match(r"    (\w+(?:, \w+)*): (.*)", line)
        if start:
            names = start[1].split(", ")
        for name in names:
            found[name] = start[2] if start else f"{found[name]} {line.strip()}"
    return found
