"""Checks inside Colab and Jupyter: what the kernel imports, which is small; the judge is a process of its own."""

from grader.notebook.kernel import check, use
from grader.notebook.magic import load_ipython_extension, unload_ipython_extension

__all__ = ["check", "load_ipython_extension", "unload_ipython_extension", "use"]
