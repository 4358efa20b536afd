"""`grader verify-result`: whether a signed result is the course's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.signing import Result

EPILOG = """\b
Examples:
  grader verify-result week04_rnn.signed.json --key course.keys
  grader verify-result *.signed.json --key course.keys --student s001 --json
  grader verify-result week04_rnn.signed.json --key course.keys --commit 4f1c2d…
\b
Exit codes: 0 all are genuine, and of whom and what was asked for · 1 one is not · 2 usage
"""
_MAX_BYTES = 1_000_001


@click.command(name="verify-result", epilog=EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--key",
    "keys",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="A file of public keys, see `grader keys list`; may be repeated.",
)
@click.option("--student", help="It must be this student's.")
@click.option("--week", help="It must be of this assignment: its whole id.")
@click.option("--commit", help="It must be of this commit: its hash, or the beginning.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one result a line.")
@click.pass_context
def verify_result(
    ctx: click.Context,
    files: tuple[Path, ...],
    keys: tuple[Path, ...],
    student: str | None,
    week: str | None,
    commit: str | None,
    as_json: bool,
) -> None:
    """Prove signed results: made by the holder of the course's key, and unchanged since."""
    from grader.signing import Forged, read_ring, unseal

    ring = read_ring(keys)
    good = True
    for file in files:
        result: Result | None = None
        reason, said = "", ""
        try:
            result = unseal(_read(file), ring)
            said = _mismatch(result, student, week, commit)
            reason = "other" if said else ""
        except Forged as error:
            reason, said = error.reason, str(error)
        good = good and not reason
        if as_json:
            body = result.model_dump(mode="json") if result is not None else None
            line = {"file": str(file), "genuine": not reason, "reason": reason, "text": said, "result": body}
            click.echo(json.dumps(line, ensure_ascii=False))
        elif reason:
            click.echo(f"{file}: NOT GENUINE: {said}" if reason != "other" else f"{file}: {said}", err=True)
        else:
            assert result is not None
            click.echo(f"{file}: genuine")
            for row in _rows(result):
                click.echo(f"  {row}")
    ctx.exit(0 if good else 1)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            return source.read(_MAX_BYTES)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}: give the .signed.json of a result") from None


def _mismatch(result: Result, student: str | None, week: str | None, commit: str | None) -> str:
    """Why a genuine result is not the one that was asked for."""
    if student is not None and result.student != student:
        return f"genuine, but {result.student}'s, not {student}'s"
    if week is not None and result.assignment != week:
        return f"genuine, but of {result.assignment}, not of {week}"
    if commit is not None and not (commit and result.commit.startswith(commit.lower())):
        return f"genuine, but of commit {result.commit}, not of {commit}"
    return ""


def _rows(result: Result) -> list[str]:
    rows = [
        f"{result.student} · {result.assignment} · {result.earned} / {result.possible}",
        f"commit {result.commit} of {result.repository}{' ' + result.ref if result.ref else ''}",
        f"received {result.received}, signed {result.time} by key {result.key}",
        f"sandbox {result.sandbox} · checks {result.checks[:16]} · results.json {result.results[:16]}",
    ]
    if result.ungraded:
        rows.append(f"{result.ungraded} checks ungraded: this is no grade yet")
    if result.edited:
        names = ", ".join(e.path for e in result.edited[:5])
        count = len(result.edited) + result.edited_more
        rows.append(f"{count} files of checks or workflows in the commit, none of them used: {names}")
    return rows
