"""The engine's seccomp profile: an allow-list that is at least as strict as it must be."""

from __future__ import annotations

import platform
from typing import Any

import pytest

from grader.sandbox.linux import policy, profile

NEVER = """
ptrace process_vm_readv process_vm_writev kcmp unshare setns mount umount2 pivot_root chroot bpf userfaultfd
perf_event_open keyctl add_key request_key io_uring_setup io_uring_enter io_uring_register open_by_handle_at
name_to_handle_at memfd_create shmget semget msgget pidfd_getfd execveat personality fsopen open_tree move_mount
mount_setattr init_module finit_module kexec_load reboot swapon quotactl syslog mknod mknodat
""".split()  # noqa: SIM905 - a page of quotes reads worse


@pytest.fixture(params=[False, True], ids=["cpu", "gpu"])
def made(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The profile of this machine."""
    return profile.profile(platform.machine(), gpu=request.param)


def test_everything_else_is_refused(made: dict[str, Any]) -> None:
    """An allow-list for one architecture."""
    assert (made["defaultAction"], made["defaultErrnoRet"]) == ("SCMP_ACT_ERRNO", 1)
    assert len(made["architectures"]) == 1


@pytest.mark.parametrize("call", NEVER)
def test_never(call: str, made: dict[str, Any]) -> None:
    """What nothing in a container needs is not in the list, whatever its arguments."""
    assert call not in {name for entry in made["syscalls"] for name in entry["names"]}


def test_sockets_are_local(made: dict[str, Any]) -> None:
    """No network and no AF_VSOCK: the family must be AF_UNIX."""
    entries = [entry for entry in made["syscalls"] if {"socket", "socketpair"} & set(entry["names"])]
    assert len(entries) == 2
    for entry in entries:
        assert [(a["index"], a["valueTwo"], a["op"]) for a in entry["args"]] == [(0, 1, "SCMP_CMP_MASKED_EQ")]


def test_no_new_namespaces(made: dict[str, Any]) -> None:
    """clone without any CLONE_NEW flag; clone3, whose flags cannot be seen, answers ENOSYS."""
    (entry,) = [entry for entry in made["syscalls"] if "clone" in entry["names"]]
    (condition,) = entry["args"]
    assert condition["valueTwo"] == 0
    for flag in (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000):
        assert condition["value"] & flag
    assert {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38} in made["syscalls"]


def test_all_that_submissions_may_do_is_in_it(made: dict[str, Any]) -> None:
    """The stricter filter inside never allows what this one refuses."""
    names = {name for entry in made["syscalls"] for name in entry["names"]}
    assert set(policy.named_rules(processes=True)) <= names


def test_an_unknown_machine() -> None:
    """No table, no profile."""
    with pytest.raises(KeyError):
        profile.profile("riscv64")
