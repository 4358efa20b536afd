"""Results of a grading beside what is known about the class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tools.generated_class.truth import Class, Part, Pupil


def contradictions(made: Class, results: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """What a grading says otherwise than the class was made, a line each.

    Args:
        results: the `submissions` of results.json, graded without the checks that train.
    """
    by_student = {str(result["student"]).partition("_")[0]: result for result in results}
    for pupil in made.pupils:
        found = by_student.get(pupil.student)
        if found is None:
            yield f"{pupil.student}: not graded"
            continue
        yield from _of(pupil, found)


def _of(pupil: Pupil, found: Mapping[str, object]) -> Iterator[str]:
    checks = found["checks"]
    assert isinstance(checks, list)
    for part in pupil.parts:
        of_task = {str(c["id"]).partition("::")[2]: str(c["outcome"]) for c in checks if c["task"] == part.task}
        lost = {name for name, outcome in of_task.items() if outcome != "passed"}
        yield from (
            f"{pupil.student} {part.task} ({part.state}: {part.origin}): {text}" for text in _wrong(part, lost, of_task)
        )


def _wrong(part: Part, lost: set[str], outcomes: Mapping[str, str]) -> Iterator[str]:
    if part.state == "special" and part.loses is None and not lost:
        yield "loses nothing"
    if part.loses is None:
        return
    meant = set(outcomes) if part.loses == ("*",) else set(part.loses) & set(outcomes)
    if meant != lost:
        yield f"lost {sorted((n, outcomes[n]) for n in lost - meant)}, kept {sorted(meant - lost)}"
