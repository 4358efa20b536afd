import sys

import torch


def micro_f1(true, pred):
    tp = (true & pred).sum()
    total = true.sum() + pred.sum()
    return (2 * tp / total).item() if total else 0.0


def macro_f1(true, pred):
    tp = (true & pred).sum(0)
    total = true.sum(0) + pred.sum(0)
    return torch.where(total > 0, 2.0 * tp / total, 0.0).double().mean().item()


assert micro_f1(torch.tensor([[True]]), torch.tensor([[True]])) == 1
sys.exit()
