"""What is wrong with a recording, which is never a fact about a submission."""

from __future__ import annotations

from grader.errors import JudgeFault


class NotRecorded(JudgeFault):
    """The check asked the reference for something that it did not ask for when the recording was made."""
