"""Somebody who does what a page says: runs its commands, writes its files, compares its outputs."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

from tests.guide import Block, fits


def with_function(source: str, name: str, function: str) -> str:
    """The source with a top-level function, its decorators included, replaced by another."""
    (node,) = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef) and n.name == name]
    lines = source.splitlines(keepends=True)
    first = min(node.lineno, *(d.lineno for d in node.decorator_list)) - 1
    return "".join([*lines[:first], function, *lines[node.end_lineno :]])


def bin_folder_in(folder: Path) -> Path:
    """A new folder with this environment's `grader`."""
    found = folder / "bin"
    found.mkdir()
    (found / "grader").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m grader "$@"\n')
    (found / "grader").chmod(0o755)
    return found


class Reader:
    """Somebody who does what the page says, in a folder.

    Args:
        folder: where they start. bin_folder: where `grader` is found. page: its name, for messages.
    """

    def __init__(self, folder: Path, bin_folder: Path, page: str = "authoring.md") -> None:
        self.folder, self.printed = folder, ""
        path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GRADER_")}
        self._environment = kept | {"PATH": path, "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}
        self._course, self._page = folder, page

    def do(self, block: Block) -> None:
        """Run a block, write its file, or compare what was printed last."""
        where = f"{self._page}:{block.line}"
        if block.language == "bash":
            self._run(block, where)
        elif block.language == "output":
            assert fits(block.text, self.printed), f"{where}: shown\n{block.text}\nprinted\n{self.printed}"
        elif "title" in block.words:
            file = self._course / block.words["title"]
            text = block.text
            if name := block.words.get("replaces"):
                text = with_function(file.read_text("utf-8"), name, text)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")

    def _run(self, block: Block, where: str) -> None:
        note = self._course.parent / ".cwd"
        script = f"set -e\ntrap 'pwd > {note}' EXIT\n{block.text}"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
        )
        self.printed = done.stdout.decode()
        assert done.returncode == int(block.words.get("exit", "0")), f"{where}: {done.returncode}\n{self.printed}"
        self.folder = Path(note.read_text().strip())
        if (self.folder / "course.toml").is_file():
            self._course = self.folder
