"""The judge's process for a notebook: `python -m grader.notebook.serving`, one JSON object a line on stdin and stdout.

A request is `warm` (get ready) or `check`; the answer is `html` and `plain`, or `error`: one line for the student.
The first request chooses the bundle and the week; for another one the process says `other` and ends.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Any, TextIO

from grader.cli.ahead import torch_library
from grader.cli.before import check_data
from grader.cli.checking import Listener, Looking, judge
from grader.cli.own_work import left_out
from grader.errors import GraderError, UsageError
from grader.levels import PROCESS
from grader.messages import render, text
from grader.model import CheckResult, Submission
from grader.notebook.finding import Found, NotFound, find
from grader.notebook.history import places_of, submission_of
from grader.notebook.page import Shown, bundle_of
from grader.scoring import verdict
from grader.spec.worth import task_infos

Request = dict[str, Any]


class Desk(Listener):
    """Takes requests, hands submissions to the judge, answers."""

    def __init__(self, first: Request, found: Found) -> None:
        super().__init__(str(first["lang"]), self._finished, quiet=True)
        self._first, self._found = first, found
        self._request: Request = first
        self._submission = Submission("", "")
        self._out: TextIO = sys.stdout
        self._since = 0.0
        self._tasks: tuple[str, ...] = ()

    def serve(self) -> None:
        """Until the kernel closes its end, or asks for something else."""
        found = self._found
        looking = Looking(found.course, found.spec, (), found.training, lambda _: self._tasks)
        judge(looking, self._submissions(), self)

    def result(self, submission: Submission, result: CheckResult) -> None:
        """A check ended: what comes next is told."""
        self.results.append(result)
        todo = [check for check in self.checks if check.task in self._tasks]
        done = len(self.results)
        if done < len(todo):
            title = todo[done].titles.get(str(self._request["lang"]), "")
            self._say({"done": done, "of": len(todo), "title": title})

    def _submissions(self) -> Iterator[Submission]:
        # Not earlier: the process that forks student processes was made from this one, and has no use for the wire.
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        self._say({"ready": True})
        request: Request | None = self._first
        while request is not None:
            if request["do"] == "check":
                self._since, self._request = time.monotonic(), request
                try:
                    submission = self._prepared(request)
                    if submission is not None:
                        yield submission
                except Other:
                    self._say({"other": True})
                    return
                except NotFound as error:
                    self._say({"error": render(error.message, request["lang"])})
                except GraderError as error:
                    self._say({"error": str(error)})
            request = read()

    def _prepared(self, request: Request) -> Submission | None:
        lang, found = request["lang"], self._found
        now = find(request)
        if now.key != found.key:
            raise Other
        check_data(found.spec, now.tasks)
        self._tasks = now.tasks or tuple(task.id for task in found.spec.tasks)
        self._submission = submission_of([(int(n), str(cell)) for n, cell in request["cells"]], request["name"])
        names = [name for task in found.spec.tasks if task.id in self._tasks for name in task.names]
        defined = {name for module in self._submission.modules for name in module.defines}
        if not defined & set(names):
            self._say({"error": text("notebook.nothing_defined", lang, names=", ".join(f"`{n}`" for n in names[:4]))})
            return None
        return self._submission

    def _finished(self, results: list[CheckResult], seconds: float) -> None:
        found, lang = self._found, str(self._request["lang"])
        infos = task_infos(found.spec, self.checks, self._tasks)
        outcome = verdict(self._submission, results, infos, seconds, PROCESS.level)
        names = [name for task in found.spec.tasks if task.id in self._tasks for name in task.names]
        checks = found.course.assignment_dir(found.spec.id)
        left = left_out(
            outcome,
            found.spec,
            checks,
            training=found.training,
            trained=any(r.check.training for r in results),
            only=self._tasks,
        )
        places = {name: place for m in self._submission.modules for name, place in places_of(m, names).items()}
        self._say(bundle_of(Shown(outcome, places, checks, time.monotonic() - self._since, left), lang))

    def _say(self, told: dict[str, Any]) -> None:
        self._out.write(json.dumps(told) + "\n")
        self._out.flush()


class Other(Exception):
    """The request is about another bundle or week."""


def read() -> Request | None:
    """The next request; None when the kernel has gone."""
    line = sys.stdin.readline()
    return json.loads(line) if line else None


def main() -> None:
    """Serve one kernel."""
    torch_library()  # is loaded while the first request comes and the bundle is read
    request = read()
    while request is not None:
        try:
            found = find(request)
        except (NotFound, UsageError) as error:
            if request["do"] == "check":
                said = render(error.message, request["lang"]) if isinstance(error, NotFound) else str(error)
                print(json.dumps({"error": said}), flush=True)
            request = read()
            continue
        try:
            Desk(request, found).serve()
        except GraderError as error:
            print(json.dumps({"error": str(error), "fatal": True}), flush=True)
        return


if __name__ == "__main__":
    main()
