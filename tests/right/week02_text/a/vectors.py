from __future__ import annotations

import math

import torch


def one_hot(ids: torch.Tensor, size: int) -> torch.Tensor:
    result = torch.zeros(len(ids), size, dtype=torch.float32, device=ids.device)
    for row, number in enumerate(ids.tolist()):
        result[row, number] = 1
    return result


def bag_of_words(docs: list[list[int]], size: int) -> torch.Tensor:
    rows = []
    for doc in docs:
        row = [0.0] * size
        for number in doc:
            row[number] += 1
        rows.append(row)
    return torch.tensor(rows, dtype=torch.float32)


def tf_idf(counts: torch.Tensor) -> torch.Tensor:
    rows = counts.tolist()  # Python floats: float64
    n = len(rows)
    idf = [math.log((1 + n) / (1 + sum(c > 0 for c in column))) + 1 for column in zip(*rows)]
    result = []
    for row in rows:
        weighted = [c * w for c, w in zip(row, idf)]
        norm = math.sqrt(math.fsum(w * w for w in weighted)) or 1.0
        result.append([w / norm for w in weighted])
    return torch.tensor(result, dtype=counts.dtype, device=counts.device)
