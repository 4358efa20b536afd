"""`grader ci`: a push is graded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.cli.options import course_option, lang_option, sandbox_options
from grader.judge.process import ForkServer

EPILOG = """\b
Examples:
  grader ci --public
  grader ci --repo https://git.example/s001/homework --commit 4f1c… --student s001 --sign
  grader ci --public --fail-on required --out report
\b
In GitHub Actions and GitLab CI the commit and the one before it are taken from the environment.
--out gets junit.xml, gl-code-quality-report.json, summary.md, ci.json, a badge for each week and,
with --sign, WEEK.signed.json.
Exit codes: 0 nothing to complain of, or a newer push is graded instead · 1 checks failed, see --fail-on
            2 usage · 3 our fault, ungraded checks included · 130 interrupted
"""


@click.command(epilog=EPILOG)
@click.option("--repo", default=".", show_default=True, metavar="PATH|URL", help="The student's repository.")
@click.option("--commit", metavar="HASH", help="The commit to grade.  [default: the platform's, else HEAD]")
@click.option("--before", metavar="HASH", help="The commit before the push.  [default: the platform's]")
@click.option("--ref", help="The branch, as results name it.  [default: the platform's]")
@click.option("--student", help="Whose work it is.  [default: the repository's name]")
@click.option("--week", "weeks", multiple=True, help="This week, changed or not; may be repeated.")
@click.option("--public", is_flag=True, help="Public checks only, with the students' own seed: no grade.")
@click.option("--no-training", is_flag=True, help="Leave out checks that train a model.")
@click.option("--sign", is_flag=True, help="Sign the results with the course's key, and keep them.")
@click.option(
    "--fail-on",
    type=click.Choice(["any", "required", "never"]),
    default="any",
    show_default=True,
    help="Exit 1 when a check fails; `required`: not for bonus tasks.",
)
@click.option(
    "--debounce",
    type=click.FloatRange(0, 3600),
    default=0.0,
    show_default=True,
    metavar="SECONDS",
    help="Wait so long for newer pushes of the branch, and leave grading to the newest.",
)
@click.option(
    "--state", type=click.Path(path_type=Path, file_okay=False), help="What runs share.  [default: COURSE/.grader/ci]"
)
@click.option(
    "--keys", type=click.Path(path_type=Path, file_okay=False), help="The keys.  [default: COURSE/.grader/keys]"
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the reports.")
@click.option(
    "--platform",
    type=click.Choice(["auto", "github", "gitlab", "none"]),
    default="auto",
    show_default=True,
    help="Whose annotations to print.",
)
@click.option("--json", "as_json", is_flag=True, help="Print ci.json instead of text.")
@sandbox_options()
@lang_option()
@course_option()
@click.pass_context
def ci(ctx: click.Context, /, no_training: bool, **options: Any) -> None:
    """Grade what a push changed, and say it where the student looks.

    The commit is read from git's objects: nothing of it is checked out, and no check or workflow of it is used.
    """
    from grader.cli.pushed import grade_pushed

    def server() -> ForkServer:
        return ctx.with_resource(ForkServer(training=not no_training))

    grade_pushed(ctx, server, no_training=no_training, **options)
