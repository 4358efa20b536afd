"""The table of docs/security.md, made from the suite: `python -m tests.hostile.table --write` or `--check`."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.levels import NAMES
from tests.hostile.levels import Promise
from tests.hostile.listed import Listed, listed
from tests.hostile.row import SECTIONS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "security.md"
BEGIN = "<!-- made by `python -m tests.hostile.table --write` -->"
END = "<!-- end of the table -->"


def table() -> str:
    """The table, a part per section of the catalogue, with its counts."""
    rows = list(listed())
    parts = [_summary(rows)]
    for section in SECTIONS:
        found = [row for row in rows if row.section == section]
        parts.append(f"### {section} ({len(found)})\n\n| attack | {' | '.join(NAMES)} |\n|---|{'---|' * len(NAMES)}")
        parts[-1] += "".join(
            f"\n| {_cell(row.name)} | {' | '.join(row.promises.of(n) for n in NAMES)} |" for row in found
        )
    return "\n\n".join(parts)


def _summary(rows: list[Listed]) -> str:
    lines = [f"{len(rows)} attacks:", "", f"| level | {' | '.join(Promise)} |", f"|---|{'---|' * len(Promise)}"]
    for name in NAMES:
        promised = [row.promises.of(name) for row in rows]
        lines.append(f"| {name} | {' | '.join(str(promised.count(p)) for p in Promise)} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Text that stays text in a table of Markdown."""
    for sign in "\\|*_`<>[]":
        text = text.replace(sign, f"\\{sign}")
    return text


def page() -> str:
    """The page with the table as it should be."""
    text = PAGE.read_text("utf-8")
    above, _, rest = text.partition(BEGIN)
    _, _, below = rest.partition(END)
    return f"{above}{BEGIN}\n\n{table()}\n\n{END}{below}"


def main(arguments: list[str]) -> int:
    """Write the table, or say whether it is what it should be."""
    if arguments == ["--write"]:
        PAGE.write_text(page(), "utf-8")
        return 0
    if arguments == ["--check"]:
        current = PAGE.read_text("utf-8") == page()
        print("current" if current else "docs/security.md is not what the suite says: run it with --write")
        return 0 if current else 1
    print("usage: python -m tests.hostile.table --write | --check")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
