"""Signing a result, and proving one: a file is genuine to its last byte, or it is not."""

from __future__ import annotations

import base64
import binascii

from pydantic import ValidationError

from grader.errors import GraderError
from grader.signing.canonical import canonical, parse
from grader.signing.keys import SigningKey
from grader.signing.ring import Ring
from grader.signing.statement import SCHEMA, Result

_SIGNATURE = 64  # bytes


class Forged(GraderError):
    """A file that is no genuine result; the text says why in a line, `reason` in a word.

    `reason`: malformed, signature, unknown_key, revoked_key.
    """

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


def seal(result: Result, key: SigningKey) -> bytes:
    """The signed file: one line of canonical JSON.

    Raises:
        ValueError: the result names another key.
    """
    if result.key != key.public.id:
        raise ValueError("the result names another key than the one that signs")
    body = result.model_dump(mode="json")
    signature = base64.b64encode(key.sign(_signed(body))).decode()
    return canonical({"result": body, "schema": SCHEMA, "signature": signature}) + b"\n"


def unseal(data: bytes, ring: Ring) -> Result:
    """The result in a signed file.

    Raises:
        Forged: the file was changed, or was not signed by a key of the ring that is still trusted.
    """
    try:
        if not data.endswith(b"\n"):
            raise ValueError("does not end with its line")
        file = parse(data[:-1])
        if not isinstance(file, dict) or set(file) != {"result", "schema", "signature"}:
            raise ValueError("is not result, schema and signature")
        if file["schema"] != SCHEMA:
            raise ValueError(f"is not of the schema {SCHEMA}")
        # Python's values as they stand in JSON: strict, but lists are read for tuples.
        result = Result.model_validate_json(canonical(file["result"]))
        signature = base64.b64decode(file["signature"], validate=True)
        if len(signature) != _SIGNATURE or base64.b64encode(signature).decode() != file["signature"]:
            raise ValueError("has no signature of 64 bytes")
    except (ValidationError, ValueError, TypeError, binascii.Error) as error:
        text = "does not have the form of a result" if isinstance(error, ValidationError) else str(error)
        raise Forged("malformed", f"no signed result: {text}") from None
    key = ring.find(result.key)
    if key is None:
        raise Forged("unknown_key", f"signed by {result.key}, which is none of the keys given")
    if not key.verifies(signature, _signed(file["result"])):
        raise Forged("signature", "the signature does not fit: the file was changed after it was signed")
    if key.revoked:
        raise Forged("revoked_key", f"signed by {result.key}, which was revoked: grade the commit again")
    return result


def _signed(body: object) -> bytes:
    """What the signature covers: the schema first, so that a signature for one purpose is none for another."""
    return SCHEMA.encode() + b"\n" + canonical(body)
