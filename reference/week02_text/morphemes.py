"""Korean morphemes by an analyser, chosen by their tags.

Source: the tags are those of the Sejong corpus (세종 말뭉치), which most Korean analysers use.
"""

from __future__ import annotations

# BEGIN SOLUTION
from functools import cache
from typing import Any


@cache
def _analyser() -> Any:
    """Made at the first call: it takes seconds and half a gigabyte, which the other tasks should not pay."""
    from kiwipiepy import Kiwi  # noqa: PLC0415 - with the model, as late as possible

    return Kiwi(num_workers=1)


# END SOLUTION


def morphemes(text: str, keep: set[str] | None = None) -> list[str]:
    """The morphemes of a Korean text in order, by any analyser.

    Args:
        text: any text.
        keep: prefixes of Sejong tags: {"NN"} keeps NNG, NNP and NNB. None keeps every morpheme, the empty set none.
    """
    # BEGIN SOLUTION
    tokens = _analyser().tokenize(text)
    return [token.form for token in tokens if keep is None or token.tag.startswith(tuple(keep))]
    # END SOLUTION
