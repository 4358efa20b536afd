"""Attacks on the kernel's wide surface and on the network: calls, families, sockets, terminals, other architectures."""

from __future__ import annotations

import platform
import signal

from tests.sandbox.attacks.table import Attack

KERNEL = (
    Attack(
        "network sockets of every family: EPERM",
        """
def attack(f):
    tried = [refused(socket.socket, family, kind) for family in (1, 2, 10, 16, 17, 30, 31, 38, 40, 44)
             for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET)]
    tried += [refused(socket.socketpair, family) for family in (2, 30, 40)]
    return sorted({*tried, *answers(f, "socket connect bind listen accept sendmmsg recvmmsg")})
def control(f):
    a, b = socket.socketpair()
    a.send(b"x")
    return b.recv(1) == b"x"
""",
        gives=["EPERM"],
    ),
    Attack(
        "a listener of the judge over TCP and UDP: EPERM",
        """
def attack(f):
    return [refused(socket.create_connection, ("127.0.0.1", f["tcp"]), 1),
            refused(lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", f["udp"])))]
def control(f):
    return open("/proc/net/dev").read().count(":") == 1
""",
        gives=["EPERM", "EPERM"],
        outside=["done", "done"],
    ),
    Attack(
        "names and other hosts: EPERM",
        """
def attack(f):
    import urllib.request
    try:
        urllib.request.urlopen("http://192.0.2.1/", timeout=1)
    except OSError as error:
        return errno.errorcode[error.reason.errno]
def control(f):
    return True
""",
        gives="EPERM",
    ),
    Attack(
        "UNIX sockets of the judge by path and by abstract name, from a datagram pair: not there",
        """
def attack(f):
    a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    return [refused(a.sendto, b"x", f[name]) for name in ("path", "abstract")]
def control(f):
    a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    a.send(b"x")
    return b.recv(1) == b"x"
""",
        gives=["ENOENT", "ECONNREFUSED"],
        outside=["done", "done"],
    ),
    Attack(
        "sockets where processes are allowed: UNIX ones, with nobody at the other end but one's own workers",
        """
def attack(f):
    families = sorted({refused(socket.socket, family) for family in (2, 10, 16, 17, 38, 40)})
    return families, [refused(socket.socket(1, 2).connect, f[name]) for name in ("path", "abstract")]
def control(f):
    from torch.utils.data import DataLoader
    batches = DataLoader(torch.arange(8.0), batch_size=4, num_workers=1, multiprocessing_context="fork")
    return [float(batch.sum()) for batch in batches] == [6.0, 22.0]
""",
        gives=[["EPERM"], ["ENOENT", "ECONNREFUSED"]],
        limits={"processes": True},
    ),
    Attack(
        "a handle of the judge's process from the conversation's socket (SO_PEERPIDFD), socket filters: EPERM",
        """
def attack(f):
    found = []
    for fd in map(int, os.listdir("/proc/self/fd")):
        try:
            mine = socket.socket(fileno=os.dup(fd))
        except OSError:
            continue
        found += [refused(mine.getsockopt, socket.SOL_SOCKET, option, 4) for option in (77, 17, 31)]
        found.append(refused(mine.setsockopt, socket.SOL_SOCKET, 26, bytes(16)))
    return len(found) >= 8, sorted({*found})
def control(f):
    a, b = socket.socketpair()
    a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    return a.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM
""",
        gives=[True, ["EPERM"]],
    ),
    Attack(
        "inherited descriptors: the three streams, the conversation, perhaps its selector; no folder, no file",
        """
def attack(f):
    kinds = []
    for fd in os.listdir("/proc/self/fd"):
        try:
            kinds.append(os.readlink(f"/proc/self/fd/{fd}"))
        except FileNotFoundError:
            pass
    return sorted(k.split("[")[0] for k in kinds if k != "anon_inode:[eventpoll]")
def control(f):
    return os.fstat(1).st_ino == os.fstat(2).st_ino and stat.S_ISCHR(os.fstat(0).st_mode)
""",
        gives=["/dev/null", "socket:", "socket:", "socket:"],
    ),
    Attack(
        "new namespaces: EPERM, and ENOSYS for clone3",
        """
FLAGS = (0x10000000, 0x20000, 0x20000000, 0x40000000, 0x8000000, 0x4000000, 0x2000000, 0x80)
def attack(f):
    n = f["numbers"]
    tried = [call(n["unshare"], flag) for flag in FLAGS] + [call(n["clone"], flag | 17, 0, 0, 0) for flag in FLAGS[:-1]]
    return sorted({*tried}), call(n["clone3"], 0, 0)
def control(f):
    return os.readlink("/proc/self/ns/user").startswith("user:")
""",
        gives=[["EPERM"], "ENOSYS"],
    ),
    Attack(
        "entering namespaces by descriptor: EPERM",
        """
def attack(f):
    names = ("mnt", "pid", "net", "user", "ipc", "uts", "cgroup")
    held = [os.open(f"/proc/self/ns/{name}", os.O_RDONLY) for name in names if os.path.exists(f"/proc/self/ns/{name}")]
    others = [fd for fd in range(256) if fd not in held]
    return len(held), sorted({call(f["numbers"]["setns"], fd, 0) for fd in [*held, *others]})
def control(f):
    return len({os.readlink(f"/proc/self/ns/{name}") for name in ("mnt", "net", "ipc", "uts")}) == 4
""",
        gives=[7, ["EPERM"]],
    ),
    Attack(
        "mounts, old and new ways, and other roots: EPERM",
        """
def attack(f):
    n = f["numbers"]
    tried = [call(n["mount"], b"proc", b"/box", b"proc", 0, 0), call(n["mount"], b"/", b"/box", b"", 4096, 0),
             call(n["mount"], b"", b"/usr/lib", b"", 4096 | 32, 0), call(n["umount2"], b"/proc", 2),
             call(n["umount2"], b"/usr/lib", 2), call(n["chroot"], b"/box"), call(n["pivot_root"], b"/box", b"/box")]
    names = "fsopen fsmount fspick open_tree move_mount mount_setattr swapon quotactl statmount listmount openat2"
    return sorted({*tried, *answers(f, names)})
def control(f):
    return os.statvfs("/usr/lib").f_flag & os.ST_RDONLY and os.statvfs("/").f_flag & os.ST_RDONLY and True
""",
        gives=["EPERM"],
    ),
    Attack(
        "io_uring, bpf, userfaultfd, perf, keyrings: EPERM",
        """
def attack(f):
    n = f["numbers"]
    parameters = ctypes.create_string_buffer(256)
    tried = [call(n["io_uring_setup"], 4, ctypes.addressof(parameters)), call(n["userfaultfd"], 1),
             call(n["bpf"], 0, ctypes.addressof(parameters), 128), call(n["keyctl"], 0, -3, 1),
             call(n["add_key"], b"user", b"note", b"x", 1, -3), call(n["request_key"], b"user", b"note", 0, -3)]
    return sorted({*tried, *answers(f, "perf_event_open io_uring_enter io_uring_register io_setup fanotify_init")})
def control(f):
    return len(os.urandom(4)) == 4
""",
        gives=["EPERM"],
    ),
    Attack(
        "modules, kexec, reboot, ports, the kernel's log: EPERM",
        """
def attack(f):
    names = "init_module finit_module create_module kexec_load kexec_file_load reboot iopl ioperm modify_ldt syslog"
    return answers(f, names + " vhangup lookup_dcookie pkey_alloc quotactl_fd lsm_set_self_attr map_shadow_stack tkill")
def control(f):
    return os.uname().sysname == "Linux"
""",
        gives=["EPERM"],
    ),
    Attack(
        "SysV and POSIX shared objects: EPERM",
        """
def attack(f):
    n = f["numbers"]
    key = 0x6772
    tried = [call(n["shmget"], key, 4096, 0o1666), call(n["semget"], key, 1, 0o1666), call(n["msgget"], key, 0o1666)]
    return sorted({*tried, *answers(f, "mq_open shmat shmctl semop msgsnd")})
def control(f):
    return len(open("/proc/sysvipc/shm").readlines()) == 1
""",
        gives=["EPERM"],
    ),
    Attack(
        "terminal tricks (TIOCSTI, TIOCLINUX, TIOCSCTTY): EPERM",
        """
def attack(f):
    import fcntl
    return sorted({refused(fcntl.ioctl, fd, request, b"x") for fd in (0, 1, 2) for request in (0x5412, 0x541C, 0x540E)})
def control(f):
    return sys.stdin.isatty() is False and refused(os.open, "/dev/tty", os.O_RDWR) == "ENOENT"
""",
        gives=["EPERM"],
    ),
    Attack(
        "dumpable, seccomp and other process controls: EPERM",
        """
def attack(f):
    options = (1, 4, 8, 22, 23, 24, 26, 28, 35, 36, 38, 39, 41, 47, 53, 57, 0x59616d61)
    return sorted({call(f["numbers"]["prctl"], option, 1, 0, 0, 0) for option in options})
def control(f):
    return call(f["numbers"]["prctl"], 15, b"name", 0, 0, 0) == "done"
""",
        gives=["EPERM"],
    ),
    Attack(
        "limits and files of others by number: EPERM",
        """
def attack(f):
    n = f["numbers"]
    tried = [call(n["prlimit64"], pid, 7, 0, 0) for pid in (1, *f["pids"])]
    return sorted({*tried, *answers(f, "process_madvise memfd_secret getxattr fsetxattr splice vmsplice tee")})
def control(f):
    return resource.getrlimit(resource.RLIMIT_NOFILE) == (256, 256)
""",
        gives=["EPERM"],
    ),
)

X86_64 = (
    Attack(
        "a 32-bit system call (int 0x80): killed",
        r"""
def attack(f):
    return machine_code(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # getpid
def control(f):
    return machine_code(b"\xb8\x27\x00\x00\x00\x0f\x05\xc3") == os.getpid()
""",
        signals=(signal.SIGSYS, signal.SIGSEGV),  # the latter where the kernel has no 32-bit calls
    ),
    Attack(
        "an x32 system call: killed",
        """
def attack(f):
    return call(0x40000000 | 39)
def control(f):
    return call(39) == "done"
""",
        signals=(signal.SIGSYS,),
    ),
)
if platform.machine() == "x86_64":
    KERNEL += X86_64
