"""A student's git repository, read from its objects: nothing of it runs, and nothing is written to a work tree."""

from __future__ import annotations

from grader.repository.fetching import fetch
from grader.repository.git import GitFault, output
from grader.repository.objects import Change, Commit, Entry, Objects, changes
from grader.repository.place import head, is_repository, objects_of

__all__ = [
    "Change",
    "Commit",
    "Entry",
    "GitFault",
    "Objects",
    "changes",
    "fetch",
    "head",
    "is_repository",
    "objects_of",
    "output",
]
