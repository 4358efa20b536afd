from __future__ import annotations

import torch


def pad_batch(seqs: list[list[int]], pad: int, fix_length: int | None = None) -> tuple[torch.Tensor, torch.Tensor]:
    width = max(len(seq) for seq in seqs) if fix_length is None else fix_length
    rows, lengths = [], []
    for seq in seqs:
        kept = list(seq[:width])
        lengths.append(len(kept))
        rows.append(kept + [pad] * (width - len(kept)))
    return torch.tensor(rows, dtype=torch.int64), torch.tensor(lengths, dtype=torch.int64)


def bucket_batches(lengths: list[int], batch_size: int, generator: torch.Generator) -> list[list[int]]:
    def shuffle(items: list) -> None:
        for i in range(len(items) - 1, 0, -1):
            j = int(torch.randint(i + 1, (1,), generator=generator))
            items[i], items[j] = items[j], items[i]

    order = list(range(len(lengths)))
    shuffle(order)  # chance decides among equally long ones
    order.sort(key=lengths.__getitem__)
    batches: list[list[int]] = []
    for index in order:
        if not batches or len(batches[-1]) == batch_size:
            batches.append([])
        batches[-1].append(index)
    shuffle(batches)
    return batches
