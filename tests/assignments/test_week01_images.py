"""The images of week 1: MNIST's files, CIFAR-10's files, and what is said where some are missing."""

from __future__ import annotations

import gzip
import struct
import sys
from pathlib import Path

import pytest
import torch

from assignments.week01_pytorch import image_data
from assignments.week01_pytorch.cifar import RECORD, load_cifar10
from assignments.week01_pytorch.idx import read_images, read_labels
from grader.errors import UsageError


def write_idx(path: Path, values: torch.Tensor) -> None:
    """uint8 values in MNIST's format."""
    path.parent.mkdir(exist_ok=True)
    header = bytes((0, 0, 8, values.dim())) + struct.pack(f">{values.dim()}I", *values.shape)
    path.write_bytes(gzip.compress(header + bytes(values.flatten().tolist())))


def write_mnist(folder: Path, train: int, test: int) -> None:
    """Images of 3×4 pixels whose first pixel is the label, which is the number of the image modulo 10."""
    for part, count in (("train", train), ("test", test)):
        labels = (torch.arange(count) % 10).to(torch.uint8)
        images = torch.zeros(count, 3, 4, dtype=torch.uint8)
        images[:, 0, 0] = labels
        write_idx(folder / f"{part}-images-idx3-ubyte.gz", images)
        write_idx(folder / f"{part}-labels-idx1-ubyte.gz", labels)


def write_cifar(folder: Path, records: int) -> None:
    """Each file of the binary version with some records: red is the label, green the row, blue the column."""
    folder.mkdir()
    rows = torch.arange(32, dtype=torch.uint8)
    for name in (*(f"data_batch_{k}.bin" for k in range(1, 6)), "test_batch.bin"):
        content = b""
        for label in range(records):
            planes = torch.stack([torch.full((32, 32), label), rows[:, None].expand(32, 32), rows.expand(32, 32)])
            content += bytes([label, *planes.to(torch.uint8).flatten().tolist()])
        (folder / name).write_bytes(content)


def test_idx(tmp_path: Path) -> None:
    """Images and labels come out as they were written."""
    values = torch.arange(24, dtype=torch.uint8).view(2, 3, 4)
    write_idx(tmp_path / "x.gz", values)
    write_idx(tmp_path / "y.gz", values[0, 0])
    assert torch.equal(read_images(tmp_path / "x.gz"), values)
    labels = read_labels(tmp_path / "y.gz")
    assert labels.tolist() == [0, 1, 2, 3] and labels.dtype == torch.int64


def test_idx_that_is_none(tmp_path: Path) -> None:
    """A missing, cut or other file is told by name."""
    path = tmp_path / "x.gz"
    with pytest.raises(UsageError, match="does not exist"):
        read_images(path)
    path.write_bytes(b"no gzip")
    with pytest.raises(UsageError, match="cannot be read"):
        read_images(path)
    write_idx(path, torch.zeros(3, dtype=torch.uint8))
    with pytest.raises(UsageError, match="no IDX file"):
        read_images(path)
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())[:-1]))
    with pytest.raises(UsageError, match=r"2 bytes for the shape \[3\]"):
        read_labels(path)


def test_cifar10(tmp_path: Path) -> None:
    """Five training files and a test file of records: the label, then the planes red, green, blue, row by row."""
    write_cifar(tmp_path / "c", 3)
    (x, y), (test_x, test_y) = load_cifar10(tmp_path / "c")
    assert x.shape == (15, 3, 32, 32) and y.tolist() == [0, 1, 2] * 5 and y.dtype == torch.int64
    assert test_x.shape == (3, 3, 32, 32) and test_y.tolist() == [0, 1, 2]
    assert test_x[2, :, 5, 7].tolist() == [2, 5, 7]


def test_cifar10_that_is_none(tmp_path: Path) -> None:
    """A missing or cut file, and a label that is none, are told by name."""
    write_cifar(tmp_path / "c", 1)
    path = tmp_path / "c" / "data_batch_3.bin"
    path.write_bytes(bytes([10]) + bytes(RECORD - 1))
    with pytest.raises(UsageError, match=r"data_batch_3.bin: a label is 10"):
        load_cifar10(tmp_path / "c")
    path.write_bytes(bytes(RECORD - 1))
    with pytest.raises(UsageError, match=r"data_batch_3.bin: 3072 bytes are not records"):
        load_cifar10(tmp_path / "c")
    path.unlink()
    with pytest.raises(UsageError, match=r"data_batch_3.bin does not exist"):
        load_cifar10(tmp_path / "c")


def test_part_of_cifar10(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data set of the wanted sizes, from 0 to 1, with the labels beside their images; too few images are told."""
    write_cifar(tmp_path / image_data.CIFAR, 10)
    with pytest.raises(UsageError, match="50 training and 10 test images"):
        image_data.load_images(image_data.CIFAR, tmp_path, 1)
    monkeypatch.setattr(image_data, "CIFAR_SIZES", (20, 5, 8))
    data = image_data.load_images(image_data.CIFAR, tmp_path, 1)
    for x, y, count in (
        (data.train_x, data.train_y, 20),
        (data.valid_x, data.valid_y, 5),
        (data.test_x, data.test_y, 8),
    ):
        assert x.shape == (count, 3, 32, 32) and x.dtype == torch.float32
        assert torch.equal((x[:, 0, 0, 0] * 255).round().long(), y)


def test_mnist(tmp_path: Path) -> None:
    """The last training images are for validation; the test images come in the seed's order, labels with them."""
    write_mnist(tmp_path / image_data.MNIST, 1_200, 120)
    first, second = (image_data.load_images(image_data.MNIST, tmp_path, seed) for seed in (1, 2))
    assert first.train_x.shape == (200, 1, 3, 4) and first.valid_x.shape == (1_000, 1, 3, 4)
    assert torch.equal((first.test_x[:, 0, 0, 0] * 255).round().long(), first.test_y)
    assert not torch.equal(first.test_y, second.test_y) and torch.equal(first.test_y.sort()[0], second.test_y.sort()[0])
    write_idx(tmp_path / image_data.MNIST / "test-labels-idx1-ubyte.gz", torch.zeros(7, dtype=torch.uint8))
    with pytest.raises(UsageError, match="120 test images and 7 labels"):
        image_data.load_images(image_data.MNIST, tmp_path, 1)


def test_digits() -> None:
    """Each seed splits the 1,797 digits anew, into parts that share none."""
    first, second = image_data.load_digits(1), image_data.load_digits(2)
    parts = (first.train_x, first.valid_x, first.test_x)
    assert [len(x) for x in parts] == [1_100, 250, 447] and first.train_x.shape[1:] == (1, 8, 8)
    assert float(first.train_x.max()) == 1.0 and first.train_x.dtype == torch.float32
    images = {x.numpy().tobytes() for part in parts for x in part}
    assert len(images) == 1_797
    assert not torch.equal(first.test_y, second.test_y) and torch.equal(first.test_y, image_data.load_digits(1).test_y)


def test_without_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not installed the message says what to install."""
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(UsageError, match="pip install scikit-learn"):
        image_data.load_images(image_data.DIGITS, None, 1)


def test_what_is_at_hand(tmp_path: Path) -> None:
    """No folder: the digits. A folder: the real data sets in it, of which there has to be one."""
    assert image_data.data_sets(None) == ["digits"]
    with pytest.raises(UsageError, match="holds no mnist_small"):
        image_data.data_sets(tmp_path)
    (tmp_path / image_data.CIFAR).mkdir()
    (tmp_path / image_data.FASHION).mkdir()
    assert image_data.data_sets(tmp_path) == [image_data.FASHION, image_data.CIFAR]
    with pytest.raises(UsageError, match="--data-dir"):
        image_data.load_images(image_data.MNIST, None, 1)
