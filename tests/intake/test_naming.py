"""Names: identifiers of modules, names of files as people typed them."""

from __future__ import annotations

import itertools
import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.naming import identifier, kind_of, module_names, stem_of
from grader.intake.text import readable_name


def named(*paths: str) -> list[str]:
    """The names of these paths, in their order."""
    names = module_names(paths)
    return [names[position] for position in range(len(paths))]


@pytest.mark.parametrize(
    "paths,names",
    [
        (["lstm.py"], ["lstm"]),
        (["a.ipynb", "a.py"], ["a_ipynb", "a"]),
        (["a.ipynb"], ["a"]),
        (["src/a.py", "a.py", "old/a.py"], ["a_3", "a", "a_2"]),
        (["복습과제1_RNN.ipynb"], ["복습과제1_RNN"]),
        (["s001 (1).py", "s001-final.py"], ["s001_1", "s001_final"]),
        (["1week.py", "class.py", "().py", "___.py"], ["_1week", "class_", "module", "module_2"]),
        (["__main__.py", "__init__.py", "_helpers.py"], ["main", "init", "_helpers"]),
        (["A.py", "a.py"], ["A", "a_2"]),
        (["lstm.ipynb.txt", "rnn.PY"], ["lstm", "rnn"]),
        (["ﬁle.py"], ["file"]),
        (["lstm.v2.py"], ["lstm_v2"]),
    ],
)
def test_module_names(paths: list[str], names: list[str]) -> None:
    """Names stay as close to the files' as Python allows, and are told apart."""
    assert named(*paths) == names


def test_names_do_not_depend_on_the_order() -> None:
    """Whatever order a file system lists files in, each gets the same name."""
    paths = ["a.py", "a.ipynb", "src/a.py", "b.py"]
    found = [dict(zip(order, named(*order), strict=True)) for order in itertools.permutations(paths)]
    assert all(names == found[0] for names in found)


@given(paths=st.lists(st.text(min_size=1, max_size=12).map(lambda stem: stem + ".py"), max_size=8))
def test_names_are_unique_identifiers(paths: list[str]) -> None:
    """Whatever the files are called, their names can be imported and differ, also where cases do not count."""
    names = named(*paths)
    assert all(name.isidentifier() and not (name.startswith("__") and name.endswith("__")) for name in names)
    assert len({name.casefold() for name in names}) == len(paths)


def test_long_names_are_cut() -> None:
    """A name of thousands of characters fits a file system again."""
    assert len(identifier("가" * 5_000)) == 80
    assert len(identifier("- " * 5_000 + "a")) <= 80


@pytest.mark.parametrize(
    "path,kind,stem",
    [
        ("a/b.py", "py", "b"),
        ("b.IPYNB", "ipynb", "b"),
        ("b.ipynb.json", "ipynb", "b"),
        ("b.py.txt", "py", "b"),
        ("b.txt", None, "b"),
        ("b.json", None, "b"),
        ("b", None, "b"),
        ("py", None, "py"),
    ],
)
def test_kinds(path: str, kind: str | None, stem: str) -> None:
    """Suffixes are read in any case, with what browsers append."""
    assert (kind_of(path), stem_of(path)) == (kind, stem)


def test_readable_names() -> None:
    """Decomposed Hangul is composed, cp949 bytes are decoded, control characters cannot reach a terminal."""
    assert readable_name(unicodedata.normalize("NFD", "복습과제")) == "복습과제"
    assert readable_name(os.fsdecode("복습과제.py".encode("cp949"))) == "복습과제.py"
    assert readable_name("a\x1b[31m\n\u202eb.py") == "a_[31m__b.py"
    assert readable_name("\ud800.py") == "?.py"
    assert readable_name(os.fsdecode(b"\xff\xfe.py")).encode()
