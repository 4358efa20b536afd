"""What everybody was given: the student template and the code in the handout."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from grader.intake import read_submission
from grader.model import Module
from grader.similarity.document import Document, document, of_modules

_BLOCK = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[ \t]*(?:python|py|python3)\b[^\n]*\n(?P<code>.*?)^(?P=fence)", re.MULTILINE | re.DOTALL
)
_MOST = 1_000_000  # characters of a handout


def handout(folders: Iterable[Path]) -> list[Document]:
    """The files of the template's folder, and the Python blocks of every README there; missing folders hold nothing."""
    found = []
    for folder in folders:
        if not folder.is_dir():
            continue
        found.append(document(read_submission(folder, "handout")))
        texts = {path.name: path.read_text("utf-8", "replace")[:_MOST] for path in sorted(folder.glob("README*.md"))}
        found += [of_modules(name, blocks(text, name)) for name, text in texts.items()]
    return found


def blocks(text: str, name: str) -> list[Module]:
    """The Python blocks of a Markdown text, a module each."""
    return [Module(f"block_{n}", name, m["code"]) for n, m in enumerate(_BLOCK.finditer(text), 1)]
