"""Values cross the wire as what they were: type, dtype, shape, bits, memory layout."""

from __future__ import annotations

import math
import struct
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import Unsendable
from grader.protocol import Codec, Limits, Record
from grader.protocol.frames import ALIGNMENT
from grader.protocol.tensors import DTYPES

JUDGE, WORKER = Codec(sends_strides=True), Codec(takes_strides=True)
QUICK = settings(max_examples=150, deadline=None, derandomize=True)
Pair = namedtuple("Pair", "a b")  # noqa: PYI024 - students write it like this


@dataclass
class Point:
    """A student's dataclass with inconvenient field names."""

    names: Any
    count: int


def frame(value: Any, codec: Codec = JUDGE) -> tuple[bytes, memoryview]:
    """The header and the payload as they arrive."""
    header, buffers = codec.dumps(value)
    data = b"".join(bytes(b) + bytes(-b.nbytes % ALIGNMENT) for b in buffers)
    memory: Any = torch.empty(len(data), dtype=torch.uint8).numpy()
    memory[:] = np.frombuffer(data, np.uint8)
    return header, memoryview(memory)


def there(value: Any, sender: Codec = JUDGE, receiver: Codec = WORKER) -> Any:
    """The value after one crossing."""
    return receiver.loads(*frame(value, sender))


def raw(t: torch.Tensor) -> torch.Tensor:
    """The bytes of a tensor."""
    return t.clone(memory_format=torch.contiguous_format).view(-1).view(torch.uint8)


def same(a: Any, b: Any) -> bool:
    """Same type and same bits, all the way down."""
    if isinstance(a, np.generic) and isinstance(b, np.generic):  # int64 may have two classes
        return bool(a.dtype == b.dtype and a.tobytes() == b.tobytes())
    if type(a) is not type(b):
        return False
    if isinstance(a, torch.Tensor):
        return a.dtype == b.dtype and a.shape == b.shape and raw(a).equal(raw(b))
    if isinstance(a, np.ndarray):
        return bool(a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes())
    if isinstance(a, float):
        return (math.isnan(a) and math.isnan(b)) or struct.pack("d", a) == struct.pack("d", b)
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    if isinstance(a, dict):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a.items(), b.items(), strict=True))
    if isinstance(a, (list, tuple, deque)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, slice):
        return same((a.start, a.stop, a.step), (b.start, b.stop, b.step))
    return bool(a == b)


TEXTS = st.text(st.characters(codec=None), max_size=8)  # lone surrogates included
HASHABLE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(1 << 200), 1 << 200)
    | st.floats(allow_nan=False)
    | TEXTS
    | st.binary(max_size=20),
    lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3),
    max_leaves=4,
)
VALUES = st.recursive(
    HASHABLE | st.floats() | st.complex_numbers() | st.builds(range, st.integers(), st.integers(), st.just(3)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(TEXTS, inner, max_size=4)
        | st.dictionaries(HASHABLE, inner, max_size=4)
        | st.sets(HASHABLE, max_size=4)
        | st.builds(deque, st.lists(inner, max_size=3), st.just(5))
        | st.builds(OrderedDict, st.dictionaries(TEXTS, inner, max_size=3))
        | st.builds(slice, inner, inner)
    ),
    max_leaves=12,
)
LIST_OF_NUMBERS = st.lists(st.integers() | st.floats() | st.booleans(), max_size=6)


@QUICK
@given(VALUES | LIST_OF_NUMBERS)
def test_plain_values(value: Any) -> None:
    """Numbers of any size, nan and inf, any text, bytes, and containers of them arrive as they were."""
    assert same(there(value), value)
    assert same(there(value, WORKER, JUDGE), value)


def test_kinds_that_hypothesis_does_not_draw() -> None:
    """Counter, Size, dtype, device and adjacent surrogates arrive as they were; a defaultdict as a dict."""
    value = [Counter("aab"), torch.Size([2, 3]), torch.bfloat16, torch.device("cuda:1"), {"\ud800\udc00": 1, "𐀀": 2}]
    assert same(there(value), value)
    assert same(there(defaultdict(list, a=[1])), {"a": [1]})
    assert same(there(torch.ones(2, 3).max(0)), (torch.ones(3), torch.zeros(3, dtype=torch.int64)))
    assert same(there(np.str_("가")), "가")


@pytest.mark.parametrize("dtype", DTYPES.values(), ids=DTYPES)
@pytest.mark.parametrize("shape", [(), (1,), (0,), (3, 0, 2), (2, 3), (5, 1, 2)])
def test_tensors_of_every_dtype(dtype: torch.dtype, shape: tuple[int, ...]) -> None:
    """Any bits of any dtype in any shape arrive unchanged, nan payloads and −0.0 included."""
    raw = torch.randint(0, 2 if dtype is torch.bool else 256, (math.prod(shape) * dtype.itemsize,), dtype=torch.uint8)
    t = raw.view(dtype).reshape(shape) if raw.numel() else torch.empty(shape, dtype=dtype)
    back = there(t)
    assert same(back, t)
    assert back.stride() == torch.empty(shape).stride()
    assert not back._is_view()


@QUICK
@given(st.data())
def test_memory_layout_travels_from_judge_to_student(data: st.DataObject) -> None:
    """Slices, transposes and expanded dimensions keep their strides; an expanded dimension is sent once."""
    shape = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    dtype = data.draw(st.sampled_from([torch.float32, torch.bfloat16, torch.bool, torch.complex128]))
    t = torch.randn(*shape).to(dtype)
    t = t.permute(data.draw(st.permutations(range(t.dim()))))
    t = t[tuple(slice(None, None, data.draw(st.integers(1, 2))) for _ in range(t.dim()))]
    if data.draw(st.booleans()):
        t = t[:1].expand(data.draw(st.integers(1, 5)), *t.shape[1:])
    back = there(t)
    assert same(back, t)
    if not t.is_contiguous():
        assert back.stride() == t.stride()
    assert not back._is_view()
    if dtype is not torch.bfloat16:
        a = t.numpy()
        arrived = there(a)
        assert same(arrived, a)
        assert arrived.flags.c_contiguous == a.flags.c_contiguous
        assert a.flags.c_contiguous or arrived.strides == a.strides
    assert there(t, WORKER, JUDGE).is_contiguous()


def test_overlapping_and_huge_layouts() -> None:
    """A sliding window keeps its layout; one column of a huge matrix does not drag the matrix along."""
    window = torch.arange(6.0).unfold(0, 3, 1)
    assert there(window).stride() == (1, 1)
    assert same(there(window), window)
    column = torch.ones(3, 10**6)[:, 0]
    assert there(column).is_contiguous()
    wide = torch.ones(1).expand(10**12)
    assert there(wide).shape == (10**12,)
    assert frame(wide)[1].nbytes == ALIGNMENT


def test_views_that_look_contiguous() -> None:
    """The gradient of a sum has stride 0 in a dimension of size 1; it is sent like any other tensor."""
    assert same(there(torch.ones(()).expand(1)), torch.ones(1))
    assert same(there(torch.ones(4, 1)[::2].T), torch.ones(1, 2))


def test_conjugates_and_negatives_are_resolved() -> None:
    """Lazy conjugation and negation are carried out before the bytes are read."""
    z = torch.tensor([1 + 2j, 3 - 1j])
    assert same(there(z.conj()), torch.tensor([1 - 2j, 3 + 1j]))
    assert same(there(z.conj().imag), torch.tensor([-2.0, 1.0]))


@pytest.mark.parametrize("code", "?bhilqBHILQefdgFD")
def test_arrays_and_scalars_keep_their_dtype(code: str) -> None:
    """numpy arrays and scalars are told apart from tensors and Python numbers, and keep their dtype."""
    a = np.arange(6).reshape(2, 3).astype(code)
    assert same(there(a), a)
    assert same(there(a[0, 1]), a[0, 1])
    assert same(there(np.array(3, code)), np.array(3, code))
    assert same(there(a[:0]), a[:0])
    there(a)[0, 0] = 1  # writable


def test_byte_order_is_normalised() -> None:
    """A big-endian array arrives with the same values."""
    a = np.arange(3, dtype=">f4")
    assert there(a).tolist() == [0.0, 1.0, 2.0]


def test_uninitialised_bools_are_sent_as_bools() -> None:
    """Memory that was never written may hold other bytes than 0 and 1; they mean True."""
    odd = torch.tensor([0, 1, 7], dtype=torch.uint8).view(torch.bool)
    assert there(odd).view(torch.uint8).tolist() == [0, 1, 1]
    assert there(odd.numpy()).view(np.uint8).tolist() == [0, 1, 1]


def test_generator_travels_by_state() -> None:
    """A generator draws over there what it would have drawn here."""
    g = torch.Generator().manual_seed(7)
    torch.rand(3, generator=g)
    assert same(torch.rand(4, generator=there(g)), torch.rand(4, generator=g))


def test_records() -> None:
    """namedtuples and dataclasses arrive as records: data with the peer's names, no class of the peer."""
    pair = there(Pair(1, torch.ones(2)), WORKER, JUDGE)
    assert isinstance(pair, Record)
    assert (pair.type_name, pair.names, pair.is_tuple, pair.a) == ("Pair", ("a", "b"), True, 1)
    assert there(Pair(1, 2)) == (1, 2)
    assert repr(there(Pair(1, "x"))) == "Pair(a=1, b='x')"
    point = there(Point([1], 3))
    assert (point.names, point.count, tuple(point)) == ([1], 3, ([1], 3))
    assert point != ([1], 3)
    assert point == there(point) == there(Point([1], 3))
    assert not hasattr(point, "nothing")


@pytest.mark.parametrize(
    "value,path",
    [
        ({"a": [1, {2: object()}]}, "['a'][1][2]"),
        ([(), (0, torch.eye(2).to_sparse())], "[1][1]"),
        (Point(np.array(["a"]), 1), ".names"),
        ([torch.empty(3, device="meta")], "[0]"),
        ([np.zeros((), "M8[s]")], "[0]"),
    ],
)
def test_unsendable_names_the_path(value: Any, path: str) -> None:
    """What cannot be sent is named with its place inside the value."""
    with pytest.raises(Unsendable) as caught:
        JUDGE.dumps(value)
    assert caught.value.path == path


def test_unsendable_sizes() -> None:
    """Values too large, too deep or endless are refused before anything is copied."""
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(Unsendable, match="contains itself") as caught:
        JUDGE.dumps(endless)
    assert len(caught.value.path) < 120
    with pytest.raises(Unsendable, match="bytes"):
        WORKER.dumps(torch.zeros(1).expand(10**12))
    with pytest.raises(Unsendable, match="bytes"):
        WORKER.dumps(np.broadcast_to(np.zeros(1), (10**12,)))
    with pytest.raises(Unsendable, match="MiB"):
        Codec(Limits(payload=1 << 20)).dumps([torch.zeros(1 << 17), torch.zeros(1 << 17), torch.zeros(1 << 17)])
    with pytest.raises(Unsendable, match="MiB"):
        Codec(Limits(header=1 << 20)).dumps("x" * (2 << 20))


def test_nesting_up_to_the_limit_arrives() -> None:
    """What may be sent may also be received, message around it included."""
    value: Any = 1
    for _ in range(JUDGE.limits.depth):
        value = [value, (1,)]
    assert same(there(["=", 1, {"r": JUDGE.encoded(value)}]), ["=", 1, {"r": value}])


class Nosy(torch.Tensor):
    """A tensor subclass that lies about its form and raises at every operation."""

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        raise RuntimeError("seen")

    @property
    def shape(self) -> Any:  # type: ignore[override]
        """A lie."""
        return torch.Size([10**9])

    def numel(self) -> int:
        """A lie."""
        return 10**12


def test_tensor_subclasses_are_sent_as_the_tensors_they_are() -> None:
    """Overrides of a subclass are neither run nor believed."""
    assert same(there(torch.arange(3.0).as_subclass(Nosy)), torch.arange(3.0))
