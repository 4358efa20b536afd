"""Keys in files: who may read them, which one signs, which ones prove."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.signing import KeyFolder, new_key, read_key, read_ring


def test_a_private_key_is_its_owners(tmp_path: Path) -> None:
    """Mode 0600 in a folder of 0700; one that others may read is refused."""
    folder = KeyFolder(tmp_path / "keys")
    made = folder.new("2027")
    file = tmp_path / "keys" / f"{made.id}.pem"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert folder.signing().public.id == made.id
    file.chmod(0o640)
    with pytest.raises(UsageError, match="others may read"):
        folder.signing()


def test_passphrase(tmp_path: Path) -> None:
    """An encrypted key needs its passphrase; the public half never shows the private one."""
    folder = KeyFolder(tmp_path)
    made = folder.new(passphrase="구름")
    assert b"ENCRYPTED" in (tmp_path / f"{made.id}.pem").read_bytes()
    assert folder.signing("구름").public.id == made.id
    for wrong, said in (("", "is encrypted"), ("비", "cannot be read")):
        with pytest.raises(UsageError, match=said):
            folder.signing(wrong)
    plain = KeyFolder(tmp_path / "plain")
    plain.new()
    with pytest.raises(UsageError, match="is not encrypted"):
        plain.signing("구름")
    assert "PRIVATE" not in folder.public.read_text("utf-8")
    assert repr(new_key()).startswith("SigningKey(")


def test_rotation(tmp_path: Path) -> None:
    """The newest key signs, the older ones stay in the ring; a revoked one neither signs nor proves."""
    folder = KeyFolder(tmp_path)
    first, second = folder.new("one"), folder.new("two")
    assert folder.signing().public.id == second.id
    assert [key.id for key in read_ring([folder.public]).keys] == [first.id, second.id]
    folder.revoke(second.id[:8])
    assert folder.signing().public.id == first.id
    found = read_ring([folder.public]).find(second.id)
    assert found is not None
    assert found.revoked
    assert found.comment == "two"
    folder.revoke(first.id)
    with pytest.raises(UsageError, match="no key to sign with"):
        folder.signing()


def test_an_unknown_id_revokes_nothing(tmp_path: Path) -> None:
    """No key begins so, or all do."""
    folder = KeyFolder(tmp_path)
    folder.new()
    folder.new()
    for wrong in ("", "zz"):
        with pytest.raises(UsageError, match="no key here"):
            folder.revoke(wrong)
    assert not any(entry.key.revoked for entry in folder.listed())


def test_another_key_in_its_place(tmp_path: Path) -> None:
    """A private key under another one's name does not sign."""
    folder = KeyFolder(tmp_path)
    made = folder.new()
    (tmp_path / f"{made.id}.pem").write_bytes(new_key().pem())
    with pytest.raises(UsageError, match="is another key"):
        folder.signing()


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "ssh-ed25519\n", "ssh-ed25519 AAAA x\n", "ssh-rsa AAAAB3Nz x\n", "\0"]
)
def test_no_public_key(tmp_path: Path, text: str) -> None:
    """A file with no key, or with something else on a line, is refused in one line."""
    file = tmp_path / "keys"
    file.write_text(text)
    with pytest.raises(UsageError, match="key") as caught:
        read_ring([file])
    assert "\n" not in str(caught.value)


def test_a_private_key_is_no_public_one(tmp_path: Path) -> None:
    """Who gives away the private key by mistake is told, and nothing of it is shown."""
    folder = KeyFolder(tmp_path)
    file = tmp_path / f"{folder.new().id}.pem"
    with pytest.raises(UsageError, match="private key") as caught:
        read_ring([file])
    assert file.read_text().splitlines()[1][:10] not in str(caught.value)


def test_no_private_key(tmp_path: Path) -> None:
    """Text, and a key of another kind, do not sign."""
    file = tmp_path / "key.pem"
    file.write_text("nothing")
    file.chmod(0o600)
    with pytest.raises(UsageError, match="no private key"):
        read_key(file)
    with pytest.raises(UsageError, match="grader keys new"):
        read_key(tmp_path / "missing.pem")
