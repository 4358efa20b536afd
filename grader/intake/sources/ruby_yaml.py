"""YAML as Ruby writes it, of bounded size and depth; only plain values come out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from grader.errors import IntakeError
from grader.intake.entry import Entry
from grader.model import Message

MAX_BYTES = 100_000_000
_MAX_EVENTS = 5_000_000
_MAX_DEPTH = 60

_Safe: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it was built


class _Loader(_Safe):  # type: ignore[misc,valid-type] # a class that is chosen at run time
    """Without Ruby's classes: what stands in an object is read as plain values."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """No merge keys: merges of merges double with every line."""


def _plain(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        found = loader.construct_mapping(node, deep=True)
        return found.get("time", found.get("utc", found))  # ActiveSupport::TimeWithZone
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)  # type: ignore[arg-type] # the third and last kind


_Loader.add_multi_constructor("!ruby/", _plain)


def read_yaml(entry: Entry, place: str) -> Mapping[str, Any]:
    """The mapping in a file.

    Raises:
        IntakeError: there is none, or it goes beyond a limit.
    """
    content = entry.load(MAX_BYTES)
    if isinstance(content, Message):
        raise _broken(place, entry, "cannot be read")
    try:
        _measure(content)
        found = yaml.load(content, _Loader)  # noqa: S506 - a safe loader
    except _TooDeep:
        raise _broken(place, entry, "is nested too deeply or too long") from None
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise _broken(place, entry, f"is no YAML: {line}{error.problem}") from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError, UnicodeDecodeError):
        raise _broken(place, entry, "is no YAML") from None
    if not isinstance(found, dict):
        raise _broken(place, entry, "holds no submissions")
    return {key: value for key, value in found.items() if isinstance(key, str)}


class _TooDeep(Exception):
    """More than any export has."""


def _measure(content: bytes) -> None:
    """Events are read one after the other; only what they build is nested, and by functions that call themselves."""
    depth = 0
    for number, event in enumerate(yaml.parse(content, Loader=_Loader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH or number > _MAX_EVENTS:
            raise _TooDeep


def _broken(place: str, entry: Entry, problem: str) -> IntakeError:
    return IntakeError(f"{place}: {entry.path}: {problem}: export the submissions again")
