"""CIFAR-10 in its binary version: records of 3,073 bytes, a label and the red, green and blue plane of 32×32 pixels.

Source of the format: A. Krizhevsky, https://www.cs.toronto.edu/~kriz/cifar.html ("binary version"). The version for
Python is a pickle, which runs whatever is in it, and is not read.
"""

from __future__ import annotations

from pathlib import Path

import torch

from grader.errors import UsageError

TRAINING = tuple(f"data_batch_{k}.bin" for k in range(1, 6))
TEST = "test_batch.bin"
CLASSES = 10
CHANNELS, SIDE = 3, 32
RECORD = 1 + CHANNELS * SIDE * SIDE

Images = tuple[torch.Tensor, torch.Tensor]  # uint8 [N, 3, 32, 32], labels int64 [N]


def load_cifar10(folder: Path) -> tuple[Images, Images]:
    """Training images (of all five files, in order) and test images.

    Raises:
        UsageError: a file is missing, is empty or cut, or holds a label above 9.
    """
    parts = [_read(folder / name) for name in TRAINING]
    return (torch.cat([x for x, _ in parts]), torch.cat([y for _, y in parts])), _read(folder / TEST)


def _read(path: Path) -> Images:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{path} does not exist: unpack the binary version of CIFAR-10 there") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error}): fetch the file again") from None
    if not content or len(content) % RECORD:
        raise UsageError(f"{path}: {len(content)} bytes are not records of {RECORD}: fetch the file again")
    records = torch.frombuffer(bytearray(content), dtype=torch.uint8).view(-1, RECORD)
    labels = records[:, 0].long()
    if int(labels.max()) >= CLASSES:
        raise UsageError(f"{path}: a label is {int(labels.max())}, there are 0 to {CLASSES - 1}: fetch the file again")
    return records[:, 1:].reshape(-1, CHANNELS, SIDE, SIDE), labels
