"""A class of students by seed: hand-ins as they come in, and the truth about each of them."""

from __future__ import annotations

from tools.generated_class.making import make_class
from tools.generated_class.truth import Class, Copied, Part, Pupil
from tools.generated_class.writing import read_truth, write_class

__all__ = ["Class", "Copied", "Part", "Pupil", "make_class", "read_truth", "write_class"]
