"""Which name of a submission a missing one may have been meant to be."""

from __future__ import annotations

import ast
import difflib

from grader.intake.parsing import parse, statements
from grader.intake.problems import Unparsable
from grader.model import Module, Submission


def similar_name(wanted: str, submission: Submission) -> str:
    """The most similar name that the student's own code binds, whatever its case; "" where none is similar.

    What it only imports is none: `nn` is near many names, and never what was to be written.
    """
    own = {name.casefold(): name for module in submission.modules for name in _own(module)}
    found = difflib.get_close_matches(wanted.casefold(), own, 1)
    return own[found[0]] if found else ""


def _own(module: Module) -> list[str]:
    try:
        tree = parse(module.source)
    except Unparsable:
        return []
    imports = [s for s in statements(tree.body) if isinstance(s, ast.Import | ast.ImportFrom)]
    imported = {alias.asname or alias.name.partition(".")[0] for s in imports for alias in s.names}
    return [name for name in module.defines if name not in imported]
