"""Files of tensors in the safetensors format: eight bytes of length, a JSON header, the values one after the other.

Written here and not by the package of that name: the same content must give the same bytes, and nothing more has to be
installed to read it. Format: https://huggingface.co/docs/safetensors (version 0.x; all values little-endian).
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import torch

_NAMES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
    torch.complex64: "C64",
}
_DTYPES = {name: dtype for dtype, name in _NAMES.items()}
_LENGTH = struct.Struct("<Q")
_ALIGNMENT = 8
_LONGEST = 1 << 27  # bytes of a header


def write_tensors(tensors: Sequence[torch.Tensor], metadata: Mapping[str, str]) -> bytes:
    """The tensors, named by their number, and texts beside them; the same bytes for the same values.

    Raises:
        ValueError: a dtype that the format does not have.
    """
    header: dict[str, Any] = {"__metadata__": dict(metadata)}
    chunks: list[bytes] = []
    offset = 0
    # Wide dtypes first: each value then lies at a multiple of its size.
    for number in sorted(range(len(tensors)), key=lambda n: (-tensors[n].element_size(), n)):
        tensor = tensors[number]
        if tensor.dtype not in _NAMES:
            raise ValueError(f"a recording holds no {tensor.dtype}")
        data = data_of(tensor)
        end = offset + len(data)
        shape = list(tensor.shape)
        header[str(number)] = {"dtype": _NAMES[tensor.dtype], "shape": shape, "data_offsets": [offset, end]}
        chunks.append(data)
        offset = end
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % _ALIGNMENT)
    return b"".join([_LENGTH.pack(len(text)), text, *chunks])


def data_of(tensor: torch.Tensor) -> bytes:
    """The entries, row by row."""
    if not tensor.numel():
        return b""
    # A clone: "contiguous" tensors of one entry may have any strides, and torch minds them here.
    plain = tensor.detach().clone(memory_format=torch.contiguous_format).reshape(-1)
    return plain.view(torch.uint8).numpy().tobytes()


def read_tensors(data: bytes) -> tuple[list[torch.Tensor], dict[str, str]]:
    """The tensors in the order of their numbers, and the texts.

    Raises:
        ValueError: this is no such file.
    """
    try:
        (length,) = _LENGTH.unpack_from(data)
        start = _LENGTH.size + length
        if length > _LONGEST or start > len(data):
            raise ValueError("it is cut off")
        header = json.loads(data[_LENGTH.size : start])
        metadata = header.pop("__metadata__", {})
        values = bytearray(data[start:])  # torch wants memory that may be written to
        found = [_tensor(values, header[str(number)]) for number in range(len(header))]
    except (struct.error, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no safetensors file: {type(error).__name__}: {error}") from error
    return found, metadata


def _tensor(values: bytearray, entry: Mapping[str, Any]) -> torch.Tensor:
    dtype, shape = _DTYPES[entry["dtype"]], entry["shape"]
    begin, end = entry["data_offsets"]
    count = torch.Size(shape).numel()
    size = dtype.itemsize * count
    if not 0 <= begin <= end <= len(values) or end - begin != size:
        raise ValueError("its offsets are wrong")
    if not count:
        return torch.empty(shape, dtype=dtype)
    return torch.frombuffer(values, dtype=dtype, count=count, offset=begin).reshape(shape)
