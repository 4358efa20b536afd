"""What calls across the wire cost: medians of many calls, and how many bare socket round trips each is worth.

The round trip of 64 bytes between two processes over the same kind of socket is the floor of the same run; ratios to
it can be compared between machines, milliseconds cannot. `--json FILE` keeps the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import socket
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.table import Table
from torch import nn

from grader.model import Frame
from grader.sandbox import PlainProcess, ProcessLimits
from grader.student import Conversation, Student

HAND_IN = """
import torch
from torch import nn
def add(x): return x + 1
def ident(x): return x
def item(x): return x.sum().item()
class Cell:
    def add(self, x): return x + 1
class TwoLayer(nn.Module):
    def __init__(self, a, h, b):
        super().__init__()
        self.linear1, self.linear2 = nn.Linear(a, h), nn.Linear(h, b)
    def forward(self, x): return self.linear2(torch.relu(self.linear1(x)))
class Deep(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8) for _ in range(100)])
    def forward(self, x):
        for layer in self.layers: x = layer(x)
        return x
def rnn(x, w):
    h = x[0]
    for i in range(1, len(x)): h = torch.tanh(h @ w + x[i])
    return h
def repeat(f, n):
    t = torch.zeros(1)
    for _ in range(n): t = f(t)
    return t
"""
# Budgets in milliseconds on the machine that they were set on; shown beside the figures, not enforced.
BUDGETS = {"call": 0.4, "64 MB round trip": 65.0}
Measured = dict[str, float]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--json", type=Path, help="write the figures there")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    ping = bare_ping()
    process = PlainProcess().start(ProcessLimits())
    try:
        conversation = Conversation(process.connection, Frame)
        conversation.load([("hand_in", HAND_IN, False)], {})
        figures = measure(Student(lambda: conversation))
    finally:
        process.close()
    show(figures, ping)
    if options.json:
        facts = {"python": platform.python_version(), "torch": torch.__version__, "machine": platform.machine()}
        data = {**facts, "ping_ms": ping, "ms": figures, "ratio": {k: v / ping for k, v in figures.items()}}
        options.json.write_text(json.dumps(data, indent=1) + "\n")


def median_ms(action: Callable[[], object], times: int) -> float:
    """Milliseconds of one call, the median of many."""
    for _ in range(max(1, times // 20)):
        action()
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        spent.append(time.perf_counter() - started)
    return statistics.median(spent) * 1e3


def bare_ping() -> float:
    """A round trip of 64 bytes to a child process that does nothing else, in milliseconds."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        while data := theirs.recv(64):
            theirs.send(data)
        os._exit(0)
    theirs.close()

    def ping() -> None:
        ours.send(bytes(64))
        ours.recv(64)

    result = median_ms(ping, 2000)
    ours.close()
    os.waitpid(pid, 0)
    return result


def measure(student: Student) -> Measured:
    """Every figure, by what it is called in the table."""
    add, rnn, ident = student.add, student.rnn, student.ident
    x, leaf, w = torch.randn(10), torch.randn(10, requires_grad=True), torch.randn(8, 8, requires_grad=True)
    steps, matrix = torch.randn(200, 4, 8), torch.randn(6, 6, dtype=torch.float64, requires_grad=True)
    big, words = torch.randn(16 << 20), {f"word{i}": i for i in range(50_000)}
    cell = student.Cell()
    out = {
        "call": median_ms(lambda: add(x), 2000),
        "method of an object, found and called": median_ms(lambda: cell.add(x), 2000),
        "differentiable call": median_ms(lambda: add(leaf), 1000),
        "call and backward": median_ms(lambda: add(leaf).sum().backward(), 1000),
        "callback": median_ms(lambda: student.repeat(lambda t: t + 1, 200), 20) / 200,
        "gradcheck of 36 elements": median_ms(lambda: torch.autograd.gradcheck(add, matrix), 10),
        "RNN of 200 steps and backward": median_ms(lambda: rnn(steps, w).sum().backward(), 20),
        "64 MB one way": median_ms(lambda: student.item(big), 10),
        "64 MB round trip": median_ms(lambda: add(big), 10),
        "vocabulary of 50,000 words, both ways": median_ms(lambda: ident(words), 5),
        "200 calls in one map": median_ms(lambda: student.map(add, [(x,)] * 200), 10),
    }
    return out | of_large_module(student, add, x) | of_deep_module(student)


def of_large_module(student: Student, add: Any, x: torch.Tensor) -> Measured:
    """A module of a million parameters, the same locally, and an unrelated call while it is alive."""
    module, batch = student.TwoLayer(500, 1000, 500), torch.randn(8, 500)
    local = nn.Sequential(nn.Linear(500, 1000), nn.ReLU(), nn.Linear(1000, 500))

    def training_step(m: nn.Module) -> Callable[[], None]:
        optimizer = torch.optim.SGD(m.parameters(), 1e-3)

        def step() -> None:
            optimizer.zero_grad()
            m(batch).pow(2).mean().backward()
            optimizer.step()

        return step

    with torch.no_grad():
        forward = median_ms(lambda: module(batch), 100)
    return {
        "1 M parameters: forward": forward,
        "1 M parameters: training step": median_ms(training_step(module), 50),
        "1 M parameters: the same step, local": median_ms(training_step(local), 50),
        "1 M parameters: unrelated call beside": median_ms(lambda: add(x), 100),
    }


def of_deep_module(student: Student) -> Measured:
    """A module of two hundred small parameters."""
    deep, batch = student.Deep(), torch.randn(2, 8)
    return {
        "200 parameters: forward": median_ms(lambda: deep(batch), 50),
        "200 parameters: forward and backward": median_ms(lambda: deep(batch).sum().backward(), 50),
    }


def show(figures: Measured, ping: float) -> None:
    """The table."""
    table = Table(title=f"bare socket round trip: {ping * 1e3:.0f} µs")
    for column in ("", "ms", "round trips", "budget, ms"):
        table.add_column(column, justify="left" if not column else "right")
    for name, ms in figures.items():
        table.add_row(name, f"{ms:.2f}", f"{ms / ping:.0f}", f"{BUDGETS[name]:g}" if name in BUDGETS else "")
    Console().print(table)


if __name__ == "__main__":
    main()
