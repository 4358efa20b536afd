"""What a judge could leave on the machine beside files and processes."""

from __future__ import annotations

from pathlib import Path


def own_mounts(pid: int, folder: Path) -> list[str]:
    """Mounts that a process sees on a judge's folder or on a submission's, of whatever kind."""
    lines = Path(f"/proc/{pid}/mountinfo").read_text().splitlines()
    return [line for line in lines if str(folder) in line or "/box" in line or "grader" in line]


def own_groups(pid: int) -> list[tuple[str, str]]:
    """A judge's cgroups and any below them, each with its processes."""
    found = [*Path("/sys/fs/cgroup").glob(f"*/grader-{pid}-*"), *Path("/sys/fs/cgroup").glob(f"grader-{pid}-*")]
    below = [p for group in found for p in (group, *group.rglob("*")) if p.is_dir()]
    return sorted((str(p), (p / "cgroup.procs").read_text()) for p in below)


def own_containers(pid: int) -> int:
    """How many containers a judge has, running or not. One at a time: other limits are another container."""
    from grader.sandbox import engine

    every = engine.engine().containers.list(all=True, filters={"label": engine.LABEL}, ignore_removed=True)
    return sum(str(pid) in container.labels.get(engine._OWNER, "").split() for container in every)
