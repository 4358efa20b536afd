"""Modules → a notebook as Colab writes it: nbformat 4.0, no ids, pictures inside, run in no particular order."""

from __future__ import annotations

import ast
import base64
import json
import random
from collections.abc import Mapping, Sequence

from tools.generated_class.renaming import renamed_private

_BEFORE = (
    "!pip install -q konlpy sentencepiece\n%matplotlib inline\nimport matplotlib.pyplot as plt",
    "from google.colab import drive\ndrive.mount('/content/drive')\nname = input('이름: ')",
    "device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')\nprint(device)",
    "%cd /content/drive/MyDrive/nlp",
)
_AFTER = (
    "for epoch in range(3):\n    print('epoch', epoch)",
    "x = torch.randn(2, 3)\nprint(x.shape)\nplt.plot([1, 2, 3])\nplt.show()",
    "%%time\nsum(range(1000000))",
    "print('%d' % (3))\nprint('끝')",
)
_TEXT = ("# WEEK4 복습과제", "## 풀이", "아래 빈칸을 채워 넣어 주세요.", "### LSTM\n수식을 그대로 옮겼습니다.")


def notebook(sources: Mapping[str, str], public: Mapping[str, frozenset[str]], rng: random.Random) -> bytes:
    """A notebook whose code cells define what the modules define, a definition or a module a cell."""
    imports, definitions = together(sources, public)
    cells = [_code("\n".join(["import torch", *imports]), rng)]
    cells += [_code(source, rng) for source in rng.sample(_BEFORE, rng.randint(0, len(_BEFORE)))]
    fine = rng.random() < 0.5  # a cell for each definition
    for name, source in definitions.items():
        cells.append(_markdown(f"### {name}\n{rng.choice(_TEXT)}"))
        cells += [_code(part, rng) for part in (_parts(source) if fine else [source])]
        if rng.random() < 0.5:
            cells.append(_code(rng.choice(_AFTER), rng, picture=rng.random() < 0.5))
    if rng.random() < 0.27:  # run out of order: the numbers say so, the order of the file is that of the definitions
        counts = [cell for cell in cells if cell["cell_type"] == "code"]
        for cell, number in zip(counts, rng.sample(range(1, 200), len(counts)), strict=True):
            cell["execution_count"] = number
    whole = {
        "nbformat": 4,
        "nbformat_minor": 0,
        "metadata": {
            "colab": {"name": "WEEK4_복습과제1_RNN.ipynb", "provenance": [], "collapsed_sections": []},
            "kernelspec": {"name": "python3", "display_name": "Python 3"},
            "language_info": {"name": "python"},
        },
        "cells": cells,
    }
    return json.dumps(whole, ensure_ascii=rng.random() < 0.5, indent=1).encode()


def together(sources: Mapping[str, str], public: Mapping[str, frozenset[str]]) -> tuple[list[str], dict[str, str]]:
    """Modules that are to share one file: (imports, each once; module → the rest), helpers named apart.

    A module that does not parse stays as it is; its imports go to the top only where they can be told.
    """
    imports: dict[str, None] = {}
    rest: dict[str, str] = {}
    for number, (module, source) in enumerate(sources.items(), 1):
        try:
            apart = renamed_private(source, public[module], f"_{number}")
        except SyntaxError:
            rest[module] = source
            continue
        kept = []
        for node in ast.parse(apart).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                if getattr(node, "module", "") != "__future__":
                    imports[ast.unparse(node)] = None
            else:
                kept.append(node)
        comments = [line.split("  # ", 1)[1] for line in source.splitlines() if "  # " in line][:3]
        text = "\n\n\n".join(ast.unparse(node) for node in kept)
        rest[module] = "\n".join([*(f"# {c}" for c in comments), text])
    return list(imports), rest


def _parts(source: str) -> list[str]:
    try:
        return [ast.unparse(node) for node in ast.parse(source).body] or [source]
    except SyntaxError:
        return [source]


def _code(source: str, rng: random.Random, *, picture: bool = False) -> dict[str, object]:
    outputs: list[dict[str, object]] = []
    if picture:
        image = base64.b64encode(rng.randbytes(rng.randint(5_000, 120_000))).decode()
        outputs = [
            {"output_type": "display_data", "metadata": {}, "data": {"image/png": image, "text/plain": ["<Figure>"]}}
        ]
    return {
        "cell_type": "code",
        "execution_count": rng.randint(1, 90),
        "metadata": {"colab": {"base_uri": "https://localhost:8080/"}},
        "outputs": outputs,
        "source": _lines(source),
    }


def _markdown(text: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": _lines(text)}


def _lines(text: str) -> Sequence[str]:
    return text.splitlines(keepends=True)
