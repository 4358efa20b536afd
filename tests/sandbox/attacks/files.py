"""Attacks on files: reading the judge's and other students', writing where it stays, leaving the work folder."""

from __future__ import annotations

from tests.sandbox.attacks.table import Attack

FILES = (
    Attack(
        "reading the judge's file: ENOENT",
        """
def attack(f):
    return refused(open, f["canary"])
def control(f):
    with open("own", "w") as file:
        file.write("mine")
    return open("own").read() == "mine"
""",
        gives="ENOENT",
        outside="done",
    ),
    Attack(
        "reading the course, the reference, the grader: ENOENT",
        """
def attack(f):
    return sorted({refused(os.stat, path) for path in f["course"]})
def control(f):
    import json
    return os.path.exists(json.__file__) and os.path.exists(np.__file__)
""",
        gives=["ENOENT"],
        outside=["done"],
    ),
    Attack(
        "searching the whole tree for the course's files: none",
        """
WANTED = {"course.toml", "assignment.toml", "results.json", "canary", "door", "passwd", "shadow", "docker.sock"}
def attack(f):
    found = []
    for folder, folders, files in os.walk("/"):
        folders[:] = [name for name in folders if name not in ("proc", "site-packages", "dist-packages")]
        found += [f"{folder}/{name}" for name in WANTED & {*files}]
    return found
def control(f):
    return "ld.so.cache" in os.listdir("/etc")
""",
        gives=[],
    ),
    Attack(
        "the folders of the machine: not there",
        """
PLACES = "/etc/passwd /etc/shadow /home /var /run /run/docker.sock /var/run/docker.sock /boot /opt /mnt /media /srv"
PLACES += " /usr/bin /bin /sbin /sys/fs /sys/kernel /sys/class /dev/mem /dev/kmsg /dev/tty /dev/ptmx /dev/fuse"
PLACES += " /dev/kvm /dev/net/tun /dev/loop0 /dev/sda /dev/vda /dev/mqueue /dev/nvidia0 /dev/pts /dev/fd /dev/stdin"
def attack(f):
    return [path for path in PLACES.split() + f["base"] if os.path.lexists(path)]
def control(f):
    return open("/dev/null", "w").write("x") == 1 and len(open("/dev/urandom", "rb").read(8)) == 8
""",
        gives=[],
    ),
    Attack(
        "climbing out of the root: every way up is the same root",
        """
WAYS = ("/..", "../../../../..", "/proc/self/root/..", "/proc/1/root", "/proc/1/cwd/../..", "/proc/thread-self/root/..")
def attack(f):
    root = os.stat("/")
    return [way for way in WAYS if (os.stat(way).st_dev, os.stat(way).st_ino) != (root.st_dev, root.st_ino)]
def control(f):
    return os.path.samefile("/box", ".")
""",
        gives=[],
    ),
    Attack(
        "symbolic links out of the work folder: ENOENT behind them, EROFS through them",
        """
def attack(f):
    os.symlink(f["canary"], "a")
    os.symlink("/usr/lib/python", "b")
    os.symlink("/proc/self/root" + f["canary"], "c")
    os.symlink("/etc", "d")
    return [refused(open, "a"), refused(open, "b", "w"), refused(open, "c"), refused(open, "d/x", "w")]
def control(f):
    open("real", "w").close()
    os.symlink("real", "link")
    return open("link").read() == ""
""",
        gives=["ENOENT", "EROFS", "ENOENT", "EROFS"],
    ),
    Attack(
        "hard links, device nodes, file handles, ownership: EPERM",
        """
def attack(f):
    n = f["numbers"]
    calls = [refused(os.link, np.__file__, "x"), refused(os.mknod, "null", 0o666 | stat.S_IFCHR, os.makedev(1, 3)),
             refused(os.mkfifo, "pipe"), refused(os.chown, "/box", 0, 0)]
    return sorted({*calls, *answers(f, "linkat mknodat open_by_handle_at name_to_handle_at fchown lchown setxattr")})
def control(f):
    os.mkdir("folder")
    os.chmod("folder", 0o700)
    return os.rename("folder", "other") is None
""",
        gives=["EPERM"],
    ),
    Attack(
        "writing to libraries, to the tree and to /proc: EROFS",
        """
def attack(f):
    paths = [np.__file__, torch.__file__, os.__file__, "/etc/ld.so.cache", "/etc/x", "/x", "/usr/x", "/tmp/x",
             os.path.dirname(np.__file__) + "/x.py", "/proc/self/oom_score_adj", "/proc/sys/kernel/hostname",
             "/proc/self/uid_map", "/proc/self/comm"]
    gone = [refused(os.unlink, np.__file__), refused(os.rename, np.__file__, "x"), refused(os.mkdir, "/usr/lib/x")]
    return [*{refused(os.open, path, os.O_WRONLY | os.O_CREAT) for path in paths} - {"EROFS", "EACCES"}], gone
def control(f):
    return os.access(np.__file__, os.R_OK)
""",
        gives=[[], ["EROFS", "EXDEV", "EROFS"]],
    ),
    Attack(
        "modes and times of the shared tree, which Landlock does not guard: EROFS",
        """
def attack(f):
    shared = ("/", "/usr", "/etc", "/dev", "/tmp", "/dev/shm", "/proc/sys", os.path.dirname(os.__file__), np.__file__)
    tried = [refused(change, path) for path in shared for change in (lambda p: os.chmod(p, 0), lambda p: os.utime(p))]
    return sorted({*tried} - {"EPERM", "EACCES"})
def control(f):
    os.mkdir("own", 0o700)
    os.utime("own", (0, 0))
    return os.stat("own").st_mtime == 0
""",
        gives=["EROFS"],
    ),
    Attack(
        "devices: written to as everyone may, not changed",
        """
def attack(f):
    paths = ("/dev/null", "/dev/zero", "/dev/urandom")
    return sorted({refused(os.chmod, p, 0) for p in paths}), sorted({refused(os.unlink, p) for p in paths})
def control(f):
    return open("/dev/zero", "rb").read(4) == bytes(4) and refused(open, "/dev/full", "w") == "done"
""",
        gives=[["EPERM"], ["EROFS"]],
    ),
    Attack(
        "programs of one's own (exec, dlopen from the work folder): refused",
        """
def attack(f):
    library = next(p for p in (line.split()[-1] for line in open("/proc/self/maps")) if "/libm" in p or "/libc" in p)
    with open(library, "rb") as source, open("/box/evil.so", "wb") as copy:
        copy.write(source.read())
    os.chmod("evil.so", 0o755)
    try:
        ctypes.CDLL("/box/evil.so")
        loaded = "loaded"
    except OSError:
        loaded = "refused"
    with open("evil.so", "rb") as file:
        try:
            mmap.mmap(file.fileno(), 4096, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_EXEC)
            mapped = "done"
        except OSError as error:
            mapped = errno.errorcode[error.errno]
    return loaded, mapped
def control(f):
    return ctypes.CDLL("libm.so.6").abs(-3) == 3
""",
        gives=["refused", "EPERM"],
    ),
    Attack(
        "modules that shadow the judge's and the next student's: gone with the work folder",
        """
def attack(f):
    for name in ("torch.py", "sitecustomize.py", "usercustomize.py", "conftest.py", "results.json", "pytest.ini"):
        with open(f"/box/{name}", "w") as file:
            file.write("raise SystemExit(0)")
    for folder in [p for p in sys.path if os.path.isdir(p)]:
        if refused(open, f"{folder}/sitecustomize.py", "w") == "done":
            return folder
    return "only the work folder"
def control(f):
    import importlib
    return os.listdir("/box") == ["code"] and importlib.import_module("torch") is torch
""",
        gives="only the work folder",
    ),
    Attack(
        "changes to shared modules: gone with the child",
        """
def attack(f):
    import builtins
    torch.allclose = torch.equal = lambda *a, **k: True
    builtins.sum = lambda x: 0
    os.environ["PYTHONPATH"] = "/box"
    sys.path.insert(0, "/box")
    sys.modules["numpy"] = sys.modules["os"] = None
    torch.set_default_dtype(torch.float64)
    return "changed"
def control(f):
    return not torch.allclose(torch.zeros(1), torch.ones(1)) and sum([1]) == 1 and torch.zeros(1).dtype is torch.float32
""",
        gives="changed",
    ),
)
