"""Data sets as gzip-packed text: lines and labelled texts, and what is said of a file that is missing or broken."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

from grader.errors import UsageError


def packed_lines(path: Path) -> list[str]:
    """The lines of a gzip-packed UTF-8 file, without their ends; only a line feed ends a line.

    Raises:
        UsageError: it does not exist or cannot be unpacked; the text says so.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            return file.read().removesuffix("\n").split("\n")
    except FileNotFoundError:
        raise UsageError(f"{path} does not exist: fetch the folder again") from None
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise UsageError(f"{path} cannot be read ({error}): fetch the file again") from None


def packed_rows(path: Path, text: str, label: str) -> list[tuple[str, object]]:
    """(text, label) of each line, which is a JSON object with these two fields; what the label is, the caller checks.

    Raises:
        UsageError: as `packed_lines`, or a line is something else; it is named.
    """
    rows = []
    for number, line in enumerate(packed_lines(path), start=1):
        try:
            row = json.loads(line)
            found = row[text], row[label]
        except (ValueError, TypeError, KeyError):
            raise UsageError(f"{path}: line {number} is no object with {text} and {label}") from None
        if not isinstance(found[0], str):
            raise UsageError(f"{path}: line {number} has a {text} that is no text")
        rows.append(found)
    return rows
