"""Stand-ins for what notebooks find in Colab and IPython, doing nothing."""

from __future__ import annotations

import builtins
import importlib.machinery
import importlib.util
import sys
import types
from typing import Any

_PARTS = ("auth", "data_table", "drive", "files", "output", "patches", "runtime", "userdata")


class _Nothing(types.ModuleType):
    """Every attribute is callable and does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing(name)

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        return None


def stub_colab() -> None:
    """Make `google.colab`, `get_ipython()` and `display()` exist."""
    try:
        taken = importlib.util.find_spec("google.colab") is not None
    except (ImportError, ValueError, AttributeError):
        taken = False
    if not taken:
        google = sys.modules.setdefault("google", types.ModuleType("google"))
        colab = _Nothing("google.colab")
        colab.__path__ = []  # a package, so that `from google.colab import drive` works
        colab.__spec__ = importlib.machinery.ModuleSpec("google.colab", None, is_package=True)
        sys.modules["google.colab"] = google.colab = colab  # type: ignore[attr-defined]
        for part in _PARTS:
            sys.modules[f"google.colab.{part}"] = _Nothing(f"google.colab.{part}")
    builtins.get_ipython = lambda: _Nothing("ipython")  # type: ignore[attr-defined]
    builtins.display = lambda *args, **kwargs: None  # type: ignore[attr-defined]
