"""In which language the commands speak: --lang, then GRADER_LANG, then the course."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from grader.cli.main import main
from tests.judge.running import COURSE


def titles(monkeypatch: pytest.MonkeyPatch, variable: str | None, *arguments: str) -> str:
    """What `grader assignment list` prints."""
    monkeypatch.delenv("GRADER_LANG", raising=False)
    if variable is not None:
        monkeypatch.setenv("GRADER_LANG", variable)
    result = CliRunner().invoke(main, ["assignment", "list", "--course", str(COURSE), *arguments])
    return f"{result.exit_code} {result.output}"


@pytest.mark.parametrize(
    "variable,arguments,title",
    [
        (None, (), "Values"),
        ("ko", (), "값"),
        ("", (), "Values"),
        ("ko", ("--lang", "en"), "Values"),
        ("fr", ("--lang", "ko"), "값"),
    ],
)
def test_precedence(
    monkeypatch: pytest.MonkeyPatch, variable: str | None, arguments: tuple[str, ...], title: str
) -> None:
    """The option comes before the variable, the variable before the course."""
    assert title in titles(monkeypatch, variable, *arguments)


def test_unknown_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown language in the variable is one line that names the variable and the languages that there are."""
    said = titles(monkeypatch, "fr")
    assert said.startswith("2 ")
    assert "GRADER_LANG: 'fr' is no language of messages: use en or ko" in said
    assert said.strip().count("\n") == 0
