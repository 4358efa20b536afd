import torch


def ensemble_predict(logits):
    total = torch.zeros_like(logits[0])
    for z in logits:
        total = total + torch.softmax(z, dim=-1)
    return total / len(logits)
