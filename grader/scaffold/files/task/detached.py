"""The result is cut off the graph, so that no gradient comes back.

task: scaffold_task
loses: test_gradients
mistake: detached
"""

from __future__ import annotations

import torch


def scaffold_task(x: torch.Tensor) -> torch.Tensor:
    """Detached."""
    e = torch.exp(x - x.amax(dim=-1, keepdim=True)).detach()
    return e / e.sum(dim=-1, keepdim=True)
