"""The folder of a course's keys: private ones that only their owner reads, and one file with all public ones."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import UsageError
from grader.signing.keys import PublicKey, SigningKey, new_key, read_key, write_key
from grader.signing.ring import Ring, ring_of

PUBLIC = "public.keys"


@dataclass(frozen=True)
class Listed:
    """A key of the folder. `private`: whether its private half is here. `current`: whether it signs."""

    key: PublicKey
    private: bool
    current: bool


class KeyFolder:
    """Keys in a folder; the newest whose private half is here, and which is not revoked, signs."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.public = folder, folder / PUBLIC

    def ring(self) -> Ring:
        """All public keys.

        Raises:
            UsageError: the file is damaged.
        """
        try:
            return ring_of(self.public.read_text("utf-8"), str(self.public))
        except FileNotFoundError:
            return Ring()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{self.public}: cannot be read: restore it from a backup ({error})") from None

    def listed(self) -> list[Listed]:
        """All keys, oldest first."""
        ring = self.ring()
        here = [key for key in ring.keys if self._private(key.id).is_file()]
        signs = next((key for key in reversed(here) if not key.revoked), None)
        return [Listed(key, key in here, key is signs) for key in ring.keys]

    def new(self, comment: str = "", passphrase: str = "") -> PublicKey:
        """Make a key, which signs from now on; the older ones go on proving what they signed.

        Raises:
            UsageError: the folder cannot be written.
        """
        key = new_key()
        public = replace(key.public, comment=" ".join(comment.split()))
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_key(key, self._private(public.id), passphrase)
            self._write([*self.ring().keys, public])
        except OSError as error:
            raise UsageError(f"{self.folder}: {error.strerror}: give another folder with --keys") from None
        return public

    def revoke(self, id_: str) -> PublicKey:
        """Mark a key: nothing that it signed is trusted any more.

        Args:
            id_: the id, or its beginning.

        Raises:
            UsageError: no key, or more than one, begins so.
        """
        keys = list(self.ring().keys)
        found = [key for key in keys if id_ and key.id.startswith(id_)]
        if len(found) != 1:
            said = "fits several keys: write more of it" if found else "is no key here: see `grader keys list`"
            raise UsageError(f"{id_[:40]!r} {said}")
        revoked = replace(found[0], revoked=True)
        try:
            self._write([revoked if key == found[0] else key for key in keys])
        except OSError as error:
            raise UsageError(f"{self.public}: {error.strerror}") from None
        return revoked

    def signing(self, passphrase: str = "") -> SigningKey:
        """The key that signs.

        Raises:
            UsageError: there is none, or it cannot be read.
        """
        current = next((entry.key for entry in self.listed() if entry.current), None)
        if current is None:
            raise UsageError(f"{self.folder}: no key to sign with: make one with `grader keys new`")
        key = read_key(self._private(current.id), passphrase)
        if key.public.id != current.id:
            raise UsageError(f"{self._private(current.id)}: is another key: restore it, or make a new one")
        return key

    def _private(self, id_: str) -> Path:
        return self.folder / f"{id_}.pem"

    def _write(self, keys: list[PublicKey]) -> None:
        text = "# Public keys of this course, oldest first: give this file to whoever proves results.\n"
        temporary = self.public.with_name(f".{PUBLIC}.{os.getpid()}")
        temporary.write_text(text + "".join(f"{key.line()}\n" for key in keys), "utf-8")
        temporary.replace(self.public)
