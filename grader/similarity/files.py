"""A comparison as data: similar.json for programs, similar.csv for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from grader.reports.files import write_atomic
from grader.reports.gradebook import BOM, cell
from grader.reports.plain import one_line
from grader.similarity.compare import Comparison, Pair
from grader.similarity.document import Document
from grader.similarity.regions import Span

SCHEMA = 1


def as_json(found: Comparison, assignment: str) -> str:
    """The whole comparison, without any code."""
    base = found.baseline
    data = {
        "schema": SCHEMA,
        "assignment": assignment,
        "about": "shared material, not guilt: see docs/similarity.md",
        "hand_ins": found.handed_in,
        "left_out_above": found.limit,
        "baseline": {
            "pairs": base.pairs,
            "median": base.median,
            "percentile_99": base.high,
            "most": base.most,
            "stands_apart_from": base.fence,
        },
        "empty": list(map(one_line, found.empty)),
        "cut": list(map(one_line, found.cut)),
        **{
            kind: [_pair(pair, apart=kind == "pairs" and base.apart(pair.shared)) for pair in pairs]
            for kind, pairs in _lists(found).items()
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def write_csv(found: Comparison, path: Path) -> None:
    """A row for each pair; names are never run as formulas.

    Raises:
        OSError: the folder cannot be written.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    columns = ["kind", "left", "right", "fingerprints", "tokens", "left_share", "right_share", "next", "stands_apart"]
    writer.writerow(columns)
    for kind, pairs in _lists(found).items():
        for pair in pairs:
            apart = int(kind == "pairs" and found.baseline.apart(pair.shared))
            shares = [round(share, 3) for share in pair.coverage]
            names = [cell(pair.left.name), cell(pair.right.name)]
            writer.writerow([kind, *names, pair.shared, pair.tokens, *shares, pair.next, apart])
    write_atomic(path, (BOM + out.getvalue()).encode("utf-8", "replace"), durable=False)


def _lists(found: Comparison) -> dict[str, tuple[Pair, ...]]:
    return {"pairs": found.pairs, "earlier": found.earlier, "against": found.against}


def _pair(pair: Pair, *, apart: bool) -> dict[str, Any]:
    return {
        "left": one_line(pair.left.name),
        "right": one_line(pair.right.name),
        "fingerprints": pair.shared,
        "tokens": pair.tokens,
        "own": list(pair.own),
        "next": pair.next,
        "stands_apart": apart,
        "regions": [
            {"left": _span(pair.left, r.left), "right": _span(pair.right, r.right), "tokens": r.tokens}
            for r in pair.regions
        ],
    }


def _span(doc: Document, span: Span) -> dict[str, Any]:
    path = one_line(doc.files[span.file].path)
    return {"file": path, "first": span.first, "last": span.last, "function": span.function}
