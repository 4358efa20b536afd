"""What the tasks of an assignment forbid, held against one submission. Nothing of it is run for that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from grader.errors import ForbiddenName
from grader.intake.parsing import collector_at_rest
from grader.judge.places import Places
from grader.model import Message, Submission
from grader.policy import Ban, Broken, Program, Reached, Use, broken, reach
from grader.spec import TaskSpec

Methods = Callable[[str], tuple[str, ...] | None]


class Bans:
    """Looks at the code behind a task's names when a check of the task runs, and remembers the answer.

    Args:
        methods: a task's name → the public attributes of the reference's class of that name; None for no class.
    """

    def __init__(self, tasks: Sequence[TaskSpec], submission: Submission, places: Places, methods: Methods) -> None:
        self._tasks = {task.id: task for task in tasks if task.forbid}
        self._owner = {name: task for task in self._tasks.values() for name in task.names}
        self._submission, self._places, self._methods = submission, places, methods
        self._reached: dict[str, Reached] = {}
        self._verdicts: dict[tuple[str, str], Broken | None] = {}  # (task, "") for a task as a whole; every check asks
        self._noted: set[str] = set()

    def check_task(self, task: str) -> None:
        """What the task forbids as a whole.

        Raises:
            ForbiddenName: the code behind one of its names uses it.
        """
        spec = self._tasks.get(task)
        if spec is None:
            return
        if (task, "") not in self._verdicts:
            bans = [Ban(f.names, message=f.message) for f in spec.forbid if not f.scope]
            found = (broken(self._look(name), bans) for name in (spec.names if bans else ()))
            self._verdicts[task, ""] = next(filter(None, found), None)
        self._raise(self._verdicts[task, ""])

    def check_name(self, name: str) -> None:
        """What a task forbids for one of its names.

        Raises:
            ForbiddenName: the code behind the name uses it.
        """
        spec = self._owner.get(name)
        if spec is None:
            return
        if (spec.id, name) not in self._verdicts:
            bans = [Ban(f.names, f.scope, f.message) for f in spec.forbid if name in f.scope]
            self._verdicts[spec.id, name] = broken(self._look(name), bans) if bans else None
        self._raise(self._verdicts[spec.id, name])

    def notes(self, task: str) -> dict[str, object]:
        """What a person should know who reads the task's first result: there is code that cannot be read beforehand."""
        spec = self._tasks.get(task)
        if spec is None or task in self._noted:
            return {}
        self._noted.add(task)
        looked = [self._look(name) for name in spec.names]
        notes: dict[str, object] = {}
        if dynamic := [self._line(use) for found in looked for use in found.dynamic]:
            notes["dynamic_code"] = "; ".join(dict.fromkeys(dynamic))
        if not all(found.complete for found in looked):
            notes["forbidden_names"] = "too much code to look at all of it"
        return notes

    @cached_property
    def _program(self) -> Program:
        return Program(self._places.trees())

    @cached_property
    def _modules(self) -> dict[str, list[str]]:
        return where_defined(self._submission)

    def _look(self, name: str) -> Reached:
        """Only the definition that is graded counts: an older one in another file of the hand-in is innocent."""
        if name not in self._reached:
            modules = self._modules.get(name)
            with collector_at_rest():
                reached = reach(self._program, modules[0], name, self._methods(name)) if modules else Reached()
            self._reached[name] = reached
        return self._reached[name]

    def _raise(self, found: Broken | None) -> None:
        if found is not None:
            where = self._places.find(f"{found.module}.py", found.line)
            raise ForbiddenName(Message(found.message, {"name": found.name}), where)

    def _line(self, use: Use) -> str:
        where = self._places.find(f"{use.module}.py", use.line)
        return f"{where.file}:{where.line}: {where.text}" if where is not None else use.name


def where_defined(submission: Submission) -> dict[str, list[str]]:
    """Name → modules that define it, in the order of the hand-in; those with a stub only where nobody has more."""
    found: dict[str, list[tuple[bool, int, str]]] = {}
    for i, module in enumerate(submission.modules):
        for name, is_stub in module.defines.items():
            found.setdefault(name, []).append((is_stub, i, module.name))
    return {name: [m for is_stub, _, m in sorted(p) if is_stub == min(p)[0]] for name, p in found.items()}
