"""Only a and b are excluded.

task: analogy
loses: test_analogy, test_all_rows, test_zero_row
"""

import torch


def analogy(a, b, c, table, k=1):
    norms = table.norm(dim=1, keepdim=True)
    unit = torch.where(norms > 0, table / norms, torch.zeros_like(table))
    target = unit[b] - unit[a] + unit[c]
    scores = unit @ target
    order = torch.argsort(scores, descending=True).tolist()
    return [i for i in order if i not in {a, b}][:k]
