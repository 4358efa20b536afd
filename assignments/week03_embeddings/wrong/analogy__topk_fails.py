"""topk fails where k is larger than the table.

task: analogy
loses: test_all_rows, test_zero_row
"""

import torch


def analogy(a, b, c, table, k=1):
    norms = table.norm(dim=1, keepdim=True)
    unit = torch.where(norms > 0, table / norms, torch.zeros_like(table))
    target = unit[b] - unit[a] + unit[c]
    scores = unit @ target
    order = torch.topk(scores, k + 3).indices.tolist()
    return [i for i in order if i not in {a, b, c}][:k]
