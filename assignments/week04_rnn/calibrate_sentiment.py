"""Measure the accuracy gate of `train_sentiment`: one model on one data set over several seeds, on one CPU thread.

Run from anywhere; `--help` lists the options. The gate's rule: with mean and σ of the reference (σ over seeds and the
test set's sampling error together) and the floor of the constant answer,
threshold = min(mean − 3σ, floor + 0.6·(mean − floor)). The other models have to pass it.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from assignments.week04_rnn.honest_models import MODELS, train  # noqa: E402  # needs the course's root on the path
from assignments.week04_rnn.sentiment_data import load_sentiment  # noqa: E402


def main() -> None:
    """Train, score, print one line a seed and the figures for assignment.toml."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--model", choices=("reference", *MODELS), default="reference")
    parser.add_argument("--data-dir", type=Path, help="folder that holds nsmc_small; without it, generated sentences")
    parser.add_argument("--seeds", type=int, default=10, help="how many (default 10)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (default 0)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    trainer = _reference() if options.model == "reference" else _honest(options.model)

    accuracies: list[float] = []
    seconds: list[float] = []
    for seed in range(options.first, options.first + options.seeds):
        data = load_sentiment(options.data_dir, seed)  # generated sentences are new for every seed
        start = time.process_time()
        model = trainer(data.train_texts, data.train_labels, data.valid_texts, data.valid_labels, seed)
        answers = model.predict(data.test_texts)
        seconds.append(time.process_time() - start)
        accuracies.append(sum(a == b for a, b in zip(answers, data.test_labels, strict=True)) / len(answers))
        print(f"{options.model} on {data.name}, seed {seed}: {accuracies[-1]:.4f}, {seconds[-1]:.1f} s", flush=True)
    _summary(accuracies, seconds, data.test_labels)


def _summary(accuracies: list[float], seconds: list[float], test_labels: list[int]) -> None:
    """The figures as lines of assignment.toml."""
    size = len(test_labels)
    floor = max(sum(test_labels), size - sum(test_labels)) / size
    mean = statistics.mean(accuracies)
    over_seeds = statistics.stdev(accuracies) if len(accuracies) > 1 else 0.0
    sigma = math.sqrt(over_seeds**2 + mean * (1 - mean) / size)
    threshold = min(mean - 3 * sigma, floor + 0.6 * (mean - floor))
    print(f"floor = {floor:.3f}\nmean = {mean:.4f}\nsigma = {sigma:.4f}\nthreshold = {threshold:.3f}")
    print(f"test_size = {size}\nseeds = {len(accuracies)}")
    print(f"# σ over seeds {over_seeds:.4f}, lowest {min(accuracies):.4f}, {statistics.mean(seconds):.1f} s CPU a seed")


def _reference() -> Callable[..., Any]:
    """`train_sentiment` of the reference, on the CPU."""
    path = ROOT / "reference" / Path(__file__).parent.name / "sentiment.py"
    spec = importlib.util.spec_from_file_location("reference_sentiment", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda *data_and_seed: module.train_sentiment(*data_and_seed, "cpu")


def _honest(kind: str) -> Callable[..., Any]:
    """One of the honest models."""
    return lambda *data_and_seed: train(kind, *data_and_seed)


if __name__ == "__main__":
    main()
