"""The order of the batches is only rotated.

task: padding
loses: test_random_order
"""

import torch


def pad_batch(seqs, pad, fix_length=None):
    length = fix_length if fix_length is not None else max(len(seq) for seq in seqs)
    rows, lengths = [], []
    for seq in seqs:
        kept = seq[:length]
        rows.append(kept + [pad] * (length - len(kept)))
        lengths.append(len(kept))
    return torch.tensor(rows, dtype=torch.long).reshape(len(seqs), length), torch.tensor(lengths)


def bucket_batches(lengths, batch_size, generator):
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    batches = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    start = int(torch.randint(0, max(len(batches), 1), (1,), generator=generator))
    return batches[start:] + batches[:start]
