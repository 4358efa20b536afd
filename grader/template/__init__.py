"""What a student starts from, made from the reference: stubs, one notebook a week, the handout."""

from grader.template.cells import Part, notebook
from grader.template.solution import stub
from grader.template.tree import build_template, drift, write_template

__all__ = ["Part", "build_template", "drift", "notebook", "stub", "write_template"]
