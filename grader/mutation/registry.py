"""All operators, in the order in which they are asked: of two that make the same change the first one names it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from grader.mutation.context import Change, Context
from grader.mutation.operators import (
    activations,
    answers,
    arguments,
    axes,
    blocks,
    constants,
    einsum,
    factors,
    masks,
    positions,
    reductions,
    state,
    steps,
    terms,
)

Operator = Callable[[ast.AST, Context], Iterable[Change]]

OPERATORS: tuple[Operator, ...] = (
    terms.change_terms,
    terms.change_sign,
    factors.change_factors,
    factors.change_operation,
    activations.change_activation,
    axes.change_order,
    axes.change_axis,
    axes.change_shape_index,
    einsum.change_einsum,
    reductions.change_reduction,
    masks.change_mask,
    masks.change_condition,
    positions.change_comparison,
    positions.change_diagonal,
    positions.change_slice,
    positions.change_index,
    positions.change_range,
    blocks.swap_targets,
    blocks.swap_items,
    constants.change_constant,
    constants.change_infinity,
    state.change_assignment,
    steps.drop_call,
    steps.drop_statement,
    state.detach_value,
    answers.swap_results,
    answers.change_answer,
    arguments.ignore_argument,
    arguments.detach_argument,
    arguments.modify_input,
    arguments.answer_another_task,
)
