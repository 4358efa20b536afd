"""Methods that the student process named beforehand: one request a call, and in all else as if they were fetched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.errors import InputModified, ProtocolError, StudentError
from grader.model import Frame
from grader.student import Conversation, RemoteObject, Student
from grader.testing.assertions import type_name
from tests.student.test_raw_bytes import Scripted


def requests(conversation: Conversation, action: Callable[[], object]) -> int:
    """How many requests an action makes."""
    before = conversation._last_id
    action()
    return conversation._last_id - before


def test_a_call_is_one_request(student: Student, conversation: Conversation) -> None:
    """A method is not fetched before it is called; a module's `train` neither."""
    gadget, layer = student.Gadget(), student.Layer()
    assert requests(conversation, lambda: gadget.add(1)) == 1
    assert requests(conversation, lambda: gadget.add) == 0
    assert requests(conversation, lambda: gadget.owner().add(1)) == 2
    assert requests(conversation, layer.helper) == 1
    assert requests(conversation, layer.eval) == 1
    assert layer.modes == 1
    assert gadget.add(1) == 3
    assert (gadget.n, gadget.twice) == (2, 4)


def test_an_attribute_hides_the_method(student: Student) -> None:
    """Once an object has an attribute of a method's name, reading it gives the attribute; other methods still work."""
    gadget = student.Gadget()
    assert gadget.reading() == "method"
    gadget.settle()
    assert gadget.reading == [1, 2]
    assert gadget.add(1) == 2
    assert student.Gadget().reading() == "method"


def test_an_attribute_set_by_the_judge_hides_the_method(student: Student) -> None:
    """What a check assigns is what it reads."""
    gadget = student.Gadget()
    gadget.reading = 7
    assert gadget.reading == 7


def test_a_class_that_changes(student: Student) -> None:
    """A method that its class exchanges for a property is read anew, in old objects and in new ones."""
    gauge = student.Gauge()
    assert gauge.reading() == "method"
    gauge.exchange()
    assert gauge.reading == 5
    assert student.Gauge().reading == 5


def test_a_method_is_a_value(student: Student) -> None:
    """It can be passed back, held, compared by identity and asked for its type, as an object that was fetched."""
    gadget = student.Gadget()
    method = gadget.add
    assert callable(method)
    assert isinstance(method, RemoteObject)
    assert type_name(method) == "add"
    assert repr(method) == "<the student's add>"
    assert student.apply(method, 1) == 2
    assert student.map(method, [[1], [1]]) == [3, 4]
    assert student.same(method, method)
    assert not student.same(method, gadget.add)
    assert student.hold(method)(1) == 5
    with pytest.raises(StudentError, match="nothing_such"):
        method.nothing_such  # noqa: B018
    with pytest.raises(AttributeError, match="missing"):
        gadget.missing()


def test_failures_are_the_students(student: Student) -> None:
    """What a method raises, and an argument that it changes, are told as for functions."""
    gadget = student.Gadget()
    with pytest.raises(StudentError, match="broken") as caught:
        gadget.fail()
    assert [frame.function for frame in caught.value.trace] == ["fail"]
    for args, named in (([np.ones(2)], {}), ([], {"x": np.ones(2)})):
        with pytest.raises(InputModified) as modified:
            gadget.spoil(*args, **named)
        assert modified.value.path == "x"


@pytest.mark.parametrize(
    "told",
    [["_handle"], ["__class__"], [1], [None], "add", {"D": [["a"], [1]]}, 3, None, ["a" * 101], ["m"] * 65, [["add"]]],
    ids=lambda told: str(told)[:20],
)
def test_forged_announcements(told: Any) -> None:
    """Names that no small class has are a protocol error, and so is anything that is no list of names."""
    for kind in ("object", "module"):
        described: Any = [] if kind == "object" else {"p": [], "b": [], "n": [], "t": True, "c": []}
        connection: Any = Scripted({"r": {"h": [kind, 1, "f", described, told]}})
        with pytest.raises(ProtocolError):
            Conversation(connection, Frame).do("pick", "f")


@pytest.mark.parametrize("lost", [3, [[1]], [2], None], ids=str)
def test_forged_losses(lost: Any) -> None:
    """What is no list of handles, or names a class, is a protocol error; an unknown handle is none."""
    connection: Any = Scripted({"r": {"h": ["class", 2, "f", []]}}, {"r": 1, "lost": lost}, {"r": 1, "lost": [77]})
    conversation = Conversation(connection, Frame)
    kept = conversation.do("pick", "f")
    with pytest.raises(ProtocolError):
        conversation.do("value", kept)


def test_announced_methods_cost_nothing_more(student: Student) -> None:
    """The control of the forged ones: an announcement of the right form gives callable names."""
    connection: Any = Scripted({"r": {"h": ["object", 1, "f", [], ["add"]]}}, {"r": 4}, {"r": 5, "lost": [1]}, {"r": 6})
    conversation = Conversation(connection, Frame)
    o = conversation.do("pick", "f")
    assert o.add(1) == 4
    assert o.add(1) == 5
    assert o.add == 6
