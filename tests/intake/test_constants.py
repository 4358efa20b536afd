"""Constants: which assignments of a notebook are run again."""

from __future__ import annotations

import ast

import pytest

from grader.intake.constants import is_constant, names_in

IMPORTS = """
import torch, os, sys, math, re, random, shutil, subprocess, requests, pickle
import numpy as np
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
import pandas as pd
import nltk
from torch import tensor
from collections import namedtuple, defaultdict, Counter
from functools import partial
from typing import TypeVar
from konlpy.tag import Okt
from kiwipiepy import Kiwi
from nltk.tokenize import ToktokTokenizer
from dataclasses import dataclass
if True:
    from pathlib import Path
class Config:
    lr = 0.1
@dataclass
class Options(Config):
    lr: float = 0.1
@dataclass(frozen=True)
class Frozen: ...
class Net(nn.Module): ...
class Heavy:
    def __init__(self): train()
"""


def constant(expression: str) -> bool:
    """Whether an expression counts as a constant beside the imports above."""
    names = names_in([ast.parse(IMPORTS)])
    return is_constant(ast.parse(expression, mode="eval").body, names)


@pytest.mark.parametrize(
    "expression",
    [
        "128",
        "-1e-3",
        "'text' * 3",
        "f'{a}-{b:>{c}}'",
        "(1, [2, {3: {4}}], *xs)",
        "a if b else c",
        "a[1:2].c",
        "a < b and not c",
        "[i ** 2 for i in range(10) if i]",
        "{w: i for i, w in enumerate(sorted(set(text.split())))}",
        "'a b c'.lower().split()",
        "lambda x: train(x)",
        "10 ** 18",
        "1 << 20",
        "torch.device('cuda' if torch.cuda.is_available() else 'cpu')",
        "torch.tensor([[1., 2.]]).to(device)",
        "tensor([1])",
        "torch.zeros(3, 4)",
        "torch.randn(64, 1000)",
        "torch.Generator().manual_seed(0)",
        "np.array([1, 2], dtype=np.float32)",
        "np.float32(3)",
        "np.random.randn(2, 3)",
        "nn.Linear(128, 10)",
        "nn.Sequential(nn.Linear(2, 4), nn.ReLU()).to(device)",
        "nn.Transformer(512, 8, 6, 6, 2048)",
        "nn.CrossEntropyLoss(ignore_index=0)",
        "nn.Embedding(33278, 200)",
        "F.relu",
        "len(xs) + max(1, 2) + sum([1]) + int('3')",
        "list(range(10))",
        "dict(a=1)",
        "sorted(xs, key=lambda x: -x[1])",
        "sorted(xs, key=len)",
        "max(xs, key=str.lower)",
        "list(map(int, '1 2'.split()))",
        "list(map(str.lower, xs))",
        "list(map(int, xs))",
        "namedtuple('Point', 'x y')",
        "TypeVar('T')",
        "partial(f, lr=0.1)",
        "defaultdict(lambda: len(vocab))",
        "Counter(words).most_common(10)",
        "math.sqrt(2) * math.pi",
        "re.compile(r'<[^>]+>')",
        "Path('a') / 'b'",
        "os.path.join(DIR, 'x')",
        "random.Random(0)",
        "'google.colab' in str(get_ipython())",
        "'google.colab' in sys.modules",
        "Config()",
        "Options(lr=1)",
        "Frozen()",
        "Okt()",
        "Kiwi()",
        "ToktokTokenizer()",
        "nltk.corpus.stopwords.words('english')",
    ],
)
def test_constants(expression: str) -> None:
    """Literals, arithmetic, configuration, small tensors, layers and tokenizers are constants."""
    assert constant(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "input()",
        "open('vocab.txt').read().split()",
        "print(1)",
        "eval('1')",
        "__import__('os').system('ls')",
        "pd.read_csv('a.csv')",
        "pickle.load(f)",
        "torch.load('a.pt')",
        "requests.get('http://a').text",
        "subprocess.run('ls')",
        "os.system('ls')",
        "os.replace(a, b)",
        "shutil.copy(a, b)",
        "train(model)",
        "Net()",
        "Heavy()",
        "Net().to(device)",
        "model(x)",
        "model.fit(x)",
        "[train(i) for i in range(3)]",
        "[i for i in train()]",
        "sorted(xs, key=train)",
        "sorted(xs, key=lambda x: train(x))",
        "list(map(train, xs))",
        "list(map(lambda x: train(x), xs))",
        "list(filter(train, xs))",
        "map()",
        "partial(f, train())",
        "lambda x=train(): x",
        "f'{train()}'",
        "a[train()]",
        "{**train()}",
        "(lambda: train())()",
        "nn.functional.softmax(x)",
        "nn.init.xavier_uniform_(w)",
        "optim.Adam(model.parameters())",
        "list(range(10**12))",
        "[0 for i in range(2**40)]",
        "[0] * 10**9",
        "10**9 * 'a'",
        "bytes(10**10)",
        "10 ** 10 ** 10",
        "2 ** 10**9",
        "1 << 10**9",
        "pow(2, 10**9)",
        "math.factorial(10**7)",
        "torch.zeros(10**5, 10**5)",
        "torch.randn((100000, 100000))",
        "np.ones([10**5, 10**5])",
        "nn.Linear(10**6, 10**6)",
        "list(range(9**999))",
        "list(range((-8) ** 0.5 * 1))",
    ],
)
def test_no_constants(expression: str) -> None:
    """What reads, writes, trains, calls the student's code or takes all memory or time is no constant."""
    assert not constant(expression)


def test_awaiting_is_no_constant() -> None:
    """Nothing is awaited."""
    (statement,) = ast.parse("await f").body
    assert isinstance(statement, ast.Expr)
    assert not is_constant(statement.value, names_in([]))


def test_allowed_names_follow_the_imports() -> None:
    """`math.sqrt` is math's only where the notebook says so; the same call on something else is not."""
    call = ast.parse("m.sqrt(2)", mode="eval").body
    assert is_constant(call, names_in([ast.parse("import math as m")]))
    assert not is_constant(call, names_in([ast.parse("import requests as m")]))
    assert not is_constant(call, names_in([]))


def test_long_arithmetic_is_quick() -> None:
    """A product of hundreds of factors is judged in linear time."""
    expression = ast.parse("1" + "*1" * 300, mode="eval").body
    names = names_in([])
    assert all(is_constant(expression, names) for _ in range(20))
