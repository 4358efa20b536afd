"""The pytest plugin: fixtures of a check, and which tests run for whom. One instance per pytest session."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import pytest

from grader.errors import GraderError, JudgeFault, ProtocolError, StudentFault, UsageError
from grader.model import Check, Message
from grader.recording import RecordedReference
from grader.student import LocalStudent, Student
from grader.testing.collecting import MARKERS, check_of, validate
from grader.testing.control import runs_within
from grader.testing.counterfactual import EMPTY, SECONDS_ALONE, Table, Variant, table
from grader.testing.diagnosing import diagnosis
from grader.testing.draw import Cases, derive
from grader.testing.drawn import Drawn, draw_ahead
from grader.testing.gates import TimedGate
from grader.testing.reference import Reference
from grader.testing.watching import Watch, watch


class UnexpectedValue(Exception):
    """A check tripped over the student's value: with the reference in the student's place it runs."""


class Waits(Exception):
    """The check needs another one that did not pass."""

    def __init__(self, need: str) -> None:
        super().__init__(need)
        self.need = need


class Grading(Protocol):
    """The submission being judged, as the plugin needs it."""

    def begin(self, check: Check) -> None:
        """A check starts; may raise a StudentFault, and then it is over."""

    def student(self) -> Student:
        """The proxy, its process alive."""

    def stumbled(self, error: BaseException) -> None:
        """A phase of the check raised."""

    def credit(self, fraction: float) -> None:
        """So much of the points is earned already."""

    def record(self, key: str, value: object) -> None:
        """A fact to keep."""

    def time_left(self) -> float:
        """Seconds that the student's process may still take for the check."""

    def diagnosed(self, message: Message) -> None:
        """The mistake behind what the check stumbled over."""

    def blocked_by(self, check: Check) -> str | None:
        """The first needed check that did not pass."""


# What these mean is known without a control experiment. Not JudgeSideError: a student's odd value may lead to one.
KNOWN = (StudentFault, ProtocolError, JudgeFault, AssertionError, Waits)
CONTROL_SECONDS = 10.0  # a check that gets so far with the reference is not broken where it starts


class Plugin:
    """Collects the checks of one assignment and runs them against whatever `grading` is.

    Args:
        points_by_task: task → points, as assignment.toml says. spec_file: its name, for messages.
        gates: (task, data set) → gate. reference: the reference's modules.
        seed: of all cases. select: which checks run.
        loop: called with the pytest session in place of pytest's own run loop.
        variants: the reference with single mistakes, made when the first diagnosis wants them; None to look for no
            mistake behind a failure.
    """

    def __init__(
        self,
        *,
        points_by_task: Mapping[str, float],
        spec_file: str,
        gates: Callable[[str, str], Any],
        reference: Reference | RecordedReference,
        seed: int,
        select: Callable[[Check], bool],
        loop: Callable[[pytest.Session], None],
        variants: Callable[[], Sequence[Variant]] | None = None,
    ) -> None:
        self._points, self._spec_file, self._gates = points_by_task, spec_file, gates
        self._reference, self._seed, self._select, self._loop = reference, seed, select, loop
        self._drawn: dict[str, Drawn] = {}
        self.checks: dict[str, Check] = {}  # by node id, in the order they run
        self.grading: Grading | None = None
        self.error: GraderError | None = None
        self._variants, self._watch = variants, Watch()
        self.tables: dict[str, Table] = {}  # by node id: what mistakes lead to, as far as it was asked for
        self.table_of: Callable[[pytest.Function], Table] = self.make_table

    # -- collection ------------------------------------------------------------------------------

    def pytest_configure(self, config: pytest.Config) -> None:
        """Declare the markers, as --strict-markers wants."""
        for name, meaning in MARKERS.items():
            config.addinivalue_line("markers", f"{name}: {meaning}")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A check file that cannot be imported is the author's fault and stops everything."""
        if report.failed and self.error is None:
            last = str(report.longrepr).strip().splitlines()[-1:] or ["no reason given"]
            reason = last[0].removeprefix("E ").strip()
            self.error = UsageError(f"{report.nodeid}: cannot be collected: {reason} (fix the check file)")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Turn tests into checks, validate them, order them (public, then hidden; by task), keep the selected ones."""
        if self.error is not None:
            return
        order = {task: i for i, task in enumerate(self._points)}
        try:
            checks = {item.nodeid: check_of(item, item.path.name) for item in items}
            # Hidden ones last: what a submission remembers of them it could print in a public check, which is shown.
            items.sort(key=lambda i: (checks[i.nodeid].hidden, order.get(checks[i.nodeid].task, len(order))))
            validate([checks[item.nodeid] for item in items], self._points, self._spec_file)
        except GraderError as error:
            self.error = error
            return
        items[:] = [i for i in items if self._select(checks[i.nodeid])]
        self.checks = {item.nodeid: checks[item.nodeid] for item in items}

    # -- running ---------------------------------------------------------------------------------

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Hand over to the judge, which decides how often the checks run, and on what."""
        if self.error is None:
            self._loop(session)
        return True

    def draw_ahead(self, items: Iterable[pytest.Item]) -> None:
        """Draw what checks begin with now. Only for a process that judges in forks of itself: each may use it up."""
        self._drawn = dict(draw_ahead(items, self._seed_of))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Announce the check, or skip it if one that it needs did not pass."""
        check = self.checks[item.nodeid]
        self._now.begin(check)
        begin(self._reference, check)
        need = self._now.blocked_by(check)
        if need is not None:
            raise Waits(need)

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Tell a check that tripped over a student's value from a check that is broken."""
        self._watch = Watch()
        token = watch.set(self._watch)
        try:
            return (yield)
        except KNOWN:
            raise
        except Exception as error:
            if self._runs_with_reference(pyfuncitem):
                raise UnexpectedValue(f"{type(error).__name__}: {error}") from error
            raise
        finally:
            watch.reset(token)

    def _runs_with_reference(self, item: pytest.Function) -> bool:
        """The control experiment: the same check with the reference in the student's place.

        Training takes long, so it is given some seconds only; a check that did not trip by then runs. A recording was
        made by running the check with the reference, on these very cases.
        """
        if isinstance(self._reference, RecordedReference):
            return True
        return runs_within(CONTROL_SECONDS, lambda: self.run_with(LocalStudent(self._reference.modules), item))

    def run_with(self, student: LocalStudent, item: pytest.Function, reference: LocalStudent | None = None) -> None:
        """The check with `student` in the student's place, its cases drawn anew; needs no pytest around it.

        Args:
            reference: another one than the run's.
        """
        task = self.checks[item.nodeid].task
        reference = self._reference if reference is None else reference
        begin(reference, self.checks[item.nodeid])
        fixtures: dict[str, Any] = {
            **getattr(item, "funcargs", {}),
            **(item.callspec.params if hasattr(item, "callspec") else {}),
            "student": student,
            "reference": reference,
            "cases": Cases(self._seed_of(item)),
            "credit": lambda fraction: None,
            "record": lambda key, value: None,
            "gate": lambda data_set: self._gates(task, data_set),
            "data_dir": _data_dir(),
        }
        item.obj(**{name: fixtures[name] for name in item._fixtureinfo.argnames})

    def make_table(self, item: pytest.Function, seconds: float = SECONDS_ALONE) -> Table:
        """What the mistakes of `variants` lead to in this check. None are tried where it trains a model."""
        if self.checks[item.nodeid].training:
            return EMPTY
        return table(lambda student: self.run_with(student, item), self._reference.modules, self.variants, seconds)

    @cached_property
    def variants(self) -> Sequence[Variant]:
        """The reference with single mistakes; none where making them fails, which costs diagnoses and nothing else."""
        try:
            return () if self._variants is None else self._variants()
        except Exception as error:  # noqa: BLE001 - whatever it is, grading goes on
            print(f"no diagnoses: {type(error).__name__}: {error}", file=sys.stderr)
            return ()

    def _diagnose(self, item: pytest.Item, error: BaseException) -> None:
        """Look for the mistake behind a failure; where that fails, there is none to tell."""
        if self._variants is None or not isinstance(item, pytest.Function):
            return

        def of_check() -> Table:
            if item.nodeid not in self.tables:
                self.tables[item.nodeid] = self.table_of(item)
            return self.tables[item.nodeid]

        message = diagnosis(error, self._watch, of_check)
        if message is not None:
            self._now.diagnosed(message)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Keep the exception itself; a formatted traceback costs 2 ms and nobody reads it."""
        if call.excinfo is not None:
            self._now.stumbled(call.excinfo.value)
            if call.when == "call":
                self._diagnose(item, call.excinfo.value)
        outcome: Any = "passed" if call.excinfo is None else "failed"
        when: Any = call.when
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)

    @property
    def _now(self) -> Grading:
        assert self.grading is not None, "no submission is being judged"
        return self.grading

    def _seed_of(self, item: pytest.Item) -> int:
        return derive(self._seed, self.checks[item.nodeid].id)

    # -- fixtures --------------------------------------------------------------------------------

    @pytest.fixture
    def student(self) -> Student:
        """The submission's names, computed in its own process."""
        return self._now.student()

    @pytest.fixture(scope="session")
    def reference(self) -> LocalStudent:
        """The reference's names, evaluated here in float64."""
        return self._reference

    @pytest.fixture
    def cases(self, request: pytest.FixtureRequest) -> Cases:
        """`cases(maker, n)`: inputs from this check's own stream."""
        return Cases(self._seed_of(request.node), self._drawn.get(request.node.nodeid))

    @pytest.fixture
    def credit(self) -> Callable[[float], None]:
        """`credit(0.5)`: half of the points are earned, whatever comes after."""
        return self._now.credit

    @pytest.fixture
    def record(self) -> Callable[[str, object], None]:
        """`record(key, value)`: a fact for results.json."""
        return self._now.record

    @pytest.fixture
    def gate(self, request: pytest.FixtureRequest) -> Callable[[str], Any]:
        """`gate(data_set)`: the measured gate of this check's task, with the check's clock."""
        task = self.checks[request.node.nodeid].task
        return lambda data_set: TimedGate.of(self._gates(task, data_set), self._now.time_left)

    @pytest.fixture(scope="session")
    def data_dir(self) -> Path | None:
        """The folder of real data sets (GRADER_DATA_DIR), or None."""
        return _data_dir()


def begin(reference: LocalStudent, check: Check) -> None:
    """Tell a recording which check starts."""
    if isinstance(reference, RecordedReference):
        reference.begin(check.id)


def _data_dir() -> Path | None:
    folder = os.environ.get("GRADER_DATA_DIR")
    return Path(folder) if folder else None
