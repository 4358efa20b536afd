"""Landlock: which files a process may touch, even after every other wall fell. Kernel 5.13 and later."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable

from grader.sandbox.linux.calls import syscall

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
READ = EXECUTE | READ_FILE | READ_DIR
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | _TRUNCATE | _IOCTL_DEV
_NET_TCP = 3  # bind and connect
_SCOPES = 3  # abstract sockets and signals
_VERSION = 1
_PATH_BENEATH = 1


def abi() -> int:
    """The kernel's Landlock version; 0 where there is none."""
    try:
        return syscall("landlock_create_ruleset", None, 0, _VERSION)
    except (OSError, KeyError):
        return 0


def everything(version: int) -> int:
    """Every file right that this version knows."""
    rights = (1 << 13) - 1
    if version >= 2:
        rights |= 1 << 13  # refer
    if version >= 3:
        rights |= _TRUNCATE
    if version >= 5:
        rights |= _IOCTL_DEV
    return rights


def ruleset(rules: Iterable[tuple[str, int]]) -> int:
    """A descriptor of a rule set: what is not named here is denied, TCP and abstract sockets too where it can.

    Args:
        rules: (path, rights) each; a path that does not exist is passed over.
    """
    version = abi()
    handled = everything(version)
    fields = [handled]
    if version >= 4:
        fields.append(_NET_TCP)
    if version >= 6:
        fields.append(_SCOPES)
    attributes = struct.pack(f"{len(fields)}Q", *fields)
    descriptor = syscall("landlock_create_ruleset", attributes, len(attributes), 0)
    for path, rights in rules:
        try:
            beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        try:
            allowed = rights & handled if os.path.isdir(path) else rights & handled & _ON_FILES
            syscall("landlock_add_rule", descriptor, _PATH_BENEATH, struct.pack("=Qi", allowed, beneath), 0)
        finally:
            os.close(beneath)
    return descriptor


def restrict(descriptor: int) -> None:
    """Put the rule set on this thread and what it starts, for good; needs no_new_privileges."""
    syscall("landlock_restrict_self", descriptor, 0)
    os.close(descriptor)
