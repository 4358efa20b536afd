"""Attacks on answers: what of the judge could be in the child's own memory, frames, modules, or random numbers."""

from __future__ import annotations

from grader.forking import ENVIRONMENT
from tests.sandbox.attacks.table import Attack

SEARCH = """
def regions():
    for line in open("/proc/self/maps"):
        where, rights, *rest = line.split()
        if rights[0] == "r" and not (rest[-1] if len(rest) > 3 else "").startswith(("[vvar", "[vsyscall", "/")):
            yield [int(x, 16) for x in where.split("-")]
def found(first, second):
    "How often the two halves stand next to each other in readable memory; they are never joined here."
    count, step = 0, 1 << 20
    for low, high in regions():
        for start in range(low, high, step):
            text = ctypes.string_at(start, min(step + 64, high - start))
            at = text.find(first)
            while 0 <= at < step:
                count += text[at + len(first) : at + len(first) + len(second)] == second
                at = text.find(first, at + 1)
            del text
    return count
"""

SECRETS = (
    Attack(
        "searching all memory for the judge's secret: not there (one's own is found)",
        SEARCH
        + """
def attack(f):
    first, second = (half.encode() for half in f["halves"])
    return found(first, second)
def control(f):
    first, second = b"0123456789abcdef", b"fedcba9876543210"
    planted = bytearray(first) + second
    return found(first, second) >= 1 and len(planted) == 32
""",
        gives=0,
    ),
    Attack(
        "searching frames, modules and objects for the judge's secret: not there",
        """
def attack(f):
    import gc
    seen, texts = set(), []
    waiting = [sys._getframe(), *sys.modules.values(), *gc.get_objects()]
    frame = sys._getframe()
    while frame:
        waiting += [frame.f_locals, frame.f_globals]
        frame = frame.f_back
    while waiting and len(seen) < 400_000:
        o = waiting.pop()
        if id(o) not in seen and o is not f and o is not f["halves"]:
            seen.add(id(o))
            if type(o) is str or type(o) is bytes:
                texts.append(o)
            waiting += gc.get_referents(o)
    words = [t if type(t) is str else t.decode("latin-1") for t in texts]
    first, second = f["halves"]
    return len(words) > 1000, [w[:50] for w in words if first + second in w]
def control(f):
    import gc
    return len(gc.get_objects()) > 10
""",
        gives=[True, []],
    ),
    Attack(
        "modules of the grader: the worker's own only, no judge, no checks, no reference",
        """
def attack(f):
    import importlib
    forbidden = ("grader.judge", "grader.testing", "grader.spec", "grader.batch", "grader.student",
                 "grader.sandbox.template", "grader.course", "assignments", "reference", "tests")
    loaded = [name for name in sys.modules if name.startswith(forbidden)]
    importable = []
    for name in ("grader.judge", "grader.spec", "assignments", "reference", "grader.batch", "tests"):
        try:
            importlib.import_module(name)
            importable.append(name)
        except ImportError:
            pass
    return loaded, importable
def control(f):
    import importlib
    return importlib.import_module("colorsys").rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
""",
        gives=[[], []],
    ),
    Attack(
        "the environment: our own few variables",
        """
def attack(f):
    return sorted(os.environ)
def control(f):
    return os.environ["OMP_NUM_THREADS"] == "1"
""",
        gives=sorted({*ENVIRONMENT, "PATH", "HOME", "TMPDIR"}),
    ),
    Attack(
        "key rings and locks of the machine through /proc: none of others",
        """
def attack(f):
    def lines(path):
        try:
            return [line for line in open(path).read().splitlines() if line.strip()]
        except OSError as error:
            return []
    return lines("/proc/keys"), [line for line in lines("/proc/net/unix")[1:] if "@" in line or "/" in line]
def control(f):
    return "MemTotal" in open("/proc/meminfo").read()
""",
        gives=[[], []],
    ),
)
