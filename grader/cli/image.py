"""`grader image build`: what level `docker` is made of."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from grader.errors import SandboxFault, UsageError

EPILOG = """\b
Examples:
  grader image build
  grader image build --requirements requirements.txt
  grader image build --base my-debian:bookworm --wheels wheels/
\b
The last one needs no network. A base of one's own, with Python and its venv module, from Debian's packages:
  debootstrap --variant=minbase --include=python3,python3-venv bookworm base/
  tar -C base -c . | docker import - my-debian:bookworm
and the wheels that the image takes, for the base's version of Python:
  pip download --dest wheels/ --requirement REQUIREMENTS
"""


@click.group()
def image() -> None:
    """The image that level docker runs student code in."""


@image.command(epilog=EPILOG)
@click.option("--base", metavar="IMAGE", help="Image to start from, with Python 3.11.  [default: python's slim]")
@click.option(
    "--wheels",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with a wheel of every package: nothing is fetched.",
)
@click.option(
    "--requirements",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="More packages for student code, exact versions, one a line.",
)
@click.option("--name", metavar="NAME", help="Name of the image.  [default: the one that this version looks for]")
def build(base: str | None, wheels: Path | None, requirements: Path | None, name: str | None) -> None:
    """Build the image of this version."""
    from grader.sandbox import image as images

    name = name or images.NAME
    console = Console(stderr=True)
    try:
        with console.status("sending the files") as status:
            for line in images.build(name, base, wheels, requirements):
                status.update(line[: console.width - 4].replace("[", "\\["))
    except SandboxFault as error:
        raise UsageError(str(error)) from error
    click.echo(name)
