"""The week's notebook: the same stubs as the files, one task after the other."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.messages import LANGUAGES, text
from grader.spec import TaskSpec
from grader.template.outline import outline


@dataclass(frozen=True)
class Part:
    """One module of the assignment: its stub and the tasks that it answers."""

    module: str
    source: str
    tasks: tuple[TaskSpec, ...]


def notebook(
    parts: Iterable[Part],
    titles: Mapping[str, str],
    handout: str,
    command: str,
    install: str = "",
    bundle: str = "",
) -> dict[str, object]:
    """A notebook in format 4.5, the same bytes for the same input: cell ids come from the module names.

    A module's docstring moves from its code cell to the markdown cell above it.

    Args:
        parts: the modules in the order of the tasks.
        titles: language → the assignment's title.
        handout: markdown that follows the first cell; none if empty.
        command: how a student checks this notebook.
        install: what pip installs to get the grader; a line to fill in where it is empty.
        bundle: address of the course's template repository, which Colab clones; nothing where it is empty.
    """
    cells = [_markdown("title", _first_cell(titles, command)), _code("install", _install(install, bundle))]
    if handout.strip():
        cells.append(_markdown("handout", handout))
    for part in parts:
        docstring, code = _split_docstring(part.source)
        cells.append(_markdown(f"about-{part.module}", _about(part, docstring)))
        cells.append(_code(f"code-{part.module}", code))
        cells += [_code(f"check-{task.id}", _check(task.id)) for task in part.tasks]
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _first_cell(titles: Mapping[str, str], command: str) -> str:
    sections: list[str] = []
    for lang in reversed(LANGUAGES):  # Korean first: it is what most students read
        heading = f"# {titles[lang]}"
        sections += [] if heading in sections else [heading]
        sections += [text("template.how", lang), text("template.check", lang, command=command)]
    return "\n\n".join(sections)


def _install(install: str, bundle: str) -> str:
    """The grader from the course's address, then its judge, which gets ready while the student reads."""
    lines = [f"# {text('template.install_cell', lang)}" for lang in reversed(LANGUAGES)]
    if install:
        lines.append(f'%pip install -q "{install}"')
    else:
        lines += [f"# {text('template.install_placeholder', lang)}" for lang in reversed(LANGUAGES)]
        lines.append("# %pip install -q https://…/grader-0.1.0-py3-none-any.whl")
    if bundle:
        lines.append(f'!git clone -q --depth 1 "{bundle}"')
    return "\n".join([*lines, "import grader", "", "grader.use()"])


def _check(task: str) -> str:
    lines = [f"# {text('template.check_cell', lang)}" for lang in reversed(LANGUAGES)]
    return "\n".join([*lines, f'grader.check("{task}")'])


def _about(part: Part, docstring: str) -> str:
    lines: list[str] = []
    for task in part.tasks:
        for lang in reversed(LANGUAGES):
            points = text("template.points", lang, points=task.points)
            bonus = f", {text('label.bonus', lang)}" if task.bonus else ""
            title = text("template.task", lang, task=task.title[lang])
            lines.append(f"{'##' if lang == 'ko' else '###'} {title} ({points}{bonus})")
        names = ", ".join(f"`{name}`" for name in task.names)
        lines += [f"{text('template.define', lang, names=names)}  " for lang in reversed(LANGUAGES)]
        lines += ["", *outline(part.source, task.names), ""]
    return "\n".join([*lines, docstring]).strip()


def _split_docstring(source: str) -> tuple[str, str]:
    """(module docstring, the source without it)."""
    tree = ast.parse(source)
    docstring = ast.get_docstring(tree)
    if docstring is None:
        return "", source
    return docstring, "\n".join(source.splitlines()[tree.body[0].end_lineno :])


def _markdown(name: str, content: str) -> dict[str, object]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": _lines(content)}


def _code(name: str, content: str) -> dict[str, object]:
    cell = {"cell_type": "code", "id": name, "metadata": {}, "source": _lines(content)}
    return cell | {"execution_count": None, "outputs": []}


def _lines(content: str) -> list[str]:
    """The format's way to keep text: a list of lines, so that version control shows what changed."""
    return content.strip().splitlines(keepends=True)
