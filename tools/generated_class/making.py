"""Who is in the class, and what each of them wrote."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from grader.course import find_course
from tools.generated_class.pieces import Piece, Pieces
from tools.generated_class.renaming import commented, renamed_locals, reordered, without_notes
from tools.generated_class.rewriting import habits, reworded
from tools.generated_class.specials import SPECIALS, spoil
from tools.generated_class.truth import Class, Copied, Part, Pupil

ROOT = Path(__file__).resolve().parents[2]
DUE = "2023-02-01T18:00:00+09:00"
_STATES = (("right", 62), ("wrong", 14), ("mutant", 12), ("stub", 5), ("missing", 4), ("partial", 3))
_FORMS = (("notebook", 66), ("file", 12), ("folder", 13), ("notebooks", 5), ("zip", 4))
_LIGHT = {"name": 0.1, "swap": 0.1, "commute": 0.1, "answer": 0.1}  # what the third disguise rewords


@dataclass(frozen=True)
class _Work:
    """What one student wrote: task → piece, already in the student's own words."""

    pieces: dict[str, Piece]
    special: str = ""


def make_class(students: int, seed: int, *, week: str = "week04_rnn", zips: bool = True, earlier: bool = True) -> Class:
    """A class by seed: the same arguments give the same class.

    Args:
        students: hand-ins. zips: some of them packed. earlier: a tenth as many of the term before, two of them copied.
    """
    course = find_course(ROOT)
    right = sorted(p for p in (ROOT / "tests" / "right" / week).iterdir() if p.is_dir())
    pieces = Pieces(course, week, right)
    names = [f"s{i:03d}" for i in range(1, students + 1)]
    before = [f"e{i:03d}" for i in range(1, students // 10 + 1)] if earlier else []
    rng = random.Random(f"class {seed}")
    special = _specials(names, rng)
    works = {name: _work(pieces, random.Random(f"{seed} {name}"), special.get(name, "")) for name in [*names, *before]}
    copied = _copies(works, names, before, pieces, rng)
    makers = _Makers(works, pieces, zips=zips)
    pupils = [makers.pupil(name, random.Random(f"{seed} form {name}")) for name in names]
    pupils = _teams(pupils, students, rng)
    olds = [makers.pupil(name, random.Random(f"{seed} form {name}"), years=-1) for name in before]
    absent = tuple(f"s{i:03d}" for i in range(students + 500, students + 500 + max(1, students // 40)))
    return Class(week, seed, DUE, tuple(pupils), tuple(copied), tuple(olds), absent)


def _specials(names: Sequence[str], rng: random.Random) -> dict[str, str]:
    """A few that crash, hang or cannot be read; so few that the class takes minutes."""
    each = max(1, min(3, len(names) // 200))
    kinds = [kind for kind in SPECIALS for _ in range(each)][: max(0, len(names) // 5)]
    return dict(zip(rng.sample(names, len(kinds)), kinds, strict=True))


def _work(pieces: Pieces, rng: random.Random, special: str) -> _Work:
    own = habits(rng)
    home = rng.choice(pieces.bases)
    keen = rng.random() < 0.25  # everything right
    notes = rng.choice((0.0, 0.5, 1.0, 1.0))
    found: dict[str, Piece] = {}
    for task in pieces.tasks:
        base = home if rng.random() < 0.25 else rng.choice(pieces.bases)
        state = "right" if keen or special else rng.choices([s for s, _ in _STATES], [n for _, n in _STATES])[0]
        if state == "missing":
            found[task] = Piece(task, "missing", "", ("*",), "")
            continue
        if state == "stub":
            found[task] = pieces.stub(task)
            continue
        piece = _piece(pieces, state, task, base, rng)
        source = reworded(without_notes(piece.source, rng, notes), own, rng)
        found[task] = replace(piece, source=renamed_locals(source, rng, rng.choice((0.0, 0.3, 1.0))))
    if all(piece.state in {"missing", "stub"} for piece in found.values()):
        found[pieces.tasks[0]] = pieces.right(pieces.tasks[0], home)
    return _Work(found, special)


def _piece(pieces: Pieces, state: str, task: str, base: str, rng: random.Random) -> Piece:
    if state == "wrong":
        return pieces.wrong(task, rng)
    if state == "mutant":
        return pieces.mutant(task, base, rng)
    return pieces.partial(task, base, rng) if state == "partial" else pieces.right(task, base)


def _copies(
    works: dict[str, _Work], names: Sequence[str], before: Sequence[str], pieces: Pieces, rng: random.Random
) -> list[Copied]:
    """Plants the copies: pairs, from forty hand-ins on a ring of three, and from the term before."""
    honest = [name for name in names if not works[name].special]
    rng.shuffle(honest)
    wanted = max(2, len(names) // 30)
    couples = [(honest.pop(), honest.pop()) for _ in range(min(wanted, len(honest) // 2))]
    if len(names) >= 40:
        couples.append((couples[0][0], honest.pop()))
    couples += [(old, honest.pop()) for old in before[: max(1, len(before) // 15)] if honest]
    found = []
    for number, (original, copy) in enumerate(couples):
        disguise = number % 3 + 1
        written = [t for t in pieces.tasks if works[original].pieces[t].state not in {"missing", "stub"}]
        count = (
            len(written)
            if rng.random() < 0.5
            else max(min(3, len(written)), round(len(written) * rng.uniform(0.4, 0.9)))
        )
        tasks = tuple(sorted(rng.sample(written, count), key=pieces.tasks.index))
        for task in tasks:
            taken = works[original].pieces[task]
            works[copy].pieces[task] = replace(taken, source=_disguised(taken.source, disguise, rng))
        found.append(Copied(original, copy, tasks, disguise))
    return found


def _disguised(source: str, disguise: int, rng: random.Random) -> str:
    source = without_notes(source, rng, 1.0)
    if disguise >= 2:
        source = renamed_locals(source, rng)
    if disguise >= 3:
        source = reworded(reordered(source, rng), _LIGHT, rng)
    return source


class _Makers:
    """From what a student wrote to what the student hands in."""

    def __init__(self, works: dict[str, _Work], pieces: Pieces, *, zips: bool) -> None:
        self._works, self._pieces, self._zips = works, pieces, zips

    def pupil(self, name: str, rng: random.Random, years: int = 0) -> Pupil:
        work = self._works[name]
        form = rng.choices([f for f, _ in _FORMS], [n for _, n in _FORMS])[0]
        form = "notebook" if work.special in {"syntax", "not_json"} or (form == "zip" and not self._zips) else form
        form = "file" if work.special == "empty" else form
        late = rng.random() < 0.1
        due = datetime.fromisoformat(DUE) + timedelta(days=364 * years)
        gap = timedelta(minutes=rng.randint(1, 3 * 24 * 60), seconds=rng.randint(0, 59))
        sources = {}
        for task, piece in work.pieces.items():
            if piece.source:
                sources[task] = (
                    commented(piece.source, rng, rng.choice((0.0, 0.05, 0.15)))
                    if piece.state != "stub"
                    else piece.source
                )
        sources, parts = spoil(work.special, sources, self._parts(work), self._pieces, rng)
        return Pupil(
            student=name,
            path=_path(name, form, rng),
            form=form,
            submitted=(due + gap if late else due - gap).isoformat(),
            late=late,
            special=work.special,
            parts=parts,
            sources=sources,
        )

    def _parts(self, work: _Work) -> tuple[Part, ...]:
        return tuple(Part(task, p.state, p.loses, p.origin) for task, p in work.pieces.items())


def _path(name: str, form: str, rng: random.Random) -> str:
    """The file name in the club's pattern, as browsers leave it."""
    again = rng.choice(("", "", "", "", "", "", " (1)", " (2)"))
    stem = f"{name}_24_S_NLP_WEEK4_복습과제1_RNN{again}"
    return {"notebook": f"{stem}.ipynb", "file": f"{name}.py", "zip": f"{stem}.zip"}.get(form, name)


def _teams(pupils: Sequence[Pupil], students: int, rng: random.Random) -> list[Pupil]:
    """Every twentieth hand-in is a team's; the partner hands in nothing else."""
    partners = iter(range(students + 1, students + 400))
    chosen = set(rng.sample([p.student for p in pupils], len(pupils) // 20))
    return [replace(p, members=(p.student, f"s{next(partners):03d}")) if p.student in chosen else p for p in pupils]
