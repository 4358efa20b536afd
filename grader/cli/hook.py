"""`grader hook`: the `post-receive` hook of a plain git server."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.options import course_option, lang_option, sandbox_options

EPILOG = """\b
Examples:
  grader hook --install /srv/git/s001.git --course /srv/course
  echo "$BEFORE $AFTER refs/heads/main" | grader hook --repo /srv/git/s001.git --course /srv/course
\b
A push is graded while its pusher waits, for --wait seconds at most; then it goes on without them.
A hook cannot refuse a push that was received: the exit code is 0, unless it was set up wrongly (2).
"""


@click.command(epilog=EPILOG)
@click.option("--install", type=click.Path(path_type=Path), metavar="REPO", help="Write the hook of this repository.")
@click.option("--repo", type=click.Path(path_type=Path), help="The repository.  [default: git's, else this folder]")
@click.option("--student", help="Whose it is.  [default: the repository's name]")
@click.option("--branch", "branches", multiple=True, help="Graded branch; may be repeated.  [default: main, master]")
@click.option(
    "--wait", type=click.FloatRange(0, 3600), default=60.0, show_default=True, help="Seconds that a pusher waits."
)
@click.option(
    "--at-once", type=click.IntRange(1, 64), default=1, show_default=True, help="Pushes that are graded at a time."
)
@click.option("--no-training", is_flag=True, help="Leave out checks that train a model.")
@click.option(
    "--state", type=click.Path(path_type=Path, file_okay=False), help="What pushes share.  [default: COURSE/.grader/ci]"
)
@click.option(
    "--keys", type=click.Path(path_type=Path, file_okay=False), help="The keys.  [default: COURSE/.grader/keys]"
)
@click.option("--work", is_flag=True, hidden=True, help="Grade what waits.")
@sandbox_options()
@lang_option()
@course_option()
@click.pass_context
def hook(
    ctx: click.Context,
    install: Path | None,
    repo: Path | None,
    student: str | None,
    branches: tuple[str, ...],
    wait: float,
    at_once: int,
    no_training: bool,
    state: Path | None,
    keys: Path | None,
    work: bool,
    sandbox: str,
    fresh: bool,
    image: str | None,
    runtime: str | None,
    gpus: str | None,
    lang: str | None,
    course_dir: Path,
) -> None:
    """Grade a push to a bare repository, sign the result, and tell the pusher."""
    from grader.cli import serving
    from grader.cli.options import containers, the_course

    course = the_course(course_dir)
    how = containers(sandbox, image, fresh, runtime, gpus)
    # What the hook and the process that grades for it are to be told alike.
    told: list[str] = ["--course", str(course.root.resolve()), "--at-once", str(at_once), "--sandbox", sandbox]
    for name, value in (("--state", state), ("--keys", keys)):
        told += [name, str(value.resolve())] if value is not None else []
    for name, given in (("--image", image), ("--runtime", runtime), ("--gpus", gpus), ("--lang", lang)):
        told += [name, given] if given is not None else []
    told += [name for name, on in (("--fresh", fresh), ("--no-training", no_training)) if on]
    place = state if state is not None else serving.default_state(course)
    if work:
        serving.work_here(course, place, keys, how, sandbox, lang, at_once, training=not no_training)
    elif install is not None:
        if student is not None:
            told += ["--student", student]
        told += [part for name in branches for part in ("--branch", name)]
        click.echo(f"wrote {serving.install(install, [*told, '--wait', f'{wait:g}'])}")
    else:
        where = (repo or Path(os.environ.get("GIT_DIR", "."))).resolve()
        serving.receive(course, place, where, student, branches or ("main", "master"), wait, lang, told)
