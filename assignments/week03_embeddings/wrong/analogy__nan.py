"""A row of zeros becomes NaN, which ranks first.

task: analogy
loses: test_zero_row
"""

import torch


def analogy(a, b, c, table, k=1):
    norms = table.norm(dim=1, keepdim=True)
    unit = table / norms
    target = unit[b] - unit[a] + unit[c]
    scores = unit @ target
    order = torch.argsort(scores, descending=True).tolist()
    return [i for i in order if i not in {a, b, c}][:k]
