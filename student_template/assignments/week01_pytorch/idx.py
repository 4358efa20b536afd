"""MNIST's IDX format, packed with gzip: a big-endian header, then one byte per pixel or label."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from pathlib import Path

import torch

from grader.errors import UsageError

UNSIGNED_BYTE = 8  # the header's third byte


def read_images(path: Path) -> torch.Tensor:
    """uint8 [N, H, W].

    Raises:
        UsageError: the file is missing, or no such file.
    """
    return _read(path, dimensions=3)


def read_labels(path: Path) -> torch.Tensor:
    """int64 [N].

    Raises:
        UsageError: the file is missing, or no such file.
    """
    return _read(path, dimensions=1).long()


def _read(path: Path, dimensions: int) -> torch.Tensor:
    try:
        with gzip.open(path) as file:
            content = file.read()
    except FileNotFoundError:
        raise UsageError(f"{path} does not exist: fetch the folder again") from None
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(f"{path} cannot be read ({error}): fetch the file again") from None
    header = 4 + 4 * dimensions
    if len(content) < header or content[:4] != bytes((0, 0, UNSIGNED_BYTE, dimensions)):
        raise UsageError(f"{path} is no IDX file of bytes in {dimensions} dimensions: fetch the file again")
    shape = struct.unpack(f">{dimensions}I", content[4:header])
    if len(content) != header + math.prod(shape):
        raise UsageError(f"{path}: {len(content) - header} bytes for the shape {list(shape)}: fetch the file again")
    return torch.frombuffer(bytearray(content[header:]), dtype=torch.uint8).view(shape)
