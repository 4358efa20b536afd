"""Mistakes that people make in tensor code, by name: what a mutation makes, and what a diagnosis says.

The texts stand in the catalogue as `mistake.<name>`; a hidden check shows `mistake.<name>.kind` only.
"""

from __future__ import annotations

import re
from enum import StrEnum

_FIELD = re.compile(r"^mistake:(.*)$", re.MULTILINE)


class Mistake(StrEnum):
    """One word per mistake; mutation operators, wrong solutions and diagnoses use the same."""

    # Axes and order
    PERMUTED = "permuted"  # axes in another order; (batch, time) for (time, batch) is batch_first
    WRONG_AXIS = "wrong_axis"  # softmax, normalisation, sum or concatenation over another axis
    SWAPPED_OPERANDS = "swapped_operands"  # a − b for b − a, W·x for x·W
    SWAPPED_BLOCKS = "swapped_blocks"  # gates or slices of a weight read in another order
    SWAPPED_RESULTS = "swapped_results"
    REVERSED = "reversed"  # along one axis
    # Size
    SCALED = "scaled"  # a constant factor: N, T, 1/√d, 2
    SIGN = "sign"
    SUM_FOR_MEAN = "sum_for_mean"
    MEAN_FOR_SUM = "mean_for_sum"
    WRONG_REDUCTION = "wrong_reduction"  # max for sum, …
    # Terms and factors
    MISSING_TERM = "missing_term"
    MISSING_BIAS = "missing_bias"
    DOUBLED_TERM = "doubled_term"
    MISSING_FACTOR = "missing_factor"  # a gate, for instance
    MISSING_DERIVATIVE = "missing_derivative"  # of an activation: (1 − h²), σ(1 − σ)
    WRONG_ACTIVATION = "wrong_activation"  # sigmoid for tanh, …
    WRONG_OPERATION = "wrong_operation"  # + for ·, …
    WRONG_CONSTANT = "wrong_constant"
    IGNORED_ARGUMENT = "ignored_argument"
    # Positions and masks
    SHIFTED = "shifted"  # by one step
    OFF_BY_ONE = "off_by_one"  # a slice, a range, a comparison
    MASK_INVERTED = "mask_inverted"
    MASK_OFF_BY_ONE = "mask_off_by_one"
    CONDITION_INVERTED = "condition_inverted"
    # Gradients and state
    DETACHED = "detached"
    NOT_ACCUMULATED = "not_accumulated"  # over time or uses: only the last one's gradient
    ACCUMULATED = "accumulated"  # added to what was there: zero_grad is missing
    INPUT_MODIFIED = "input_modified"
    STALE = "stale"  # the result of an earlier call
    # Types
    INTEGER = "integer"  # integer arithmetic where real numbers are wanted
    PRECISION = "precision"  # computed in less precision than asked for
    DEVICE = "device"
    # Answers that are none
    CONSTANT = "constant"
    ZEROS = "zeros"
    OTHER_TASK = "other_task"  # the answer to another task


def mistakes_of(docstring: str) -> frozenset[Mistake]:
    """What a wrong solution says of itself in its field `mistake: <kind>[, <kind>…]`; any of them is a right answer.

    Raises:
        ValueError: a word that is none of `Mistake`.
    """
    found = _FIELD.search(docstring)
    return frozenset(Mistake(word) for word in re.split(r"[,\s]+", found[1]) if word) if found else frozenset()
