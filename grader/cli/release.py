"""`grader assignment release`: a week as students get it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from grader.cli.options import course_option, the_course

EPILOG = """\b
Examples:
  grader assignment release week04_rnn --out ~/nlp-study
  grader assignment release 4 --check
\b
Exit codes: 0 written, or up to date · 1 --check found differences · 2 usage, or something must not leave the course
"""


@click.command(epilog=EPILOG)
@click.argument("week")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder.  [default: the course's template]"
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if the files there have drifted.")
@click.option("--force", is_flag=True, help="Overwrite files that somebody changed by hand.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written, and what is not in it, as JSON.")
@course_option()
@click.pass_context
def release(
    ctx: click.Context, week: str, out: Path | None, only_check: bool, force: bool, as_json: bool, course_dir: Path
) -> None:
    """Make the bundle of WEEK that students get: public checks, a recording of the reference, stubs, the handout.

    Hidden checks, the reference and seeds stay here; the bundle is searched for them before it is written.
    `grader check` works inside it with no other file.
    """
    from grader.release.bundle import build_bundle
    from grader.release.writing import bundle_drift, write_bundle

    course = the_course(course_dir)
    target = out or course.root / course.paths.template
    bundle = build_bundle(course, week)
    if only_check:
        drifted = bundle_drift(bundle, target)
        if as_json:
            click.echo(json.dumps({"week": bundle.week, "drifted": drifted}, ensure_ascii=False, indent=1))
        for line in drifted:
            click.echo(
                f"{target / line} from what the course gives (grader assignment release {bundle.week})", err=True
            )
        ctx.exit(1 if drifted else 0)
    written = write_bundle(bundle, target, force=force)
    size = sum(map(len, bundle.files().values()))
    if as_json:
        told = {"week": bundle.week, "folder": str(target), "written": written, "bytes": size}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for name in written:
        click.echo(f"wrote {target / name}")
    click.echo(f"{target}: {bundle.week}, {len(bundle.files())} files, {size / 1e6:.1f} MB", err=True)
