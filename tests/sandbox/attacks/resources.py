"""Attacks on the machine's resources: processes, threads, memory, disk, descriptors."""

from __future__ import annotations

import signal

from tests.sandbox.attacks.table import Attack

SMALL = {"memory_mb": 300, "disk_mb": 4, "tasks": 24}
WITH_PROCESSES = SMALL | {"processes": True}

RESOURCES = (
    Attack(
        "fork bomb: refused at the first fork",
        """
def attack(f):
    return [refused(os.fork), refused(os.posix_spawn, "/x", ["x"], {}), call(f["numbers"]["clone"], 17, 0, 0, 0)]
def control(f):
    t = threading.Thread(target=time.sleep, args=(0,))
    t.start()
    return t.join() is None
""",
        gives=["EPERM", "EPERM", "EPERM"],
    ),
    Attack(
        "thread bomb: no more threads than allowed",
        """
def bomb(most):
    end, threads = threading.Event(), []
    try:
        for _ in range(most):
            thread = threading.Thread(target=end.wait)
            thread.start()
            threads.append(thread)
    except RuntimeError as error:
        return str(error), len(threads) < 24
    finally:
        end.set()
        for t in threads:
            t.join()
    return "done", len(threads) < 24
def attack(f):
    return bomb(2000)
def control(f):
    return bomb(8) == ("done", True)
""",
        gives=("can't start new thread", True),
        limits=SMALL | {"memory_mb": 8192},  # a thread's stack and heap take address space
    ),
    Attack(
        "many small processes: no more than allowed, stopped ones and sleepers end with the first",
        """
def bomb(most):
    born = 0
    for i in range(most):
        try:
            pid = os.fork()
        except OSError as error:
            return errno.errorcode[error.errno], born < 24
        if pid == 0:
            if i % 3 == 0:
                os.kill(os.getpid(), signal.SIGSTOP)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(600)
            os._exit(0)
        born += 1
    return "done", born < 24
def attack(f):
    return bomb(500)
def control(f):
    return bomb(3) == ("done", True)
""",
        gives=("EAGAIN", True),
        limits=WITH_PROCESSES,
    ),
    Attack(
        "heap bomb of untouched memory: MemoryError",
        """
def attack(f):
    kept = []
    try:
        while True:
            kept.append(mmap.mmap(-1, 16 << 20))
    except OSError as error:
        return errno.errorcode[error.errno], len(kept) <= 20
def control(f):
    return len(bytearray(100 << 20)) == 100 << 20
""",
        gives=("ENOMEM", True),
        limits=SMALL,
    ),
    Attack(
        "heap bomb in one stroke: MemoryError",
        """
def attack(f):
    try:
        return len(bytearray(1 << 40))
    except MemoryError:
        return "MemoryError"
def control(f):
    return torch.ones(10 << 18).sum().item() == 10 << 18
""",
        gives="MemoryError",
        limits=SMALL,
    ),
    Attack(
        "memory outside of the heap (memfd, memfd_secret, SysV, locked pages): EPERM",
        """
def attack(f):
    n = f["numbers"]
    calls = [call(n["memfd_create"], b"x", 0), call(n["memfd_secret"], 0), call(n["shmget"], 0, 1 << 20, 0o1600)]
    return sorted({*calls, *answers(f, "mlock mlock2 mlockall shmat")})
def control(f):
    memory = mmap.mmap(-1, 1 << 20)
    memory[:5] = b"hello"
    return bytes(memory[:5]) == b"hello"
""",
        gives=["EPERM"],
    ),
    Attack(
        "filling the work folder by bytes: ENOSPC at its size",
        """
def attack(f):
    error, written = fill("/box", 100, 1 << 20)
    return error, written <= 4 << 20
def control(f):
    return fill("/box", 2, 1 << 20) == ("done", 2 << 20)
""",
        gives=("ENOSPC", True),
        limits=SMALL,
    ),
    Attack(
        "filling the work folder by inodes: ENOSPC at 4096",
        """
def attack(f):
    made = 0
    try:
        while True:
            os.close(os.open(f"/box/{made}", os.O_CREAT | os.O_WRONLY))
            made += 1
    except OSError as error:
        return errno.errorcode[error.errno], made < 4096
def control(f):
    return all(open(f"/box/{i}", "w").close() is None for i in range(100))
""",
        gives=("ENOSPC", True),
    ),
    Attack(
        "filling temporary folders: there is only the work folder",
        """
def attack(f):
    return sorted({fill(folder, 100, 1 << 20)[0] for folder in ("/dev/shm", "/tmp", "/dev", "/", "/proc")})
def control(f):
    import tempfile
    with tempfile.NamedTemporaryFile() as file:
        return file.name.startswith("/box/")
""",
        gives=["ENOENT", "EROFS"],
    ),
    Attack(
        "filling shared memory where processes may use it: ENOSPC at the size of the disk",
        """
def attack(f):
    error, written = fill("/dev/shm", 100, 1 << 20)
    return error, written <= 4 << 20
def control(f):
    return fill("/dev/shm", 1, 1 << 20) == ("done", 1 << 20)
""",
        gives=("ENOSPC", True),
        limits=WITH_PROCESSES,
    ),
    Attack(
        "sparse file: EFBIG",
        """
def attack(f):
    with open("sparse", "wb") as file:
        return refused(file.truncate, 1 << 40), refused(os.posix_fallocate, file.fileno(), 0, 1 << 40)
def control(f):
    with open("sparse", "wb") as file:
        return file.truncate(1 << 20) == 1 << 20
""",
        gives=("EFBIG", "EFBIG"),
    ),
    Attack(
        "deep folders: ENOSPC at 4096, gone with the child",
        """
def dig(depth):
    try:
        for _ in range(depth):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
    except OSError as error:
        return errno.errorcode[error.errno]
    return "done"
def attack(f):
    return dig(100_000)
def control(f):
    return dig(10) == "done"
""",
        gives="ENOSPC",
    ),
    Attack(
        "descriptors and pipe buffers: EMFILE below 256",
        """
def attack(f):
    import fcntl
    pipes = []
    try:
        while True:
            pipes.append(os.pipe())
            fcntl.fcntl(pipes[-1][1], 1031, 1 << 20)
    except OSError as error:
        return errno.errorcode[error.errno] in ("EMFILE", "EPERM"), len(pipes) < 128
def control(f):
    r, w = os.pipe()
    os.write(w, b"x")
    return os.read(r, 1) == b"x"
""",
        gives=(True, True),
    ),
    Attack(
        "descriptors kept in flight: no more than may be open",
        """
def attack(f):
    ours, theirs = socket.socketpair()
    sent = 0
    try:
        while sent < 10_000:
            some = [fd for _ in range(50) for fd in os.pipe()]
            try:
                socket.send_fds(ours, [b"x"], some)
            finally:
                for fd in some:
                    os.close(fd)
            sent += len(some)
    except OSError as error:
        return errno.errorcode[error.errno], sent <= 400
def control(f):
    ours, theirs = socket.socketpair()
    r, w = os.pipe()
    socket.send_fds(ours, [b"x"], [w])
    os.write(socket.recv_fds(theirs, 1, 1)[1][0], b"y")
    return os.read(r, 1) == b"y"
""",
        gives=("ETOOMANYREFS", True),
    ),
    Attack(
        "core dump: none, not even for a core_pattern program (limit 1, see core(5))",
        """
def attack(f):
    ctypes.string_at(0)
def control(f):
    return resource.getrlimit(resource.RLIMIT_CORE) == (1, 1) and os.listdir("/box") == ["code"]
""",
        signals=(signal.SIGSEGV,),
    ),
    Attack(
        "raising one's own limits: EPERM",
        """
LIMITS = (resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE,
          resource.RLIMIT_CORE, resource.RLIMIT_CPU, resource.RLIMIT_MEMLOCK, resource.RLIMIT_MSGQUEUE)
def raised(limit, by):
    soft, hard = resource.getrlimit(limit)
    try:
        resource.setrlimit(limit, (soft + by, hard + by))
    except (OSError, ValueError):
        return resource.getrlimit(limit) != (soft, hard)
    return True
def attack(f):
    return [raised(limit, 1) for limit in LIMITS]
def control(f):
    return raised(resource.RLIMIT_NOFILE, -1)
""",
        gives=[False] * 8,
    ),
)
