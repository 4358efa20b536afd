"""The short batch always comes last.

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
    full = len(lengths) // batch_size
    return [batches[i] for i in torch.randperm(full, generator=generator).tolist()] + batches[full:]
