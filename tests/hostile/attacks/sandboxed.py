"""The sandbox's attacks as submissions: the task's function attacks, then answers wrongly, or never."""

from __future__ import annotations

from typing import Any

from grader.model import Outcome
from tests.hostile.levels import Promise
from tests.hostile.row import Promises, Row
from tests.sandbox.attacks.arena import plain
from tests.sandbox.attacks.clocks import CLOCKS
from tests.sandbox.attacks.files import FILES
from tests.sandbox.attacks.kernel import KERNEL
from tests.sandbox.attacks.processes import PROCESSES
from tests.sandbox.attacks.resources import RESOURCES
from tests.sandbox.attacks.secrets import SECRETS
from tests.sandbox.attacks.table import Attack

ATTACKS = """
DONE = []
def {task}(x):
    if not DONE:
        DONE.append(1)
        print("gave", json.dumps(attack(FACTS)), flush=True)
    return {wrong}
"""
CONTROLS = """
DONE = []
def {task}(x):
    if not DONE:
        DONE.append(1)
        assert control(FACTS) is True
    return {right}
"""
ANSWERS = {"double": ("2.5 * x", "2 * x"), "quick": ("x - 1", "x + 1")}
_SECTIONS = (
    ("Resources", (*RESOURCES, *CLOCKS)),
    ("Escape and exfiltration", (*FILES, *PROCESSES, *KERNEL)),
    ("Answers", SECRETS),
)
# Belong elsewhere in the catalogue.
_MOVED = {
    "os._exit(0): the conversation ends, nothing was said": "Forging",
    "a grandchild that holds the pipe: ends with the first": "Protocol",
    "modules that shadow the judge's and the next student's: gone with the work folder": "Forging",
    "changes to shared modules: gone with the child": "Neighbours and batch",
    "closing every descriptor: the conversation ends": "Protocol",
}
# What level `process` promises, too: it has a clock, limits on addresses, files and descriptors, and no secret in it.
_PROCESS: dict[str, dict[str, Any]] = {
    "spin: killed by the judge's clock": {},
    "spin in threads, in C, with the lock held: killed by the judge's clock": {},
    "sleep with patched clocks: killed by the judge's clock": {},
    "ignoring every signal: killed by the judge's clock": {},
    "stopping oneself: the first process of its namespace is not stopped": {"outcome": Outcome.TIMEOUT, "gave": None},
    "heap bomb of untouched memory: MemoryError": {},
    "heap bomb in one stroke: MemoryError": {},
    "sparse file: EFBIG": {},
    "core dump: none, not even for a core_pattern program (limit 1, see core(5))": {
        "twin": "def control(f):\n    return resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)"
    },
    "os._exit(0): the conversation ends, nothing was said": {},
    "abort: a crash with its signal": {},
    "closing every descriptor: the conversation ends": {},
    "searching all memory for the judge's secret: not there (one's own is found)": {},
    "searching frames, modules and objects for the judge's secret: not there": {},
    "modules of the grader: the worker's own only, no judge, no checks, no reference": {},
    "changes to shared modules: gone with the child": {},
}

# Twins of level `docker`, whose tree is the image's.
_DOCKER = {
    "searching the whole tree for the course's files: none": "return os.path.exists(np.__file__)",
    "SysV and POSIX shared objects: EPERM": "return os.path.exists('/proc/self/status')",
    "terminal tricks (TIOCSTI, TIOCLINUX, TIOCSCTTY): EPERM": "return sys.stdin.isatty() is False",
}


def outcome(attack: Attack) -> Outcome | None:
    """How the attacked check ends in the sealed sandbox; None where the attack breaks its own worker."""
    if attack.name.startswith("changes to shared modules"):
        return None
    if attack.hangs:
        return Outcome.TIMEOUT
    if attack.raises == "MemoryError":
        return Outcome.MEMORY
    if attack.raises is not None or attack.status is not None:
        return Outcome.CRASHED
    if attack.signals:
        return Outcome.TIMEOUT if "cpu_seconds" in attack.limits else Outcome.CRASHED
    return Outcome.FAILED


def graded(section: str, attack: Attack) -> Row:
    """The row of an attack."""
    short_clock = attack.hangs or attack.name.startswith("stopping oneself")
    task, check = ("quick", "quick") if short_clock else ("double", "values")
    wrong, right = ANSWERS[task]
    ends, gives = outcome(attack), plain(attack.gives)
    known = _PROCESS.get(attack.name)
    section = _MOVED.get(attack.name, section)
    held = Promise.BOUNDED if section == "Resources" else Promise.STOPPED
    own = {} if known is None else known
    answers = CONTROLS.format(task=task, right=right)
    twins = {"process": own["twin"] + answers} if "twin" in own else {}
    if attack.name in _DOCKER:
        twins["docker"] = f"def control(f):\n    {_DOCKER[attack.name]}\n{answers}"
    return Row(
        section,
        attack.name,
        attack.code + ATTACKS.format(task=task, wrong=wrong),
        attack.code + answers,
        task=task,
        checks=(check,),
        outcome=ends if ends is None else {"namespaces": ends, "process": own.get("outcome", ends)},
        gave={"namespaces": gives, "user": plain(attack.user), "process": own.get("gave", gives)},
        outside=plain(attack.outside),
        limits=attack.limits,
        promises=Promises(held, Promise.NOT_PROMISED if known is None else held),
        twins=twins,
    )


SANDBOXED = tuple(graded(section, attack) for section, attacks in _SECTIONS for attack in attacks)
assert set(_PROCESS) <= {row.name for row in SANDBOXED}
