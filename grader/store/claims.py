"""Claims: who grades what now, so that two graders on one store do not grade a thing twice.

A claim ends with its grading, with its owner, or with its lease, which the owner extends as long as it lives. That an
owner on this host has ended is seen at once; that a host is lost shows when the lease is over.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from grader.errors import StoreError
from grader.store.connected import Connected
from grader.store.opening import connect
from grader.store.owners import Owner, this_process
from grader.store.place import Place
from grader.store.records import Claimed, ClaimState
from grader.store.schema import CLAIM, GRADING

LEASE = 60.0  # seconds
# Built once: to build a statement takes longer than to run it.
_KEY = sa.bindparam("claimed", type_=sa.Text())
_HOLDER = sa.select(CLAIM).where(CLAIM.c.key == _KEY).with_for_update()
_FREE = CLAIM.delete().where(CLAIM.c.key == _KEY)
_DONE = sa.select(GRADING.c.id).where(GRADING.c.key == _KEY, GRADING.c.ungraded == 0).limit(1)
_MINE, _KNOWN = Claimed(ClaimState.MINE), Claimed(ClaimState.KNOWN)


class Claims(Connected):
    """Claims of one grader. Their commits wait for no disk: after a power cut nobody holds any."""

    def __init__(self, place: Place, engine: Engine) -> None:
        super().__init__(place, engine)
        self._quick = Connected(place, connect(place, durable=False))
        self._me: Owner = this_process()
        self._lease = LEASE
        self._insert_claim = self.insert_new(CLAIM)

    def claim(self, key: str, *, again: bool = False) -> Claimed:
        """Take the grading of a key on; repeatable.

        Args:
            again: grade it even if it is known.

        Raises:
            StoreError: the store cannot be written; so for all methods that follow.
        """
        with self._quick.writing() as connection:
            holder = connection.execute(_HOLDER, {"claimed": key}).first()
            if holder is not None and holder.token != self._me.token:
                owner = Owner(holder.token, holder.host, holder.pid, holder.started)
                if holder.until > self._now(connection) and not owner.gone:
                    return Claimed(ClaimState.HELD, owner.shown)
                connection.execute(_FREE, {"claimed": key})
            if holder is None or holder.token != self._me.token:
                values = {"key": key, "until": self._now(connection) + self._lease, **self._who()}
                options = {"preserve_rowcount": True}  # or an insert that conflicts is like one that does not
                if connection.execute(self._insert_claim, values, execution_options=options).rowcount != 1:
                    return Claimed(ClaimState.HELD, "another process")  # it was faster by a hair
            # Asked for under the claim: who held it before let it go together with its result.
            if not again and connection.execute(_DONE, {"claimed": key}).first() is not None:
                connection.execute(_FREE, {"claimed": key})
                return _KNOWN
            return _MINE

    def release(self, key: str) -> None:
        """Let a claim of ours go."""
        with self._quick.writing() as connection:
            connection.execute(CLAIM.delete().where(CLAIM.c.key == key, CLAIM.c.token == self._me.token))

    def heartbeat(self) -> None:
        """Extend the lease of all our claims."""
        with self._quick.writing() as connection:
            until = self._now(connection) + self._lease
            connection.execute(CLAIM.update().where(CLAIM.c.token == self._me.token).values(until=until))

    @contextlib.contextmanager
    def claiming(self) -> Iterator[None]:
        """Meanwhile our claims are kept alive; in the end they are all let go."""
        over = threading.Event()

        def beat() -> None:
            while not over.wait(self._lease / 4):
                with contextlib.suppress(StoreError):  # the next may get through; else others take over, no worse
                    self.heartbeat()

        thread = threading.Thread(target=beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            with contextlib.suppress(StoreError), self._quick.writing() as connection:
                connection.execute(CLAIM.delete().where(CLAIM.c.token == self._me.token))

    def _now(self, connection: Connection) -> float:
        """The time by the clock that all graders of the store share."""
        if not self._postgresql:
            return time.time()
        clock = sa.extract("epoch", sa.func.clock_timestamp())
        return float(connection.execute(sa.select(clock)).scalar_one())

    def _who(self) -> dict[str, str | int]:
        me = self._me
        return {"token": me.token, "host": me.host, "pid": me.pid, "started": me.started}
