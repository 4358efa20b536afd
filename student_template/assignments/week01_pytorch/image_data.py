"""The images for `train_classifier`: the 8×8 digits of scikit-learn, or the real data sets that are at hand.

Images are float32 [N, C, H, W] with values from 0 to 1, labels int64 [N]. The test labels stay in the judge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from assignments.week01_pytorch.cifar import load_cifar10
from assignments.week01_pytorch.idx import read_images, read_labels
from grader.errors import UsageError

DIGITS = "digits"
MNIST, FASHION, CIFAR = "mnist_small", "fashion_mnist_sprite", "cifar-10-batches-bin"
DIGITS_SIZES = (1_100, 250)  # training, validation; the remaining 447 are for the test
MNIST_VALID, FASHION_VALID = 1_000, 120  # of the training images, the last ones
CIFAR_SIZES = (5_000, 1_000, 2_000)  # training, validation, test: more would not be trained in time on one core


@dataclass(frozen=True)
class ImageData:
    """One data set in three parts of distinct images; x [N, C, H, W], y [N]."""

    name: str
    train_x: torch.Tensor
    train_y: torch.Tensor
    valid_x: torch.Tensor
    valid_y: torch.Tensor
    test_x: torch.Tensor
    test_y: torch.Tensor


def data_sets(data_dir: Path | None) -> list[str]:
    """What is at hand: the real data sets below `data_dir`, or the digits where no folder is given.

    Raises:
        UsageError: the folder holds none of them.
    """
    if data_dir is None:
        return [DIGITS]
    found = [name for name in (MNIST, FASHION, CIFAR) if (data_dir / name).is_dir()]
    if not found:
        raise UsageError(f"{data_dir} holds no {MNIST}: let GRADER_DATA_DIR name the folder that holds it, or unset it")
    return found


def load_images(name: str, data_dir: Path | None, seed: int) -> ImageData:
    """A data set by name. The seed decides about the order of the test images; of the digits also which those are.

    Raises:
        UsageError: the data are not there; the text says what is missing and what to do.
    """
    if name == DIGITS:
        return load_digits(seed)
    if data_dir is None:
        raise UsageError(f"{name}: let GRADER_DATA_DIR or --data-dir name the folder that holds it")
    loaders: dict[str, Callable[[], ImageData]] = {
        MNIST: lambda: _load_idx(data_dir / MNIST, MNIST_VALID, seed),
        FASHION: lambda: _load_idx(data_dir / FASHION, FASHION_VALID, seed),
        CIFAR: lambda: _load_cifar(data_dir / CIFAR, seed),
    }
    return loaders[name]()


def load_digits(seed: int) -> ImageData:
    """The 1,797 digits [N, 1, 8, 8], split by the seed: 1,100 for training, 250 for validation, 447 for tests.

    Raises:
        UsageError: scikit-learn, which holds them, is not installed.
    """
    try:
        from sklearn.datasets import load_digits as load  # noqa: PLC0415  # an optional package, for this one alone
    except ImportError:
        raise UsageError(
            "the 8×8 digits are scikit-learn's, which is not installed: pip install scikit-learn, "
            f"or let GRADER_DATA_DIR name the folder that holds {MNIST}"
        ) from None
    digits = load()
    x = torch.tensor(digits.images / 16, dtype=torch.float32).unsqueeze(1)
    y = torch.tensor(digits.target, dtype=torch.int64)
    order = torch.randperm(len(y), generator=torch.Generator().manual_seed(seed))
    train, valid, test = order.tensor_split([DIGITS_SIZES[0], sum(DIGITS_SIZES)])
    return ImageData(DIGITS, x[train], y[train], x[valid], y[valid], x[test], y[test])


def _load_idx(folder: Path, valid: int, seed: int) -> ImageData:
    """A folder of four gzip-packed IDX files, as those of MNIST are called."""
    x, y = _pair(folder, "train", valid + 100)
    test_x, test_y = _pair(folder, "test", 100)
    order = _order(len(test_y), seed)
    return ImageData(folder.name, x[:-valid], y[:-valid], x[-valid:], y[-valid:], test_x[order], test_y[order])


def _pair(folder: Path, part: str, at_least: int) -> tuple[torch.Tensor, torch.Tensor]:
    images = read_images(folder / f"{part}-images-idx3-ubyte.gz")
    labels = read_labels(folder / f"{part}-labels-idx1-ubyte.gz")
    if len(images) != len(labels) or len(labels) < at_least:
        raise UsageError(
            f"{folder}: {len(images)} {part} images and {len(labels)} labels; as many are needed, at least {at_least}"
        )
    return images.unsqueeze(1).float() / 255, labels


def _load_cifar(folder: Path, seed: int) -> ImageData:
    """A part of CIFAR-10, drawn by the seed."""
    (x, y), (test_x, test_y) = load_cifar10(folder)
    train, valid, test = CIFAR_SIZES
    if len(y) < train + valid or len(test_y) < test:
        raise UsageError(
            f"{folder}: {len(y)} training and {len(test_y)} test images, {train + valid} and {test} needed"
        )
    order, test_order = _order(len(y), seed)[: train + valid], _order(len(test_y), seed)[:test]
    some, some_y = x[order].float() / 255, y[order]
    return ImageData(
        CIFAR,
        some[:train],
        some_y[:train],
        some[train:],
        some_y[train:],
        test_x[test_order].float() / 255,
        test_y[test_order],
    )


def _order(count: int, seed: int) -> torch.Tensor:
    return torch.randperm(count, generator=torch.Generator().manual_seed(seed))
