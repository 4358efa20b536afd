import torch
from helpers import sort_by_length


def pad_batch(seqs, pad, fix_length=None):
    size = fix_length or max(map(len, seqs))
    rows = [(s + [pad] * size)[:size] for s in seqs]
    return torch.tensor(rows), torch.tensor([min(len(s), size) for s in seqs])


def bucket_batches(lengths, batch_size, generator):
    order = sort_by_length(lengths)
    runs = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    return [runs[i] for i in torch.randperm(len(runs), generator=generator)]
