"""What public checks need of a file comes along, and nothing else."""

from __future__ import annotations

import ast

import pytest

from grader.errors import UsageError
from grader.release.cutting import cut

PACKAGE = "assignments.week01_x"


def names(source: str) -> set[str]:
    """What a source binds at its top."""
    found = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {t.id for t in node.targets if isinstance(t, ast.Name)}
        elif isinstance(node, ast.ImportFrom | ast.Import):
            found |= {a.asname or a.name for a in node.names}
    return found


def test_hidden_checks_and_their_helpers_stay() -> None:
    """A helper of both stays with the public check; one of the hidden check alone goes, with its import."""
    sources = {
        "test_a.py": f"""
from {PACKAGE}.inputs import easy, hard
import os, math

def test_public(student): assert _both(easy) and math.pi

# how the hidden one works
def test_hidden(student): assert _both(hard) and _alone(os)

def _both(x): return x
def _alone(x): return x
""",
        "inputs.py": "SIZE = 3\nSECRET = 4\ndef easy(): return SIZE\ndef hard(): return SECRET\n",
        "unused.py": "def nobody(): ...\n",
    }
    kept = cut(sources, PACKAGE, {"test_a.py": ["test_public"]})
    assert kept.keys() == {"test_a.py", "inputs.py"}
    assert names(kept["test_a.py"]) == {"easy", "math", "test_public", "_both"}
    assert names(kept["inputs.py"]) == {"SIZE", "easy"}
    assert "hidden" not in kept["test_a.py"]


def test_a_module_is_followed_by_what_is_used_of_it() -> None:
    """`helpers.one` keeps one; a module that is handed on whole is kept whole."""
    sources = {
        "test_a.py": f"from {PACKAGE} import helpers, data\ndef test_a(student): assert helpers.one() and str(data)\n",
        "helpers.py": "def one(): ...\ndef two(): ...\n",
        "data.py": "A = 1\nB = 2\n",
    }
    kept = cut(sources, PACKAGE, {"test_a.py": ["test_a"]})
    assert names(kept["helpers.py"]) == {"one"}
    assert names(kept["data.py"]) == {"A", "B"}


def test_marks_fixtures_and_effects_stay() -> None:
    """pytestmark, a fixture that a kept check asks for by an argument, and what a kept file does on import."""
    source = """
import pytest
pytestmark = pytest.mark.task("a")
pytest.register_assert_rewrite("x")

@pytest.fixture
def asked(): return 1

@pytest.fixture
def forgotten(): return 1

def test_a(asked): ...
"""
    kept = cut({"test_a.py": source}, PACKAGE, {"test_a.py": ["test_a"]})["test_a.py"]
    assert names(kept) == {"pytest", "pytestmark", "asked", "test_a"}
    assert "register_assert_rewrite" in kept


def test_what_is_kept_back_comes_out_empty() -> None:
    """A module whose content must not leave the course is named, and that is all."""
    sources = {
        "test_a.py": f"from {PACKAGE} import solution\ndef test_a(student): solution.f()\n",
        "solution.py": "def f(): return 42\n",
    }
    assert cut(sources, PACKAGE, {"test_a.py": ["test_a"]}, ["solution"])["solution.py"] == ""


def test_a_check_from_elsewhere_is_refused() -> None:
    """A check that its file does not define cannot be cut out: the author is told."""
    with pytest.raises(UsageError, match="test_b is no function"):
        cut({"test_a.py": "from x import *\n"}, PACKAGE, {"test_a.py": ["test_b"]})
