"""Columns are divided by their lengths.

task: analogy
loses: test_king_and_queen, test_analogy, test_all_rows, test_zero_row
mistake: wrong_axis
"""

import torch


def analogy(a, b, c, table, k=1):
    norms = table.norm(dim=0, keepdim=True)
    unit = torch.where(norms > 0, table / norms, torch.zeros_like(table))
    target = unit[b] - unit[a] + unit[c]
    scores = unit @ target
    order = torch.argsort(scores, descending=True).tolist()
    return [i for i in order if i not in {a, b, c}][:k]
