import torch


def scaffold_task(x: torch.Tensor) -> torch.Tensor:
    """Through the logarithm of the sum."""
    return torch.exp(x - torch.logsumexp(x, dim=-1, keepdim=True))
