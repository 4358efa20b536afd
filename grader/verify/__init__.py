"""Whether an assignment's checks notice what they should: solutions, probes and mutants, judged like hand-ins."""

from __future__ import annotations

from grader.verify.bench import VERIFY_SEED, Bench
from grader.verify.cache import Cache
from grader.verify.mutation import Mutation, Tally, Tried
from grader.verify.power import Power, Powered, measure
from grader.verify.solutions import Finding, verify

__all__ = [
    "VERIFY_SEED",
    "Bench",
    "Cache",
    "Finding",
    "Mutation",
    "Power",
    "Powered",
    "Tally",
    "Tried",
    "measure",
    "verify",
]
