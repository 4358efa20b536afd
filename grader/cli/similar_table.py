"""The table that `grader similar` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from grader.cli.output import Output
from grader.messages import text
from grader.reports.look import look_of

if TYPE_CHECKING:
    from grader.similarity import Comparison

_ROWS = {"class": 12, "earlier": 5, "against": 5}  # the page has all of them


def print_pairs(found: Comparison, lang: str) -> None:
    """The first pairs of each list, and what they are not."""
    from grader.reports.plain import one_line

    console = Output()
    look = look_of(console, lang)

    def label(key: str, /, **params: object) -> str:
        return text(key, look.lang, **params)

    for kind, pairs in (("class", found.pairs), ("earlier", found.earlier), ("against", found.against)):
        if not pairs:
            continue
        table = Table(box=look.table, title=look.plain(label(f"similar.list_{kind}")), title_justify="left")
        for name in ("two", "shared", "tokens", "next"):
            table.add_column(look.plain(label(f"similar.{name}")), justify="left" if name == "two" else "right")
        for pair in pairs[: _ROWS[kind]]:
            mark = "*" if kind == "class" and found.baseline.apart(pair.shared) else ""
            names = f"{one_line(pair.left.name)}\n{one_line(pair.right.name)}"
            table.add_row(look.plain(names), f"{pair.shared}{mark}", str(pair.tokens), str(pair.next))
        console.print(table)
    if found.baseline.fence is None:
        console.print(look.plain(label("similar.too_few")))
    else:
        console.print(look.plain("* " + label("similar.fence_about", fence=found.baseline.fence)))
    console.print(look.plain(label("similar.no_guilt")))
