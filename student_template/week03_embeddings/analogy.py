"""Analogies: a is to b as c is to what?

Source: T. Mikolov, W. Yih and G. Zweig, "Linguistic Regularities in Continuous Space Word Representations", NAACL-HLT
2013, section 4.
"""

from __future__ import annotations

import torch


def analogy(a: int, b: int, c: int, table: torch.Tensor, k: int = 1) -> list[int]:
    """The words nearest to b − a + c by cosine, without a, b and c; a, b, c as vectors of length 1.

    Args:
        a, b, c: row numbers; these rows are not zero, and b − a + c is not.
        table: [V, E], a row for each word; a row of zeros has the cosine 0.
        k: how many, at least 1.

    Returns:
        k row numbers, highest cosine first; all but a, b and c where these are fewer.
    """
    # YOUR CODE HERE
    raise NotImplementedError
