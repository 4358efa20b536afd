import torch


def ensemble_predict(logits):
    log_p = torch.stack([torch.log_softmax(z, dim=1) for z in logits])
    return log_p.exp().mean(dim=0)
