"""The scaffold's files, with the author's names in them."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FILES = Path(__file__).parent / "files"
TASK = "scaffold_task"  # a Python name, so that the files are Python to every tool before they are filled, too


def python_for(file: str, task: str) -> str:
    """One of the files of a task, the example's name replaced by the task's."""
    return (FILES / "task" / file).read_text("utf-8").replace(TASK, task)


def filled(file: str, values: Mapping[str, object]) -> str:
    """A file of the assignment or course with its values."""
    return _environment().get_template(file).render(values)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FILES),
        autoescape=False,  # noqa: S701 - TOML and Markdown, not HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["toml"] = _toml
    return environment


def _toml(text: str) -> str:
    """A string as TOML writes it; JSON's is the same for text without control characters."""
    return json.dumps(text, ensure_ascii=False)
