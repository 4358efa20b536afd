"""Attacks on other processes: seeing, signalling, tracing, executing, gaining privileges, ending oneself oddly."""

from __future__ import annotations

import signal

from tests.sandbox.attacks.resources import WITH_PROCESSES
from tests.sandbox.attacks.table import Attack

PROCESSES = (
    Attack(
        "seeing other processes: one's own is the only one",
        """
def attack(f):
    seen = [int(name) for name in os.listdir("/proc") if name.isdecimal()]
    by_name = [pid for pid in f["pids"] if os.path.exists(f"/proc/{pid}")]
    return os.getpid(), os.getppid(), seen, by_name
def control(f):
    return "Name:" in open("/proc/self/status").read()
""",
        gives=[1, 0, [1], []],
    ),
    Attack(
        "environment and command line of others: not there; its own holds no secret",
        """
def attack(f):
    first, second = f["halves"]
    texts = []
    for pid in ("1", "self", *map(str, f["pids"])):
        for name in ("environ", "cmdline"):
            try:
                texts.append(open(f"/proc/{pid}/{name}").read())
            except OSError:
                pass
    texts += [repr(os.environ), repr(sys.argv), repr(sys.orig_argv)]
    return [t for t in texts if first in t or second in t], sorted(k for k in os.environ if "GRADER" in k)
def control(f):
    return os.environ["HOME"] == "/box" and f["halves"][0] in repr(f)
""",
        gives=[[], []],
    ),
    Attack(
        "signals to the judge, the template and everyone: EPERM",
        """
def attack(f):
    tried = [refused(os.kill, pid, signal.SIGKILL) for pid in (*f["pids"], -1, 0, 1, os.getpid())]
    tried += [call(f["numbers"]["tgkill"], pid, pid, 9) for pid in f["pids"]]
    return sorted({*tried}), answers(f, "pidfd_open pidfd_send_signal pidfd_getfd rt_sigqueueinfo rt_tgsigqueueinfo")
def control(f):
    return signal.raise_signal(signal.SIGCHLD) is None
""",
        gives=[["EPERM", "ESRCH"], ["EPERM"]],
    ),
    Attack(
        "signals with processes allowed: nobody there but one's own",
        """
def attack(f):
    child = os.fork()
    if child == 0:
        time.sleep(600)
    tried = [refused(os.kill, pid, signal.SIGKILL) for pid in f["pids"]]
    os.kill(-1, signal.SIGKILL)
    return tried, os.WTERMSIG(os.waitpid(child, 0)[1])
def control(f):
    child = os.fork()
    if child == 0:
        os._exit(3)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
""",
        gives=[["ESRCH", "ESRCH"], 9],
        limits=WITH_PROCESSES,
    ),
    Attack(
        "tracing: EPERM",
        """
def attack(f):
    n = f["numbers"]
    traced = [call(n["ptrace"], request, pid, 0, 0) for request in (0, 16, 0x4206) for pid in (1, *f["pids"])]
    buffer = ctypes.create_string_buffer(8)
    vector = (ctypes.c_uint64 * 2)(ctypes.addressof(buffer), 8)
    at = ctypes.addressof(vector)
    read = [call(n[name], os.getpid(), at, 1, at, 1, 0) for name in ("process_vm_readv", "process_vm_writev")]
    return sorted({*traced, *read, *answers(f, "kcmp process_madvise process_mrelease move_pages")})
def control(f):
    import traceback
    return len(traceback.extract_stack()) > 1
""",
        gives=["EPERM"],
    ),
    Attack(
        "memory of others through /proc: not there",
        """
def attack(f):
    places = [f"/proc/{pid}/{name}" for pid in f["pids"] for name in ("mem", "maps", "root", "cwd", "fd", "ns/mnt")]
    return sorted({refused(os.open, place, os.O_RDONLY) for place in places})
def control(f):
    return "[stack]" in open("/proc/self/maps").read()
""",
        gives=["ENOENT"],
    ),
    Attack(
        "starting programs: EPERM",
        """
def attack(f):
    import subprocess
    tried = [refused(os.execv, path, [path]) for path in (sys.executable, "/bin/sh", "/lib64/ld-linux-x86-64.so.2")]
    tried += [refused(subprocess.run, ["/bin/true"]), refused(os.posix_spawn, "/bin/true", ["true"], {})]
    return sorted({*tried, *answers(f, "execve execveat")}), os.system("true") != 0
def control(f):
    import subprocess
    return subprocess.DEVNULL == -3
""",
        gives=[["EPERM"], True],
    ),
    Attack(
        "programs where processes are allowed: no shell, no setuid, none from the work folder, none by the loader",
        """
loader = "/lib64/ld-linux-x86-64.so.2" if os.path.exists("/lib64") else "/lib/ld-linux-aarch64.so.1"
def run(*words):
    pid = os.fork()
    if pid == 0:
        try:
            os.dup2(os.open("/dev/null", os.O_WRONLY), 2)
            os.execv(words[0], words)
        except OSError as error:
            os._exit(100 + error.errno)
        os._exit(99)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
def attack(f):
    with open("own", "w") as file:
        file.write("#!/bin/sh")
    os.chmod("own", 0o755)
    nosuid = all(os.statvfs(path).f_flag & os.ST_NOSUID for path in ("/usr/lib", "/box", "/", "/dev/null"))
    with open("copy", "wb") as file:
        file.write(open(loader, "rb").read())
    shells = [run(p) for p in ("/bin/sh", "/usr/bin/su", "/usr/bin/python3")]
    return shells, run("/box/own"), run(loader, "/box/copy") != 0, nosuid
def control(f):
    return run(loader, "--help") == 0
""",
        gives=[[102] * 3, 113, True, True],
        limits=WITH_PROCESSES,
    ),
    Attack(
        "privileges: no capability, none to gain, no other identity",
        """
def attack(f):
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    caps = {int(status[name], 16) for name in status if name.startswith("Cap")}
    ids = [refused(f, 0) for f in (os.setuid, os.setgid, os.seteuid)] + [refused(os.setgroups, [0])]
    held = {name: status[name].strip() for name in ("NoNewPrivs", "Seccomp")}
    calls = answers(f, "capset setuid setresuid setfsuid setgroups personality seccomp landlock_create_ruleset")
    return caps, held, sorted({*ids, *calls}), 0 in os.getresuid()
def control(f):
    return len({*os.getresuid()}) == 1
""".replace("return caps,", "return sorted(caps),"),
        gives=[[0], {"NoNewPrivs": "1", "Seccomp": "2"}, ["EPERM"], False],
    ),
    Attack(
        "priorities, processors, clocks, host names: EPERM",
        """
def attack(f):
    tried = [refused(os.nice, -5), refused(os.sched_setaffinity, 0, {0}), refused(socket.sethostname, "evil"),
             refused(os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(1)),
             refused(time.clock_settime, time.CLOCK_REALTIME, 0), refused(os.setpriority, os.PRIO_PROCESS, 0, -5)]
    names = "sethostname setdomainname clock_settime settimeofday adjtimex clock_adjtime setpriority sched_setparam"
    return sorted({*tried, *answers(f, names + " sched_setattr ioprio_set mbind set_mempolicy migrate_pages acct")})
def control(f):
    return len(os.sched_getaffinity(0)) > 0 and time.time() > 1e9 and socket.gethostname() != ""
""",
        gives=["EPERM"],
    ),
    Attack(
        "os._exit(0): the conversation ends, nothing was said",
        "def attack(f):\n    os._exit(0)\ndef control(f):\n    return True",
        status=0,
    ),
    Attack(
        "a grandchild that holds the pipe: ends with the first",
        """
def attack(f):
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
            time.sleep(600)
    os._exit(0)
def control(f):
    return True
""",
        status=0,
        limits=WITH_PROCESSES,
    ),
    Attack(
        "abort: a crash with its signal",
        "def attack(f):\n    os.abort()\ndef control(f):\n    return True",
        signals=(signal.SIGABRT, signal.SIGSEGV),  # the first process of a namespace is not killed by SIGABRT
    ),
    Attack(
        "closing every descriptor: the conversation ends",
        """
def attack(f):
    os.closerange(0, 300)
    time.sleep(600)
def control(f):
    os.close(0)
    return True
""",
        raises="closed",
    ),
)
