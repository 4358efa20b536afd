"""Ed25519 keys (RFC 8032) in files: private ones as PKCS #8, public ones as a line of OpenSSH."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_ssh_public_key,
)

from grader.errors import UsageError

PASSPHRASE = "GRADER_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable
_ID = 32  # hex digits: 128 bits, which nobody finds a second key for
_MAX_BYTES = 10_000


@dataclass(frozen=True)
class PublicKey:
    """What proves signatures. `raw`: 32 bytes. `revoked`: nothing that it signed is trusted any more."""

    raw: bytes
    comment: str = ""
    revoked: bool = False

    @property
    def id(self) -> str:
        """What results name it by: the beginning of its SHA-256."""
        return hashlib.sha256(self.raw).hexdigest()[:_ID]

    def verifies(self, signature: bytes, data: bytes) -> bool:
        """Whether the private half signed this."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True

    def line(self) -> str:
        """As it stands in a file of public keys."""
        key = Ed25519PublicKey.from_public_bytes(self.raw).public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        return " ".join(filter(None, ["revoked" if self.revoked else "", key.decode(), self.comment]))


class SigningKey:
    """The private half; it shows nothing of itself."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @property
    def public(self) -> PublicKey:
        """Its public half."""
        return PublicKey(self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, data: bytes) -> bytes:
        """64 bytes, the same ones for the same data."""
        return self._key.sign(data)

    def pem(self, passphrase: str = "") -> bytes:
        """The file's content, encrypted where there is a passphrase."""
        how: KeySerializationEncryption = NoEncryption()
        if passphrase:
            how = BestAvailableEncryption(passphrase.encode())
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)

    def __repr__(self) -> str:
        return f"SigningKey({self.public.id})"


def new_key() -> SigningKey:
    """A key drawn from the system's own randomness."""
    return SigningKey(Ed25519PrivateKey.generate())


def write_key(key: SigningKey, file: Path, passphrase: str = "") -> None:
    """Write a private key that only its owner reads; never over another file.

    Raises:
        OSError: it cannot be written, or is there already.
    """
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(key.pem(passphrase))
        out.flush()
        os.fsync(out.fileno())


def read_key(file: Path, passphrase: str = "") -> SigningKey:
    """The private key in a file.

    Raises:
        UsageError: it is not there, others may read it, it is no Ed25519 key, or the passphrase is wrong.
    """
    try:
        with file.open("rb") as source:
            mode = os.fstat(source.fileno()).st_mode
            data = source.read(_MAX_BYTES)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}: make a key with `grader keys new`") from None
    if os.name == "posix" and mode & 0o077:
        raise UsageError(f"{file}: others may read this key: chmod 600 it; if they did, revoke it and make another")
    try:
        key = load_pem_private_key(data, passphrase.encode() if passphrase else None)
    except TypeError:
        said = "is encrypted" if not passphrase else "is not encrypted"
        raise UsageError(f"{file}: {said}: set or unset {PASSPHRASE}") from None
    except (ValueError, UnsupportedAlgorithm):
        said = f"cannot be read: is {PASSPHRASE} right?" if passphrase else "is no private key: make one"
        raise UsageError(f"{file}: {said} (grader keys new)") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(f"{file}: is no Ed25519 key: make one with `grader keys new`")
    return SigningKey(key)


def public_key(line: str) -> PublicKey:
    """The public key on a line of a file.

    Raises:
        ValueError: it is none.
    """
    text = line.strip()
    revoked = re.match(r"revoked\s+", text)
    text = text[revoked.end() :] if revoked else text
    parts = text.split(None, 2)
    if len(parts) < 2:
        raise ValueError("is no public key")
    try:
        key = load_ssh_public_key(" ".join(parts[:2]).encode())
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("is no public key") from None
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("is no Ed25519 key")  # noqa: TRY004 - what the line says is wrong, not our caller
    comment = "".join(c for c in parts[2] if c.isprintable()) if len(parts) > 2 else ""
    return PublicKey(key.public_bytes(Encoding.Raw, PublicFormat.Raw), comment, bool(revoked))
