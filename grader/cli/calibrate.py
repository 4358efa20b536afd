"""`grader assignment calibrate`: its options; the work is in `calibrating`, which needs torch."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.options import course_option, jobs_option, the_course


@click.command(
    epilog="\b\nExample:\n  grader assignment calibrate week04_rnn --data generated --jobs 2\n"
    "  grader assignment calibrate week04_rnn --check"
)
@click.argument("week")
@click.option("--task", "task", metavar="TASK", help="Only this task.")
@click.option("--data", "data_set", metavar="SET", help="Only this data set.")
@click.option(
    "--seeds", type=click.IntRange(2, 1000), default=10, show_default=True, help="Runs of the reference, one a seed."
)
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    envvar="GRADER_DATA_DIR",
    help="Folder of real data sets.  [env: GRADER_DATA_DIR]",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if the recorded figures have drifted.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one gate a line.")
@jobs_option()
@course_option()
@click.pass_context
def calibrate(
    ctx: click.Context,
    week: str,
    task: str | None,
    data_set: str | None,
    seeds: int,
    data_dir: Path | None,
    only_check: bool,
    as_json: bool,
    jobs: int,
    course_dir: Path,
) -> None:
    """Measure the thresholds of WEEK's training tasks over seeds, and write them into assignment.toml.

    An interrupted calibration goes on where it was.
    """
    from grader.cli.calibrating import Wish, calibrate_week

    data = None if data_dir is None else data_dir.resolve()
    wish = Wish(week, task, data_set, seeds, data, jobs, only_check=only_check, as_json=as_json)
    ctx.exit(0 if calibrate_week(the_course(course_dir), wish) else 1)
