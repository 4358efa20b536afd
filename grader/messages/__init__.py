"""What students read, in every language of the course: `Message` → text.

The texts stand in `locale/<language>/LC_MESSAGES/grader.po`, those of an assignment beside it in `messages/`.

A template is `str.format` text with named placeholders, plus one addition: a part written `[? … ?]` is left out when a
placeholder inside it is missing or empty. A key `x` that a check can report has a sibling `x.kind`: the same fault in
one sentence without numbers, names or placeholders, which is all that a hidden check shows.
"""

from __future__ import annotations

from grader.messages.catalogues import LANGUAGES, add_assignment, template, templates
from grader.messages.rendering import kind, render, text
from grader.messages.values import shown

__all__ = ["LANGUAGES", "add_assignment", "kind", "render", "shown", "template", "templates", "text"]
