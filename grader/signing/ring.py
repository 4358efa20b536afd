"""The public keys that results are proved by: one to a line, old ones kept for what they signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import UsageError
from grader.signing.keys import PublicKey, public_key

_MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class Ring:
    """Public keys in the order of their files. A key that is revoked anywhere is revoked."""

    keys: tuple[PublicKey, ...] = ()

    def find(self, id_: str) -> PublicKey | None:
        """The key of this id."""
        found = [key for key in self.keys if key.id == id_]
        if not found:
            return None
        return replace(found[0], revoked=any(key.revoked for key in found))


def ring_of(text: str, name: str) -> Ring:
    """The keys of a file's text; empty lines and those that begin with # say nothing.

    Raises:
        UsageError: a line is no key; `name` is what the message calls the file.
    """
    keys = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            keys.append(public_key(line))
        except ValueError as error:
            remedy = "give a file with one ssh-ed25519 key a line, as `grader keys list` prints them"
            raise UsageError(f"{name}: line {number}: {error}: {remedy}") from None
    return Ring(tuple(keys))


def read_ring(files: Iterable[Path]) -> Ring:
    """The keys of files.

    Raises:
        UsageError: a file cannot be read, holds something else, or they hold no key at all.
    """
    keys: list[PublicKey] = []
    names = []
    for file in files:
        names.append(str(file))
        try:
            with file.open("rb") as source:
                text = source.read(_MAX_BYTES).decode()
        except OSError as error:
            raise UsageError(f"{file}: {error.strerror}: give the file with the course's public keys") from None
        except UnicodeDecodeError:
            raise UsageError(f"{file}: is no text: give the file with the course's public keys") from None
        if "PRIVATE KEY" in text:
            raise UsageError(f"{file}: is a private key: keep it to yourself, and give the public ones")
        keys += ring_of(text, str(file)).keys
    if not keys:
        raise UsageError(f"{', '.join(names) or 'no file'}: holds no public key: see `grader keys list`")
    return Ring(tuple(keys))
