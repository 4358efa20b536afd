"""All reports of a run: the whole of them in place, or what was there before."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

import grader.reports.everything
from grader.model import Run
from grader.reports.everything import write_all


def files(folder: Path) -> dict[str, int]:
    """Every file below a folder, with its size."""
    return {p.relative_to(folder).as_posix(): p.stat().st_size for p in folder.rglob("*") if p.is_file()}


def test_paths_are_where_the_files_are(run: Run, tmp_path: Path) -> None:
    """What is returned exists, in the folder itself, and nothing of the making is left."""
    paths = write_all(run, tmp_path / "out", "en")
    assert all(p.is_file() for p in (paths.results, paths.gradebook, paths.class_page, *paths.feedback))
    assert len(paths.feedback) == len(run.verdicts)
    top = {"results.json", "gradebook.csv", "index.html", "index.ko.html", "feedback"}
    assert {p.name for p in (tmp_path / "out").iterdir()} == top


@pytest.mark.parametrize("step", ["write_results", "write_gradebook", "write_pages", "set_aside"])
def test_a_full_disk_leaves_what_was_there(
    run: Run, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However far it came, the folder holds the earlier reports and no part of the new ones."""
    write_all(run, tmp_path, "en")
    before = files(tmp_path)
    real = getattr(grader.reports.everything, step)

    def full(*arguments: object, **named: object) -> None:
        if step == "write_pages":
            real(*arguments, **named)  # up to the last page
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(grader.reports.everything, step, full)
    with pytest.raises(OSError, match="No space left"):
        write_all(run, tmp_path, "en")
    assert files(tmp_path) == before


def test_what_a_killed_run_left_is_cleared(run: Run, tmp_path: Path) -> None:
    """Half-made reports of a killed run are neither shown nor kept; the results come last of all."""
    half = tmp_path / ".unfinished" / "feedback"
    half.mkdir(parents=True)
    (half / "nobody.html").write_text("half")
    moved: list[str] = []
    rename = Path.rename

    def spy(self: Path, target: Path) -> Path:
        moved.append(self.name)
        return rename(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", spy)
        paths = write_all(run, tmp_path, "en")
    assert moved[-1] == "results.json" and len(moved) == 5
    assert not half.parent.exists()
    assert tmp_path / "feedback" / "nobody.html" not in paths.feedback
    assert not (tmp_path / "feedback" / "nobody.html").exists()
