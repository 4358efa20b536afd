"""Measure the gates of `language_model` and `tagging`: one model on one data set over several seeds, one CPU thread.

Run from anywhere; `--help` lists the options. Prints the score of every seed and the figures of a gate:
threshold = min(mean − 3σ, floor + 0.6·(mean − floor)), for perplexities the mirror image in logarithms. The other
models have to pass it.
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

from assignments.week04_rnn import honest_language_models, honest_taggers  # noqa: E402  # needs the course's root
from assignments.week04_rnn.entities import entity_f1  # noqa: E402
from assignments.week04_rnn.language_data import PARTS, LanguageData, load_language  # noqa: E402
from assignments.week04_rnn.perplexity import perplexity  # noqa: E402
from assignments.week04_rnn.tagging_data import load_tagging  # noqa: E402

HONEST = {"language_model": honest_language_models, "tagging": honest_taggers}
TRAINERS = {"language_model": "train_language_model", "tagging": "train_tagger"}

Figures = tuple[float, float, float]  # score, floor and variance of the score by the choice of the test examples


def main() -> None:
    """Train, score, print one line a seed and the figures for assignment.toml."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("task", choices=tuple(HONEST))
    parser.add_argument("--model", default="reference", help="reference, or one of the task's honest models")
    parser.add_argument("--data-dir", type=Path, help="folder of the real data; without it, generated data")
    parser.add_argument("--seeds", type=int, default=10, help="how many (default 10)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (default 0)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    measure = _language if options.task == "language_model" else _tagging
    trainer = _trainer(options.task, options.model)

    found: list[Figures] = []
    for seed in range(options.first, options.first + options.seeds):
        start = time.process_time()
        found.append(measure(trainer, options.data_dir, seed))
        seconds = time.process_time() - start
        shown = math.exp(found[-1][0]) if options.task == "language_model" else found[-1][0]
        print(f"{options.task}, {options.model}, seed {seed}: {shown:.4f}, {seconds:.1f} s", flush=True)
    _summary(found, math.exp if options.task == "language_model" else float)


def _language(trainer: Callable[..., Any], data_dir: Path | None, seed: int) -> Figures:
    """ln(perplexity) on the seed's part of the test text; the floor is the training text's unigram model."""
    data = load_language(data_dir, seed)
    pieces = data.tests[seed % PARTS]
    model = trainer(data.train, data.valid, data.vocab_size, seed)
    score = math.log(perplexity(model, pieces, data.vocab_size))
    losses = _unigram(data)[pieces[:, 1:]]
    return score, float(losses.mean()), float(losses.var()) / losses.numel()


def _unigram(data: LanguageData) -> torch.Tensor:
    """[V]: −ln of each token's frequency in the training text, one added to each count."""
    counts = torch.bincount(data.train, minlength=data.vocab_size).double() + 1
    return -(counts / counts.sum()).log()


def _tagging(trainer: Callable[..., Any], data_dir: Path | None, seed: int) -> Figures:
    """Entity F1; the floor is a model that finds none. The variance is that of a share of as many entities."""
    data = load_tagging(data_dir, seed)
    model = trainer(*data.train, *data.valid, len(data.names), seed)
    score = entity_f1(model.predict(data.test[0]), data.test[1], data.names)
    count = sum(data.names[tag].startswith("B-") for row in data.test[1] for tag in row)
    return score, 0.0, score * (1 - score) / count


def _summary(found: list[Figures], shown: Callable[[float], float]) -> None:
    """The figures as lines of assignment.toml."""
    scores, floors, variances = zip(*found, strict=True)
    mean, floor = statistics.mean(scores), statistics.mean(floors)
    over_seeds = statistics.stdev(scores) if len(scores) > 1 else 0.0
    sigma = math.sqrt(over_seeds**2 + statistics.mean(variances))
    sign = 1 if mean >= floor else -1
    threshold = sign * min(sign * mean - 3 * sigma, sign * floor + 0.6 * sign * (mean - floor))
    print(f"floor = {shown(floor):.4g}\nmean = {shown(mean):.4g}\nsigma = {sigma:.4f}")
    print(f"threshold = {shown(threshold):.4g}\nseeds = {len(found)}")
    print(f"# σ over seeds {over_seeds:.4f}, {shown(min(scores)):.4g} to {shown(max(scores)):.4g}")


def _trainer(task: str, kind: str) -> Callable[..., Any]:
    """The task's training function on the CPU, or that of one of the honest models."""
    if kind != "reference":
        return lambda *arguments: HONEST[task].train(kind, *arguments)
    path = ROOT / "reference" / Path(__file__).parent.name / f"{task}.py"
    spec = importlib.util.spec_from_file_location(f"reference_{task}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda *arguments: getattr(module, TRAINERS[task])(*arguments, "cpu")


if __name__ == "__main__":
    main()
