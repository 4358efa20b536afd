"""An assignment with everything the judge needs: its specification, checks and reference."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from grader.course import Course
from grader.errors import UsageError
from grader.recording import RecordedReference
from grader.recording.released import Released, released
from grader.scoring import TaskInfo
from grader.spec import AssignmentSpec, load_assignment
from grader.testing.reference import Reference

if TYPE_CHECKING:
    from grader.mutation import Mutant


@dataclass(frozen=True)
class Assignment:
    """One week of a course."""

    course: Course
    spec: AssignmentSpec
    folder: Path
    reference_folder: Path
    released: Released | None = None  # the week of a student's bundle, which has no reference

    @staticmethod
    def load(course: Course, week: str) -> Assignment:
        """The assignment that `week` names (`week04_rnn`, `week04`, `4`).

        Raises:
            UsageError, SpecError.
        """
        folder = course.assignment_dir(week)
        spec = load_assignment(folder)
        return Assignment(course, spec, folder, course.reference_dir(spec.id), released(folder))

    @property
    def spec_file(self) -> str:
        """assignment.toml as messages call it."""
        return f"{self.folder.name}/assignment.toml"

    def tasks(self, only: tuple[str, ...] = ()) -> tuple[TaskInfo, ...]:
        """The tasks as scoring needs them, all or only the named ones."""
        known = {task.id for task in self.spec.tasks}
        if unknown := [t for t in only if t not in known]:
            raise UsageError(f"no task {unknown[0]!r} in {self.spec.id}; its tasks are {', '.join(sorted(known))}")
        return tuple(
            TaskInfo(id=t.id, titles=t.title, points=t.points, bonus=t.bonus)
            for t in self.spec.tasks
            if not only or t.id in only
        )

    def gate(self, task: str, data_set: str) -> Any:
        """The measured gate of a task on a data set.

        Raises:
            UsageError: there is none.
        """
        gates = next(t.gates for t in self.spec.tasks if t.id == task)
        if data_set not in gates:
            raise UsageError(f"{self.spec_file}: tasks.{task}.gates.{data_set} is missing (measure and add it)")
        return gates[data_set]

    @property
    def points(self) -> dict[str, float]:
        """Task → points of the checks that are here."""
        return dict(self.released.manifest.points) if self.released else {t.id: t.points for t in self.spec.tasks}

    def places(self, only: Sequence[str] = ()) -> list[str]:
        """The folder of the checks; of a bundle the files that hold those of the tasks asked for."""
        if self.released is None or not only:
            return [str(self.folder)]
        files = self.released.manifest.files
        return [str(self.folder / name) for name in dict.fromkeys(f for task in only for f in files.get(task, ()))]

    def reference(self) -> Reference | RecordedReference:
        """The reference's modules, imported by file, or their recording; the checks can then import one another."""
        root = str(self.course.root)
        if root not in sys.path:
            sys.path.insert(0, root)
        if self.released is not None:
            return self.released.reference()
        return Reference([self._module(self.reference_folder / f"{task.module}.py") for task in self.spec.tasks])

    def variants(self) -> tuple[Mutant, ...]:
        """The reference with single mistakes, for diagnoses."""
        if self.released is not None:
            return ()
        from grader.mutation import mutants

        found: list[Mutant] = []
        for task in self.spec.tasks:
            source = (self.reference_folder / f"{task.module}.py").read_text("utf-8")
            found += mutants(task.module, source, task.names)
        return tuple(found)

    def public_names(self, name: str) -> tuple[str, ...] | None:
        """The public attributes of the reference's class of that name; None where that is no class."""
        if self.released is not None:
            return self.released.manifest.public_names(name)
        for task in self.spec.tasks:
            found = getattr(sys.modules.get(f"reference.{self.spec.id}.{task.module}"), name, None)
            if isinstance(found, type):
                return tuple(attribute for attribute in dir(found) if not attribute.startswith("_"))
        return None

    def _module(self, path: Path) -> ModuleType:
        name = f"reference.{self.spec.id}.{path.stem}"
        known = sys.modules.get(name)
        if known is not None and known.__file__ == str(path):
            return known
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None or not path.is_file():
            raise UsageError(f"{path.name}: the reference has no such file (tasks.module names it)")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            del sys.modules[name]
            reason = f"{type(error).__name__}: {error}"
            raise UsageError(f"{path.name}: the reference cannot be imported: {reason}") from error
        return module
