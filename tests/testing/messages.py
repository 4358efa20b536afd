"""What the tests of checks share: the message of a failure, held against the catalogues."""

from __future__ import annotations

from collections.abc import Callable
from string import Formatter

import pytest

from grader.errors import CheckFailed
from grader.messages import LANGUAGES, render, templates
from grader.model import Message

# Left out where the judge does not know them; their part of the text then goes, too.
OPTIONAL = {"memory": {"reached_mb"}}


def placeholders(key: str, lang: str) -> set[str]:
    """The names that a template wants filled."""
    return {name for _, name, _, _ in Formatter().parse(templates(lang)[key]) if name}


def checked(message: Message) -> Message:
    """The message itself, if every language has a text for it with exactly its parameters as placeholders."""
    for lang in LANGUAGES:
        wanted = placeholders(message.key, lang)
        assert wanted - OPTIONAL.get(message.key, set()) <= set(message.params) <= wanted, (message.key, lang)
        assert not render(message, lang).startswith(f"[{message.key}]")
        assert f"{message.key}.kind" in templates(lang)
    return message


def failure(action: Callable[[], object]) -> Message:
    """The message with which `action` fails."""
    with pytest.raises(CheckFailed) as raised:
        action()
    return checked(raised.value.message)
