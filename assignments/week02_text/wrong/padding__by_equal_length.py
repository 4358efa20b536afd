"""A batch holds sequences of one length only, so that many are short.

task: padding
loses: test_batches, test_little_padding, test_random_order
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
    groups = {}
    for i, length in enumerate(lengths):
        groups.setdefault(length, []).append(i)
    batches = [g[i : i + batch_size] for g in groups.values() for i in range(0, len(g), batch_size)]
    return [batches[i] for i in torch.randperm(len(batches), generator=generator).tolist()]
