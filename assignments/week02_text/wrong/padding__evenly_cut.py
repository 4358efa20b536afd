"""All batches are made about equally large.

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
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    count = -(-len(order) // batch_size)
    batches = [chunk.tolist() for chunk in torch.tensor(order, dtype=torch.long).tensor_split(max(count, 1))]
    return [batches[i] for i in torch.randperm(len(batches), generator=generator).tolist()]
