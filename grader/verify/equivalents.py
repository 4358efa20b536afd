"""mutants.toml: mutants that answer as the reference does, or need not be noticed, with the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from grader.mistakes import Mistake
from grader.mutation import Mutant
from grader.spec import FileModel, read_toml
from grader.spec.reading import broken

FILE_NAME = "mutants.toml"
Text = Annotated[str, StringConstraints(min_length=1)]


class Equivalent(FileModel):
    """One entry; what is not given fits everything.

    Attributes:
        module, name: the reference's file and the function or class in it.
        mistake: the mutants' label. was, becomes: the lines that differ, without indentation.
        reason: why no check need notice.
    """

    module: Text
    name: Text
    mistake: Annotated[Mistake | None, Field(strict=False)] = None
    was: Text | None = None
    becomes: Text | None = None
    reason: Text

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if self.mistake is None and self.was is None and self.becomes is None:
            raise broken("fits every mutant of the name", "add mistake, was or becomes", "name")
        return self

    def fits(self, mutant: Mutant, original: str) -> bool:
        """Whether it means this mutant of a module with this source."""
        if (self.module, self.name) != (mutant.module, mutant.name) or self.mistake not in (None, mutant.mistake):
            return False
        given = (self.was, self.becomes)
        return given == (None, None) or all(
            want is None or _plain(want) == lines
            for want, lines in zip(given, changed_lines(mutant, original), strict=True)
        )

    def __str__(self) -> str:
        given = {"mistake": self.mistake, "was": self.was, "becomes": self.becomes}
        return f"{self.module}.{self.name}: " + ", ".join(f"{k} = {v!s}" for k, v in given.items() if v is not None)


class _File(FileModel):
    equivalent: Annotated[tuple[Equivalent, ...], Field(strict=False)] = ()


def load_equivalents(folder: Path) -> tuple[Equivalent, ...]:
    """The entries of an assignment's folder; none where it has no such file.

    Raises:
        SpecError: the file is wrong.
    """
    file = folder / FILE_NAME
    return read_toml(file, _File).equivalent if file.exists() else ()


def changed_lines(mutant: Mutant, original: str) -> tuple[str, str]:
    """The lines that a mutant takes away, and those that it puts there; stripped."""
    lines = [line for line in mutant.diff(original).splitlines() if not line.startswith(("---", "+++"))]
    gone, new = ([line[1:] for line in lines if line.startswith(sign)] for sign in "-+")
    return _plain("\n".join(gone)), _plain("\n".join(new))


def _plain(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())
