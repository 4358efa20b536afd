"""Which system calls student code may make: an allow-list; everything else fails with EPERM.

Policy is data. Threads are allowed (torch needs them), processes are not unless the assignment asks for them.
"""

from __future__ import annotations

import errno

from grader.sandbox.linux.bpf import ALLOW, Argument, Rule, assemble, errno_action
from grader.sandbox.linux.calls import NAMESPACES
from grader.sandbox.linux.syscalls import Architecture

ALLOWED = """
read write readv writev pread64 pwrite64 preadv pwritev close close_range fstat newfstatat stat lstat statx access
faccessat faccessat2 lseek mmap mprotect munmap mremap madvise mincore brk rt_sigaction rt_sigprocmask rt_sigreturn
rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack poll ppoll select pselect6 pause epoll_create1 epoll_ctl
epoll_wait epoll_pwait pipe pipe2 dup dup2 dup3 fcntl flock fsync fdatasync ftruncate truncate fallocate fadvise64
sync_file_range copy_file_range sendfile getdents getdents64 getcwd chdir fchdir rename renameat renameat2 mkdir mkdirat
rmdir unlink unlinkat symlink symlinkat readlink readlinkat open openat creat umask chmod fchmod fchmodat utimensat
statfs fstatfs getpid getppid gettid getuid geteuid getgid getegid getgroups getresuid getresgid getpgrp getpgid getsid
sched_yield sched_getaffinity sched_getparam sched_getscheduler sched_getattr nanosleep clock_nanosleep clock_gettime
clock_getres gettimeofday time times getrusage getrandom sysinfo uname getrlimit futex set_robust_list get_robust_list
set_tid_address rseq membarrier getcpu exit exit_group wait4 waitid tgkill restart_syscall eventfd2 sendmsg recvmsg
sendto recvfrom shutdown getsockname getpeername setitimer getitimer alarm timerfd_create
arch_prctl
"""
# Where an assignment asks for processes (DataLoader workers): still no new namespaces. multiprocessing links its
# semaphores into place and passes tensors over UNIX sockets; there are none but its own within reach.
ALLOWED_WITH_PROCESSES = "fork vfork execve kill setsid setpgid link linkat bind listen accept accept4 connect"

_NEW_NAMESPACE = sum(NAMESPACES.values()) | 0x80  # and CLONE_NEWTIME
_CLONE_THREAD = 0x00010000
_IOCTLS = (0x5401, 0x541B, 0x5451, 0x5421, 0x5413)  # TCGETS, FIONREAD, FIOCLEX, FIONBIO, TIOCGWINSZ; not TIOCSTI
_PR_SET_NAME, _PR_GET_NAME, _PR_GET_DUMPABLE, _PR_SET_VMA = 15, 16, 3, 0x53564D41
_AF_UNIX = _SOL_SOCKET = 1
# SO_TYPE, SO_ERROR, SO_SNDBUF, SO_RCVBUF, SO_PROTOCOL, SO_DOMAIN; not SO_PEERPIDFD, a handle of the judge's process
_GET_OPTIONS = (3, 4, 7, 8, 38, 39)
_SET_OPTIONS = (2, 7, 8)  # SO_REUSEADDR (multiprocessing), sizes; no programs (SO_ATTACH_FILTER)


def named_rules(*, processes: bool, gpu: bool = False) -> dict[str, Rule]:
    """The policy by name.

    Args:
        processes: whether processes may be started. gpu: whether the GPU's driver may be spoken to, by ioctl.
    """
    named: dict[str, Rule] = {name: Rule(ALLOW) for name in ALLOWED.split()}
    if processes:
        named |= {name: Rule(ALLOW) for name in ALLOWED_WITH_PROCESSES.split()}
        named["clone"] = Rule(ALLOW, [[Argument(0, 0, _NEW_NAMESPACE)]])
        named["socket"] = Rule(ALLOW, [[Argument(0, _AF_UNIX)]])
    else:
        named["clone"] = Rule(ALLOW, [[Argument(0, _CLONE_THREAD, _NEW_NAMESPACE | _CLONE_THREAD)]])
    # glibc falls back from clone3, whose flags lie in memory where a filter cannot see them, to clone.
    named["clone3"] = Rule(errno_action(errno.ENOSYS))
    commands = () if gpu else _IOCTLS
    named["ioctl"] = Rule(ALLOW, [[Argument(1, command, 0xFFFFFFFF)] for command in commands])
    named["prctl"] = Rule(
        ALLOW, [[Argument(0, option)] for option in (_PR_SET_NAME, _PR_GET_NAME, _PR_GET_DUMPABLE, _PR_SET_VMA)]
    )
    named["prlimit64"] = Rule(ALLOW, [[Argument(0, 0)]])  # one's own limits
    named["socketpair"] = Rule(ALLOW, [[Argument(0, _AF_UNIX)]])
    for name, options in (("getsockopt", _GET_OPTIONS), ("setsockopt", _SET_OPTIONS)):
        named[name] = Rule(
            ALLOW, [[Argument(1, _SOL_SOCKET, 0xFFFFFFFF), Argument(2, option, 0xFFFFFFFF)] for option in options]
        )
    return named


def rules(architecture: Architecture, *, processes: bool, gpu: bool = False) -> dict[int, Rule]:
    """The policy by call number; a name that the architecture does not have is left out."""
    numbers, named = architecture.numbers, named_rules(processes=processes, gpu=gpu)
    return {numbers[name]: rule for name, rule in named.items() if name in numbers}


def program(architecture: Architecture, *, processes: bool = False, gpu: bool = False) -> bytes:
    """The filter as the kernel takes it."""
    return assemble(architecture.audit, rules(architecture, processes=processes, gpu=gpu), errno_action(errno.EPERM))
