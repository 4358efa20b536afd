"""What the CI platforms say of a push, in their environment variables. A student may have chosen parts of it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GITHUB, GITLAB, NONE = "github", "gitlab", "none"
_MAX_EVENT = 5_000_000  # bytes


@dataclass(frozen=True)
class Said:
    """A push as the platform tells it; empty where it does not. `summary`: the file that its page is made of."""

    platform: str
    commit: str = ""
    before: str = ""
    ref: str = ""
    repository: str = ""
    summary: Path | None = None


def platform_says(wanted: str, env: Mapping[str, str] = os.environ) -> Said:
    """The push, by the platform that is wanted, or by the one that this runs on for `auto`."""
    if wanted == "auto":
        wanted = GITHUB if env.get("GITHUB_ACTIONS") == "true" else GITLAB if env.get("GITLAB_CI") == "true" else NONE
    if wanted == GITHUB:
        page = env.get("GITHUB_STEP_SUMMARY", "")
        return Said(
            GITHUB,
            env.get("GITHUB_SHA", ""),
            _before(env.get("GITHUB_EVENT_PATH", "")),
            env.get("GITHUB_REF", ""),
            env.get("GITHUB_REPOSITORY", ""),
            Path(page) if page else None,
        )
    if wanted == GITLAB:
        branch = env.get("CI_COMMIT_BRANCH", "")
        return Said(
            GITLAB,
            env.get("CI_COMMIT_SHA", ""),
            env.get("CI_COMMIT_BEFORE_SHA", ""),
            f"refs/heads/{branch}" if branch else "",
            env.get("CI_PROJECT_PATH", ""),
        )
    return Said(NONE)


def _before(event_path: str) -> str:
    """`before` of the event of a push; nothing where there is no such event."""
    try:
        data = Path(event_path).read_bytes() if event_path else b""
        event: Any = json.loads(data) if len(data) <= _MAX_EVENT else None
    except (OSError, ValueError, RecursionError):
        return ""
    before = event.get("before") if isinstance(event, dict) else None
    return before if isinstance(before, str) else ""
