"""Hand-ins → documents, on several cores: reading and taking apart is most of the work."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from grader.intake import HandIn, read_hand_in
from grader.similarity.document import Document, document

_FEW = 40  # hand-ins that are read sooner than processes start


def read_documents(hand_ins: Sequence[HandIn], jobs: int) -> list[Document]:
    """The documents of hand-ins, in their order. Code is parsed, never run.

    Args:
        jobs: processes at a time.
    """
    if jobs < 2 or len(hand_ins) < _FEW:
        return list(map(read_document, hand_ins))
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        return list(pool.map(read_document, hand_ins, chunksize=8))


def read_document(hand_in: HandIn) -> Document:
    """The document of one hand-in; what it was read from is not kept."""
    return document(read_hand_in(hand_in))
