"""Whatever the bytes are, decoding gives a value or a ProtocolError: no other exception, no warning, no memory."""

from __future__ import annotations

import json
import random
import socket
import tracemalloc
from collections import Counter
from typing import Any

import numpy as np
import pytest
import torch

from grader.errors import ProtocolError
from grader.protocol import Codec, FrameSocket, Limits, PeerClosed
from grader.protocol.frames import MAGIC, PREFIX

EMPTY = memoryview(b"")


def loads(header: str | bytes, payload: bytes = b"", codec: Codec | None = None) -> Any:
    """Decode a header and a payload."""
    data = header if isinstance(header, bytes) else header.encode()
    return (codec or Codec()).loads(data, memoryview(bytearray(payload)))


@pytest.mark.parametrize(
    "header",
    [
        '{"t":["float32",[1099511627775,1099511627775]]}',
        '{"t":["float32",[18446744073709551616]]}',
        '{"t":["float32",[0,1099511627775,1099511627775]]}',
        '{"t":["float32",[-1]]}',
        '{"t":["float32",[true]]}',
        '{"t":["float32",[1.0]]}',
        '{"t":["float32",4]}',
        '{"t":["float33",[]]}',
        '{"t":[["float32"],[]]}',
        '{"t":["float32",[1],[1]]}',
        '{"t":["float32",[' + ",".join(["1"] * 33) + "]]}",
        '{"t":[]}',
        '{"t":3}',
        '{"n":["<f8",[1099511627776]]}',
        '{"n":["<f8",[4294967296,4294967296]]}',
        '{"n":["|O",[0]]}',
        '{"n":["<M8[s]",[0]]}',
        '{"n":["a3",[1]]}',
        '{"n":["<f8,<f8",[1]]}',
        '{"n":["<f8",[1],[1]]}',
        '{"x":"|V8"}',
        '{"x":8}',
        '{"B":1099511627776}',
        '{"B":-1}',
        '{"B":true}',
        '{"G":[65537,0]}',
        '{"G":[0,0]}',
        '{"F":"1e999"}',
        '{"I":"ten"}',
        '{"I":7}',
        '{"C":["1","x"]}',
        '{"C":[1,2]}',
        '{"V":"cpu:12345"}',
        '{"V":"mkldnn"}',
        '{"V":0}',
        '{"y":"qint8"}',
        '{"r":[0,1,0]}',
        '{"r":[0,1.5,1]}',
        '{"s":["set",[[1]]]}',
        '{"s":["list",[1]]}',
        '{"d":["dict",[[1,2],[1,3]]]}',
        '{"d":["dict",[[[1],2]]]}',
        '{"d":["defaultdict",[]]}',
        '{"D":[1]}',
        '{"D":{"a":1}}',
        '{"D":[["a"],[1,2]]}',
        '{"D":[["a"],"b"]}',
        '{"D":["ab",[1,2]]}',
        '{"D":[[1],[2]]}',
        '{"D":[["a","a"],[1,2]]}',
        '{"q":[-1,[1]]}',
        '{"Z":[-1]}',
        '{"N":["P",["a"],[1,2],true]}',
        '{"N":["P","ab",[1,2],true]}',
        '{"N":["P",[1],[1],true]}',
        '{"u":{}}',
        '{"h":["object",1,"x",[]]}',
        '{"a":1,"b":2}',
        '{"B":0,"B":0}',
        "{}",
        "NaN",
        "[Infinity]",
        "[1e999]",
        "[-1e400]",
        "9" * 5000,
        '"\n"',
        "[1",
        "",
        "\ufeff1",
        "[" * 100_000,
        '{"u":[' * 100_000,
        "[[1,null]," * 90 + "[1,null]" + "]" * 90,
        b"\xff\xfe",
        b"\x80",
    ],
    ids=lambda h: str(h)[:40],
)
def test_refused(header: str | bytes) -> None:
    """Each kind of malformed header is a ProtocolError."""
    with pytest.raises(ProtocolError):
        loads(header)


def test_only_the_judge_chooses_memory_layouts() -> None:
    """Strides from the student are refused; absurd ones from anybody."""
    header, payload = '{"t":["float32",[2,2],[1,2]]}', bytes(16)
    assert loads(header, payload, Codec(takes_strides=True)).stride() == (1, 2)
    with pytest.raises(ProtocolError):
        loads(header, payload)
    for strides in ("[1]", "[1,-2]", "[1,1099511627775]", "[1,1.5]", "3"):
        with pytest.raises(ProtocolError):
            loads(f'{{"t":["float32",[2,2],{strides}]}}', payload, Codec(takes_strides=True))


def test_payload_must_fit_exactly() -> None:
    """A payload longer or shorter than what the header uses is refused."""
    assert loads('{"B":3}', bytes(16)) == bytes(3)
    for size in (0, 3, 32):
        with pytest.raises(ProtocolError):
            loads('{"B":3}', bytes(size))


def test_bools_are_zero_or_one() -> None:
    """A bool tensor or array of other bytes would be undefined behaviour."""
    for header in ('{"t":["bool",[3]]}', '{"n":["|b1",[3]]}', '{"x":"|b1"}'):
        with pytest.raises(ProtocolError):
            loads(header, b"\x02" + bytes(15))


def test_too_many_values() -> None:
    """The number of values in a header is capped before it is parsed."""
    with pytest.raises(ProtocolError, match="too many"):
        loads("[" + "[]," * 2000 + "[]]", codec=Codec(Limits(nodes=1000)))


def pair(limits: Limits | None = None) -> tuple[socket.socket, FrameSocket]:
    """A raw socket and a FrameSocket that listens to it."""
    theirs, ours = socket.socketpair()
    return theirs, FrameSocket(ours, limits)


@pytest.mark.parametrize(
    "prefix",
    [
        PREFIX.pack(MAGIC, 2, 1 << 40),
        PREFIX.pack(MAGIC, 2, (1 << 64) - 1),
        PREFIX.pack(MAGIC, (1 << 32) - 1, 0),
        PREFIX.pack(b"HTTP", 2, 0),
        b"Traceback (most recent call last)",
    ],
)
def test_lengths_are_checked_before_memory_is_taken(prefix: bytes) -> None:
    """A frame that claims 2⁴⁰ or 2⁶⁴ bytes costs nothing."""
    theirs, ours = pair()
    theirs.sendall(prefix)
    tracemalloc.start()
    try:
        with pytest.raises(ProtocolError):
            ours.receive()
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()
        theirs.close()
        ours.close()


class FromBytes(FrameSocket):
    """Receives from memory; the peer closes at the end."""

    def feed(self, data: bytes) -> tuple[bytes, memoryview]:
        """Receive one frame of some bytes."""
        self._data, self._start, self._end = memoryview(data), 0, 0
        return self.receive()

    def _receive_into(self, view: memoryview, deadline: float | None) -> int:
        count = min(view.nbytes, self._data.nbytes)
        if not count:
            raise PeerClosed
        view[:count], self._data = self._data[:count], self._data[count:]
        return count


def good_frames() -> list[bytes]:
    """Frames with a bit of everything."""
    values: list[Any] = [
        ["=", 7, {"r": (torch.randn(3, 4), [torch.arange(5), None, 2.5, "x"]), "graph": [3, [["x", 1]]]}],
        ["?", 1, "callback", [1, [torch.tensor(True), torch.ones(0, 3)], {"k": np.float32(2)}, [0], True]],
        [
            "!",
            2,
            {"kind": "error", "type": "KeyError", "text": "'k'", "bases": ["KeyError"], "trace": [["a", 1, "f", ""]]},
        ],
        {1: {"a": 1, "b": (1, 2)}, (2, "x"): {3, 4}, None: b"bytes", 5: float("nan"), 6: 1 << 90, 7: 2j},
        [np.arange(6.0).reshape(2, 3), range(3), slice(1, None), torch.float16, torch.device("cpu"), torch.Size([1])],
        [Counter("ab"), torch.Generator(), {"words": {f"w{i}": i for i in range(9)}}, [1.5, -2.0], [True, "y"]],
    ]
    frames = []
    for value in values:
        header, buffers = Codec().dumps(value)
        payload = b"".join(bytes(b) + bytes(-b.nbytes % 16) for b in buffers)
        frames.append(PREFIX.pack(MAGIC, len(header), len(payload)) + header + payload)
    return frames


def mutated(frame: bytes, rnd: random.Random) -> bytes:
    """The frame with a few bytes changed, moved or cut; mostly in its header, with the lengths put right again."""
    _, size, _ = PREFIX.unpack(frame[: PREFIX.size])
    if rnd.random() < 0.2:
        data = bytearray(frame)
        for _ in range(rnd.randint(1, 4)):
            data[rnd.randrange(len(data))] = rnd.randrange(256)
        return bytes(data[: rnd.randrange(len(data))] if rnd.random() < 0.1 else data)
    header, payload = bytearray(frame[PREFIX.size : PREFIX.size + size]), frame[PREFIX.size + size :]
    for _ in range(rnd.randint(1, 4)):
        at, kind = rnd.randrange(len(header)), rnd.random()
        if kind < 0.6:
            header[at] = rnd.choice([rnd.randrange(256), *b'[]{}",0129-.e:tdunsNDBGZ'])
        elif kind < 0.8:
            del header[at : at + rnd.randint(1, 6)]
        else:
            start = rnd.randrange(len(header))
            header[at:at] = header[start : start + rnd.randint(1, 12)]
        header = header or bytearray(b"0")
    return PREFIX.pack(MAGIC, len(header), len(payload)) + bytes(header) + payload


def test_mutated_frames() -> None:
    """100,000 damaged frames: a value or a ProtocolError each, and enough of either to mean something."""
    rnd, frames = random.Random(20231), good_frames()
    theirs, ours = socket.socketpair()
    connection, codec = FromBytes(ours), Codec()
    outcomes: Counter[str] = Counter()
    for i in range(100_000):
        data = mutated(frames[i % len(frames)], rnd)
        try:
            codec.loads(*connection.feed(data))
            outcomes["value"] += 1
        except ProtocolError:
            outcomes["refused"] += 1
    theirs.close()
    connection.close()
    assert outcomes["value"] > 5_000
    assert outcomes["refused"] > 50_000


def test_mutated_trees() -> None:
    """50,000 headers whose parts were exchanged for one another: well-formed JSON, wrong types everywhere."""
    rnd, trees, payloads = random.Random(3), [], []
    for frame in good_frames():
        _, size, _ = PREFIX.unpack(frame[: PREFIX.size])
        trees.append(json.loads(frame[PREFIX.size : PREFIX.size + size]))
        payloads.append(memoryview(bytearray(frame[PREFIX.size + size :])))
    parts = [part for tree in trees for part in walk(tree)]
    codec, refused = Codec(), 0
    for i in range(50_000):
        tree = exchange(trees[i % len(trees)], parts, rnd)
        try:
            codec.build(tree, payloads[i % len(trees)])
        except ProtocolError:
            refused += 1
    assert 5_000 < refused < 45_000


def walk(tree: Any) -> list[Any]:
    """Every part of a JSON tree."""
    children = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [tree, *(part for child in children for part in walk(child))]


def exchange(tree: Any, parts: list[Any], rnd: random.Random) -> Any:
    """The tree with a random part here and there exchanged."""
    if rnd.random() < 0.06:
        return rnd.choice([rnd.choice(parts), None, -1, 1 << 70, 0.5, "", [], {}, "x" * 40, True])
    if isinstance(tree, dict):
        return {k: exchange(v, parts, rnd) for k, v in tree.items()}
    if isinstance(tree, list):
        return [exchange(v, parts, rnd) for v in tree]
    return tree
