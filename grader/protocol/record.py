"""A namedtuple or dataclass of the peer, as data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self


class Record(tuple[Any, ...]):  # noqa: SLOT001 - its attributes are the instance dictionary
    """The values, with the peer's names as plain data: `record.field`, `record[0]`, unpacking.

    A field wins over an attribute of the same name. A dataclass equals no tuple.

    Attributes:
        type_name: the class's name as the peer gives it.
        names: the field names.
        is_tuple: whether the peer's object was a tuple.
    """

    type_name: str
    names: tuple[str, ...]
    is_tuple: bool

    def __new__(cls, type_name: str, names: Iterable[str], values: Iterable[Any], is_tuple: bool) -> Self:
        record = super().__new__(cls, values)
        vars(record).update(type_name=type_name, names=tuple(names), is_tuple=is_tuple)
        return record

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("__"):
            names = super().__getattribute__("__dict__").get("names", ())
            if name in names:
                return self[names.index(name)]
        return super().__getattribute__(name)

    def __eq__(self, other: object) -> bool:
        mine, theirs = vars(self), vars(other) if isinstance(other, Record) else {"is_tuple": True}
        if mine["is_tuple"] and theirs["is_tuple"]:
            return tuple.__eq__(self, other) is True
        return isinstance(other, Record) and mine == theirs and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return tuple.__hash__(self)

    def __repr__(self) -> str:
        mine = vars(self)
        inside = ", ".join(f"{n}={v!r}" for n, v in zip(mine["names"], self, strict=True))
        return f"{mine['type_name']}({inside})"
