"""The engine's own seccomp profile for our containers: what the template needs, and never more than that.

Submissions run behind the stricter filter of `policy`, which their process puts on itself. This one bounds everything
in the container, the template included; engines up to 22 would by default allow AF_VSOCK and io_uring.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import Any

from grader.sandbox.linux import policy
from grader.sandbox.linux.bpf import ALLOW, Argument

# The template becomes another user, drops rights, watches and ends its children; the container's init waits for all.
_TEMPLATE = """
setuid setgid setgroups setresuid setresgid capget capset prctl seccomp landlock_create_ruleset landlock_add_rule
landlock_restrict_self setrlimit prlimit64 kill pidfd_open pidfd_send_signal execve
"""
_TIOCSPGRP = 0x5410  # the container's init
_ARCHITECTURES = {"x86_64": "SCMP_ARCH_X86_64", "aarch64": "SCMP_ARCH_AARCH64"}


def profile(machine: str, *, gpu: bool = False) -> dict[str, Any]:
    """The profile as the engine's JSON has it; other architectures' calls are killed.

    Args:
        machine: as `platform.machine()` says. gpu: see `policy.named_rules`.

    Raises:
        KeyError: no table for this machine.
    """
    named = policy.named_rules(processes=True, gpu=gpu)
    whole = set(_TEMPLATE.split())
    calls = []
    for name, rule in named.items():
        if rule.action == ALLOW and name not in whole:
            if not rule.alternatives:
                whole.add(name)
            calls += [_allowed([name], conditions) for conditions in rule.alternatives]
    calls.append(_allowed(["ioctl"], [Argument(1, _TIOCSPGRP, 0xFFFFFFFF)]))
    calls.append({"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": errno.ENOSYS})
    return {
        "defaultAction": "SCMP_ACT_ERRNO",
        "defaultErrnoRet": errno.EPERM,
        "architectures": [_ARCHITECTURES[machine]],
        "syscalls": [_allowed(sorted(whole)), *calls],
    }


def _allowed(names: Sequence[str], arguments: Sequence[Argument] = ()) -> dict[str, Any]:
    compared = [{"index": a.index, "value": a.mask, "valueTwo": a.value, "op": "SCMP_CMP_MASKED_EQ"} for a in arguments]
    return {"names": list(names), "action": "SCMP_ACT_ALLOW", "args": compared}
