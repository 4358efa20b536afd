"""What a run has finished so far, on disk: a run that was killed is continued by the next one with the same arguments.

`journal.jsonl` lies among the reports. Its first line holds the key of the run, each other line one hand-in with its
results, on the disk before the next is waited for. Whoever has the journal open has it locked, so two runs never write
to the same folder. It goes when all that it holds is in the reports.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Self

from pydantic import TypeAdapter

from grader.errors import UsageError
from grader.locking import try_lock
from grader.model import CheckResult, Outcome

NAME = "journal.jsonl"
OTHER = "journal.old.jsonl"  # the last one that could not be continued


@dataclass(frozen=True)
class Entry:
    """A judged submission: its key, whose it is, how long it took, the results of its checks in their order."""

    hand_in: str
    student: str
    seconds: float
    results: tuple[CheckResult, ...]

    @property
    def final(self) -> bool:
        """Whether everything was judged: what is ungraded is our fault, and is graded again."""
        return all(result.outcome is not Outcome.UNGRADED for result in self.results)


_ENTRY = TypeAdapter(Entry)


class Journal:
    """The journal of a reports' folder, which must exist.

    Where it cannot be written the run goes on, and `warn` is told once.

    Args:
        warn: told what the operator should know, a line each.
        again: forget what is in it.

    Raises:
        UsageError: another run has it open.
    """

    def __init__(self, folder: Path, warn: Callable[[str], None], *, again: bool = False) -> None:
        self.path = folder / NAME
        self._warn, self._warned = warn, False
        self._run = ""  # the key that the first line holds
        self._entries: dict[str, Entry] = {}
        self._good = 0  # bytes up to the last whole line
        self._file: BinaryIO | None = None
        self._keeping = True
        try:
            self._file = self._opened()
            if again:
                self._file.truncate(0)
            else:
                self._read(self._file)
        except OSError as error:
            self._cannot(error)

    @property
    def unfinished(self) -> bool:
        """Whether a run was interrupted here."""
        return bool(self._entries)

    @property
    def complete(self) -> bool:
        """Whether all that was finished is in it: an interruption now would lose nothing."""
        return self._file is not None and not self._warned

    def take_over(self, run: str) -> Mapping[str, Entry]:
        """What the interrupted run finished, by the hand-in's key; nothing where its key is not `run`.

        A journal that does not fit is put aside.
        """
        if run != self._run and self._entries and self._file is not None:
            self._entries = {}
            try:
                shutil.copyfile(self.path, self.path.with_name(OTHER))
                self._file.truncate(0)
                self._good, self._run = 0, ""
            except OSError as error:
                self._cannot(error)
                self._keeping = False  # what is in it is hours of work
            else:
                what = "the interrupted run had other checks, options or another set-up, and is not continued"
                self._warn(f"{self.path.parent}: {what} (its results are in {OTHER})")
        return dict(self._entries)

    def add(self, run: str, entry: Entry) -> None:
        """Keep a finished submission; back when it is on the disk."""
        if self._file is None or not self._keeping or not entry.final:
            return
        lines = [asdict(entry)] if self._run else [{"run": run}, asdict(entry)]
        data = "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines).encode()
        try:
            self._file.seek(self._good)
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            with contextlib.suppress(OSError):
                self._file.truncate(self._good)
            self._cannot(error)
            return
        self._good += len(data)
        self._run = run
        self._entries[entry.hand_in] = entry

    def finish(self, students: Collection[str]) -> None:
        """The reports of these students are written, and none of them is ungraded: the journal is of no more use.

        It stays where it holds others' results, of a larger run that was interrupted.
        """
        if (
            self._file is not None
            and self._keeping
            and all(entry.student in students for entry in self._entries.values())
        ):
            with contextlib.suppress(OSError):
                if os.name != "posix":  # an open file cannot be removed there
                    self._file.close()
                self.path.unlink()

    def close(self) -> None:
        """Let the next run have it; repeatable."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _opened(self) -> BinaryIO:
        """The locked file that bears the name now: while we waited for it, a run that ended may have removed it."""
        while True:
            file = open(self.path, "r+b", buffering=0, opener=_creating)  # noqa: SIM115 - open as long as we are
            try:
                if not try_lock(file):
                    remedy = "wait until it is through, or give another folder with --out"
                    raise UsageError(f"{self.path.parent}: another `grader grade` writes there ({remedy})")
                if self.path.exists() and os.path.samestat(os.fstat(file.fileno()), self.path.stat()):
                    return file
            except BaseException:
                file.close()
                raise
            file.close()

    def _read(self, file: BinaryIO) -> None:
        """All whole lines; the first that is not one, torn by a kill or a full disk, ends it and is overwritten."""
        with self.path.open("rb") as lines:
            for line in lines:
                try:
                    if not line.endswith(b"\n"):
                        break
                    data = json.loads(line)
                    if not self._run:
                        self._run = str(data["run"])
                    else:
                        entry = _ENTRY.validate_python(data)
                        self._entries[entry.hand_in] = entry
                except (ValueError, KeyError, TypeError, RecursionError):
                    break
                self._good += len(line)
        file.truncate(self._good)

    def _cannot(self, error: OSError) -> None:
        if not self._warned:
            self._warned = True
            consequence = "grading goes on; an interruption would lose what is not in it"
            self._warn(f"{self.path}: cannot be written: {error.strerror} ({consequence})")


def _creating(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CREAT, 0o666)
