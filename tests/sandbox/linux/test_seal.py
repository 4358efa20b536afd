"""The parts of the seal one by one: Landlock's rights, the readable tree, cgroup files, limits, parent and child."""

from __future__ import annotations

import errno
import os
import resource
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox import owner
from grader.sandbox.linux import calls, cgroups, landlock, seal, tree
from tests.sandbox.attacks.arena import HOME
from tests.sandbox.linux.in_child import alone, in_child

# -- Landlock ------------------------------------------------------------------------------------


@pytest.mark.parametrize("version, bits", [(1, 13), (2, 14), (3, 15), (4, 15), (5, 16), (6, 16), (7, 16), (99, 16)])
def test_rights_by_version(version: int, bits: int) -> None:
    """Each version of the kernel's interface adds rights, and asking for an unknown one would fail."""
    assert landlock.everything(version) == (1 << bits) - 1


@pytest.mark.parametrize("version, words", [(1, 1), (3, 1), (4, 2), (5, 2), (6, 3), (9, 3)])
def test_rule_sets_ask_for_what_the_version_knows(version: int, words: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """TCP from version 4, abstract sockets and signals from 6; older kernels get the shorter structure."""
    asked: list[tuple[object, ...]] = []

    def record(*arguments: object) -> int:
        asked.append(arguments)
        return 77

    monkeypatch.setattr(landlock, "abi", lambda: version)
    monkeypatch.setattr(landlock, "syscall", record)
    assert landlock.ruleset([("/nonexistent", landlock.READ), ("/dev/null", landlock.READ)]) == 77
    (name, attributes, size, _), rule = asked
    assert name == "landlock_create_ruleset"
    assert isinstance(attributes, bytes)
    assert len(attributes) == size == 8 * words
    assert struct.unpack(f"{words}Q", attributes) == (landlock.everything(version), 3, 3)[:words]
    assert isinstance(rule[3], bytes)
    assert struct.unpack("=Qi", rule[3])[0] == landlock.EXECUTE | landlock.READ_FILE  # no folder rights on a file


def test_landlock_holds(tmp_path: Path) -> None:
    """What a rule set does not name cannot be opened; what it names can."""
    (tmp_path / "seen").mkdir()
    (tmp_path / "seen/file").write_text("x")
    (tmp_path / "hidden").write_text("x")

    def body() -> None:
        rules = landlock.ruleset([(str(tmp_path / "seen"), landlock.READ)])
        calls.no_new_privileges()
        landlock.restrict(rules)
        assert Path(tmp_path / "seen/file").read_text() == "x"
        Path(tmp_path / "hidden").read_text()

    assert landlock.abi() >= 1
    assert in_child(body) == 100 + errno.EACCES


def test_a_kernel_without_landlock_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Version 0 where the call is missing or switched off."""

    def missing(*_: object) -> int:
        raise OSError(errno.ENOSYS, "no such call")

    monkeypatch.setattr(landlock, "syscall", missing)
    assert landlock.abi() == 0


# -- the tree ------------------------------------------------------------------------------------


def test_readable_holds_libraries_and_no_course() -> None:
    """Standard library and packages; neither the project nor anything that contains it, nor homes, nor /etc."""
    paths = tree.readable()
    assert any(os.__file__.startswith(p + "/") for p in paths)
    assert any(pytest.__file__.startswith(p + "/") for p in paths)
    for private in (
        *(HOME / n for n in ("course.toml", "reference", "grader", "tests")),
        Path.home(),
        Path("/etc/passwd"),
    ):
        assert not any(str(private) == p or str(private).startswith(p + "/") for p in paths), private
    assert not set(paths) & {"/", "/usr", "/etc", "/var", "/proc", "/sys", "/tmp", sys.prefix, sys.base_prefix}


def test_readable_names_no_path_twice() -> None:
    """A folder below another one is not bound again, and all exist."""
    paths = tree.readable()
    assert all(map(os.path.exists, paths))
    assert not [(p, q) for p in paths for q in paths if p.startswith(q + "/")]


def test_the_tree_is_read_only_down_to_mounts_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library folder with another file system inside: nothing of it is writable, nor the tree's own folders."""
    library = tmp_path / "library"
    (library / "inside").mkdir(parents=True)
    monkeypatch.setattr(tree, "readable", lambda: (str(library),))

    def body() -> None:
        alone()
        calls.mount("tmpfs", str(library / "inside"), "tmpfs", 0, "mode=777")
        (library / "inside/file").write_text("x")
        root = Path(tree.build(str(tmp_path)))
        assert (root / str(library)[1:] / "inside/file").read_text() == "x"
        places = [root, root / "tmp", root / "dev", root / str(library)[1:], root / str(library)[1:] / "inside"]
        for place in places:
            for attempt in (place.chmod, lambda _, p=place: os.utime(p), lambda _, p=place: (p / "new").touch()):
                with pytest.raises(OSError, match="Read-only file system"):
                    attempt(0o777)
            assert os.statvfs(place).f_flag & os.ST_NOSUID

    assert in_child(body) == 0
    assert not any((tmp_path / "root").iterdir())  # outside of the child's mounts there is nothing


# -- cgroups -------------------------------------------------------------------------------------


def v1(root: Path, *controllers: str) -> cgroups.Group | None:
    """A group in a folder that looks like version 1."""
    for controller in controllers:
        (root / controller).mkdir(parents=True)
        (root / controller / "cgroup.procs").touch()
    return cgroups.create(root)


def test_v1_files(tmp_path: Path) -> None:
    """Each limit goes into its controller's folder, the process into each of them; figures are read back."""
    group = v1(tmp_path, "memory", "pids", "cpu")
    assert group is not None
    assert group.controllers == ("memory", "pids", "cpu")
    group.set(cgroups.GroupLimits(memory=300 << 20, pids=24, cpus=1.5))
    memory, pids, cpu = (next((tmp_path / name).glob("grader-*")) for name in group.controllers)
    assert (memory / "memory.limit_in_bytes").read_text() == str(300 << 20)
    assert (memory / "memory.memsw.limit_in_bytes").read_text() == str(300 << 20)
    assert (pids / "pids.max").read_text() == "24"
    assert (cpu / "cpu.cfs_quota_us").read_text() == "150000"
    group.add(123)
    assert [(folder / "cgroup.procs").read_text() for folder in (memory, pids, cpu)] == ["123"] * 3
    (memory / "memory.max_usage_in_bytes").write_text("4096\n")
    (memory / "memory.oom_control").write_text("oom_kill_disable 0\nunder_oom 0\noom_kill 2\n")
    assert (group.peak_memory(), group.out_of_memory_kills()) == (4096, 2)


def test_v1_with_some_controllers(tmp_path: Path) -> None:
    """Limits that no controller enforces are passed over; what is not measured is None, not a number."""
    group = v1(tmp_path, "pids")
    assert group is not None
    group.set(cgroups.GroupLimits(1 << 20, 5, 1))
    assert (group.controllers, group.peak_memory(), group.out_of_memory_kills()) == (("pids",), None, 0)


def refuse(*_: object) -> None:
    """A file system that says no."""
    raise PermissionError(errno.EACCES, "no")


def test_v1_folders_that_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing there, or no right to make a group: None, and no error."""
    assert cgroups.create(tmp_path) is None
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory/cgroup.procs").touch()
    monkeypatch.setattr(Path, "mkdir", refuse)  # not by the folder's mode: root writes everywhere
    assert cgroups.create(tmp_path) is None


def test_groups_are_removed(tmp_path: Path) -> None:
    """Removing leaves no folder, and twice is harmless."""
    group = v1(tmp_path, "memory", "pids")
    assert group is not None
    group.remove()
    group.remove()
    assert not [*tmp_path.glob("*/grader-*")]


def test_dead_judges_groups_are_removed(tmp_path: Path) -> None:
    """Of a process that is gone, only waits to be reaped, or has a later process's number; never of one that runs."""
    own, here = os.getpid(), owner.namespace()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        since = owner.started(child.pid)
        assert not owner.gone(child.pid, since)
        assert child.stdin is not None
        child.stdin.write(b"\n")
        child.stdin.flush()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # ended, and not reaped until the block's end
        assert owner.gone(child.pid, since)
        for parent in (tmp_path / "pids", tmp_path / "memory"):
            parent.mkdir()
            (parent / "cgroup.procs").touch()
        dead = [f"grader-{n}-{here}-00ff" for n in (f"{child.pid}-{since}", f"{own}-1", "4194304-5")]
        kept = {f"grader-{own}-{owner.started(own)}-{here}-00ff", f"grader-4194304-5-{here + 1}-00ff", "grader-other"}
        for folder in (*dead, *kept):
            (tmp_path / "pids" / folder).mkdir()
        group = cgroups.create(tmp_path)
        assert group is not None
        (made,) = {p.name for p in (tmp_path / "pids").glob("grader-*")} - kept
        assert made.startswith(f"grader-{own}-{owner.started(own)}-{here}-")
        for folder in dead:
            (tmp_path / "pids" / folder).mkdir()
        group.remove()
        assert {p.name for p in (tmp_path / "pids").glob("grader-*")} == kept


def test_a_process_that_is_hidden_is_taken_to_live(monkeypatch: pytest.MonkeyPatch) -> None:
    """/proc may hide other users' processes: what does not answer there is gone only where nobody has the number."""
    monkeypatch.setattr(Path, "read_text", refuse)
    assert owner.started(os.getpid()) == ""
    assert not owner.gone(os.getpid(), "1")
    assert owner.gone(4194304, "1")
    monkeypatch.setattr(os, "kill", refuse)
    assert not owner.gone(1, "1")


def test_a_limit_that_cannot_be_set_is_our_fault(tmp_path: Path) -> None:
    """A refused limit raises; swap accounting alone may be missing."""
    group = v1(tmp_path, "memory", "pids")
    assert group is not None
    memory, pids = (next((tmp_path / name).glob("grader-*")) for name in group.controllers)
    (memory / "memory.memsw.limit_in_bytes").mkdir()
    group.set(cgroups.GroupLimits(1 << 20, 5, 1))
    (pids / "pids.max").unlink()
    (pids / "pids.max").mkdir()
    with pytest.raises(IsADirectoryError):
        group.set(cgroups.GroupLimits(1 << 20, 5, 1))


def test_v2_files(tmp_path: Path) -> None:
    """One folder for all: the delegated group's controllers are switched on for it."""
    own = next(
        line[3:].strip() for line in Path("/proc/self/cgroup").read_text().splitlines() if line.startswith("0::")
    )
    parent = tmp_path / own.lstrip("/")
    parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "cgroup.controllers").write_text("cpuset cpu io memory pids")
    (parent / "cgroup.controllers").write_text("cpu memory pids")
    (parent / "cgroup.subtree_control").write_text("cpu memory pids")
    (parent / f"grader-4194304-5-{owner.namespace()}-00ff").mkdir()  # of a judge that is no more
    group = cgroups.create(tmp_path)
    assert group is not None
    assert group.controllers == ("cpu", "memory", "pids")
    (folder,) = parent.glob("grader-*")
    (folder / "cgroup.controllers").touch()
    group.set(cgroups.GroupLimits(1 << 20, 7, 0.5))
    read = {name: (folder / name).read_text() for name in ("memory.max", "memory.swap.max", "pids.max", "cpu.max")}
    assert read == {"memory.max": "1048576", "memory.swap.max": "0", "pids.max": "7", "cpu.max": "50000 100000"}
    (folder / "memory.peak").write_text("9\n")
    (folder / "memory.events").write_text("low 0\noom 1\noom_kill 3\noom_group_kill 0\n")
    assert (group.peak_memory(), group.out_of_memory_kills()) == (9, 3)
    group.add(55)
    assert (folder / "cgroup.procs").read_text() == "55"


def test_v2_that_is_not_delegated(tmp_path: Path) -> None:
    """No group of ours, no controllers, or no right to switch them on: None."""
    (tmp_path / "cgroup.controllers").write_text("")
    assert cgroups.create(tmp_path) is None
    (tmp_path / "cgroup.subtree_control").mkdir()
    (tmp_path / "cgroup.controllers").write_text("memory pids")
    assert cgroups.create(tmp_path) is None


# -- processes -----------------------------------------------------------------------------------


def test_limits_of_the_seal() -> None:
    """Hard limits as asked for; memory is what the template takes and what is granted beyond."""
    wanted = seal.Seal(memory_mb=4096, disk_mb=3, inodes=10, cpu=9, tasks=1000, uid=None)

    def body() -> None:
        seal._limit(wanted, 1 << 40)
        assert resource.getrlimit(resource.RLIMIT_AS) == ((1 << 40) + (4096 << 20),) * 2
        assert resource.getrlimit(resource.RLIMIT_FSIZE) == (3 << 20,) * 2
        assert resource.getrlimit(resource.RLIMIT_CPU) == (9, 9)
        assert resource.getrlimit(resource.RLIMIT_NPROC) == (1000, 1000)
        assert resource.getrlimit(resource.RLIMIT_CORE) == (1, 1)
        assert resource.getrlimit(resource.RLIMIT_MSGQUEUE) == (0, 0)

    assert in_child(body) == 0


def test_only_the_kept_descriptors_stay_open() -> None:
    """Descriptors between, below and above the kept ones are closed."""

    def body() -> None:
        opened = [os.open("/dev/null", os.O_RDONLY) for _ in range(20)]
        keep = {opened[3], opened[11]}
        calls.close_all_but(keep)
        left = [fd for fd in range(3, 300) if os.path.lexists(f"/proc/self/fd/{fd}")]
        assert set(left) == keep

    assert in_child(body) == 0
