"""A student process that answers anything at all: the judge sees a protocol error or a student's fault, no more."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from grader.errors import ProtocolError, StudentFault
from grader.model import Frame
from grader.protocol import DeadlinePassed, Limits, PeerClosed
from grader.protocol.frames import FrameSocket
from grader.sandbox import StudentProcess
from grader.student import Conversation, RemoteModule, RemoteObject, Student

ALLOWED = (ProtocolError, StudentFault, DeadlinePassed)
Wire = tuple[bytes, bytes]
HERE = Path(__file__).parent


class Recorder:
    """Passes frames on, and keeps those that come back."""

    limits = Limits()

    def __init__(self, connection: FrameSocket) -> None:
        self._connection, self.frames = connection, list[Wire]()
        self.send, self.pending = connection.send, connection.pending

    def receive(self, deadline: float | None = None) -> tuple[bytes, memoryview]:
        """The next frame, remembered."""
        header, payload = self._connection.receive(deadline)
        self.frames.append((header, bytes(payload)))
        return header, payload


class Replay:
    """Answers with given frames, whatever is asked."""

    limits = Limits()

    def __init__(self, frames: list[Wire]) -> None:
        self._frames = iter(frames)

    def send(self, header: bytes, buffers: Any, deadline: float | None = None) -> None:
        """Nobody listens."""

    def pending(self) -> bool:
        """Nothing comes in advance."""
        return False

    def receive(self, deadline: float | None = None) -> tuple[bytes, memoryview]:
        """The next frame."""
        for header, payload in self._frames:
            memory: Any = torch.empty(len(payload), dtype=torch.uint8).numpy()
            memory[:] = np.frombuffer(payload, np.uint8)
            return header, memoryview(memory)
        raise PeerClosed


class Unexpected(Exception):
    """An exception that a hostile process must not be able to cause."""


class Scenario:
    """Requests of a check. Only what comes out of a request is looked at, not what a scenario trips over."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation

    def do(self, *arguments: Any, **options: Any) -> Any:
        """A request."""
        return self.guarded(lambda: self.conversation.do(*arguments, **options))

    def name(self, name: str) -> Any:
        """A name of the submission."""
        return self.do("pick", name)

    def call(self, function: Any, *args: Any) -> Any:
        """A call."""
        return self.do("call", function, list(args), {})

    def backward(self, y: Any) -> None:
        """The backward pass, if there is one."""
        if isinstance(y, torch.Tensor) and y.requires_grad and not y.is_leaf:
            self.guarded(lambda: y.backward(torch.ones_like(y)))

    def gradient(self, y: Any, v: torch.Tensor) -> Any:
        """A gradient that can be differentiated again."""
        if isinstance(y, torch.Tensor) and y.requires_grad:
            ones = torch.ones_like(y)
            return self.guarded(lambda: torch.autograd.grad(y, v, ones, create_graph=True, allow_unused=True))[0]
        return None

    def guarded(self, request: Callable[[], Any]) -> Any:
        """Run something that makes requests."""
        try:
            return request()
        except ALLOWED:
            raise
        except Exception as error:
            raise Unexpected(f"{type(error).__name__}: {error}") from error


def x() -> torch.Tensor:
    """A differentiable argument."""
    return torch.ones(3, requires_grad=True)


def functions(s: Scenario) -> None:
    """Values of every kind."""
    s.call(s.name("everything"))
    s.call(s.name("output"), x())


def gradients(s: Scenario) -> None:
    """Two outputs, two inputs, second derivatives."""
    v = torch.eye(3, requires_grad=True)
    out = s.call(s.name("three"), x(), v, x())
    if isinstance(out, tuple) and len(out) == 3 and isinstance(out[1], dict):
        s.backward(s.gradient(out[0], v))
        s.backward(out[1].get("s"))


def module(s: Scenario) -> None:
    """Construct, call, backward, change, call again, retrain."""
    m = s.call(s.name("TwoLayer"), 3, 2, 1)
    s.backward(s.call(m, x()))
    if isinstance(m, RemoteModule):
        with torch.no_grad():
            for p in m.parameters():
                p.add_(1)
        s.do("get", m, "hidden")
        s.call(s.name("train_step"), m, x().detach())
        m.state_dict()
        list(m.named_modules())


def modules(s: Scenario) -> None:
    """Buffers, modes, ties, parameters that appear late."""
    m = s.call(s.name("Norm"))
    if isinstance(m, RemoteModule):
        s.guarded(m.eval)
        s.call(m, torch.ones(2, 3))
    s.call(s.name("Tied"))
    late = s.call(s.name("LateParameter"))
    s.backward(s.call(late, x()))
    lazy = s.call(s.name("LazyLayers"))
    s.call(lazy, torch.ones(2, 3))


def objects(s: Scenario) -> None:
    """Special methods, iteration, holding, identity."""
    words = s.call(s.name("Vocabulary"), ["a", "b"])
    uses = {"__len__": len, "__iter__": list, "__getitem__": lambda o: o[0], "__contains__": lambda o: "b" in o}
    for special, use in uses.items():
        if isinstance(words, RemoteObject) and hasattr(type(words), special):
            s.guarded(lambda use=use: use(words))
    for what in ("len", "truth"):
        s.do(what, words)
    s.do("contains", words, "b")
    s.do("same", s.do("hold", words, ["words"]), words)
    s.do("deepcopy", words)
    iterator = s.do("iter", s.call(s.name("count"), 2))
    s.do("next", iterator)
    s.do("next", iterator)
    s.do("instance", words, s.name("Vocabulary"))
    s.guarded(lambda: Student(lambda: s.conversation).map(s.name("add"), [(1,), (2,)]))


def callbacks(s: Scenario) -> None:
    """The judge's functions, with gradients and failures."""
    w = x()

    def tolerant(*args: Any, **kwargs: Any) -> Any:
        try:
            return args[0] * w
        except Exception:  # noqa: BLE001 - it may be called with anything
            return {"y": w, "z": (w,)}

    s.backward(s.call(s.name("use"), tolerant, x()))
    s.backward(s.call(s.name("apply_twice"), tolerant, x()))


def state(s: Scenario) -> None:
    """Generators, failures of every kind."""
    s.call(s.name("dropout"), x(), 0.5, torch.Generator())
    for name in ("own_error", "silent_error", "huge", "in_place", "out_of_memory", "not_there"):
        try:
            s.call(s.name(name), *([x().detach()] if name == "in_place" else []))
        except StudentFault:
            continue


SCENARIOS = (functions, gradients, module, modules, objects, callbacks, state)


@pytest.fixture(scope="module")
def recordings(process: StudentProcess, loaded: Conversation) -> dict[Callable[[Scenario], None], list[Wire]]:
    """What an honest process answers in each scenario."""
    found = {}
    for scenario in SCENARIOS:
        recorder: Any = Recorder(process.connection)
        scenario(Scenario(Conversation(recorder, Frame)))
        found[scenario] = recorder.frames
    return found


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: str(s.__name__))
def test_recordings_can_be_replayed(recordings: Any, scenario: Callable[[Scenario], None]) -> None:
    """Unchanged answers are accepted: else the next test would prove nothing."""
    connection: Any = Replay(recordings[scenario])
    scenario(Scenario(Conversation(connection, Frame)))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: str(s.__name__))
def test_changed_answers(recordings: Any, scenario: Callable[[Scenario], None]) -> None:
    """3,000 conversations with one damaged answer each: nothing but the errors that a check's runner knows."""
    rnd, frames = random.Random(SCENARIOS.index(scenario)), recordings[scenario]
    parts = [part for header, _ in frames for part in walk(json.loads(header))]
    outcomes: Counter[str] = Counter()
    for _ in range(3_000):
        damaged = list(frames)
        at = rnd.randrange(len(frames))
        damaged[at] = damage(frames[at], parts, rnd)
        connection: Any = Replay(damaged)
        conversation = Conversation(connection, Frame)
        try:
            scenario(Scenario(conversation))
            outcomes["accepted"] += 1
        except ALLOWED as error:
            outcomes["student" if isinstance(error, StudentFault) else "protocol"] += 1
        except Unexpected:
            raise
        except Exception:  # noqa: BLE001 - the scenario tripped over a value, outside any request
            outcomes["tripped"] += 1
        assert (conversation.tagging, conversation.outputs) == (False, [])
    assert outcomes["protocol"] > 500
    assert torch.is_grad_enabled()


def damage(frame: Wire, parts: list[Any], rnd: random.Random) -> Wire:
    """A frame with parts exchanged, bytes changed, or the payload cut."""
    header, payload = frame
    kind = rnd.random()
    if kind < 0.7:
        return json.dumps(exchange(json.loads(header), parts, rnd)).encode(), payload
    if kind < 0.9:
        changed = bytearray(header)
        for _ in range(rnd.randint(1, 3)):
            changed[rnd.randrange(len(changed))] = rnd.choice(b'[]{}",0123456789:tpohugx')
        return bytes(changed), payload
    return header, payload[: rnd.randrange(len(payload) + 1)] + rnd.randbytes(rnd.randint(0, 3) * 16)


def walk(tree: Any) -> list[Any]:
    """Every part of a JSON tree."""
    children = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [tree, *(part for child in children for part in walk(child))]


def exchange(tree: Any, parts: list[Any], rnd: random.Random) -> Any:
    """The tree with a random part here and there exchanged for another, or for nonsense."""
    if rnd.random() < 0.03:
        return rnd.choice([rnd.choice(parts), rnd.choice(parts), None, -1, 0, 1, 1 << 70, 0.5, "", [], {}, "x", True])
    if isinstance(tree, dict):
        return {k: exchange(v, parts, rnd) for k, v in tree.items() if rnd.random() > 0.01}
    if isinstance(tree, list):
        return [exchange(v, parts, rnd) for v in tree if rnd.random() > 0.01]
    return tree
