"""What a recording holds: for every check, in order, what the reference was asked and what came of it."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from grader.errors import UsageError
from grader.recording.tensors import data_of, read_tensors, write_tensors
from grader.recording.values import Tree, same

_VERSION = "1"
_LONGEST = 1 << 28  # bytes of JSON


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
        """The recording as a safetensors file: all numbers of a dtype are one tensor, the rest is compressed JSON."""
        checks = {check: [_brief(entry) for entry in entries] for check, entries in self.checks.items()}
        flat, forms = _flattened(self.pool.tensors)
        content = {"checks": checks, "names": self.names, "more": self.more, "pool": forms}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        packed = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
        return write_tensors(flat, {"grader": packed, "version": _VERSION})


def load_recording(path: Path) -> Recording:
    """The recording in a file.

    Raises:
        UsageError: it is missing or damaged.
    """
    try:
        return recording_of(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror} (get the course's folder anew)") from error
    except ValueError as error:
        raise UsageError(f"{path}: {error} (get the course's folder anew)") from error


def recording_of(data: bytes) -> Recording:
    """The recording in a file's content.

    Raises:
        ValueError: it is damaged, or made for another version.
    """
    flat, texts = read_tensors(data)
    if texts.get("version") != _VERSION:
        raise ValueError("is made for another version of grader")
    try:
        content = json.loads(_inflated(base64.b64decode(texts["grader"])))
        tensors = [
            flat[part][start : start + torch.Size(shape).numel()].view(shape) for part, start, shape in content["pool"]
        ]
        checks = {name: [_entry(e) for e in entries] for name, entries in content["checks"].items()}
        return Recording(Pool(tensors), checks, content["names"], content["more"])
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RuntimeError,
        RecursionError,
        zlib.error,
    ) as error:
        raise ValueError(f"is damaged: {type(error).__name__}") from error


def alike(one: Recording, other: Recording) -> bool:
    """Whether two recordings say the same, but for rounding."""
    if (one.checks, one.names, one.more) != (other.checks, other.names, other.more):
        return False
    return same(one.pool.tensors, other.pool.tensors, near=True)


def _inflated(data: bytes) -> bytes:
    inflate = zlib.decompressobj()
    text = inflate.decompress(data, _LONGEST)
    if not inflate.eof:
        raise ValueError("it is cut off, or too long")
    return text


def _flattened(tensors: Sequence[torch.Tensor]) -> tuple[list[torch.Tensor], list[list[Any]]]:
    """One tensor for each dtype, and where in them each tensor is: (number, start, shape)."""
    parts: dict[torch.dtype, list[torch.Tensor]] = {}
    lengths: dict[torch.dtype, int] = {}
    order: list[torch.dtype] = []
    places: list[tuple[torch.dtype, int, list[int]]] = []
    for tensor in tensors:
        if tensor.dtype not in parts:
            order.append(tensor.dtype)
        places.append((tensor.dtype, lengths.get(tensor.dtype, 0), list(tensor.shape)))
        parts.setdefault(tensor.dtype, []).append(tensor.reshape(-1))
        lengths[tensor.dtype] = lengths.get(tensor.dtype, 0) + tensor.numel()
    return [torch.cat(parts[dtype]) for dtype in order], [[order.index(d), start, shape] for d, start, shape in places]


def _brief(entry: Entry) -> dict[str, Any]:
    """The entry without what it does not have."""
    return {name: value for name, value in asdict(entry).items() if value or name == "key"}


def _entry(data: Mapping[str, Any]) -> Entry:
    graph = data.get("graph")
    return Entry(**{**data, "graph": None if graph is None else Graph(**graph)})
