"""The student's side of differentiable calls: graphs by number, from outputs back to the judge's tensors."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from grader.errors import ProtocolError


class Leaves:
    """Tensors here that stand for differentiable tensors of the judge, by the judge's numbers.

    Kept by identity, not as an attribute that `copy.deepcopy` would copy along.

    Args:
        gone: called with the number once a tensor can no longer be reached by any graph here.
    """

    def __init__(self, gone: Callable[[int], None]) -> None:
        self._gone = gone
        self._known: dict[int, tuple[int, weakref.ref[torch.Tensor]]] = {}

    def add(self, number: int, t: torch.Tensor) -> None:
        """Remember that `t` is the judge's tensor of that number."""
        key, known, gone = id(t), self._known, self._gone

        def forget(_: Any) -> None:
            del known[key]
            gone(number)

        known[key] = (number, weakref.ref(t, forget))

    def number(self, t: torch.Tensor) -> int | None:
        """The judge's number of a tensor."""
        entry = self._known.get(id(t))
        return None if entry is None else entry[0]


@dataclass(frozen=True)
class _Graph:
    outputs: list[torch.Tensor]
    leaves: list[torch.Tensor]
    to_judge: bool  # functions of the judge lie on the way


class Graphs:
    """The graphs that the judge can ask a vector–Jacobian product of.

    Args:
        tag: what the judge calls a leaf; None for one that is none of its tensors.
        anchor: the leaf that every call of a judge's function hangs on.
    """

    def __init__(self, tag: Callable[[torch.Tensor], list[Any] | None], anchor: torch.Tensor) -> None:
        self._tag, self._anchor = tag, anchor
        self._graphs: dict[int, _Graph] = {}

    def add(self, number: int, outputs: list[torch.Tensor]) -> list[list[Any]]:
        """Keep the graph of some outputs; the tags of the judge's tensors that it reaches."""
        leaves, tags, to_judge = [], [], False
        for leaf in _leaves(outputs):
            if leaf is self._anchor:
                to_judge = True
            elif (tag := self._tag(leaf)) is not None:
                leaves.append(leaf)
                tags.append(tag)
        self._graphs[number] = _Graph(outputs, leaves, to_judge)
        return tags

    def drop(self, number: int) -> None:
        """The judge's node is gone."""
        self._graphs.pop(number, None)

    def vjp(self, number: int, cotangents: list[torch.Tensor | None], create: bool) -> list[torch.Tensor | None]:
        """cotangents · ∂outputs/∂leaves; inside the student's graph, so second derivatives work."""
        graph = self._graphs.get(number)
        if graph is None or len(cotangents) != len(graph.outputs):
            raise ProtocolError("no such graph")
        pairs = [(y, g) for y, g in zip(graph.outputs, cotangents, strict=True) if g is not None]
        # The anchor is asked for so that the judge's functions are reached even where no leaf lies behind them.
        wanted = [*graph.leaves, self._anchor] if graph.to_judge else graph.leaves
        if not pairs or not wanted:
            return [None] * len(graph.leaves)
        ys, gs = zip(*pairs, strict=True)
        grads = torch.autograd.grad(ys, wanted, gs, allow_unused=True, retain_graph=True, create_graph=create)
        return [None if g is None else g.to_dense() for g in grads[: len(graph.leaves)]]  # sparse ones do not travel


def _leaves(outputs: list[torch.Tensor]) -> list[torch.Tensor]:
    """The leaves of the outputs' graph, each once, in a fixed order."""
    found: dict[int, torch.Tensor] = {}
    seen: set[Any] = set()
    stack: list[Any] = []
    for t in outputs:
        if t.grad_fn is not None:
            stack.append(t.grad_fn)
        else:
            found[id(t)] = t
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        leaf = getattr(node, "variable", None) if type(node).__name__ == "AccumulateGrad" else None
        if leaf is not None:
            found[id(leaf)] = leaf
        else:
            stack.extend(parent for parent, _ in node.next_functions if parent is not None)
    return list(found.values())


class JoinedLeaf(torch.autograd.Function):
    """Makes a tensor no leaf, as it is none in the judge, and keeps its memory layout (a clone would lose it).

    The leaf and the tensor share memory, but are no views of one another: changing the tensor in place is allowed.
    """

    @staticmethod
    def forward(ctx: Any, leaf: torch.Tensor, box: list[torch.Tensor]) -> torch.Tensor:
        return box[0]

    @staticmethod
    def backward(ctx: Any, *cotangents: Any) -> Any:
        return cotangents[0], None
