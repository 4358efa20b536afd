"""How often a diagnosis is right, wrong or silent, over solutions whose mistake is known.

wrong      the assignment's wrong solutions, judged for real; one that names no mistake (`mistake:`) should stay silent
mutants    single mistakes in the reference, which are also what the diagnosis compares with
left out   the same, each with itself taken out of what it is compared with
unknown    the same, with all mutants of its kind taken out: only the rules can be right, silence is what is hoped for
other      single mistakes in another right implementation (a sample hand-in), compared with the reference's mutants

A solution is right when all that is said about it is right, silent when nothing is said. "right" counts twins, too:
mistakes after which every check ends alike, so that nobody could tell them apart from outside (an argument that is
ignored because its term is missing); "strictly right" does not.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.diagnosis_kit.counting import VERDICTS, Case, by_mistake, cases, shares  # noqa: E402 - its place is known now
from benchmarks.diagnosis_kit.tables import tables  # noqa: E402 - the same
from grader.batch import Batch  # noqa: E402 - the same
from grader.intake import read_submission  # noqa: E402 - the same
from grader.judge.config import JudgeConfig  # noqa: E402 - the same
from grader.mistakes import Mistake, mistakes_of  # noqa: E402 - the same

SEED = 5
# Messages that name the mistake themselves: a diagnosis would say it twice.
BY_MESSAGE = {"no_gradient": Mistake.DETACHED, "input_modified": Mistake.INPUT_MODIFIED}


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--week", default="week04_rnn", help="the assignment's folder (default: %(default)s)")
    parser.add_argument("--other", default="s001", help="the sample with another right implementation: %(default)s")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    started = time.monotonic()
    folder = ROOT / "assignments" / options.week
    found = {"wrong": judged(folder, options.jobs)}
    entries = tables(options.week, SEED, folder / "samples" / options.other)
    found |= {
        "mutants": cases(entries, others=False, keep=lambda one, other: True),
        "left out": cases(entries, others=False, keep=lambda one, other: one.id != other.id),
        "unknown": cases(entries, others=False, keep=lambda one, other: one.mistake is not other.mistake),
        "other": cases(entries, others=True, keep=lambda one, other: True),
    }
    figures = {name: _figures(each) for name, each in found.items()}
    show(figures)
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"\n{time.monotonic() - started:.0f} s")
    return 0


def judged(folder: Path, jobs: int) -> list[Case]:
    """The wrong solutions, as `grader grade` judges them; checks of their own task."""
    truth = {p.stem: _read(p) for p in sorted((folder / "wrong").glob("*.py"))}
    submissions = [read_submission(folder / "wrong" / f"{name}.py", name) for name in truth]
    found = []
    for graded in Batch(JudgeConfig(str(ROOT), folder.name, SEED, training=False), jobs).run(submissions):
        name = graded.submission.student
        case = Case(name, truth[name])
        own = [r for r in graded.results if r.check.task == name.split("__")[0]]
        for result in own:
            if result.diagnosis is not None:
                case.said[result.check.id] = Mistake(result.diagnosis.key.removeprefix("mistake."))
            elif result.message is not None and result.message.key in BY_MESSAGE:
                case.said[result.check.id] = BY_MESSAGE[result.message.key]
        if any(r.outcome not in ("passed", "skipped") for r in own):  # the others fail in training only
            found.append(case)
    return found


def _read(path: Path) -> frozenset[Mistake]:
    return mistakes_of(ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "")


def _figures(found: list[Case]) -> dict[str, Any]:
    """Counts: of all, strictly, and per mistake."""
    named = [case for case in found if case.label]
    figures: dict[str, Any] = {"solutions": len(named), **shares(named)}
    figures["strictly right"] = shares(named, strict=True)["right"]
    figures["no name"] = shares([case for case in found if not case.label])
    return figures | {"mistakes": by_mistake(found)}


def show(figures: Mapping[str, dict[str, Any]]) -> None:
    """The tables, as docs/benchmarks.md has them."""
    print("| source | solutions | right | wrong | silent | strictly right |\n|---|---|---|---|---|---|")
    for name, each in figures.items():
        n = max(1, each["solutions"])
        parts = " | ".join(f"{100 * each[part] / n:.1f} %" for part in (*VERDICTS, "strictly right"))
        print(f"| {name} | {each['solutions']} | {parts} |")
    quiet = figures["wrong"]["no name"]
    print(f"\nWrong solutions without a name for their mistake: {quiet['silent']} silent, {quiet['wrong']} wrong.\n")
    names = sorted({m for each in figures.values() for m in each["mistakes"]})
    print("| mistake | " + " | ".join(figures) + " |\n|---|" + "---|" * len(figures))
    for mistake in names:
        rows = [each["mistakes"].get(mistake) for each in figures.values()]
        cells = ["" if row is None else "/".join(str(row[v]) for v in VERDICTS) for row in rows]
        print(f"| {mistake} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    sys.exit(main())
