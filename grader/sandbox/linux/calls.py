"""System calls that Python does not offer, by ctypes. Each raises OSError with the call's name."""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from grader.sandbox.linux.syscalls import this_architecture

NAMESPACES = {
    "mnt": 0x00020000,
    "cgroup": 0x02000000,
    "uts": 0x04000000,
    "ipc": 0x08000000,
    "user": 0x10000000,
    "pid": 0x20000000,
    "net": 0x40000000,
}
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8  # the same numbers for mount and mount_setattr
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_PR_SET_PDEATHSIG, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 24, 38
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63

_PR_GET_TID_ADDRESS = 40

# PyDLL: the interpreter stays locked meanwhile. The calls are short, and no fork falls into a hand-over of the lock.
_libc = ctypes.PyDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def syscall(name: str, *arguments: object) -> int:
    """A system call by name; integers are passed as 64 bits."""
    number = this_architecture().numbers[name]
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _checked(_libc.syscall(ctypes.c_long(number), *wide), name)


def write(path: str, text: bytes) -> None:
    """Write to one of the kernel's files; a child does it a hundred pages cheaper than through Path."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text)
    finally:
        os.close(descriptor)


def unshare(*names: str) -> None:
    """Leave these namespaces for new ones."""
    flags = 0
    for name in names:
        flags |= NAMESPACES[name]
    _checked(_libc.unshare(flags), "unshare " + ",".join(names))


def mount(source: str | None, target: str, kind: str | None = None, flags: int = 0, data: str | None = None) -> None:
    """Mount, as the system call of that name does."""

    def raw(text: str | None) -> bytes | None:
        return None if text is None else os.fsencode(text)

    done = _libc.mount(raw(source), raw(target), raw(kind), ctypes.c_ulong(flags), raw(data))
    _checked(done, f"mount {kind or source} on {target}")


def restrict_mounts(target: str, flags: int, *, recursive: bool = True) -> None:
    """Add MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC to a mount and all below it, which a bind remount would miss."""
    attributes = struct.pack("=4Q", flags, 0, 0, 0)
    where = (_AT_FDCWD, os.fsencode(target), _AT_RECURSIVE if recursive else 0)
    syscall("mount_setattr", *where, attributes, len(attributes))


def unmount(target: str) -> None:
    """Detach a mount at once, busy or not."""
    _checked(_libc.umount2(os.fsencode(target), MNT_DETACH), f"umount {target}")


def pivot_root(new_root: str) -> None:
    """Make `new_root` the root and let the old one go, without a place to put it."""
    os.chdir(new_root)
    syscall("pivot_root", b".", b".")
    unmount(".")
    os.chdir("/")


def _prctl(option: int, *arguments: int) -> None:
    filled = [ctypes.c_ulong(a) for a in (*arguments, 0, 0, 0, 0)[:4]]
    _checked(_libc.prctl(option, *filled), f"prctl {option}")


def die_with_parent() -> None:
    """SIGKILL when the parent thread ends; a change of credentials clears it, so call it after those."""
    _prctl(_PR_SET_PDEATHSIG, 9)


def thread_number_address() -> int:
    """Where the C library keeps this thread's number."""
    address = ctypes.c_ulong()
    _prctl(_PR_GET_TID_ADDRESS, ctypes.addressof(address))
    return address.value


def no_new_privileges() -> None:
    """execve gains nothing from now on; Landlock and seccomp want it."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def drop_bounding_set() -> None:
    """No capability can ever be gained again, whatever is executed."""
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            _prctl(_PR_CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno == errno.EINVAL:  # beyond the kernel's last one
                return
            raise


def drop_capabilities() -> None:
    """Effective, permitted and inheritable sets empty."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    syscall("capset", ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)()))


def become(uid: int, gid: int) -> None:
    """Another user for good: no groups, all three ids; as root this clears every capability."""
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


def close_all_but(keep: set[int]) -> None:
    """Close every descriptor from 3 up that is not kept."""
    low = 3
    for descriptor in sorted(keep):
        if descriptor > low:
            syscall("close_range", low, descriptor - 1, 0)
        low = max(low, descriptor + 1)
    syscall("close_range", low, 0xFFFFFFFF, 0)
