"""A full disk: one line that says what to do, nothing half-made, nobody blamed, and the next run goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.running import Scene, outcomes
from tests.chaos.small_disk import on_a_small_disk

STORE_KILOBYTES = 300  # what an empty store takes, and little more
LARGE_FILE = """
def work(i):
    with open("work", "wb") as file:
        file.write(bytes(2 << 20))
    return 2 * i
"""


@pytest.mark.slow
def test_no_room_for_the_reports(tmp_path: Path) -> None:
    """The results are in the store, no report is there in part, and with room the same command only writes them."""
    scene = Scene(tmp_path, "process", students=2)
    copy = tmp_path / "copy"
    code, said = scene.finish(prefix=on_a_small_disk(scene.out, copy, 48))
    last = said.splitlines()[-1]
    assert code == 2
    assert last.startswith(f"grader: {scene.out}: the reports cannot be written: No space left on device (make room")
    assert last.endswith(f"what was graded is in {scene.store})")
    assert "Traceback" not in said
    assert [*copy.iterdir()] == []
    with Path("/dev/full").open("w") as full:  # and then there is no room for what is printed
        code, said = scene.finish("--json", stdout=full)
    assert code == 2
    assert "2 of 2 hand-ins are graded already" in said
    assert said.splitlines()[-1].startswith("grader: stdout cannot be written: No space left on device")
    assert outcomes(scene.results()).keys() == {"s001", "s002"}
    assert scene.left_behind() == []


@pytest.mark.slow
def test_no_room_for_the_store(tmp_path: Path) -> None:
    """All hand-ins are graded and reported all the same; one warning, and nothing that was kept is lost."""
    scene = Scene(tmp_path, "process", students=3)
    copy = tmp_path / "copy"
    code, said = scene.finish(prefix=on_a_small_disk(scene.store.parent, copy, STORE_KILOBYTES))
    lines = said.splitlines()
    assert code == 0, said
    assert sum(line.startswith("[") for line in lines) == 3
    warning = f"grader: {scene.store}: cannot be written: No space left on device (make room); grading goes on"
    assert sum(line.startswith(warning) for line in lines) == 1
    assert outcomes(scene.results()).keys() == {"s001", "s002", "s003"}
    scene.store.parent.rmdir()
    copy.rename(scene.store.parent)
    kept = scene.kept()
    assert len(kept) < 3
    code, said = scene.finish()
    assert code == 0, said
    assert not kept or f"{len(kept)} of 3 hand-ins are graded already" in said
    assert set(scene.kept()) == {"s001", "s002", "s003"}


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
    assert "1 of 2 hand-ins are graded already" in said
    assert {o for _, o in outcomes(scene.results())["s002"]} == {"passed"}
    assert scene.left_behind() == []
