"""The file format: safetensors, as others read it."""

from __future__ import annotations

import json
import struct

import pytest
import torch

from grader.recording.tape import Recording, recording_of
from grader.recording.tensors import read_tensors, write_tensors

TENSORS = [
    torch.arange(6, dtype=torch.float32).view(2, 3).t(),
    torch.tensor([True, False]),
    torch.zeros(0, 4),
    torch.tensor(1.5, dtype=torch.bfloat16),
    torch.tensor([[-1]], dtype=torch.int64),
]


def test_there_and_back() -> None:
    """Values, shapes and dtypes, whatever the layout in memory; the texts beside them."""
    found, texts = read_tensors(write_tensors(TENSORS, {"a": "가"}))
    assert texts == {"a": "가"}
    assert [(t.shape, t.dtype) for t in found] == [(t.shape, t.dtype) for t in TENSORS]
    assert all(torch.equal(a, b) for a, b in zip(found, TENSORS, strict=True))


def test_the_header_is_that_of_the_format() -> None:
    """Eight bytes of length, JSON with dtype, shape and offsets, values without gaps, nothing behind them."""
    data = write_tensors(TENSORS, {})
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    assert length % 8 == 0
    assert header["0"] == {"dtype": "F32", "shape": [3, 2], "data_offsets": [8, 32]}
    ends = sorted(entry["data_offsets"] for name, entry in header.items() if name != "__metadata__")
    assert [begin for begin, _ in ends] == [0, *(end for _, end in ends[:-1])]
    assert ends[-1][1] == len(data) - 8 - length


@pytest.mark.parametrize("cut", [0, 7, 20, -1])
def test_a_damaged_file_is_refused(cut: int) -> None:
    """A file that was cut off is no recording, and no crash."""
    data = Recording().bytes() if cut != -1 else write_tensors(TENSORS, {"grader": "", "version": "1"})
    with pytest.raises(ValueError, match=r"\w"):
        recording_of(data[:cut])
