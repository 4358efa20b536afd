"""What students read, in every language of the course: `Message` → text.

Each area keeps its texts in `catalogue/<area>.py` as `EN` and `KO`; they are found and merged by themselves.
"""

from __future__ import annotations

from grader.messages.catalogues import LANGUAGES, sections, templates
from grader.messages.rendering import kind, render, text
from grader.messages.values import shown

__all__ = ["LANGUAGES", "kind", "render", "sections", "shown", "templates", "text"]
