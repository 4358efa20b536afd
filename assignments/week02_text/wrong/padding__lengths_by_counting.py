"""The lengths count what is not pad, so that a pad inside a sequence is missing.

task: padding
loses: test_uneven
"""

import torch


def pad_batch(seqs, pad, fix_length=None):
    length = fix_length if fix_length is not None else max(len(seq) for seq in seqs)
    rows, lengths = [], []
    for seq in seqs:
        kept = seq[:length]
        rows.append(kept + [pad] * (length - len(kept)))
        lengths.append(sum(token != pad for token in rows[-1]))
    return torch.tensor(rows, dtype=torch.long).reshape(len(seqs), length), torch.tensor(lengths)


def bucket_batches(lengths, batch_size, generator):
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    batches = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    return [batches[i] for i in torch.randperm(len(batches), generator=generator).tolist()]
