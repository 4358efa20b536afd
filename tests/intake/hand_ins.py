"""Hand-ins for the tests of this folder: files on disk, notebooks as text."""

from __future__ import annotations

import json
from pathlib import Path

LSTM = "def lstm_cell(x): return x\n"
RNN = "class RNN: x = 1\n"


def put(root: Path, tree: dict[str, str | bytes]) -> Path:
    """Files below `root`: path → content."""
    for name, content in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def notebook(*cells: str, output: str = "") -> str:
    """A notebook file of these cells."""
    outputs = [{"output_type": "stream", "text": output}]
    return json.dumps({"cells": [{"cell_type": "code", "source": cell, "outputs": outputs} for cell in cells]})
