import torch
from torch.nn.utils.rnn import pad_sequence


def pad_batch(seqs, pad, fix_length=None):
    if fix_length:
        seqs = [seq[:fix_length] for seq in seqs]
    lengths = torch.tensor([len(seq) for seq in seqs])
    rows = [torch.tensor(seq, dtype=torch.int64) for seq in seqs]
    if fix_length:
        # a row that has the full length already, taken off again afterwards
        rows.append(torch.full((fix_length,), pad))
        return pad_sequence(rows, batch_first=True, padding_value=pad)[:-1].clone(), lengths
    return pad_sequence(rows, batch_first=True, padding_value=pad), lengths


def bucket_batches(lengths, batch_size, generator):
    if not lengths:
        return []
    order = torch.tensor(lengths).argsort()
    batches = list(order.split(batch_size))
    return [batches[i].tolist() for i in torch.randperm(len(batches), generator=generator)]
