"""What the reader says: every key exists in both languages and is filled completely."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from grader.intake.sources.base import INTAKE_FILE
from grader.messages import templates

EN, KO = ({key: t for key, t in templates(lang).items() if key.startswith("intake.")} for lang in ("en", "ko"))
SOURCES = Path(__file__).resolve().parents[2] / "grader" / "intake"


def keys(node: ast.Dict) -> set[str]:
    """The keys of a dictionary that is written out."""
    return {key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}


def used() -> dict[str, list[set[str]]]:
    """Every key in the reader's source → the params of each message made with it."""
    found: dict[str, list[set[str]]] = {}
    for path in SOURCES.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        dictionaries: dict[str, set[str]] = {}
        for node in sorted(ast.walk(tree), key=lambda node: getattr(node, "lineno", 0)):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
                dictionaries[ast.unparse(node.targets[0])] = keys(node.value)  # the nearest above is the one meant
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message":
                key, *params = node.args
                given = params[0] if params else ast.Dict([], [])
                if not isinstance(given, ast.Dict) and not isinstance(key, ast.Constant):
                    continue  # a message that is read back from a file
                names = keys(given) if isinstance(given, ast.Dict) else dictionaries[ast.unparse(given)]
                found.setdefault(key.value if isinstance(key, ast.Constant) else "", []).append(names)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("intake."):
                if node.value == INTAKE_FILE:
                    continue
                found.setdefault(node.value, [])
    return found


def placeholders(template: str) -> set[str]:
    """The names in a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_key_is_in_both_catalogues() -> None:
    """No key without a text, no text without a key."""
    assert set(used()) - {""} == set(EN) == set(KO)


@pytest.mark.parametrize("key", sorted(EN))
def test_placeholders_are_given(key: str) -> None:
    """Both languages use only params that every message of that key has."""
    for params in used()[key]:
        assert placeholders(EN[key]) <= params
        assert placeholders(KO[key]) <= params
    assert placeholders(EN[key]) == placeholders(KO[key])


def test_korean_is_korean() -> None:
    """Every Korean text is polite and has Hangul in it."""
    for text in KO.values():
        assert any("가" <= c <= "힣" for c in text)
        assert text.rstrip(".").endswith(("다", "요", "다({reason})", "{reason}", "{names}"))
