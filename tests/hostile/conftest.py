"""The course under attack is judged by the judge; its checks are not part of the suite."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import torch

from tests.hostile.court import Court

collect_ignore = ["course"]


@pytest.fixture(scope="session")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Court]]:
    """The court of a level, opened when it is first needed: one judge and one warm sandbox for all attacks."""
    torch.set_num_threads(1)
    opened: dict[str, Court] = {}

    def of(level: str) -> Court:
        if level not in opened:
            opened[level] = Court(level, tmp_path_factory.mktemp(level))
        return opened[level]

    yield of
    for one in opened.values():
        one.close()
