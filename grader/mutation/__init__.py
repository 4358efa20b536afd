"""Small mistakes made on purpose in a reference's source: what the checks of an assignment must notice."""

from __future__ import annotations

from grader.mutation.mutants import Mutant, mutants

__all__ = ["Mutant", "mutants"]
