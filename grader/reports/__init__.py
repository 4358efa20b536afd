"""A run, shown: results.json, gradebook.csv, pages for students and class, tables in the terminal."""

from __future__ import annotations

from grader.reports.everything import ReportPaths, write_all
from grader.reports.gradebook import write_gradebook
from grader.reports.html import class_page, student_page, write_pages
from grader.reports.results import read_results, results_json, write_results
from grader.reports.terminal import print_messages, print_run, print_verdict
from grader.reports.view import StudentView, student_view

__all__ = [
    "ReportPaths",
    "StudentView",
    "class_page",
    "print_messages",
    "print_run",
    "print_verdict",
    "read_results",
    "results_json",
    "student_page",
    "student_view",
    "write_all",
    "write_gradebook",
    "write_pages",
    "write_results",
]
