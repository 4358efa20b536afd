"""Shared code in a class: winnowing over normalised tokens, what everybody was given left out."""

from __future__ import annotations

from grader.similarity.compare import Comparison, Pair, compare
from grader.similarity.document import Document, document
from grader.similarity.files import as_json, write_csv
from grader.similarity.handout import handout
from grader.similarity.pages import write_pages
from grader.similarity.reading import read_documents

__all__ = [
    "Comparison",
    "Document",
    "Pair",
    "as_json",
    "compare",
    "document",
    "handout",
    "read_documents",
    "write_csv",
    "write_pages",
]
