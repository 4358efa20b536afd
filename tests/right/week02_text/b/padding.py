from __future__ import annotations

import torch


def pad_batch(seqs: list[list[int]], pad: int, fix_length: int | None = None) -> tuple[torch.Tensor, torch.Tensor]:
    kept = [seq[:fix_length] for seq in seqs]
    lengths = torch.tensor([len(seq) for seq in kept], dtype=torch.int64)
    width = int(lengths.max()) if fix_length is None else fix_length
    padded = torch.full((len(kept), width), pad, dtype=torch.int64)
    padded[torch.arange(width) < lengths[:, None]] = torch.tensor([i for seq in kept for i in seq], dtype=torch.int64)
    return padded, lengths


def bucket_batches(lengths: list[int], batch_size: int, generator: torch.Generator) -> list[list[int]]:
    if not lengths:
        return []
    # Shuffled before the stable sort: sequences of the same length meet other partners each time.
    mixed = torch.randperm(len(lengths), generator=generator)
    order = mixed[torch.tensor(lengths)[mixed].argsort(stable=True)]
    groups = order.split(batch_size)
    return [groups[i].tolist() for i in torch.randperm(len(groups), generator=generator)]
