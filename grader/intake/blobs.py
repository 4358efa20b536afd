"""Bytes that are read piece by piece, wherever they lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol


class Blob(Protocol):
    """Bytes of a known number."""

    @property
    def size(self) -> int:
        """How many there are."""
        ...

    def read(self, offset: int, count: int) -> bytes:
        """`count` bytes from `offset`, fewer at the end.

        Raises:
            OSError: the file cannot be read.
        """
        ...


@dataclass(frozen=True)
class InMemory:
    """Bytes that are there already: an archive inside another one."""

    data: bytes

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.data)

    def read(self, offset: int, count: int) -> bytes:
        """`count` bytes from `offset`, fewer at the end."""
        return self.data[offset : offset + count]


@dataclass(frozen=True)
class OnDisk:
    """A file that the operator named; opened for each piece, so that hundreds of archives need no open files."""

    path: Path

    @cached_property
    def size(self) -> int:
        """How many there are."""
        return self.path.stat().st_size

    def read(self, offset: int, count: int) -> bytes:
        """`count` bytes from `offset`, fewer at the end."""
        with self.path.open("rb") as file:
            file.seek(offset)
            return file.read(count)
