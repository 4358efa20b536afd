"""A signed result is genuine to its last byte, or it is not."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.signing import Forged, Result, Ring, SigningKey, canonical, new_key, seal, unseal


def test_genuine(result: Result, key: SigningKey, ring: Ring) -> None:
    """What was signed comes back as it was."""
    assert unseal(seal(result, key), ring) == result


@settings(max_examples=400, deadline=None)
@given(where=st.floats(0, 1), bit=st.integers(0, 7))
def test_every_flipped_bit_is_noticed(where: float, bit: int, result: Result, key: SigningKey, ring: Ring) -> None:
    """One bit of the file is another: not genuine."""
    data = bytearray(seal(result, key))
    data[min(int(where * len(data)), len(data) - 1)] ^= 1 << bit
    with pytest.raises(Forged):
        unseal(bytes(data), ring)


def test_every_byte_is_noticed(result: Result, key: SigningKey, ring: Ring) -> None:
    """Each byte of the file counts, one after the other; so does each that is missing or too much."""
    data = seal(result, key)
    for position in range(len(data)):
        for changed in (data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :], data[:position]):
            with pytest.raises(Forged):
                unseal(changed, ring)
    for more in (data + b"\n", data + b" ", b" " + data, data + data):
        with pytest.raises(Forged):
            unseal(more, ring)


def _variants(value: Any) -> list[Any]:
    """Values of the same form that say something else."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1]
    if isinstance(value, str):
        return [value[:-1] + ("1" if value[-1:] != "1" else "0"), value.upper() + "a"]
    if isinstance(value, list):
        return [[], [*value, *value], *([one, *value[1:]] for one in _variants(value[0]))]
    return [{}, *({**value, name: one} for name, inner in value.items() for one in _variants(inner))]


@pytest.mark.parametrize("field", sorted(Result.model_fields))
def test_every_changed_field_is_noticed(field: str, result: Result, key: SigningKey, ring: Ring) -> None:
    """Whatever a field says instead, in canonical form again, the signature does not fit."""
    file = json.loads(seal(result, key))
    for other in _variants(file["result"][field]):
        changed = {**file, "result": {**file["result"], field: other}}
        with pytest.raises(Forged):
            unseal(canonical(changed) + b"\n", ring)
    del file["result"][field]
    with pytest.raises(Forged, match="form"):
        unseal(canonical(file) + b"\n", ring)


def test_more_fields_are_noticed(result: Result, key: SigningKey, ring: Ring) -> None:
    """A field too much is no result of this schema, wherever it stands."""
    file = json.loads(seal(result, key))
    for changed in ({**file, "more": 1}, {**file, "result": {**file["result"], "more": 1}}):
        with pytest.raises(Forged):
            unseal(canonical(changed) + b"\n", ring)


def test_a_key_of_ones_own_is_unknown(result: Result, ring: Ring) -> None:
    """Who signs with another key is told so, also under the course's key id."""
    mine = new_key()
    with pytest.raises(Forged) as caught:
        unseal(seal(result.model_copy(update={"key": mine.public.id}), mine), ring)
    assert caught.value.reason == "unknown_key"
    with pytest.raises(ValueError, match="another key"):
        seal(result, mine)
    body = result.model_dump(mode="json")
    signed = b"grader.signed-result/1\n" + canonical(body)
    file = {
        "result": body,
        "schema": "grader.signed-result/1",
        "signature": base64.b64encode(mine.sign(signed)).decode(),
    }
    with pytest.raises(Forged) as caught:
        unseal(canonical(file) + b"\n", ring)
    assert caught.value.reason == "signature"


def test_a_revoked_key_proves_nothing(result: Result, key: SigningKey) -> None:
    """A genuine signature by a key that was revoked in any of the files."""
    data = seal(result, key)
    ring = Ring((key.public, replace(key.public, revoked=True)))
    with pytest.raises(Forged) as caught:
        unseal(data, ring)
    assert caught.value.reason == "revoked_key"


def test_a_signature_elsewhere_is_none_here(result: Result, key: SigningKey, ring: Ring) -> None:
    """The course's key signed the same bytes for another purpose."""
    body = result.model_dump(mode="json")
    signature = base64.b64encode(key.sign(canonical(body))).decode()
    file = {"result": body, "schema": "grader.signed-result/1", "signature": signature}
    with pytest.raises(Forged) as caught:
        unseal(canonical(file) + b"\n", ring)
    assert caught.value.reason == "signature"
