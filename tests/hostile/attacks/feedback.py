"""Attacks on whoever reads the results: pages, terminal, spreadsheet, and what a student may learn from them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.hostile.row import Promises

NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)>\\n"
NASTY += "<a href=\\'javascript:alert(1)\\'>x</a>"
CONTROLS = "\\x1b[31mPASSED\\x1b[0m\\x1b]0;title\\x07\\x9b2J\\x00\\u202egnp.exe\\u2066\\r=1+1"


@dataclass(frozen=True)
class Feedback:
    """A hand-in of one module `double` whose every word is meant for a reader.

    Attributes:
        student: its name, as the folder was called. shown: what must be readable as text somewhere.
    """

    section: str
    name: str
    code: str
    student: str = "s666"
    file: str = "double"
    shown: str = ""
    promises: Promises = field(default_factory=Promises)


def _raises(text: str) -> str:
    return f"def double(x):\n    raise ValueError('''{text}''')\n"


def _prints(text: str) -> str:
    told = "    print(TEXT)\n    print(TEXT, file=sys.stderr)\n"
    return f"import sys\nTEXT = '''{text}'''\ndef double(x):\n{told}    return x\n"


FEEDBACK = (
    Feedback(
        "Notebooks", "HTML, SVG and script in an exception's text: text on the page", _raises(NASTY), shown="<script>"
    ),
    Feedback("Notebooks", "HTML, SVG and script in the output: text on the page", _prints(NASTY), shown="<script>"),
    Feedback(
        "Notebooks",
        "HTML in names of classes, functions and exceptions: text on the page",
        "E = type('<img src=x onerror=alert(1)>', (Exception,), {})\ndef double(x):\n    raise E('x')\n",
        shown="<img",
    ),
    Feedback(
        "Notebooks",
        "HTML in the source line that failed: text on the page",
        "def double(x):\n    return {}['<script>alert(1)</script>']  # </code></pre><script>\n",
        shown="<script>",
    ),
    Feedback(
        "Notebooks", "ANSI, bidirectional and control characters in the output: shown as signs", _prints(CONTROLS)
    ),
    Feedback(
        "Notebooks", "ANSI, bidirectional and control characters in an exception: shown as signs", _raises(CONTROLS)
    ),
    Feedback(
        "Notebooks",
        "=formula in a student's name: text in the spreadsheet",
        _raises("=1+1"),
        student='=HYPERLINK("http://x","y")',
    ),
    Feedback(
        "Notebooks",
        "+, -, @, tab and carriage return before a formula: text in the spreadsheet",
        _raises("x"),
        student="\t@SUM(1)\r=cmd|'/c calc'!A0",
    ),
    Feedback(
        "Notebooks",
        "a student's name that is a path (../../x): a page in the folder",
        _raises("x"),
        student="../../../evil-of-s666",
    ),
    Feedback(
        "Notebooks",
        "markup of the terminal in names and texts ([red], links): text",
        _raises("[red]x[/red][link=http://x]y[/link]"),
        student="[blink]s666[/blink]",
    ),
    Feedback(
        "Notebooks",
        "half characters and a text of a million letters: cut and written down",
        "def double(x):\n    raise ValueError('\\ud800' + 'x' * 1_000_000)\n",
    ),
    Feedback(
        "Notebooks",
        "template language in texts ({{ 7 * 7 }}, {% raw %}, {what}): text",
        _raises("{{ 7 * 191 }}{% raw %}{what}%s${x}"),
        shown="{{ 7 * 191 }}",
    ),
)


LEAKS = {
    "hidden inputs in an exception's text and in the output: not on the student's page": """
def double(x):
    print("saw", x.tolist())
    raise ValueError(str(x.tolist()))
""",
    "hidden inputs in names (exception class, attributes, paths of values): not on the student's page": """
def double(x):
    raise type("E" + str(x.tolist()), (Exception,), {})(str(x.tolist()))
""",
    "hidden inputs in the name of a value's type: not on the student's page": """
def double(x):
    return type("T" + str(x.tolist()), (), {})()
""",
    "hidden inputs remembered, and printed in a later public check: not on the student's page": """
import builtins
SEEN = []
def double(x):
    SEEN.append(x.tolist())
    print("saw", SEEN)
    return 2 * x
class Layer:
    def __init__(self):
        raise ValueError(str(SEEN))
def describe(xs):
    print("saw", SEEN)
    raise ValueError(str(SEEN))
def quick(x):
    raise ValueError(str(SEEN))
def train(x, labels, seed):
    print("saw", SEEN)
    raise ValueError(str(SEEN))
""",
}
FEEDBACK += tuple(Feedback("Answers", name, code) for name, code in LEAKS.items())
