"""Automated grading of deep-learning homework: the judge and the student never share a process."""

__all__ = ["__version__"]
__version__ = "0.1.0"
