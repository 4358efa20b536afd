"""Grades and verdicts → the formats of learning management systems, CI, and feedback to hand back. Pure."""

from __future__ import annotations

from grader.exports import blackboard, canvas, moodle
from grader.exports.amount import Amount, Scale, amount, scale_of
from grader.exports.filling import Book, Filled
from grader.exports.from_verdict import from_verdict
from grader.exports.gradebook import gradebook
from grader.exports.gradescope import gradescope
from grader.exports.junit import junit
from grader.exports.table import Table, read_table

__all__ = [
    "Amount",
    "Book",
    "Filled",
    "Scale",
    "Table",
    "amount",
    "blackboard",
    "canvas",
    "from_verdict",
    "gradebook",
    "gradescope",
    "junit",
    "moodle",
    "read_table",
    "scale_of",
]
