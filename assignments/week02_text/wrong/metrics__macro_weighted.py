"""The labels' F1 are weighted by how often they occur.

task: metrics
loses: test_macro, test_nothing_there, test_few
"""

import torch


def micro_f1(true, pred):
    tp = (true & pred).sum().item()
    fp = (~true & pred).sum().item()
    fn = (true & ~pred).sum().item()
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0


def macro_f1(true, pred):
    often = true.sum(dim=0).float()
    scores = torch.tensor([micro_f1(true[:, k], pred[:, k]) for k in range(true.shape[1])])
    return (often * scores).sum().item() / max(often.sum().item(), 1)
