"""`grader.check` and `grader.use`: the kernel asks the judge's process and shows what it answers, no more."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Mapping
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

from grader.messages import LANGUAGES, text
from grader.notebook.bundles import BundleProblem, unpacked
from grader.notebook.warm import JudgeEnded, WarmJudge

DEFAULT_LANG = "ko"
_PATIENCE = 0.8  # seconds before progress is shown
_judge = WarmJudge()
_chosen: dict[str, str] = {}  # what `use` was told


def use(course: str | os.PathLike[str] | None = None, *, lang: str | None = None) -> None:
    """Name the bundle for every check that follows, and get its judge ready in the background.

    Args:
        course: a bundle's folder, or a zip of one; None looks in the notebook's folder and above.
        lang: "ko" or "en".
    """
    if not _lang_known(lang):
        return
    if lang is not None:
        _chosen["lang"] = lang
    language = _chosen.get("lang", DEFAULT_LANG)
    try:
        if course is not None:
            _chosen["course"] = str(unpacked(Path(course)))
        _judge.send({"do": "warm", "lang": language, "course": _chosen.get("course"), "cwd": str(Path.cwd())})
    except BundleProblem as problem:
        say(text(problem.key, language, path=str(course)))
    except (JudgeEnded, OSError) as error:
        say(text("notebook.died", language, reason=str(error)))


def check(
    *tasks: str,
    week: str | int | None = None,
    course: str | os.PathLike[str] | None = None,
    lang: str | None = None,
    training: bool = True,
) -> None:
    """Judge what this notebook has defined so far, and show the result below the cell. No file is sent anywhere.

    Looked at is what was executed, in that order, as grading reads a notebook: imports, definitions, constants.

    Args:
        tasks: ids such as "lstm_cell"; none means all of the week.
        week: where the tasks do not tell it.
        course: a bundle's folder or zip, for this time only.
        lang: "ko" (also where nothing is said) or "en".
        training: also run the checks that train a model.
    """
    if not _lang_known(lang):
        return
    language = lang or _chosen.get("lang", DEFAULT_LANG)
    shell = shell_here()
    if shell is None:
        print(text("notebook.no_shell", language), file=sys.stderr)
        return
    try:
        place = _chosen.get("course") if course is None else str(unpacked(Path(course)))
        request = {
            "do": "check",
            "tasks": [str(task) for task in tasks],
            "week": None if week is None else str(week),
            "course": place,
            "cwd": str(Path.cwd()),
            "lang": language,
            "training": bool(training),
            "cells": executed(shell),
            "name": _name(),
        }
        show = Showing(language)
        show.last(_judge.ask(request, show.progress))
    except BundleProblem as problem:
        say(text(problem.key, language, path=str(course)))
    except KeyboardInterrupt:
        with contextlib.suppress(KeyboardInterrupt):  # pressed twice
            _judge.renew()
        say(text("notebook.interrupted", language))
    except (JudgeEnded, OSError) as error:
        _judge.close()
        say(text("notebook.died", language, reason=str(error)))


def shell_here() -> Any:
    """IPython's shell around this code; None in plain Python."""
    module = sys.modules.get("IPython")
    return None if module is None else module.get_ipython()


def executed(shell: Any) -> list[tuple[int, str]]:
    """(execution count, text as it was typed) of every cell that was executed, in that order, this one included."""
    return [(n, cell) for n, cell in enumerate(shell.history_manager.input_hist_raw) if n and cell.strip()]


class Showing:
    """One output that shows progress where it takes long, then the result in its place."""

    def __init__(self, lang: str) -> None:
        self._lang, self._since = lang, time.monotonic()
        self._handle: Any = None

    def progress(self, told: Mapping[str, Any]) -> None:
        """A check begins."""
        if time.monotonic() - self._since < _PATIENCE:
            return
        line = text("notebook.progress", self._lang, done=told["done"], total=told["of"], title=told["title"])
        self._put({"text/plain": line, "text/html": f"<div style='opacity:.7'>{escape(line)}</div>"})

    def last(self, answer: Mapping[str, Any]) -> None:
        """The result, or the one line that says why there is none."""
        if "error" in answer:
            self._put(_as_line(str(answer["error"])))
        else:
            self._put({"text/plain": answer["plain"], "text/html": answer["html"]})

    def _put(self, data: dict[str, str]) -> None:
        if self._handle is None:
            self._handle = _display()(data, raw=True, display_id=True)
        else:
            self._handle.update(data, raw=True)


def _lang_known(lang: str | None) -> bool:
    if lang is None or lang in LANGUAGES:
        return True
    say(text("notebook.no_language", _chosen.get("lang", DEFAULT_LANG), name=str(lang), names=", ".join(LANGUAGES)))
    return False


def _as_line(line: str) -> dict[str, str]:
    style = "border-left:4px solid #d98a00;padding:.3em .8em"
    return {"text/plain": line, "text/html": f'<div style="{style}">{escape(line)}</div>'}


def say(line: str) -> None:
    """One line below the cell."""
    if shell_here() is None:
        print(line, file=sys.stderr)
        return
    _display()(_as_line(line), raw=True)


def _display() -> Any:
    """IPython's `display`, which is there when it is needed: a shell is."""
    return import_module("IPython.display").display


def _name() -> str:
    """The notebook's file name, where the server tells it."""
    return Path(os.environ.get("JPY_SESSION_NAME", "")).name or "notebook.ipynb"
