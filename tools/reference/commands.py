"""The page of all commands, from click's own description of them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from grader.cli import main

_HEAD = """# Commands

The same as `grader COMMAND --help`. Where nothing else is said, exit codes are 0: fine · 1: a check failed or something
needs a look · 2: wrong usage · 3: our own fault · 130: interrupted.
"""


def walk(group: click.Group = main, path: str = "grader") -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, groups before what is in them."""
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from walk(command, f"{path} {name}")


def commands_page() -> str:
    """The page."""
    return "\n".join([_HEAD, *(_section(name, command) for name, command in walk())])


def _section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    parts = [f"## {name}", f"```text\n{usage}\n```", _plain(command.help or "")]
    if rows := list(_options(command, context)):
        parts.append("\n".join(["| option | |", "|---|---|", *rows]))
    if isinstance(command, click.Group):
        parts.append("Commands: " + ", ".join(f"`{name} {one}`" for one in command.list_commands(context)) + ".")
    if command.epilog:
        parts.append(f"```text\n{_plain(command.epilog)}\n```")
    return "\n\n".join(parts) + "\n"


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if isinstance(parameter, click.Option) and record is not None:
            names, text = (re.sub(r"\s+", " ", part).replace("|", "\\|") for part in record)
            yield f"| `{names}` | {text} |"


def _plain(text: str) -> str:
    """Without click's marks for paragraphs that keep their lines."""
    return inspect.cleandoc(text.replace("\b\n", "")).strip()
