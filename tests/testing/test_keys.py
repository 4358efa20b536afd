"""Every message that the judge's code can make stands in the catalogues, with exactly these parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.messages import LANGUAGES, templates
from grader.model import Outcome
from tests.testing.messages import placeholders

ROOT = Path(__file__).resolve().parents[2]
CALLS = {"fail": 0, "expect": 1, "Message": 0}  # function → position of the key


def made() -> Iterator[tuple[str, str, set[str] | None]]:
    """(place, key, names of the parameters where they are written out) of every message in the judge's code."""
    for folder in ("testing", "judge"):
        for path in sorted((ROOT / "grader" / folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                    key = node.args[CALLS[node.func.id] :][:1]
                    if key and isinstance(key[0], ast.Constant):
                        yield f"{path.name}:{node.lineno}", str(key[0].value), _names(node)


def _names(call: ast.Call) -> set[str] | None:
    if isinstance(call.func, ast.Name) and call.func.id == "Message":
        params = call.args[1:]
        if not params:
            return set()
        if not isinstance(params[0], ast.Dict):
            return None
        return {str(k.value) for k in params[0].keys if isinstance(k, ast.Constant)}
    if any(k.arg is None for k in call.keywords):
        return None
    return {str(k.arg) for k in call.keywords}


MADE = list(made())


def test_messages_are_found() -> None:
    """The search sees the messages of assertions and of outcomes."""
    keys = {key for _, key, _ in MADE}
    assert {"value_differs", "gradient_inconsistent", "gate_missed", "timeout", "ungraded", "unsendable"} <= keys


@pytest.mark.parametrize("place,key,names", MADE, ids=[f"{key}-{place}" for place, key, _ in MADE])
def test_a_message_fits_its_text(place: str, key: str, names: set[str] | None) -> None:
    """The key has a text and a kind in every language; the text's placeholders are the message's parameters."""
    for lang in LANGUAGES:
        assert key in templates(lang) and f"{key}.kind" in templates(lang)
        if names is not None:
            assert placeholders(key, lang) == names, place


def test_every_outcome_has_a_label() -> None:
    """The catalogues name every outcome, and none that does not exist but `partial`."""
    for lang in LANGUAGES:
        named = {key for key in templates(lang) if key.startswith("outcome.")}
        assert named == {f"outcome.{o}" for o in [*Outcome, "partial"]}
