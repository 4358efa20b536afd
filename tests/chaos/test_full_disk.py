"""A full disk: one line that says what to do, nothing half-made, nobody blamed, and the next run goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.journal import NAME
from tests.chaos.running import Scene, outcomes
from tests.chaos.small_disk import on_a_small_disk

LARGE_FILE = """
def work(i):
    with open("work", "wb") as file:
        file.write(bytes(2 << 20))
    return 2 * i
"""


@pytest.mark.slow
def test_no_room_for_the_reports(tmp_path: Path) -> None:
    """The results are in the journal, no report is there in part, and with room the same command only writes them."""
    scene = Scene(tmp_path, "process", students=2)
    copy = tmp_path / "copy"
    code, said = scene.finish(prefix=on_a_small_disk(scene.out, copy, 48))
    last = said.splitlines()[-1]
    assert code == 2
    assert last.startswith(f"grader: {scene.out}: the reports cannot be written: No space left on device (make room")
    assert last.endswith(f"what was graded is in {scene.out / NAME})")
    assert "Traceback" not in said
    assert [p.name for p in copy.iterdir()] == [NAME]
    scene.out.rmdir()
    copy.rename(scene.out)
    with Path("/dev/full").open("w") as full:  # and then there is no room for what is printed
        code, said = scene.finish("--json", stdout=full)
    assert code == 2
    assert "2 of 2 hand-ins were already graded" in said
    assert said.splitlines()[-1].startswith("grader: stdout cannot be written: No space left on device")
    assert outcomes(scene.results()).keys() == {"s001", "s002"}
    assert scene.left_behind() == []


@pytest.mark.slow
def test_no_room_for_the_journal(tmp_path: Path) -> None:
    """All hand-ins are graded all the same; one warning, and in the end the truth about what is kept."""
    scene = Scene(tmp_path, "process", students=3)
    copy = tmp_path / "copy"
    code, said = scene.finish(prefix=on_a_small_disk(scene.out, copy, 4))
    lines = said.splitlines()
    assert code == 2
    assert sum(line.startswith("[") for line in lines) == 3
    warning = f"grader: {scene.out / NAME}: cannot be written: No space left on device (grading goes on"
    assert sum(line.startswith(warning) for line in lines) == 1
    assert lines[-1].endswith("give the same command again: not all that was graded is kept)")
    assert [p.name for p in copy.iterdir()] == [NAME]
    scene.out.rmdir()
    copy.rename(scene.out)
    kept = scene.kept()
    assert 0 < len(kept) < 3
    code, said = scene.finish()
    assert code == 0, said
    assert f"{len(kept)} of 3 hand-ins were already graded" in said


@pytest.mark.slow
def test_no_room_for_temporary_files(tmp_path: Path) -> None:
    """What a student's work needs and may have, and the judge's disk has not, is ungraded; with room it is graded."""
    scene = Scene(tmp_path, "process", students=1, extra={"s002": LARGE_FILE})
    code, said = scene.finish(prefix=on_a_small_disk(scene.temporary, tmp_path / "copy", 512))
    assert code == 1, said
    found = outcomes(scene.results())
    assert {o for _, o in found["s001"]} == {"passed"}
    assert {o for _, o in found["s002"]} == {"ungraded"}
    assert "the same command grades those again" in said
    code, said = scene.finish()
    assert code == 0, said
    assert "1 of 2 hand-ins were already graded" in said
    assert {o for _, o in outcomes(scene.results())["s002"]} == {"passed"}
    assert scene.left_behind() == []
