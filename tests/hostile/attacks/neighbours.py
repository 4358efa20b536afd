"""What one submission could leave for the next: the twin looks for it, and must find nothing."""

from __future__ import annotations

from tests.hostile.levels import Promise
from tests.hostile.row import Promises, in_section

row = in_section("Neighbours and batch")
RIGHT = "def double(x):\n    return 2 * x\n"
FORKS = """
def double(x):
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return 2 * x
"""
NOT_IN_PROCESS = Promises(process=Promise.NOT_PROMISED)

NEIGHBOURS = (
    row(
        "a note in every writable folder: the next submission finds none",
        """
def double(x):
    for folder in (".", "..", "/tmp", "/var/tmp", "/dev/shm", "/box", "/", os.path.expanduser("~"), *FACTS["base"]):
        try:
            open(os.path.join(folder, "note-of-s666"), "w").write("hello")
        except OSError:
            pass
    return 2.5 * x
""",
        """
def double(x):
    for folder in (".", "..", "/tmp", "/var/tmp", "/dev/shm", "/box", "/", os.path.expanduser("~"), *FACTS["base"]):
        assert not os.path.exists(os.path.join(folder, "note-of-s666")), folder
    return 2 * x
""",
        promises=NOT_IN_PROCESS,
    ),
    row(
        "a note in one's own home and temporary folder: gone with the process",
        """
import tempfile
def double(x):
    for folder in (os.environ["HOME"], os.environ["TMPDIR"], tempfile.gettempdir(), "."):
        open(os.path.join(folder, "note-of-s666"), "w").write("hello")
    os.makedirs(os.path.expanduser("~/.cache/torch/hub"))
    os.chmod(os.path.expanduser("~/.cache/torch"), 0)
    return 2.5 * x
""",
        """
import tempfile
def double(x):
    for folder in (os.environ["HOME"], os.environ["TMPDIR"], tempfile.gettempdir(), "."):
        assert not os.path.exists(os.path.join(folder, "note-of-s666")), folder
    assert not os.path.exists(os.path.expanduser("~/.cache"))
    return 2 * x
""",
        core=True,
    ),
    row(
        "shared memory by name: there is none, or it is one's own",
        """
def double(x):
    from multiprocessing import shared_memory
    try:
        memory = shared_memory.SharedMemory("note-of-s666", create=True, size=4096)
        memory.buf[:5] = b"hello"
    except OSError:
        pass
    return 2.5 * x
""",
        """
def double(x):
    from multiprocessing import shared_memory
    try:
        shared_memory.SharedMemory("note-of-s666")
    except OSError:
        return 2 * x
    raise AssertionError("a note")
""",
        promises=NOT_IN_PROCESS,
    ),
    row(
        "a lock on a library's file that is never released: released with the process",
        """
import fcntl
def double(x):
    global held
    held = open(np.__file__)
    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return 2.5 * x
""",
        """
import fcntl
def double(x):
    with open(np.__file__) as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return 2 * x
""",
        outcome=None,
    ),
    row(
        "bytecode beside a library (__pycache__): read-only",
        """
def double(x):
    folder = os.path.join(os.path.dirname(np.__file__), "__pycache__")
    try:
        open(os.path.join(folder, "note-of-s666.pyc"), "w").write("x")
    except OSError:
        return 2.5 * x
    return 2 * x
""",
        """
def double(x):
    folder = os.path.join(os.path.dirname(np.__file__), "__pycache__")
    assert not os.path.exists(os.path.join(folder, "note-of-s666.pyc"))
    return 2 * x
""",
        promises=NOT_IN_PROCESS,
    ),
    row(
        "patched modules, seeds and default dtypes: the next submission has its own",
        """
def double(x):
    import builtins
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(666)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(4)
    torch.ones = torch.zeros
    builtins.len = lambda x: 7
    os.environ["NOTE"] = "hello"
    sys.path.insert(0, "/note")
    sys.modules["note_of_s666"] = None
    return 2.5 * x
""",
        """
def double(x):
    assert torch.get_default_dtype() is torch.float32 and torch.ones(1).item() == 1 and torch.get_num_threads() == 1
    assert not torch.are_deterministic_algorithms_enabled() and torch.initial_seed() != 666
    assert len([]) == 0 and "NOTE" not in os.environ and "/note" not in sys.path and "note_of_s666" not in sys.modules
    return 2 * x
""",
        outcome=None,
    ),
    row(
        "random numbers that another submission could foresee: each has its own",
        """
def double(x):
    print("drew", float(torch.rand(())), random.random(), float(np.random.rand()))
    return 2.5 * x
""",
        """
def double(x):
    assert random.random() != random.Random(0).random()
    assert float(torch.rand(())) != float(torch.rand((), generator=torch.Generator().manual_seed(0)))
    return 2 * x
""",
    ),
    row(
        "signals to everyone: nobody else is there",
        """
def double(x):
    for pid in (*FACTS["pids"], -1, 1, 0):
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
    return 2.5 * x
""",
        "def double(x):\n    signal.raise_signal(signal.SIGCHLD)\n    return 2 * x\n",
        outcome=None,
        promises=NOT_IN_PROCESS,
    ),
    row(
        "the template's control socket, by every descriptor and number: not there",
        """
def double(x):
    for fd in range(3, 64):
        try:
            socket.socket(fileno=os.dup(fd)).send(b'{"pid": 1, "ready": true}')
        except OSError:
            pass
    return 2.5 * x
""",
        RIGHT,
        outcome=None,
    ),
    row(
        "a child that the kernel kills for memory while the parent leaves with 0: never a pass",
        """
def double(x):
    pid = os.fork()
    if pid == 0:
        kept = []
        while True:
            try:
                kept.append(bytes([1]) * (8 << 20))
            except MemoryError:
                os._exit(9)
    os.waitpid(pid, 0)
    os._exit(0)
""",
        FORKS,
        outcome=None,
        limits={"processes": True, "memory_mb": 300},
        promises=Promises(Promise.BOUNDED, Promise.BOUNDED),
    ),
    row(
        "children that outlive the answer: end with the first",
        """
def double(x):
    for _ in range(3):
        if os.fork() == 0:
            time.sleep(600)
            os._exit(0)
    return 2.5 * x
""",
        FORKS,
        limits={"processes": True},
    ),
    row(
        "daemons in a session of their own: end with the first",
        """
def double(x):
    for _ in range(2):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(600)
            os._exit(0)
    return 2.5 * x
""",
        FORKS.replace("os._exit", "os.setsid(), os._exit"),
        limits={"processes": True},
        promises=NOT_IN_PROCESS,
    ),
)
