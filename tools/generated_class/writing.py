"""The class on disk: `hand-ins/`, `earlier/`, `roster.csv`, `truth.json`."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from grader.course import find_course
from grader.spec import load_assignment
from tools.generated_class.making import ROOT
from tools.generated_class.notebooks import notebook, together
from tools.generated_class.truth import Class, Copied, Part, Pupil

HAND_INS, EARLIER, TRUTH, ROSTER = "hand-ins", "earlier", "truth.json", "roster.csv"


def write_class(made: Class, out: Path) -> None:
    """Writes the hand-ins of the class and of the term before, the roster and the truth.

    Raises:
        OSError: the folder cannot be written.
    """
    spec = load_assignment(find_course(ROOT).assignment_dir(made.week))
    public = {task.id: frozenset(task.names) for task in spec.tasks}
    for folder, pupils in ((out / HAND_INS, made.pupils), (out / EARLIER, made.earlier)):
        folder.mkdir(parents=True, exist_ok=True)
        for pupil in pupils:
            rng = random.Random(f"{made.seed} file {pupil.student}")
            _write(folder, pupil, public, rng)
    (out / ROSTER).write_text(_roster(made), "utf-8")
    truth = asdict(made)
    for pupil in (*truth["pupils"], *truth["earlier"]):
        del pupil["sources"]
    (out / TRUTH).write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", "utf-8")


def read_truth(out: Path) -> Class:
    """The truth about a class that was written, without the sources.

    Raises:
        OSError, ValueError: there is none.
    """
    data = json.loads((out / TRUTH).read_text("utf-8"))

    def pupil(found: dict[str, Any]) -> Pupil:
        parts = [Part(**{**p, "loses": None if p["loses"] is None else tuple(p["loses"])}) for p in found["parts"]]
        return Pupil(**{**found, "parts": tuple(parts), "members": tuple(found["members"])})

    return Class(
        data["week"],
        data["seed"],
        data["due"],
        tuple(map(pupil, data["pupils"])),
        tuple(Copied(c["original"], c["copy"], tuple(c["tasks"]), c["disguise"]) for c in data["copied"]),
        tuple(map(pupil, data["earlier"])),
        tuple(data["absent"]),
    )


def _write(folder: Path, pupil: Pupil, public: Mapping[str, frozenset[str]], rng: random.Random) -> None:
    spelling: Literal["NFC", "NFD"] = rng.choice(("NFC", "NFD"))
    path = folder / unicodedata.normalize(spelling, pupil.path)
    when = datetime.fromisoformat(pupil.submitted).timestamp()
    for name, data in _files(pupil, public, rng).items():
        file = path / unicodedata.normalize(spelling, name) if name else path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        os.utime(file, (when, when))
    if path.is_dir():
        os.utime(path, (when, when))


def _files(pupil: Pupil, public: Mapping[str, frozenset[str]], rng: random.Random) -> dict[str, bytes]:
    """Name below the hand-in's path → bytes; the name is empty where the path is the file."""
    sources = dict(pupil.sources)
    modules = {f"{name}.py": text.encode() for name, text in sources.items()}
    if pupil.special == "empty":
        return {"": b"\n"}
    if pupil.form == "folder":
        return modules
    if pupil.form == "zip":
        content = modules if rng.random() < 0.5 else {"WEEK4_복습과제1_RNN.ipynb": notebook(sources, public, rng)}
        return {"": _zipped(content, pupil.submitted)}
    if pupil.form == "file":
        imports, rest = together(sources, public)
        return {"": "\n\n\n".join(["\n".join(imports), *rest.values()]).encode() + b"\n"}
    if pupil.form == "notebooks" and len(sources) > 1:
        names = list(sources)
        halves = {"예습과제": names[: len(names) // 2], "복습과제": names[len(names) // 2 :]}
        return {
            f"{pupil.student}_24_S_NLP_WEEK4_{slot}1_RNN.ipynb": notebook({n: sources[n] for n in half}, public, rng)
            for slot, half in halves.items()
        }
    data = notebook(sources, public, rng)
    data = data[: len(data) // 2] if pupil.special == "not_json" else data
    return {f"{pupil.student}.ipynb" if pupil.form == "notebooks" else "": data}


def _zipped(files: Mapping[str, bytes], submitted: str) -> bytes:
    """A zip as a Mac makes it, `__MACOSX` included."""
    out = io.BytesIO()
    when = datetime.fromisoformat(submitted).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(unicodedata.normalize("NFD", name), when), data)
            archive.writestr(zipfile.ZipInfo(f"__MACOSX/._{name}", when), b"\0\5\x16\7")
    return out.getvalue()


def _roster(made: Class) -> str:
    """Everybody: who handed in, the other members of teams, who handed in nothing."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["student", "name", "team"])
    team = {member: p.student for p in made.pupils for member in p.members}
    everybody = {p.student for p in made.pupils} | set(team) | set(made.absent)
    writer.writerows([name, f"학생 {name[1:]}", team.get(name, "")] for name in sorted(everybody))
    return out.getvalue()
