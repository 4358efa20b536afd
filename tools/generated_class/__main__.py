"""Writes a generated class.

python -m tools.generated_class --students 600 --seed 1 --out DIR
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from tools.generated_class import make_class, write_class


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.generated_class", description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, default=600, help="hand-ins (default 600)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same class (default 1)")
    parser.add_argument("--week", default="week04_rnn", help="assignment (default week04_rnn)")
    parser.add_argument("--no-zips", action="store_true", help="no packed hand-ins")
    parser.add_argument("--out", type=Path, required=True, help="a folder; it must be new or empty")
    options = parser.parse_args()
    if options.out.exists() and any(options.out.iterdir()):
        parser.error(f"{options.out} is not empty: give a new folder")
    made = make_class(options.students, options.seed, week=options.week, zips=not options.no_zips)
    write_class(made, options.out)
    states = Counter(part.state for pupil in made.pupils for part in pupil.parts)
    forms = Counter(pupil.form for pupil in made.pupils)
    print(f"{len(made.pupils)} hand-ins in {options.out / 'hand-ins'}: {_counted(forms)}")
    print(f"tasks: {_counted(states)}")
    late, teams = sum(p.late for p in made.pupils), sum(bool(p.members) for p in made.pupils)
    print(f"{len(made.copied)} copies, {late} late, {teams} teams, {len(made.earlier)} of the term before")
    return 0


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counter.most_common())


if __name__ == "__main__":
    sys.exit(main())
