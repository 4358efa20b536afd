"""Results that only the course can make: canonical JSON, signed by a key whose public half anyone may have."""

from __future__ import annotations

from grader.signing.canonical import canonical, parse
from grader.signing.folder import KeyFolder, Listed
from grader.signing.keys import PublicKey, SigningKey, new_key, read_key
from grader.signing.ring import Ring, read_ring
from grader.signing.sealed import Forged, seal, unseal
from grader.signing.statement import SCHEMA, Edited, Result, TaskPoints

__all__ = [
    "SCHEMA",
    "Edited",
    "Forged",
    "KeyFolder",
    "Listed",
    "PublicKey",
    "Result",
    "Ring",
    "SigningKey",
    "TaskPoints",
    "canonical",
    "new_key",
    "parse",
    "read_key",
    "read_ring",
    "seal",
    "unseal",
]
