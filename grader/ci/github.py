"""GitHub Actions: workflow commands, and the page of a step; the platform's limits are kept.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from grader.ci.annotations import Annotation
from grader.messages import text

A_STEP = 10  # annotations of each level
SUMMARY_BYTES = 1024 * 1024
_LONGEST = 4000  # characters of a message


def commands(found: Sequence[Annotation], lang: str) -> list[str]:
    """A line for each annotation; where there are more than a step may have, the last one counts the rest."""
    shown: list[str] = []
    total = Counter(a.level for a in found)
    seen: Counter[str] = Counter()
    for mark in found:
        seen[mark.level] += 1
        rest = total[mark.level] - A_STEP + 1
        if total[mark.level] <= A_STEP or seen[mark.level] < A_STEP:
            shown.append(command(mark))
        elif seen[mark.level] == A_STEP:
            said = text("ci.more_remarks", lang, count=rest)
            shown.append(f"::{mark.level} title={property_(text('ci.more_title', lang))}::{data(said)}")
    return shown


def command(mark: Annotation) -> str:
    """The workflow command of one annotation."""
    place = f"file={property_(mark.path)},line={mark.line}," if mark.path else ""
    return f"::{mark.level} {place}title={property_(mark.title)}::{data(mark.text[:_LONGEST])}"


def data(value: str) -> str:
    """Text after the second `::`, on one line."""
    return _shown(value).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_(value: str) -> str:
    """The value of a property, which ends at a comma and the command's second `::`."""
    return data(value).replace(":", "%3A").replace(",", "%2C")


def quiet(lines: Sequence[str]) -> list[str]:
    """Lines that the runner reads as text, whatever stands in them: a student's words give no commands."""
    token = secrets.token_hex(16)
    return [f"::stop-commands::{token}", *lines, f"::{token}::"]


def write_summary(file: Path, markdown: str) -> None:
    """Add to the page of this step.

    Raises:
        OSError: it cannot be written.
    """
    with file.open("a", encoding="utf-8") as page:
        page.write(markdown)


def room(file: Path) -> int:
    """Bytes that the page of this step has left."""
    try:
        return SUMMARY_BYTES - file.stat().st_size
    except OSError:
        return SUMMARY_BYTES


def _shown(value: str) -> str:
    """Without what steers a terminal or hides text; a file with such a name is annotated nowhere, which is fair."""
    return "".join(c if c.isprintable() or c in "\r\n" else "?" for c in value)
