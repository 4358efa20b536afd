"""What a check can do with plain functions, objects and classes of a submission."""

from __future__ import annotations

import copy
import math
import random
from collections import Counter, deque
from typing import Any

import numpy as np
import pytest
import torch

from grader.errors import InputModified, StudentError, Unsendable
from grader.protocol import Record
from grader.student import Conversation, JudgeSideError, RemoteObject, Student


def test_every_kind_of_value(student: Student) -> None:
    """Each kind of value arrives with its type; dict keys may be anything."""
    values = student.everything()
    assert values[:4] == [{"i": 0, "am": 1}, {("a", "b"): 0, (1, None): 2}, {3: "x"}, {1, 2}]
    assert (type(values[4]), values[4], type(values[5]), values[5]) == (np.float32, 2.5, np.int64, 3)
    assert values[6:8] == [frozenset("q"), 10**30]
    assert math.isnan(values[8])
    assert values[9:16] == ["한국\ud800", b"\xff", 2j, range(3), torch.float32, Counter("aab"), torch.Size([2])]
    assert type(values[16]) is np.ndarray
    assert values[16].tolist() == [[1.0], [0.0]]
    assert values[17:] == [deque([1], 3), slice(1, 2), None, True]
    assert student.ident(values[1]) == values[1]


@pytest.mark.parametrize(
    "x",
    [torch.arange(3), torch.tensor(True), torch.ones(2, dtype=torch.bfloat16), torch.randn(2, dtype=torch.complex64)],
    ids=lambda x: str(x.dtype),
)
def test_dtypes_are_kept(student: Student, x: torch.Tensor) -> None:
    """The student's operation decides the result's dtype, as locally."""
    assert torch.equal(student.add(x), x + 1)
    assert student.add(x).dtype == (x + 1).dtype


def test_tensor_and_array_are_told_apart(student: Student) -> None:
    """An array is no tensor, a scalar no array, and results of calls can be written to."""
    assert type(student.ident(np.ones(2))) is np.ndarray
    assert student.ident(np.array(3)).shape == ()
    assert type(student.ident(np.float64(1))) is np.float64
    assert type(student.ident(1.0)) is float
    out = student.ident(np.ones(2))
    out += 1


def test_memory_layout_reaches_the_student(student: Student) -> None:
    """A student who forgot that inputs may be non-contiguous meets the error that a local call gives."""
    assert student.strides(torch.randn(4, 6)[::2, ::3].T) == (3, 12)
    assert student.strides(torch.ones(3).expand(2, 3)) == (0, 1)
    assert student.strides((torch.randn(4, 6, requires_grad=True) * 2)[::2, ::3].T) == (3, 12)
    assert student.strides(np.ones((2, 3), order="F")) == (8, 16)
    with pytest.raises(RuntimeError, match="view size is not compatible"):
        student.as_view(torch.randn(3, 4).T)


def test_keyword_arguments_and_nested_results(student: Student) -> None:
    """Named arguments arrive by name; None, numbers and text stay what they are."""
    y, (h, rest) = student.Structured()(torch.ones(1, 2), h=torch.zeros(1), flag=False)
    assert (y.shape, h.tolist(), rest["k"].item(), rest["flag"]) == ((1, 2), [0.0], 2.0, False)


def test_python_generators(student: Student) -> None:
    """A student's generator is iterated over the wire; what it raises arrives when it is reached."""
    items = list(student.count(3))
    assert [(int(t), d) for t, d in items] == [(0, {"i": 0}), (1, {"i": 1}), (2, {"i": 2})]
    broken = student.broken_count()
    assert next(broken) == 1
    with pytest.raises(ValueError, match="no more"):
        next(broken)


def test_data_sets_and_loaders(student: Student) -> None:
    """Sized, subscriptable and iterable objects work as such."""
    data = student.Data()
    assert (len(data), data[1], [int(v) for v in data]) == (3, torch.tensor(1), [0, 1, 2])
    assert issubclass(student.Data, torch.utils.data.Dataset)
    assert [batch[0].item() for batch in student.loader(4)] == [0, 1, 2, 3]


def test_objects(student: Student) -> None:
    """Attributes, private ones and properties are read, set and called; missing ones are AttributeErrors."""
    stopping = student.EarlyStopping(2)
    assert (stopping.step(1.0), stopping.step(1.0), stopping.n) == (False, True, 2)
    assert (stopping.stopped, stopping(3), stopping._private) == (True, 5, 1)
    stopping.patience = 9
    assert stopping(3) == 12
    assert not hasattr(stopping, "nothing")
    with pytest.raises(AttributeError, match="nothing"):
        _ = stopping.nothing
    assert repr(stopping) == "<the student's EarlyStopping>"


def test_only_special_methods_that_the_class_has(student: Student) -> None:
    """bool, len, in, [] are forwarded if the student's class has them; == never is."""
    plain, words = student.EarlyStopping(1), student.Vocabulary(["a", "b"])
    assert plain
    with pytest.raises(TypeError):
        len(plain)
    with pytest.raises(TypeError):
        plain[0]
    assert (len(words), words[1], "b" in words, "c" in words, list(words)) == (2, "b", True, False, ["a", "b"])
    words[1] = "z"
    assert words[-1] == "z"
    assert not student.Vocabulary([])
    assert words != 3
    assert words == words  # noqa: PLR0124 - never remote: the student's == always holds
    assert words != student.Vocabulary(["a"])


def test_isinstance(student: Student) -> None:
    """Instances and subclasses are recognised (the student's claim)."""
    assert isinstance(student.EarlyStopping(1), student.EarlyStopping)
    assert isinstance(student.Impatient(1), student.EarlyStopping)
    assert not isinstance(student.EarlyStopping(1), student.Impatient)
    assert not isinstance(3, student.EarlyStopping)
    assert isinstance(student.EarlyStopping, type)


def test_closures(student: Student) -> None:
    """A returned function can be called."""
    predict = student.predictor(torch.full((2,), 3.0))
    assert callable(predict)
    assert predict(torch.ones(1)) == 3


def test_records(student: Student) -> None:
    """namedtuples and dataclasses come as records; tensors in them are differentiable."""
    x = torch.ones(1, requires_grad=True)
    a, b = student.pair(x), student.output(x)
    assert isinstance(a, Record)
    assert (a.type_name, a.is_tuple, len(a), a.b) == ("Pair", True, 2, 1)
    assert (b.type_name, b.is_tuple, b.n) == ("Output", False, 3)
    a.a.backward()
    b.x.backward()
    assert x.grad is not None
    assert x.grad.item() == 4


def test_a_dataclass_with_methods_is_an_object(student: Student) -> None:
    """Its methods and properties are there, and its fields; one without any is a record, whatever its fields hold."""
    model = student.model(torch.tensor(2.0))
    assert model.predict([1.0, 3.0]) == [0, 1]
    assert model.doubled == 4
    assert model.w == 2
    rule = student.plain_rule()
    assert isinstance(rule, Record)
    assert rule.n == 3


def test_numpy_classes(student: Student) -> None:
    """A layer in numpy: attribute reads are read-only copies, `hold` gives the very array, `value` a fresh copy."""
    layer = student.RNN(np.ones((2, 3)), np.ones((3, 3)), np.ones(3))
    held = student.hold(layer, "grads", 0)
    x, h = np.random.randn(4, 2), np.random.randn(4, 3)
    out = layer.forward(x, h)
    layer.backward(out)
    assert type(out) is np.ndarray
    assert np.allclose(out, np.tanh(x @ np.ones((2, 3)) + h @ np.ones((3, 3)) + 1))
    grads = layer.grads
    assert np.allclose(grads[0], x.T @ out)
    with pytest.raises(ValueError, match="read-only"):
        grads[0][...] = 7
    assert student.same(held, student.hold(layer, "grads", 0))
    assert not student.same(held, student.hold(layer, "grads", 1))
    copied = student.value(held)
    assert np.allclose(copied, x.T @ out)
    copied[...] = 7
    assert np.allclose(student.value(held), x.T @ out)
    layer.params = [np.zeros((2, 3))]
    assert len(layer.params) == 1


def test_held_objects_may_be_changed(student: Student) -> None:
    """A function that changes the student's own arrays, passed as handles, does what it is for."""
    layer = student.RNN(np.ones((2, 3)), np.ones((3, 3)), np.ones(3))
    params, grads = student.hold(layer, "params"), student.hold(layer, "grads")
    layer.grads = [np.ones((2, 3)), np.ones((3, 3)), np.ones(3)]
    grads = student.hold(layer, "grads")
    student.sgd_step(params, grads)
    assert np.allclose(layer.params[0], 0.9)
    student.sgd_step([student.hold(layer, "params", 0)], [np.ones((2, 3))])
    assert np.allclose(layer.params[0], 0.8)


def test_held_results(student: Student) -> None:
    """The result of a call by handle is the very object, where a plain call gives a copy; faults are as in any call."""
    rule = student.call_held(student.plain_rule)
    assert student.value(rule).n == 3
    assert student.same(student.call_held(student.ident, rule), rule)
    assert student.value(student.call_held(student.ident, 5)) == 5
    with pytest.raises(InputModified):
        student.call_held(student.in_place, torch.ones(2))


def test_deepcopy(student: Student) -> None:
    """A deep copy is made over there, and is another object."""
    a = student.EarlyStopping(1)
    b = copy.deepcopy(a)
    b.step(0)
    assert (a.n, b.n) == (0, 1)
    with pytest.raises(JudgeSideError):
        copy.copy(a)


@pytest.mark.parametrize(
    "name,args,kwargs,path",
    [
        ("in_place", (torch.ones(2),), {}, "x"),
        ("in_place", (torch.ones(2, requires_grad=True) * 1,), {}, "x"),
        ("in_place", (torch.ones(3, 4)[:, ::2],), {}, "x"),
        ("in_place", (torch.ones(2 << 20),), {}, "x"),
        ("in_place", (np.ones(2),), {}, "x"),
        ("in_place_numpy", (torch.ones(2),), {}, "x"),
        ("in_place_numpy", (torch.ones(2 << 20),), {}, "x"),
        ("in_place_numpy", (np.ones((2, 2)).T,), {}, "x"),
        ("in_place_list", ([1],), {"more": 3}, "words"),
        ("in_place_named", (1,), {"out": {}}, "out"),
        ("sgd_step", ([np.ones(2)], [np.ones(2)]), {}, "params"),
        ("call", (lambda x: x, torch.ones(2)), {}, None),
        ("sort_and_restore", (torch.ones(2),), {}, None),
    ],
)
def test_changed_arguments_are_found(student: Student, name: str, args: Any, kwargs: Any, path: str | None) -> None:
    """An argument changed in place is an error that names it as the signature does, whatever kind of value it is."""
    if path is None:
        getattr(student, name)(*args, **kwargs)
        return
    with pytest.raises(InputModified) as caught:
        getattr(student, name)(*args, **kwargs)
    assert caught.value.path == path


def test_the_judges_arguments_are_its_own(student: Student) -> None:
    """What the student changes, it changes on its copy."""
    x = torch.ones(2)
    with pytest.raises(InputModified):
        student.in_place(x)
    assert x.tolist() == [1, 1]
    with pytest.raises(StudentError, match="leaf Variable"):
        student.in_place(torch.ones(2, requires_grad=True))


def test_torch_generators(student: Student) -> None:
    """A generator is passed by state, and comes back advanced; one that is passed twice is one."""
    here, there = torch.Generator().manual_seed(3), torch.Generator().manual_seed(3)
    x = torch.ones(5)
    assert torch.equal(student.dropout(x, 0.5, generator=there), x * (torch.rand(5, generator=here) > 0.5))
    assert torch.equal(there.get_state(), here.get_state())
    a, b = student.draw_both(there, there)
    assert torch.equal(a, torch.rand(2, generator=here))
    assert torch.equal(b, torch.rand(2, generator=here))
    assert torch.equal(there.get_state(), here.get_state())
    assert student.call(lambda: torch.Generator().manual_seed(1)).initial_seed() == 1


def test_seed(student: Student) -> None:
    """torch, numpy and random are seeded in the student process."""
    student.seed(5)
    a = student.draw()
    student.seed(5)
    b = student.draw()
    torch.manual_seed(5)
    np.random.seed(5)
    random.seed(5)
    assert torch.equal(a[0], b[0])
    assert torch.equal(a[0], torch.rand(2))
    assert np.array_equal(a[1], np.random.rand(2))
    assert a[2] == random.random()


def test_map_is_one_round_trip(student: Student, conversation: Conversation) -> None:
    """`map` calls a function once per argument list, in one request."""
    before = conversation._last_id
    function = student.add
    assert student.map(function, [(torch.tensor(i),) for i in range(5)]) == [torch.tensor(i + 1) for i in range(5)]
    assert conversation._last_id <= before + 2
    with pytest.raises(TypeError):
        student.map(function, [(1,), (1, 2)])


def test_unsendable_results(student: Student) -> None:
    """A result that cannot be sent names its place; the next call works."""
    with pytest.raises(Unsendable) as caught:
        student.huge()
    assert caught.value.path == "['weights'][0]"
    with pytest.raises(Unsendable, match="contains itself"):
        student.recursive()
    assert student.add(1) == 2


def test_deep_values(student: Student) -> None:
    """Nesting up to the limit arrives; one level more is the student's Unsendable, not a protocol error."""
    value = student.nested(64)
    for _ in range(64):
        (value,) = value
    assert value == []
    with pytest.raises(Unsendable):
        student.nested(67)


def test_tensor_subclasses(student: Student) -> None:
    """A tensor subclass arrives as the tensor it is, whatever it claims; its overrides see nothing."""
    assert torch.equal(student.liar(), torch.arange(3.0))
    assert student.add(1) == 2


@pytest.mark.parametrize(
    "value",
    [torch.eye(2).to_sparse(), np.array(["a"]), np.array([{}], dtype=object), random, {"a": [object()]}],
    ids=["sparse", "text array", "object array", "module", "object"],
)
def test_what_a_check_cannot_pass(student: Student, value: Any) -> None:
    """An argument that cannot be sent is the check's mistake, not the student's."""
    with pytest.raises(JudgeSideError, match="cannot be passed"):
        student.ident(value)
    assert student.add(1) == 2


def test_transforms_are_not_offered(student: Student) -> None:
    """vmap and func.grad pass tensors without memory: refused as the check's mistake."""
    for transform in (torch.func.vmap, torch.func.grad):
        with pytest.raises(JudgeSideError, match="cannot be passed"):
            transform(lambda x: student.add(x).sum())(torch.ones(3))
    assert student.add(1) == 2


def test_optimizers_of_the_judge_are_not_passed(student: Student) -> None:
    """An optimizer of the judge would update tensors that the student's model does not have."""
    with pytest.raises(JudgeSideError, match="SGD"):
        student.ident(torch.optim.SGD([torch.ones(1, requires_grad=True)], 0.1))


def test_names_are_found_once(student: Student, conversation: Conversation) -> None:
    """Functions and classes are looked up once."""
    function = student.add
    before = conversation._last_id
    assert student.add is function
    assert conversation._last_id == before
    assert isinstance(function, RemoteObject)
