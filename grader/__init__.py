"""Automated grading of deep-learning homework: the judge and the student never share a process.

In a notebook `grader.check("lstm_cell")`, `grader.use(…)` and the cell magic `%%check` are here, too. They are imported
when they are used: `import grader` costs nothing, and the student's process finds nothing of them.
"""

from __future__ import annotations

import sys
from importlib import import_module

__all__ = ["__version__"]
__version__ = "0.1.0"
_NOTEBOOK = frozenset({"check", "use", "load_ipython_extension", "unload_ipython_extension"})


def __getattr__(name: str) -> object:
    if name in _NOTEBOOK:
        return getattr(import_module("grader.notebook"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if "IPython" in sys.modules and (_shell := sys.modules["IPython"].get_ipython()) is not None:
    import_module("grader.notebook").load_ipython_extension(_shell)
