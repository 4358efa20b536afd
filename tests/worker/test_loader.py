"""Submissions are imported file by file, by name, beside everything else that is installed."""

from __future__ import annotations

import builtins
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.errors import ProtocolError
from grader.worker.colab import stub_colab
from grader.worker.failures import describe
from grader.worker.loader import Loader, LoadFailed, Missing

Load = Callable[..., Loader]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Makes a loader of sources by name; afterwards no module of theirs is left."""
    before = set(sys.modules)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def make(names: dict[str, list[str]] | None = None, *notebooks: str, **sources: str) -> Loader:
        loader = Loader(tmp_path / "code")
        loader.add([(name, source, name in notebooks) for name, source in sources.items()], names or {})
        return loader

    yield make
    for name in set(sys.modules) - before:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def cause(loader: Loader, name: str) -> BaseException:
    """Why a name could not be loaded."""
    with pytest.raises(LoadFailed) as info:
        loader.find(name)
    assert info.value.__cause__ is not None
    return info.value.__cause__


def test_names_of_several_modules(load: Load) -> None:
    """Names are found in the module that the judge names first, else in any, in the order of the hand-in."""
    loader = load({"g": ["two", "one"], "f": ["one"]}, one="f = 1\ng = 2\nh = 3", two="g = 4\nh = 5")
    assert [loader.find(n) for n in "fgh"] == [1, 4, 3]
    with pytest.raises(Missing, match="nothing"):
        loader.find("nothing")


def test_modules_run_once_and_only_when_needed(load: Load, tmp_path: Path) -> None:
    """A module whose names nobody asks for does not run; one that was asked twice ran once."""
    log = tmp_path / "log"
    source = f"with open({str(log)!r}, 'a') as log: log.write(__name__ + ' ')\n"
    loader = load({"f": ["one"], "g": ["two"]}, one=source + "f = 1", two=source + "g = 2")
    assert loader.find("f") == loader.find("f") == 1
    assert log.read_text() == "one "


def test_a_broken_file_costs_only_its_names(load: Load) -> None:
    """A file that raises, or does not parse, leaves the others as they are."""
    loader = load({"f": ["raising"], "g": ["fine"]}, raising="f = 1\n1 / 0", garbled="def lost(:", fine="g = 2")
    assert loader.find("g") == 2
    assert isinstance(cause(loader, "f"), ZeroDivisionError)
    assert isinstance(cause(loader, "f"), ZeroDivisionError)
    assert isinstance(cause(loader, "lost"), SyntaxError)
    for part in ("los", "elsewhere"):  # a word that the garbled file does not have
        with pytest.raises(Missing):
            loader.find(part)


def test_a_broken_file_may_define_what_it_imports(load: Load) -> None:
    """With `import *` in it, any name may be that file's."""
    assert isinstance(cause(load(garbled="from two import *\n)", two="f = 1", one="g = 2"), "h"), SyntaxError)


def test_missing_beside_a_broken_file(load: Load) -> None:
    """A name that a broken file is known not to define is missing."""
    loader = load({"f": ["raising"], "g": ["fine"]}, raising="f = 1\n1 / 0", fine="g = 2")
    with pytest.raises(Missing):
        loader.find("elsewhere")


def test_a_later_module_helps_out(load: Load) -> None:
    """A name that two files define is found although the first one is broken."""
    assert load({"f": ["raising", "fine"]}, raising="f = 1\n1 / 0", fine="f = 2").find("f") == 2


@pytest.mark.parametrize("statement", ["import sys; sys.exit(3)", "raise KeyboardInterrupt", "exit()", "quit(1)"])
def test_leaving_at_import(load: Load, statement: str) -> None:
    """A file that leaves the interpreter at import is a file that cannot be run."""
    loader = load(one=f"{statement}\nf = 1", two="g = 2")
    assert type(cause(loader, "f")).__name__ in ("SystemExit", "KeyboardInterrupt")
    assert loader.find("g") == 2


def test_failures_name_the_line(load: Load) -> None:
    """The failure message of a file that cannot be run holds the frames inside the hand-in."""
    loader = load(one="from two import g\nf = g", two="x = 1\ndef h():\n    return {}['k']\ng = h()")
    with pytest.raises(LoadFailed) as info:
        loader.find("f")
    told = describe(info.value, loader.folder)
    assert (told["kind"], told["type"], told["text"]) == ("load", "KeyError", "'k'")
    assert [frame[:3] for frame in told["trace"]] == [
        ["one.py", 1, "<module>"],
        ["two.py", 4, "<module>"],
        ["two.py", 3, "h"],
    ]


def test_syntax_errors_name_the_line(load: Load) -> None:
    """A file that does not parse is placed at the line that does not."""
    loader = load(one="x = 1\ndef f(:\n    pass")
    with pytest.raises(LoadFailed) as info:
        loader.find("f")
    assert describe(info.value, loader.folder)["trace"] == [["one.py", 2, "", "def f(:"]]


def test_modules_import_each_other(load: Load) -> None:
    """`import` between files of a hand-in gives the same module that names are looked up in, cycles included."""
    loader = load(
        one="import two\nfrom two import B\nclass A(B): pass\ndef late(): return two.late()",
        two="import one\nclass B: pass\ndef late(): return one.A",
    )
    assert issubclass(loader.find("A"), loader.find("B"))
    assert loader.find("late")() is loader.find("A")
    assert sys.modules["one"].__file__ == str(loader.folder / "one.py")


@pytest.mark.parametrize("name", ["torch", "random", "numpy", "sys", "json", "queue", "grader", "site"])
def test_nothing_installed_is_shadowed(load: Load, name: str) -> None:
    """A hand-in named like the standard library or a package is found by its names, and shadows nothing."""
    sys.modules.pop("queue", None)
    loader = load(**{name: f"import {name} as real\nmine = 3", "other": f"import {name}\nseen = {name}"})
    assert loader.find("mine") == 3
    assert loader.find("real") is importlib.import_module(name)
    assert not hasattr(loader.find("seen"), "mine")


def test_path_is_left_alone(load: Load) -> None:
    """Files of the hand-in are found by their names only: its folder is not on sys.path."""
    loader = load(one="import sys\npath = list(sys.path)")
    assert str(loader.folder) not in loader.find("path")
    with pytest.raises(ImportError):
        importlib.import_module("code_that_is_not_there")


def test_names_must_be_identifiers(load: Load) -> None:
    """A module name cannot lead out of the folder."""
    with pytest.raises(ProtocolError):
        load(**{"../evil": "x = 1"})


def test_unusual_text(load: Load) -> None:
    """Hangul, lone surrogates in comments and a missing final newline do no harm."""
    assert load(one="# 한국 \nx = '\\ud800 은닉'").find("x") == "\ud800 은닉"


# -- notebooks -----------------------------------------------------------------------------------


def test_statements_run_one_by_one(load: Load) -> None:
    """In a notebook a failing import, constant or exit costs only the names that it binds."""
    source = """
import no_such_package as missing
import math
DATA = open("/content/drive/MyDrive/data.txt").read()
exit()
for i in range(3):
    total = undefined
def f(x):
    return math.sqrt(x)
if missing:
    def g(): pass
def h():
    return DATA
"""
    loader = load({}, "nb", nb=source)
    assert loader.find("f")(4) == 2
    with pytest.raises(NameError):
        loader.find("h")()
    for name, error in (
        ("missing", ModuleNotFoundError),
        ("DATA", FileNotFoundError),
        ("total", NameError),
        ("g", ModuleNotFoundError),
    ):
        assert isinstance(cause(loader, name), error)
    with pytest.raises(Missing):
        loader.find("x")


def test_a_chain_of_failures_begins_with_its_first(load: Load) -> None:
    """A function of a notebook that lacks a package is told of the package, not of the object made with it."""
    source = """
from no_such_package import Okt
okt = Okt()
def tokens(text): return okt.morphs(text)
def other(): return never_set
def local():
    return n
    n = 1
a = b
b = a
def cycle(): return b
def outer():
    def inner(): return a
    inner()
    a = 1
"""
    loader = load({}, "nb", nb=source, plain="def elsewhere(): return okt")
    assert isinstance(cause(loader, "okt"), ModuleNotFoundError)

    def reason(name: str, *args: str) -> BaseException:
        with pytest.raises(NameError) as info:
            loader.find(name)(*args)
        return loader.reason(info.value)

    found = reason("tokens", "text")
    assert isinstance(found, LoadFailed)
    told = describe(found, loader.folder)
    assert (told["kind"], told["type"]) == ("load", "ModuleNotFoundError")
    assert told["trace"] == [["nb.py", 2, "<module>", "from no_such_package import Okt"]]
    for name in ("other", "outer", "elsewhere"):  # never set; set too late; another file's
        assert type(reason(name)) is NameError
    assert type(reason("local")) is UnboundLocalError
    assert isinstance(reason("cycle").__cause__, NameError)
    odd = NameError(name=["okt"])  # a student's
    assert loader.reason(odd) is odd


def test_last_definition_wins(load: Load) -> None:
    """A name that is defined again after a failure is there; the last good definition counts."""
    assert load({}, "nb", nb="f = 1 / 0\nf = 2\nf = 3").find("f") == 3
    assert load({}, "nb2", nb2="f = 1\nf = 1 / 0").find("f") == 1


def test_notebook_with_future_import(load: Load) -> None:
    """`from __future__` of a notebook holds for the statements after it; ours does not leak in."""
    future = "from __future__ import annotations\ndef f(x: nothing): pass"
    assert load({}, "nb", nb=future).find("f").__annotations__ == {"x": "nothing"}
    assert load({}, "nb2", nb2="def f(x: int): pass").find("f").__annotations__ == {"x": int}
    assert load(plain="def f2(x: int): pass").find("f2").__annotations__ == {"x": int}


def test_notebook_that_does_not_parse(load: Load) -> None:
    """A notebook that does not parse as a whole is a file that cannot be run."""
    assert isinstance(cause(load({}, "nb", nb="def f(:"), "f"), SyntaxError)


def test_failing_notebook_statement_names_the_line(load: Load) -> None:
    """A statement that failed is placed at its line."""
    loader = load({}, "nb", nb="\n\nf = {}['k']")
    with pytest.raises(LoadFailed) as info:
        loader.find("f")
    assert describe(info.value, loader.folder)["trace"] == [["nb.py", 3, "<module>", "f = {}['k']"]]


def test_colab(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """What notebooks import from Colab and call in IPython is there, and does nothing."""
    for name in ("google", "google.colab"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    before = set(sys.modules)
    for name in ("get_ipython", "display"):
        monkeypatch.setattr(builtins, name, None, raising=False)
    stub_colab()
    stub_colab()
    source = """
from google.colab import drive, files
from google.colab.patches import cv2_imshow
import google.colab.auth
import google
drive.mount('/content/drive')
uploaded = files.upload()
google.colab.auth.authenticate_user()
get_ipython().system('pip install x')
get_ipython().run_line_magic('matplotlib', 'inline')
display(3)
done = True
"""
    assert load(nb=source).find("done")
    for name in set(sys.modules) - before:
        if name.startswith("google"):
            monkeypatch.delitem(sys.modules, name)


def test_definitions_survive_everything(load: Load) -> None:
    """Objects found keep working after other modules failed."""
    loader = load(one="def f(): return g()\ndef g(): return 7", two="raise RuntimeError('nothing')")
    f: Any = loader.find("f")
    with pytest.raises(LoadFailed):
        loader.find("nothing")
    assert f() == 7
