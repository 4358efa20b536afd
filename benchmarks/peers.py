"""One homework, graded by this grader and by others: what it costs, and what cheating gets.

floor     every check called on every hand-in in one process that imports torch once; nothing is protected
ours      `grader grade`, one job
pytest    a fresh process per hand-in
nbgrader  `nbgrader autograde`, one call for all hand-ins
otter     `otter run` per hand-in: otter's own grading without the container that `otter grade` puts around it

The peers come from PyPI, in pinned versions, each in a virtual environment under --cache. Prints CPU and wall time of
each grader's processes, the peak memory (RSS) of the largest single one, and the ratios to the floor of the same run;
then the points that two controls and six cheats get. Exits with 1 when a cheat gets a point from this grader, or an
honest hand-in gets other points than it is worth from any. A grader that cannot be run here has a row that says why.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from peers_kit.cheats import KINDS
from peers_kit.comparison import Findings, compare
from peers_kit.floor import Floor
from peers_kit.fresh_pytest import FreshPytest
from peers_kit.model import Grader
from peers_kit.nbgrader import NbGrader
from peers_kit.otter import Otter
from peers_kit.ours import Ours
from peers_kit.tables import as_json, show

EXAMPLES = """examples:
  python benchmarks/peers.py
  python benchmarks/peers.py --only ours,pytest --hand-ins 5
  python benchmarks/peers.py --runs 3 --json peers.json --cache scratch/peers
"""
KEYS = ("ours", "pytest", "nbgrader", "otter")


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hand-ins", type=_positive, default=20, metavar="N", help="size of the batch (default 20)")
    parser.add_argument("--runs", type=_positive, default=1, metavar="N", help="batches of each, in turn (default 1)")
    parser.add_argument("--only", type=_keys, default=KEYS, metavar="LIST", help=f"of {','.join(KEYS)}; with the floor")
    parser.add_argument("--no-cheats", action="store_true", help="only the costs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument(
        "--cache", type=Path, default=_cache(), metavar="DIR", help="environments (default %(default)s)"
    )
    options = parser.parse_args()
    cache: Path = options.cache.expanduser().resolve()
    every: dict[str, Grader] = {
        "ours": Ours(),
        "pytest": FreshPytest(cache),
        "nbgrader": NbGrader(cache),
        "otter": Otter(cache),
    }
    chosen: list[Grader] = [Floor(), *(every[key] for key in options.only)]
    try:
        found = compare(chosen, options.hand_ins, options.runs, not options.no_cheats)
    except KeyboardInterrupt:
        return 130
    show(found, options.hand_ins, options.runs)
    if options.json:
        options.json.write_text(json.dumps(as_json(found, options.hand_ins, options.runs), indent=1) + "\n")
    problems = _problems(found)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _problems(found: dict[str, Findings]) -> list[str]:
    out = [complaint for f in found.values() for complaint in f.complaints]
    if "ours" in found:
        given, why_not = found["ours"].points, found["ours"].why_not
        out += [f"ours: the cheat {kind!r} got {given[kind]:g} points" for kind in KINDS if given.get(kind)]
        out += [] if why_not is None else [f"ours: {why_not}"]
    return out


def _keys(text: str) -> tuple[str, ...]:
    keys = tuple(dict.fromkeys(text.split(",")))
    if unknown := [key for key in keys if key not in KEYS]:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is no grader: choose of {', '.join(KEYS)}")
    return keys


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no positive number")
    return int(text)


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "grader-peers"


if __name__ == "__main__":
    sys.exit(main())
