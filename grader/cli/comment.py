"""`grader comment`: what a person has to say to a student."""

from __future__ import annotations

import json
from pathlib import Path

import click

from grader.cli.opened import author_option, one_line_of, opened
from grader.cli.options import course_option, store_option
from grader.errors import UsageError

EPILOG = """\b
Examples:
  grader comment s001 week04_rnn "A clear notebook; mind the names of the variables."
  grader comment s001 4 lstm_cell "Why transpose twice?"
\b
Comments are kept beside the results and stand in the student's feedback, oldest first.
Exit codes: 0 done · 2 usage
"""


@click.command(epilog=EPILOG)
@click.argument("student")
@click.argument("week")
@click.argument("words", nargs=-1, required=True, metavar="[TASK] TEXT")
@author_option()
@click.option("--json", "as_json", is_flag=True, help="Print the student's comments as JSON.")
@store_option()
@course_option()
def comment(
    *,
    student: str,
    week: str,
    words: tuple[str, ...],
    author: str,
    as_json: bool,
    store: str | None,
    course_dir: Path,
) -> None:
    """Write to STUDENT about WEEK, or about one TASK of it."""
    from grader.reports.plain import one_line
    from grader.spec.reading import did_you_mean
    from grader.store import Comment

    if len(words) > 2:
        raise UsageError("more than a task and a text: put the text in quotes")
    task, said = words if len(words) == 2 else ("", words[0])
    with opened(course_dir, store, week) as (_, kept, book):
        who = book.named(student)
        known = [t.id for t in book.spec.tasks] + [item.id for item in book.spec.rubric]
        if task and task not in known:
            guess = did_you_mean(task, known)
            hint = f"did you mean {guess}?" if guess else f"there are {', '.join(known)}"
            raise UsageError(f"no task or rubric item {task!r} in {book.spec.id}: {hint}")
        kept.add_comment(Comment(book.spec.id, who.id, one_line_of(said, "the comment", 10_000), author, task))
        comments = kept.comments(book.spec.id, who.id)
    if as_json:
        plain = [{"task": c.task, "text": c.text, "author": c.author, "at": c.at} for c in comments]
        click.echo(json.dumps(plain, ensure_ascii=False))
    else:
        number = f"{len(comments)} comment{'s' * (len(comments) > 1)}"
        click.echo(f"{one_line(who.id)}  {book.spec.id}: {number}")
