"""What a recording holds: for every check, in order, what the reference was asked and what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from grader.errors import UsageError
from grader.recording.tensors import data_of, read_tensors, write_tensors
from grader.recording.values import Tree

_VERSION = "1"


@dataclass
class Graph:
    """Which of an entry's results have gradients: `outputs` by number, and what they reach.

    `reached`: ["input", entry, number] for a tensor that was given to that entry, ["leaf", object, name] for a
    parameter of a module.
    """

    outputs: list[int]
    reached: list[list[Any]]


@dataclass
class Entry:
    """One request.

    Attributes:
        key: what was asked of whom, in which state, the numbers left out. inputs: these, as places in the pool.
        form, results: what came back. error: (type, text) of an exception instead.
        state: the object's state after it. births: objects that did not exist before, by number.
        changes: (object, leaf, value) of parameters and buffers; grads: the same of their gradients, None for none.
        generators: (number of the input, state) of generators that drew. graph: of the results.
    """

    key: str
    inputs: list[int] = field(default_factory=list)
    form: Tree = None
    results: list[int] = field(default_factory=list)
    error: list[str] | None = None
    state: int = 0
    births: dict[str, Any] = field(default_factory=dict)
    changes: list[list[Any]] = field(default_factory=list)
    grads: list[list[Any]] = field(default_factory=list)
    generators: list[list[int]] = field(default_factory=list)
    graph: Graph | None = None


class Pool:
    """Tensors, each value once."""

    def __init__(self, tensors: Sequence[torch.Tensor] = ()) -> None:
        self.tensors = list(tensors)
        self._places: dict[tuple[Any, ...], int] = {}

    def add(self, tensor: torch.Tensor) -> int:
        """The place of a value."""
        plain = tensor.detach()
        key = (plain.dtype, tuple(plain.shape), data_of(plain))
        if key not in self._places:
            self._places[key] = len(self.tensors)
            self.tensors.append(plain.clone(memory_format=torch.contiguous_format))
        return self._places[key]

    def all(self, places: Sequence[int]) -> list[torch.Tensor]:
        """The values of these places."""
        return [self.tensors[place] for place in places]


@dataclass
class Recording:
    """A week's recording.

    Attributes:
        pool: all tensors. checks: check → its entries. names: what is known of the reference's names without a request.
        more: further plain data that goes into the same file, by name (tables of mistakes).
    """

    pool: Pool = field(default_factory=Pool)
    checks: dict[str, list[Entry]] = field(default_factory=dict)
    names: dict[str, Tree] = field(default_factory=dict)
    more: dict[str, Tree] = field(default_factory=dict)

    def bytes(self) -> bytes:
        """The recording as a safetensors file."""
        checks = {check: [_brief(entry) for entry in entries] for check, entries in self.checks.items()}
        content = {"checks": checks, "names": self.names, "more": self.more}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return write_tensors(self.pool.tensors, {"grader": text, "version": _VERSION})


def load_recording(path: Path) -> Recording:
    """The recording in a file.

    Raises:
        UsageError: it is missing or damaged.
    """
    remedy = "get the course's folder anew"
    try:
        tensors, texts = read_tensors(path.read_bytes())
        if texts.get("version") != _VERSION:
            raise UsageError(f"{path.name}: made for another version of grader ({remedy}, or install its version)")
        content = json.loads(texts["grader"])
        checks = {name: [_entry(e) for e in entries] for name, entries in content["checks"].items()}
        return Recording(Pool(tensors), checks, content["names"], content["more"])
    except OSError as error:
        raise UsageError(f"{path.name}: {error.strerror} ({remedy})") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"{path.name}: is damaged ({remedy})") from error


def _brief(entry: Entry) -> dict[str, Any]:
    """The entry without what it does not have."""
    return {name: value for name, value in asdict(entry).items() if value or name == "key"}


def _entry(data: Mapping[str, Any]) -> Entry:
    graph = data.get("graph")
    return Entry(**{**data, "graph": None if graph is None else Graph(**graph)})
