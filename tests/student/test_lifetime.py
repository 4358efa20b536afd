"""Nothing is kept longer than it is used, on either side."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from grader.sandbox import StudentProcess
from grader.student import Conversation, Student

INSIDE = """
import gc, sys, torch
from torch import nn
session = next(o for o in gc.get_objects() if type(o).__name__ == "Session")
def held():
    gc.collect()
    s = session
    return {"objects": len(s.objects), "tensors": len(s.mirror._tracked), "modules": len(s.mirror._structure),
            "graphs": len(s.graphs._graphs), "leaves": len(s.leaves._known), "functions": len(s._functions)}
def resident():
    gc.collect()
    return int(open("/proc/self/statm").read().split()[1]) * 4096
class Layer(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.w = nn.Parameter(torch.ones(n))
        self.register_buffer("b", torch.ones(2))
        self.inner = nn.Linear(2, 2)
    def forward(self, x):
        return x * self.w
class Thing:
    def __init__(self): self.other = None
    def method(self): return lambda: 3
def double(x): return x * 2
def use(f, x): return f(x) * 2
"""


@pytest.fixture(scope="module")
def inside(process: StudentProcess) -> Conversation:
    """A hand-in that looks at the process it runs in."""
    from grader.model import Frame

    conversation = Conversation(process.connection, Frame)
    conversation.load([("inside", INSIDE, False)], {})
    return conversation


@pytest.fixture
def student(inside: Conversation) -> Student:
    """Its proxy."""
    return Student(lambda: inside)


def settled(student: Student) -> dict[str, int]:
    """What the student process holds once the news of what was dropped has been exchanged."""
    gc.collect()
    for _ in range(8):  # of a chain of graphs, each round trip frees one
        student.double(1)
    held: dict[str, int] = student.held()
    return held


def graph_of_calls(student: Student) -> None:
    """A chain of differentiable calls, and its backward pass."""
    x = torch.ones(3, requires_grad=True)
    y = x
    for _ in range(5):
        y = student.double(y * 1)
    y.sum().backward()


def higher_derivatives(student: Student) -> None:
    """A second derivative."""
    x = torch.ones(3, requires_grad=True)
    (g,) = torch.autograd.grad((student.double(x) ** 2).sum(), x, create_graph=True)
    g.sum().backward()


def modules(student: Student) -> None:
    """A module, trained and dropped."""
    m = student.Layer(4)
    m(torch.ones(4)).sum().backward()
    m.double()
    m.inner.eval()
    del m


def objects(student: Student) -> None:
    """Objects, methods and closures."""
    thing = student.Thing()
    thing.other = student.Thing()
    assert thing.method()() == 3


def callbacks(student: Student) -> None:
    """Functions of the judge, with graphs on both sides."""
    w, x = torch.ones(3, requires_grad=True), torch.ones(3, requires_grad=True)
    student.use(lambda v: v * w, x).sum().backward()


def failing(student: Student) -> None:
    """A call that raises while it holds differentiable arguments."""
    with pytest.raises(TypeError):
        student.double(torch.ones(3, requires_grad=True), 3)


@pytest.mark.parametrize("use", [graph_of_calls, higher_derivatives, modules, objects, callbacks, failing])
def test_everything_is_let_go(student: Student, inside: Conversation, use: Callable[[Student], None]) -> None:
    """After twenty rounds of use neither side holds more than after one."""
    use(student)
    before, here = settled(student), sizes(inside)
    for _ in range(20):
        use(student)
    assert settled(student) == before
    assert sizes(inside) == here


def sizes(c: Conversation) -> list[int]:
    """How much the judge's side holds."""
    gc.collect()
    held: list[Any] = [c.tags, c.objects, c.modules, c.mirror._entries, c.mirror._number_of]
    held += [c.callbacks._functions, c.callbacks._number_of, c.callbacks._graphs]
    return [len(h) for h in held]


def test_a_dropped_module_is_dropped_over_there(student: Student) -> None:
    """A module lives as long as the judge's mirror of it, or of a part of it."""
    before = settled(student)
    m = student.Layer(4)
    assert settled(student)["modules"] == before["modules"] + 2
    inner = m.inner
    del m
    after = settled(student)
    assert (after["modules"], after["tensors"]) == (before["modules"] + 1, before["tensors"] + 2)
    assert inner(torch.ones(1, 2)).shape == (1, 2)
    del inner
    assert settled(student) == before


def test_a_parameter_outlives_its_module(student: Student) -> None:
    """A parameter that the check keeps stays connected after its module's mirror is gone."""
    m = student.Layer(2)
    w, held = m.w, student.hold(m)
    del m
    gc.collect()
    with torch.no_grad():
        w.fill_(5)
    assert student.value(held)(torch.ones(2)).tolist() == [5, 5]


def test_buffers_that_were_exchanged_are_not_confused(student: Student) -> None:
    """After .double() the old buffer's place in memory may be taken by any tensor: it must not count as the buffer."""
    m = student.Layer(2)
    for dtype in (torch.float64, torch.float32) * 3:
        m.to(dtype)
        assert m(torch.ones(2, dtype=dtype)).dtype == dtype
        others = [torch.full((2,), 9.0) for _ in range(50)]
        assert all(student.double(o).tolist() == [18, 18] for o in others)
        assert m.b.tolist() == [1, 1]


def test_memory_does_not_grow(student: Student) -> None:
    """Two hundred differentiable calls with a megabyte each leave both processes as large as before."""

    def here() -> int:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096

    def round_of_calls() -> None:
        for _ in range(100):
            x = torch.ones(1 << 18, requires_grad=True)
            student.double(x).sum().backward()

    round_of_calls()
    before = student.resident(), here()
    round_of_calls()
    round_of_calls()
    after = student.resident(), here()
    assert after[0] - before[0] < 20 << 20
    assert after[1] - before[1] < 20 << 20
