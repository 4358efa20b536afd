"""torch, imported and run for the first time in the template, so that no child pays for it; and its heap, tidied."""

from __future__ import annotations

import ctypes
import sys

import numpy as np
import torch
import torch.fx.experimental.symbolic_shapes  # torch.optim and torch.autograd import it when first used
import torch.nn.utils.rnn
import torch.utils.data
from torch import nn


def first_operations(*, training: bool = True) -> None:
    """What submissions use, once. No backward pass: it starts threads.

    Args:
        training: optimizers, too, with which torch imports its compiler: as much again as half of torch.
    """
    torch.set_num_threads(1)
    with torch.no_grad():
        y = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.LayerNorm(4))(torch.randn(2, 4))
        nn.functional.cross_entropy(nn.functional.softmax(y @ y.T, -1), torch.tensor([0, 1])).item()
        nn.Embedding(2, 3)(torch.tensor([1]))
        torch.bmm(torch.ones(1, 2, 2), torch.ones(1, 2, 2))
        torch.ones(2, 2, dtype=torch.float64) @ torch.ones(2, 2, dtype=torch.float64)
        torch.equal(y, y.clone())
        repr(y)
    for layer in (nn.RNN, nn.GRU, nn.LSTM):
        layer(2, 3)(
            torch.zeros(2, 1, 2)
        )  # with gradients wanted, oneDNN writes other machine code, which takes it 30 ms
    if training:
        torch.optim.Adam([nn.Parameter(torch.zeros(2))])
    torch.manual_seed(0)
    np.random.seed(0)  # numpy imports its generators with the first use


class _Arenas(ctypes.Structure):
    """glibc's `struct mallinfo2`."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "free", "top")
    ]


def fill_holes() -> None:
    """Take every free piece of the heap below its top, for good.

    Else the children's new objects would land in holes all over the heap, each of them a page to be copied.
    """
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "mallinfo2"):  # another C library
        return
    libc.mallinfo2.restype = _Arenas
    libc.malloc.restype = libc.sbrk.restype = ctypes.c_void_p
    top = libc.sbrk(0) - libc.mallinfo2().top  # as it is now: what this loop itself takes is above
    size = 1 << 20
    while size >= 16:
        piece = libc.malloc(ctypes.c_size_t(size))
        if piece >= top:  # no hole of this size is left
            libc.free(ctypes.c_void_p(piece))
            size = size * 7 // 8 if size > 1024 else size - 16


def forget_lookups() -> None:
    """Empty the interpreter's cache of attribute lookups.

    A child's lookups would replace entries that imports left, and count down the names in them, anywhere in the heap.
    """
    clear = getattr(sys, "_clear_type_cache", None)
    if clear is not None:
        clear()
