"""`grader`: the group of all commands, and how errors become one line and an exit code.

Exit codes: 0 done and nothing wrong · 1 done, but a check failed, a grade needs a look or an expectation did not
hold · 2 wrong usage or a broken course file · 3 our own fault · 130 interrupted.
"""

from __future__ import annotations

import importlib
from typing import Any

import click

from grader import __version__
from grader.cli.leaving import leave
from grader.cli.output import discard_the_rest, forgiving
from grader.errors import GraderError, UsageError

_COMMANDS = {
    "intake": "grader.cli.intake:intake",
    "grade": "grader.cli.grade:grade",
    "check": "grader.cli.check:check",
    "report": "grader.cli.report:report",
    "explain": "grader.cli.explain:explain",
    "override": "grader.cli.override:override",
    "comment": "grader.cli.comment:comment",
    "regrade": "grader.cli.regrade:regrade",
    "diff": "grader.cli.diff:diff",
    "runs": "grader.cli.runs:runs",
    "term": "grader.cli.term:term",
    "export": "grader.cli.export:export",
    "feedback": "grader.cli.feedback:feedback",
    "ci": "grader.cli.ci:ci",
    "hook": "grader.cli.hook:hook",
    "keys": "grader.cli.keys:keys",
    "verify-result": "grader.cli.verify_result:verify_result",
    "similar": "grader.cli.similar:similar",
    "assignment": "grader.cli.assignment:assignment",
    "course": "grader.cli.new:course",
    "doctor": "grader.cli.doctor:doctor",
    "image": "grader.cli.image:image",
}


class _Lazy(click.Group):
    """Loads a command's module when it is used: `grader --help` must not import torch."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module, attribute = _COMMANDS[name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """As the program; who calls it from within, as a test does, takes `main`."""
        try:
            return self.main(*args, **kwargs)
        except SystemExit as end:
            leave(end.code)
            raise

    def invoke(self, ctx: click.Context) -> Any:
        forgiving()
        try:
            return super().invoke(ctx)
        except UsageError as error:
            click.echo(f"grader: {error}", err=True)
            ctx.exit(error.exit_code)
        except GraderError as error:
            click.echo(f"grader: internal fault: {error}", err=True)
            ctx.exit(3)
        except KeyboardInterrupt:
            click.echo("grader: interrupted", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            discard_the_rest()
            ctx.exit(0)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="grader")
def main() -> None:
    """Grade deep-learning homework: the judge and the student never share a process.

    \b
    Students:   grader check student_template/week04_rnn
    Teachers:   grader grade week04_rnn handed-in/ --out graded
    Authors:    grader assignment new week09_attention
    CI:         grader ci --public

    \b
    Exit codes: 0 fine · 1 a check failed or a grade needs a look · 2 wrong usage
                3 our own fault · 130 interrupted
    """
