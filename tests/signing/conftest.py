"""A result, a key, and the ring that proves it."""

from __future__ import annotations

import pytest

from grader.signing import Edited, Result, Ring, SigningKey, TaskPoints, new_key


@pytest.fixture(scope="session")
def key() -> SigningKey:
    """The course's key."""
    return new_key()


@pytest.fixture(scope="session")
def ring(key: SigningKey) -> Ring:
    """What its results are proved by."""
    return Ring((new_key().public, key.public))


@pytest.fixture(scope="session")
def result(key: SigningKey) -> Result:
    """A result with something in every field."""
    return Result(
        repository="class/s001",
        ref="refs/heads/main",
        commit="1" * 40,
        tree="2" * 40,
        student="학생 s001",
        assignment="week04_rnn",
        earned="12.5",
        possible="20",
        tasks=(TaskPoints(id="lstm_cell", outcome="failed", earned="12.5", possible="20", bonus=False),),
        ungraded=0,
        unreadable="",
        submission="3" * 64,
        results="4" * 64,
        checks="5" * 64,
        seed="6" * 64,
        sandbox="namespaces",
        environment={"python": "3.11.7"},
        edited=(Edited(path="conftest.py", kind="checks"),),
        edited_more=0,
        received="2023-02-02T23:59:59+09:00",
        time="2023-02-03T00:00:10+09:00",
        nonce="7" * 32,
        key=key.public.id,
    )
