"""A submission that takes over its own end of the conversation, and says what the protocol does not allow.

Each of these finds the session by the stack, as an attacker would, and writes to the socket in the worker's place.
"""

from __future__ import annotations

from grader.model import Outcome
from tests.hostile.levels import Promise
from tests.hostile.row import Promises, in_section

WIRE = """
import struct

def session():
    "The worker's session and the id of the request that is being served."
    frame, number = sys._getframe(), None
    while frame:
        me = frame.f_locals.get("self")
        if number is None and frame.f_code.co_name == "answer":
            number = frame.f_locals["number"]
        if hasattr(me, "connection") and frame.f_code.co_name == "run":
            return me, number
        frame = frame.f_back

def raw(data):
    "Bytes onto the conversation, whatever they are."
    me, _ = session()
    me.connection._sock.setblocking(True)
    me.connection._sock.sendall(data)

def frame_of(header, payload=b""):
    return struct.pack("<4sIQ", b"GRD1", len(header), len(payload)) + header + payload

def say(text):
    raw(frame_of(text.encode()))

def reply(value, number=None):
    "A reply to the request that is being served, with this JSON as its result."
    number = session()[1] if number is None else number
    say('["=",%d,{"D":[["r"],[%s]]}]' % (number, value))
"""
HONEST = "def double(x):\n    assert session()[1] > 0\n    return 2 * x\n"
QUICK = "def quick(x):\n    assert session()[1] > 0\n    return x + 1\n"
BROKEN = {"outcome": Outcome.CRASHED, "key": "protocol_broken"}
LATE = {"task": "quick", "checks": ("quick",), "outcome": Outcome.TIMEOUT, "key": "timeout"}
LATE |= {"promises": Promises(Promise.BOUNDED, Promise.BOUNDED)}

_row = in_section("Protocol")


def says(name: str, body: str, **given: object) -> object:
    """A row whose `double` runs these lines and then dies, so that its own words are the answer."""
    lines = "\n".join("    " + line for line in body.strip().splitlines())
    code = WIRE + f"def double(x):\n{lines}\n    time.sleep(0.1)\n    os._exit(3)\n"
    return _row(name, code, WIRE + HONEST, **{**BROKEN, **given})  # type: ignore[arg-type]


def slow(name: str, body: str, **given: object) -> object:
    """The same with `quick`, whose time is short."""
    lines = "\n".join("    " + line for line in body.strip().splitlines())
    code = WIRE + f"def quick(x):\n{lines}\n    time.sleep(5)\n"
    return _row(name, code, WIRE + QUICK, **{**LATE, **given})  # type: ignore[arg-type]


FAILS = {"outcome": Outcome.FAILED, "key": "type_differs"}

PROTOCOL = (
    says(
        "a reply that claims a verdict: only a value",
        """reply('{"D":[["outcome","earned"],["passed",99]]}')""",
        **FAILS,
    ),
    says(
        "a message kind of its own (`passed`): a broken protocol",
        """say('["passed",%d,1]' % session()[1])""",
        core=True,
    ),
    says("a bare verdict line in place of a frame: a broken protocol", r"""raw(b'{"verdict": "passed"}\n' * 4)"""),
    says(
        "print() on the protocol's descriptor: a broken protocol",
        """
os.dup2(session()[0].connection.fileno(), 1)
os.set_blocking(1, True)
print("PASSED " * 10, flush=True)
""",
    ),
    says(
        "a frame of 2**31 bytes of header: refused before any memory is taken",
        """raw(struct.pack("<4sIQ", b"GRD1", 2**31, 0))""",
    ),
    says(
        "a frame of 2**40 bytes of payload: refused before any memory is taken",
        """raw(struct.pack("<4sIQ", b"GRD1", 2, 2**40) + b"[]")""",
    ),
    says(
        "a frame of 2**64 - 1 bytes of payload: refused before any memory is taken",
        """raw(struct.pack("<4sIQ", b"GRD1", 2, 2**64 - 1) + b"[]")""",
    ),
    says(
        "a frame that breaks off: a crash",
        """
raw(struct.pack("<4sIQ", b"GRD1", 500, 0) + b'["=",1')
os._exit(0)
""",
        key="crashed_exit",
    ),
    says(
        "a payload shorter than the header says: a broken protocol",
        """
raw(frame_of(b'["=",%d,{"D":[["r"],[{"t":["float32",[3]]}]]}]' % session()[1], bytes(4)))
""",
    ),
    slow(
        "a frame that arrives byte by byte: ended by the judge's clock",
        """
for byte in struct.pack("<4sIQ", b"GRD1", 5000, 0) + b" " * 5000:
    raw(bytes([byte]))
    time.sleep(0.01)
""",
    ),
    slow(
        "a frame that is announced and never sent: ended by the judge's clock",
        """
raw(struct.pack("<4sIQ", b"GRD1", 100, 1 << 29) + b"[")
""",
    ),
    slow("no answer at all: ended by the judge's clock", "pass"),
    slow(
        "a submission that never reads: the judge's 12 MB are not waited for",
        """
raw(frame_of(b'["=",%d,{"D":[["r"],[2]]}]' % session()[1]))
""",
    ),
    says(
        "a second reply in advance: not taken for the next answer",
        """
number = session()[1]
first = frame_of(b'["=",%d,{"D":[["r"],[{"t":["float64",[1]]}]]}]' % number, struct.pack("<dd", 2 * float(x[0]), 0))
raw(first + frame_of(b'["=",%d,{"D":[["r"],[1]]}]' % (number + 1)))
""",
    ),
    says("the id of another request: a broken protocol", """reply("1", session()[1] + 7)"""),
    says("an id that is no number: a broken protocol", """say('["=",true,{"D":[["r"],[1]]}]')"""),
    says("a request in place of a reply: a broken protocol", """say('["?",1,"load",[[],{}]]')"""),
    says(
        "a call of a function that was never passed: a broken protocol",
        """say('["?",1,"callback",[[1,[],{"d":["dict",[]]},[],false],{"D":[[],[]]}]]')""",
    ),
    says("NaN in the header: a broken protocol", """reply("NaN")"""),
    says("1e999 in the header: a broken protocol", """reply("1e999")"""),
    says("a number of a million digits: a broken protocol", """reply("9" * 1_000_000)"""),
    says(
        "a key that appears twice: a broken protocol",
        """
say('["=",%d,{"D":[["r"],[0]],"D":[["r"],[1]]}]' % session()[1])
""",
    ),
    says("JSON of 100,000 levels: a broken protocol", """reply("[" * 100_000 + "]" * 100_000)"""),
    says("five million values in one frame: a broken protocol", """reply("[" + "0," * 5_000_000 + "0]")"""),
    says("half a character: a value that no tensor equals", r"""reply('"\\ud800"')""", **FAILS),
    says("bytes that are no UTF-8: a broken protocol", r"""raw(frame_of(b'["=",1,"\xff\xfe"]'))"""),
    says(
        "a shape whose product overflows: a broken protocol", """reply('{"t":["float32",[4294967296,4294967296]]}')"""
    ),
    says("a shape below zero: a broken protocol", """reply('{"t":["float32",[-1,-3]]}')"""),
    says(
        "strides of its own choice: a broken protocol",
        """
raw(frame_of(b'["=",%d,{"D":[["r"],[{"t":["float32",[1],[1]]}]]}]' % session()[1], bytes(16)))
""",
    ),
    says("a dtype that does not exist: a broken protocol", """reply('{"t":["pickle",[0]]}')"""),
    says(
        "a pickle: an unknown tag", """reply('{"pickle":"gASVIQAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAJpZJSFlFKULg=="}')"""
    ),
    says(
        "a graph and a parameter that do not exist: a broken protocol",
        """
say('["=",%d,{"D":[["r","graph"],[{"t":["float32",[0],{"o":0}]},[1,[["x",99]]]]]}]' % session()[1])
""",
    ),
    says(
        "changes of tensors that were never sent: a broken protocol",
        """
say('["=",%d,{"D":[["r","sync"],[1,[[[1,null,null,null,true]],[]]]]}]' % session()[1])
""",
    ),
    says(
        "a failure that says the judge is to blame: the student's crash",
        """
say('["!",%d,{"D":[["kind","text"],["protocol","you broke it"]]}]' % session()[1])
""",
    ),
    says(
        "a failure of a kind that does not exist: a broken protocol",
        """
say('["!",%d,{"D":[["kind"],["passed"]]}]' % session()[1])
""",
    ),
    says(
        "a failure that says `skipped`: a broken protocol",
        """
say('["!",%d,{"D":[["kind","type","text"],["skipped","Skipped","no GPU"]]}]' % session()[1])
""",
    ),
    says(
        "a trace that points into the judge's files: no place of the hand-in",
        """
say('["!",%d,{"D":[["kind","type","text","trace"],["error","E","",[["/etc/passwd",1,"f","x"],["test_double.py",9,"f","x"]]]]}]'
    % session()[1])
""",
        outcome=Outcome.ERROR,
        key="student_error",
    ),
    says(
        "an object that claims every special method: compared as an object",
        """
reply('{"h":["object",7,"Tensor",["__len__","__bool__","__getitem__","__iter__"]]}')
""",
        **FAILS,
    ),
    says(
        "a class name of a million letters: cut", """reply('{"h":["object",7,"%s",[]]}' % ("T" * 1_000_000))""", **FAILS
    ),
    slow(
        "a grandchild that holds the pipe: ended with the first, or by the judge's clock",
        """
if ctypes.CDLL(None).fork() == 0:
    time.sleep(600)
os._exit(0)
""",
        limits={"processes": True},
        outcome={"namespaces": Outcome.CRASHED, "process": Outcome.TIMEOUT},
        key=None,
    ),
    says(
        "hanging up in the middle of a call: a crash",
        """
session()[0].connection._sock.shutdown(2)
""",
        key="crashed_exit",
    ),
)
