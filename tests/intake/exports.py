"""Exports of learning platforms as they look when they are downloaded: for students, into a folder → the path."""

from __future__ import annotations

import io
import json
import os
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

LSTM = "def lstm_cell(x): return x\n"
FIRST = datetime(2023, 2, 1, 9, 5, 33, tzinfo=UTC)  # 18:05:33 in Seoul
KST = timedelta(hours=9)


@dataclass(frozen=True)
class Handed:
    """What one student handed in.

    Attributes:
        student: the roster's id, also the login.
        name: `Given Family`.
        files: name → content.
        number: the platform's own; by default made from the position.
        time: when, with a zone.
        late: whether the platform marks it.
        earlier: files of attempts before, the oldest first.
        team: ids and names of the others.
    """

    student: str
    name: str
    files: Mapping[str, str | bytes] = field(default_factory=lambda: {"lstm.py": LSTM})
    number: int = 0
    time: datetime = FIRST
    late: bool = False
    earlier: Sequence[Mapping[str, str | bytes]] = ()
    team: Sequence[tuple[str, str]] = ()

    def id(self, position: int) -> int:
        """The platform's number."""
        return self.number or 4000 + position


def students(count: int) -> list[Handed]:
    """A class: s001, s002, …, each with another file."""
    return [Handed(f"s{n:03}", f"Given{n:03} Family{n:03}", {"lstm.py": f"{LSTM}# {n}\n"}) for n in range(1, count + 1)]


def roster_csv(path: Path, handed: Sequence[Handed]) -> Path:
    """The roster of these students."""
    rows = [f"{h.student},{h.name},{h.student}@example.org" for h in handed]
    path.write_text("\n".join(["student,name,email", *rows]) + "\n", "utf-8")
    return path


def zip_bytes(tree: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tree.items():
            archive.writestr(name, content)
    return data.getvalue()


def write(folder: Path, name: str, tree: Mapping[str, str | bytes], *, zipped: bool) -> Path:
    """The files as `name.zip` or as the folder `name`."""
    folder.mkdir(parents=True, exist_ok=True)
    if zipped:
        (folder / f"{name}.zip").write_bytes(zip_bytes(tree))
        return folder / f"{name}.zip"
    for path, content in tree.items():
        file = folder / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder / name


def canvas(folder: Path, handed: Sequence[Handed], *, zipped: bool = True, anonymous: bool = False) -> Path:
    """Canvas's “Download Submissions”; a name of other letters than a–z comes out empty, as there."""
    tree: dict[str, str | bytes] = {}
    attachment = 90000
    for position, one in enumerate(handed, 1):
        given, _, family = one.name.rpartition(" ")
        squeezed = "".join(c for c in f"{family}{given}".lower() if c.isascii() and c.isalnum())
        who = f"anon_{one.id(position)}" if anonymous else squeezed
        late = "_LATE" if one.late else ""
        number = "" if anonymous else f"_{one.id(position)}"
        again = f"-{len(one.earlier)}" if one.earlier else ""
        for name, content in one.files.items():
            attachment += 1
            stem, dot, ending = name.rpartition(".")
            tree[f"{who}{late}{number}_{attachment}_{stem}{again}{dot}{ending}"] = content
    return write(folder, "submissions", tree, zipped=zipped)


def moodle(
    folder: Path,
    handed: Sequence[Handed],
    *,
    zipped: bool = True,
    flat: bool = False,
    blind: bool = False,
    group: str = "",
) -> Path:
    """Moodle's “Download all submissions”."""
    tree: dict[str, str | bytes] = {}
    for position, one in enumerate(handed, 1):
        who = "Participant" if blind else f"{group}-{one.name}" if group else one.name
        for name, content in one.files.items():
            separator = "" if flat else "/"
            tree[f"{who}_{one.id(position)}_assignsubmission_file_{separator}{name}"] = content
    return write(folder, "NLP-Week 4-1234", tree, zipped=zipped)


def blackboard(folder: Path, handed: Sequence[Handed], *, zipped: bool = True) -> Path:
    """Blackboard's “Assignment File Download”; its server's clock stands in Seoul."""
    tree: dict[str, str | bytes] = {}
    for one in handed:
        attempts = [*one.earlier, one.files]
        for before, files in enumerate(reversed(attempts)):
            moment = one.time + KST - timedelta(hours=before)
            start = f"Week 4_{one.student}_attempt_{moment:%Y-%m-%d-%H-%M-%S}"
            listed = "".join(f"\tOriginal filename: {n}\n\tFilename: {start}_{n}\n" for n in files)
            tree[f"{start}.txt"] = (
                f"Name: {one.name} ({one.student})\nAssignment: Week 4\n"
                f"Date Submitted: {moment:%A, %B %d, %Y %I:%M:%S %p} KST\nCurrent Grade: Not Graded Yet\n\n"
                f"Submission Field:\nName: Nobody Else (s999)\n\nComments:\n\nFiles:\n{listed}"
            )
            tree |= {f"{start}_{name}": content for name, content in files.items()}
    return write(folder, "gradebook_NLP_Week 4_2023-02-02-10-00-00", tree, zipped=zipped)


def gradescope(folder: Path, handed: Sequence[Handed], *, zipped: bool = True) -> Path:
    """Gradescope's “Export Submissions”, with the folders of earlier attempts."""
    top = "assignment_777_export"
    tree: dict[str, str | bytes] = {}
    lines = ["---"]
    for position, one in enumerate(handed, 1):
        number = 1000 * one.id(position)
        lines += [f"submission_{number}:", "  :submitters:"]
        for student, name in [(one.student, one.name), *one.team]:
            lines += [f"  - :name: {json.dumps(name)}", f"    :sid: {student}", f"    :email: {student}@example.org"]
        lines += [f"  :created_at: {_ruby(one.time)}", "  :score: 0.0", "  :status: processed", "  :results: {}"]
        lines += ["  :history:"] if one.earlier else ["  :history: []"]
        for before, files in enumerate(one.earlier, 1):
            moment = one.time - timedelta(hours=len(one.earlier) + 1 - before)
            lines += [f"  - :created_at: {_ruby(moment)}", f"    :id: {number + before}", "    :score: 0.0"]
            tree |= {f"{top}/submission_{number + before}/{name}": content for name, content in files.items()}
        tree |= {f"{top}/submission_{number}/{name}": content for name, content in one.files.items()}
    tree[f"{top}/submission_metadata.yml"] = "\n".join(lines) + "\n"
    path = write(folder, "export", tree, zipped=zipped)
    return path if zipped else path / top


def _ruby(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}.123456000 Z"


def git(folder: Path, *arguments: str, when: datetime | None = None) -> str:
    """One git command in a folder, as nobody in particular."""
    date = (when or FIRST).isoformat()
    who = {"GIT_AUTHOR_NAME": "s", "GIT_AUTHOR_EMAIL": "s@example.org"}
    who |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in who.items()}
    who |= {"GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": "2020-01-01T00:00:00+00:00"}
    who |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}
    done = subprocess.run(["git", *arguments], cwd=folder, env=who, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(repository: Path, tree: Mapping[str, str | bytes], when: datetime) -> str:
    """These files in a repository, which is made if it is not there; the commit's name."""
    repository.mkdir(parents=True, exist_ok=True)
    if not (repository / ".git").exists():
        git(repository, "init", "-q", "-b", "main")
    for path, content in tree.items():
        file = repository / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "work", when=when)
    return git(repository, "rev-parse", "HEAD")


def class_repository(folder: Path, handed: Sequence[Handed]) -> Path:
    """One repository with a folder for each student, each handed in by a commit of its own."""
    for one in handed:
        commit(folder / "class", {f"{one.student}/{name}": c for name, c in one.files.items()}, one.time)
    return folder / "class"


def repository_list(folder: Path, handed: Sequence[Handed]) -> Path:
    """A repository for each student, and the list of them."""
    rows = ["student,url,branch,deadline"]
    for one in handed:
        for before, files in enumerate([*one.earlier, one.files]):
            moment = one.time - timedelta(hours=len(one.earlier) - before)
            commit(folder / f"{one.student}-work", files, moment)
        rows.append(f"{one.student},{one.student}-work,main,")
    (folder / "repositories.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder / "repositories.csv"
