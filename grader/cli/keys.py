"""`grader keys`: the keys that sign results."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.options import course_option, the_course
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.course import Course
    from grader.signing import KeyFolder

EPILOG = """\b
Examples:
  grader keys new --comment "2027 winter"
  grader keys list > course.keys
  grader keys revoke 5b0c2a
\b
A result that a revoked key signed is not genuine any more: grade the commit again.
"""
PASSPHRASE = "GRADER_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable


def keys_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--keys DIR."""
    option = click.option(
        "--keys", type=click.Path(path_type=Path, file_okay=False), help="Their folder.  [default: COURSE/.grader/keys]"
    )
    return option(course_option()(command))


def key_folder(course: Course, folder: Path | None) -> KeyFolder:
    """The folder of keys; beside the course's seeds by default.

    Raises:
        UsageError: that one cannot be made.
    """
    from grader.course import kept_folder
    from grader.signing import KeyFolder

    try:
        return KeyFolder(folder if folder is not None else kept_folder(course) / "keys")
    except OSError as error:
        raise UsageError(f"{course.root}: {error.strerror}: give a folder with --keys") from None


def passphrase() -> str:
    """The keys' passphrase, asked for once: a command line would show it to everybody, and it is not passed on."""
    return os.environ.pop(PASSPHRASE, "")


@click.group(epilog=EPILOG)
def keys() -> None:
    """Make, list and revoke the keys that sign results."""


@keys.command(epilog='\b\nExample:\n  grader keys new --comment "2027 winter"')
@click.option("--comment", default="", help="A word on it, for people.")
@click.option("--passphrase", "ask", is_flag=True, help=f"Encrypt it; asks, unless {PASSPHRASE} is set.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@keys_option
def new(comment: str, ask: bool, as_json: bool, keys: Path | None, course_dir: Path) -> None:
    """Make a key, which signs from now on; older ones go on proving what they signed."""
    secret = passphrase()
    if ask and not secret:
        secret = click.prompt("passphrase", hide_input=True, confirmation_prompt=True)
    folder = key_folder(the_course(course_dir), keys)
    made = folder.new(comment, secret)
    if as_json:
        click.echo(json.dumps({"id": made.id, "public": made.line(), "file": str(folder.public)}, ensure_ascii=False))
        return
    click.echo(f"key {made.id} in {folder.folder}; give {folder.public} to whoever proves results")


@keys.command(name="list", epilog="\b\nExample:\n  grader keys list > course.keys")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@keys_option
def list_(as_json: bool, keys: Path | None, course_dir: Path) -> None:
    """Print the public keys, as `grader verify-result --key` reads them; which one signs is on stderr."""
    listed = key_folder(the_course(course_dir), keys).listed()
    if as_json:
        rows = [
            {
                "id": e.key.id,
                "public": replace(e.key, revoked=False).line(),
                "comment": e.key.comment,
                "revoked": e.key.revoked,
                "private": e.private,
                "current": e.current,
            }
            for e in listed
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for entry in listed:
        click.echo(f"# {entry.key.id}\n{entry.key.line()}")
    current = next((e.key.id for e in listed if e.current), None)
    said = f"{current} signs" if current else "no key signs: make one with `grader keys new`"
    click.echo(f"grader: {said}", err=True)


@keys.command(epilog="\b\nExample:\n  grader keys revoke 5b0c2a")
@click.argument("key_id", metavar="ID")
@keys_option
def revoke(key_id: str, keys: Path | None, course_dir: Path) -> None:
    """Mark the key ID (or its beginning) as one that somebody else may have."""
    folder = key_folder(the_course(course_dir), keys)
    revoked = folder.revoke(key_id)
    click.echo(f"key {revoked.id} is revoked; give {folder.public} to whoever proves results, again")
