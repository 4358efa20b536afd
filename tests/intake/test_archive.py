"""Hostile archives, each beside the same one without the attack, which is read."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import tarfile
import time
import tracemalloc
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.intake import RawFile, read_submission
from grader.intake.expanding import Unpacker
from grader.model import Message
from tests.intake.archives import HONEST, LSTM, OTHER, packed, patched, paths, read, reason


def test_honest_archives() -> None:
    """Deflated and stored, with a comment and with something before it, nested, empty folders: all are read."""
    assert paths(read(HONEST)) == ["lstm.py"]
    assert paths(read(packed(("a/", b""), ("a/lstm.py", LSTM), method=zipfile.ZIP_STORED))) == ["a/lstm.py"]
    assert paths(read(packed(("lstm.py", LSTM), comment=b"PK\5\6 a comment that looks like an end"))) == ["lstm.py"]
    assert paths(read(b"#!/bin/sh\nexit\n" + HONEST)) == ["lstm.py"]
    assert paths(read(packed(("inner.zip", packed(("deeper.zip", HONEST)))))) == ["inner.zip/deeper.zip/lstm.py"]
    assert read(HONEST).notes == ()


def test_zip64_is_read() -> None:
    """Sizes in the extra field of 64 bits, as programs that write into a pipe leave them."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive, archive.open("lstm.py", "w", force_zip64=True) as file:
        file.write(LSTM)
    whole = data.getvalue()
    at = whole.index(b"PK\1\2")
    size = len(LSTM)
    extra = struct.pack("<2H2Q", 1, 16, size, size)
    head = bytearray(whole[at : at + 46])
    struct.pack_into("<2L", head, 20, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<H", head, 30, len(extra))
    directory = bytes(head) + b"lstm.py" + extra
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(directory), at, 0)
    assert paths(read(whole[:at] + directory + end)) == ["lstm.py"]


ATTACKS = {
    "../../evil.py": ["slip"],
    "/tmp/evil.py": ["absolute"],
    "C:\\evil.py": ["drive"],
    "c:evil.py": ["drive-relative"],
    "a\\..\\..\\evil.py": ["backslashes"],
    "a/.. /evil.py": ["dots and a space"],
    "con.py": ["device"],
    "a/NUL": ["device below"],
    "/".join(["d"] * 40) + "/evil.py": ["deep"],
    "e" * 300 + ".py": ["long"],
}


@pytest.mark.parametrize("name", list(ATTACKS), ids=[v[0] for v in ATTACKS.values()])
def test_names_that_lead_outside_are_left_out(name: str) -> None:
    """Such an entry is left out and told; the others are read."""
    submission = read(packed(("lstm.py", LSTM), (name, OTHER)))
    assert paths(submission) == ["lstm.py"]
    assert [note.key for note in submission.notes] == ["intake.left_archive_unsafe"]
    assert paths(read(packed(("lstm.py", LSTM), ("evil.py", OTHER)))) == ["evil.py", "lstm.py"]


def test_nul_in_a_name() -> None:
    """A name that ends for C and goes on for others is left out."""
    data = patched(packed(("lstm.py", LSTM), ("a.py_b.txt", OTHER)), b"a.py_b.txt", b"a.py\0b.txt")
    submission = read(data)
    assert (paths(submission), submission.notes[0].key) == (["lstm.py"], "intake.left_archive_unsafe")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_only_regular_files(kind: int) -> None:
    """Links, pipes, sockets and devices are left out and told; the same entry as a file is read."""

    def entry(mode: int) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo("x.py")
        info.create_system, info.external_attr = 3, (mode | 0o777) << 16
        return info

    submission = read(packed(("lstm.py", LSTM), (entry(kind), b"/etc/passwd")))
    assert (paths(submission), submission.notes[0].key) == (["lstm.py"], "intake.left_not_a_file")
    assert paths(read(packed(("lstm.py", LSTM), (entry(stat.S_IFREG), OTHER)))) == ["lstm.py", "x.py"]


def test_bombs_are_stopped_early() -> None:
    """An entry that unpacks to hundreds of times its size, and one beyond the limit of a file, cost little memory."""
    small, large = packed(("a.py", bytes(9 << 20))), packed(("a.py", bytes(64 << 20)))
    tracemalloc.start()
    keys = [reason(read(small)), reason(read(large))]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert keys == ["intake.archive_bomb", "intake.too_large"]
    assert peak < 16 << 20
    assert paths(read(packed(("a.py", b"x = 1\n" * 20_000)))) == ["a.py"]


def test_a_size_that_lies() -> None:
    """Entries that hold more or less than they say are damaged, whatever the directory says of them."""
    size, larger = struct.pack("<L", len(LSTM)), struct.pack("<L", 5)
    for data in (patched(HONEST, size, larger), packed(("a.py", bytes(64 << 20)))):
        lying = patched(data, struct.pack("<L", 64 << 20), larger) if len(data) > 1000 else data
        assert reason(read(lying)) in {"intake.archive_damaged", "intake.archive_bomb"}
    assert reason(read(patched(HONEST, struct.pack("<L", zlib.crc32(LSTM)), b"\0\0\0\0"))) == "intake.archive_damaged"


def test_many_small_bombs_end() -> None:
    """A hundred entries that each fail only after megabytes are given up after a while."""
    names = [(f"a{n:03}.py", bytes(2 << 20)) for n in range(100)]
    start = time.process_time()
    submission = read(packed(*names))
    assert time.process_time() - start < 5
    assert reason(submission) == "intake.archive_bomb"
    assert len(submission.notes) < 30


def test_overlapping_entries() -> None:
    """Entries that share their bytes, as bombs without nesting do, cost the whole archive."""
    data = packed(("a.py", LSTM), ("b.py", LSTM))
    first = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", first + 4)
    overlapping = bytearray(data)
    struct.pack_into("<L", overlapping, second + 42, 0)
    assert reason(read(bytes(overlapping))) == "intake.archive_damaged"
    assert paths(read(data)) == ["a.py", "b.py"]


def test_two_names_of_one_entry() -> None:
    """An entry that calls itself otherwise than the directory does is damaged."""
    assert reason(read(patched(HONEST, b"lstm.py", b"evil.py", only=0))) == "intake.archive_damaged"


def test_a_directory_inside_the_comment() -> None:
    """Only the end of archive that ends with the file counts: a second archive in the comment is a comment."""
    hidden = packed(("evil.py", OTHER))
    data = packed(("lstm.py", LSTM), comment=hidden + b"!")
    assert paths(read(data)) == ["lstm.py"]


def test_encrypted() -> None:
    """A password is told as such."""
    data = bytearray(HONEST)
    struct.pack_into("<H", data, 6, 1)
    struct.pack_into("<H", data, data.index(b"PK\1\2") + 8, 1)
    assert reason(read(bytes(data))) == "intake.archive_encrypted"


def test_other_methods() -> None:
    """Ways of packing that hide their memory's size are not read, and told."""
    data = packed(("a.py", LSTM), method=zipfile.ZIP_LZMA)
    assert reason(read(data)) == "intake.archive_method"


def test_same_name_twice() -> None:
    """The later of two entries of one name counts, and that is told."""
    submission = read(packed(("a.py", OTHER), ("a.py", LSTM)))
    assert [m.source for m in submission.modules] == [LSTM.decode()]
    assert [note.key for note in submission.notes] == ["intake.left_archive_twice"]


def test_too_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of entries are not listed; a few less are."""
    many = [(f"f{n}.txt", b"") for n in range(5_000)]
    assert reason(read(packed(*many, ("lstm.py", LSTM)))) == "intake.archive_entries"
    assert paths(read(packed(*many[1:], ("lstm.py", LSTM)))) == ["lstm.py"]


def test_depth_of_nesting() -> None:
    """Archives in archives are opened three deep."""
    data = HONEST
    for _ in range(2):
        data = packed(("in.zip", data))
    assert paths(read(data)) == ["in.zip/in.zip/lstm.py"]
    submission = read(packed(("in.zip", data)))
    assert reason(submission) == "intake.archive_deep"


def test_a_zip_that_holds_itself() -> None:
    """A quine of a zip ends: entries and depth are counted over all archives of a hand-in."""
    wide = packed(*[(f"{n}.zip", packed(*[(f"{m}.zip", HONEST) for m in range(80)])) for n in range(80)])
    submission = read(wide)
    assert len(submission.modules) <= 200
    assert "intake.too_many_files" in {note.key for note in submission.notes} | {reason(submission)}


def test_total_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files beyond the limit of a hand-in are left out with a note."""
    monkeypatch.setattr("grader.intake.expanding.MAX_TOTAL", 40)
    submission = read(packed(("a.py", LSTM), ("b.py", LSTM + OTHER)))
    assert (paths(submission), [n.key for n in submission.notes]) == (["a.py"], ["intake.too_much"])


def test_clutter() -> None:
    """What macOS, Jupyter and editors add is passed over in silence; data are told."""
    clutter = ["__MACOSX/._lstm.py", "._lstm.py", ".DS_Store", ".ipynb_checkpoints/lstm-checkpoint.py"]
    submission = read(packed(("lstm.py", LSTM), *[(name, OTHER) for name in clutter]))
    assert (paths(submission), submission.notes) == (["lstm.py"], ())
    data = read(packed(("lstm.py", LSTM), ("data.csv", b"1")))
    assert data.notes == (Message("intake.ignored", {"names": ["hw.zip/data.csv"], "count": 1}),)


@pytest.mark.parametrize("encoding", ["cp949", "utf-8"])
def test_korean_names_without_a_flag(encoding: str) -> None:
    """Korean Windows' names and UTF-8 without the flag are the names that were typed."""
    raw = "과제.py".encode(encoding)
    data = patched(packed(("x" * len(raw), LSTM)), b"x" * len(raw), raw)
    assert paths(read(data)) == ["과제.py"]


def test_both_spellings() -> None:
    """The same file as NFC and NFD is one; two different ones are both read."""
    nfd = unicodedata.normalize("NFD", "과제.py")
    assert paths(read(packed(("과제.py", LSTM), (nfd, LSTM)))) == ["과제.py"]
    assert paths(read(packed(("과제.py", LSTM), (nfd, OTHER)))) == ["과제.py", "과제.py"]


def test_copies_beside_their_archive() -> None:
    """A file that lies beside the zip it is in, or was downloaded twice, is graded once."""
    unpacker = Unpacker()
    for file in (RawFile("hw.zip", HONEST), RawFile("lstm.py", LSTM), RawFile("lstm (1).py", LSTM)):
        unpacker.raw(file)
    files, notes = unpacker.done()
    assert [file.path for file in files] == ["lstm.py"]
    assert notes == [Message("intake.copies", {"names": ["hw.zip/lstm.py", "lstm (1).py"], "count": 2})]


def tar(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    """A tar of these."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for info, content in members:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress], ids=["tar", "tar.gz"])
def test_tars(pack: Callable[[bytes], bytes]) -> None:
    """Of a tar only regular files with plain names are read."""
    link = tarfile.TarInfo("link.py")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    device = tarfile.TarInfo("device.py")
    device.type = tarfile.CHRTYPE
    submission = read(
        pack(
            tar((tarfile.TarInfo("lstm.py"), LSTM), (tarfile.TarInfo("../evil.py"), OTHER), (link, b""), (device, b""))
        ),
        "hw.tar.gz",
    )
    assert paths(submission) == ["lstm.py"]
    assert sorted(n.key for n in submission.notes) == ["intake.left_archive_unsafe", "intake.left_not_a_file"]


def test_gzip_bomb() -> None:
    """A gzip of nothing is given up at the limit."""
    bomb = gzip.compress(bytes(200 << 20), 1)
    tracemalloc.start()
    key = reason(read(bomb, "hw.tar.gz"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert key == "intake.too_large"
    assert peak < 160 << 20


def test_a_students_archive_on_the_disk(tmp_path: Path) -> None:
    """A zip is a hand-in by itself, and nothing of it is left on the disk."""
    (tmp_path / "s001.zip").write_bytes(packed(("lstm.py", LSTM), ("../evil.py", OTHER)))
    submission = read_submission(tmp_path / "s001.zip")
    assert (submission.student, paths(submission)) == ("s001", ["lstm.py"])
    assert [path.name for path in tmp_path.iterdir()] == ["s001.zip"]
