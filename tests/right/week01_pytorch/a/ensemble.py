"""Several models answer together.

Source: L. K. Hansen and P. Salamon, "Neural Network Ensembles", IEEE Transactions on Pattern Analysis and Machine
Intelligence 12 (1990).
"""

from __future__ import annotations

import torch


def ensemble_predict(logits: list[torch.Tensor]) -> torch.Tensor:
    """The mean of the models' probabilities.

    Args:
        logits: for each model its scores [N, K] before the softmax over the K classes; at least one model. Scores may
            be as large as ±10,000.

    Returns:
        [N, K]: probabilities; each row sums to 1.
    """
    return torch.softmax(torch.stack(list(logits)), dim=-1).mean(dim=0)
