"""A hand-in as it is compared: its tokens, where they stand, and what each function is called."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grader.model import CellSpan, Module, Submission
from grader.similarity.prints import Hashes, Mask, kgrams
from grader.similarity.tokens import tokens

MAX_TOKENS = 60_000  # of one hand-in, ten times what a large one has
MAX_CHARACTERS = 1_000_000  # … whatever they are: a million brackets give no token
_DEFINED = re.compile(r"\s*(?:async\s+)?(?:def|class)\s+([^\W\d]\w{0,80})")


@dataclass(frozen=True)
class File:
    """A module of a hand-in, for showing. `cells` are a notebook's."""

    path: str
    source: str
    cells: tuple[CellSpan, ...] = ()

    @cached_property
    def lines(self) -> list[str]:
        """The source, a line each."""
        return self.source.split("\n")


@dataclass(frozen=True)
class Document:
    """One hand-in.

    Attributes:
        name: whose. files: its modules. cut: it has more tokens than are compared.
        kinds: tokens [T]. lines: of each token [T], 1-based. file: index of each token's file [T].
        parts: index of the function, class or top-level stretch of each token [T], ascending. members: of a team.
    """

    name: str
    files: tuple[File, ...]
    kinds: NDArray[np.uint16]
    lines: NDArray[np.int32]
    file: NDArray[np.int16]
    parts: NDArray[np.int32]
    cut: bool = False
    members: tuple[str, ...] = ()

    @cached_property
    def grams(self) -> tuple[Hashes, Mask]:
        """Hash and validity of the k-gram at each position."""
        return kgrams(self.kinds, self.parts)

    def part_name(self, position: int) -> str:
        """What the function or class around a token is called; nothing at the top level."""
        part = self.parts[position]
        start = int(np.searchsorted(self.parts, part))
        lines = self.files[int(self.file[start])].lines
        first = int(self.lines[start]) - 1
        for text in lines[first : first + 5]:  # decorators come first
            if found := _DEFINED.match(text):
                return found[1]
        return ""


def document(submission: Submission) -> Document:
    """The document of a submission, its modules in their order."""
    return of_modules(submission.student, submission.modules, submission.members)


def of_modules(name: str, modules: Iterable[Module], members: tuple[str, ...] = ()) -> Document:
    """The document of some modules."""
    files: list[File] = []
    kinds, lines, file, parts = array("H"), array("i"), array("h"), array("i")
    part, cut, left = -1, False, MAX_CHARACTERS
    for number, module in enumerate(modules):
        files.append(File(module.path, module.source, module.cells))
        first = True
        cut = cut or len(module.source) > left
        source, left = module.source[:left], max(0, left - len(module.source))
        for token in tokens(source):
            if len(kinds) == MAX_TOKENS:
                cut = True
                break
            part += token.begins or first
            first = False
            kinds.append(token.kind)
            lines.append(token.line)
            file.append(number)
            parts.append(part)
    return Document(
        name,
        tuple(files),
        np.array(kinds, np.uint16),
        np.array(lines, np.int32),
        np.array(file, np.int16),
        np.array(parts, np.int32),
        cut,
        members,
    )
