"""Column types that keep whatever a student made of a name, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy import Dialect, Text, types

_ODD = re.compile("[\x00\\\\\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(\\|u[0-9a-f]{4})")


class Words(types.TypeDecorator[str]):
    r"""Any `str`. NUL, which PostgreSQL refuses, and lone surrogates, which UTF-8 lacks, are kept as `\uXXXX`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _ODD.sub(_escape, value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        if value is None or "\\" not in value:
            return value
        return _ESCAPED.sub(lambda m: "\\" if m[1] == "\\" else chr(int(m[1][1:], 16)), value)


class Plain(types.TypeDecorator[Any]):
    """A value of None, bool, int, float (not finite ones included), str, lists and dicts, as JSON in ASCII."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, separators=(",", ":"), default=str)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def _escape(match: re.Match[str]) -> str:
    return "\\\\" if match[0] == "\\" else f"\\u{ord(match[0]):04x}"
