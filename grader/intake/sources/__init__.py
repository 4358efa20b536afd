"""Where hand-ins come from: folders, archives, exports of learning platforms, repositories."""

from __future__ import annotations
