"""The class as a whole: scores, checks, common mistakes, outliers, candidates for outstanding homework."""

from __future__ import annotations

from grader.reports.class_report.findings import Findings, findings
from grader.reports.class_report.page import ClassPage, class_page_view
from grader.reports.class_report.table import NAME_MOST, class_table
from grader.reports.class_report.view import ClassView, Trouble, class_view

__all__ = [
    "NAME_MOST",
    "ClassPage",
    "ClassView",
    "Findings",
    "Trouble",
    "class_page_view",
    "class_table",
    "class_view",
    "findings",
]
