"""GitLab's code quality report: remarks at lines of a merge request.

https://docs.gitlab.com/ci/testing/code_quality/
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from grader.ci.annotations import ERROR, WARNING, Annotation

_MOST = 1000
_SEVERITY = {ERROR: "major", WARNING: "minor"}


def code_quality(found: Sequence[Annotation]) -> str:
    """The report; a fingerprint stays while check and place stay, so that GitLab can tell what is new."""
    entries = []
    seen: set[str] = set()
    for mark in found[:_MOST]:
        path = mark.path.encode("utf-8", "replace").decode()
        fingerprint = hashlib.sha256(
            f"{path}\0{mark.name}\0{mark.title}\0{mark.line}".encode("utf-8", "replace")
        ).hexdigest()
        if not path or fingerprint in seen:
            continue
        seen.add(fingerprint)
        entries.append(
            {
                "check_name": mark.name,
                "description": f"{mark.title}: {mark.text}".encode("utf-8", "replace").decode(),
                "fingerprint": fingerprint,
                "location": {"lines": {"begin": mark.line}, "path": path},
                "severity": _SEVERITY.get(mark.level, "info"),
            }
        )
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
