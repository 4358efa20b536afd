"""Reading zip archives without trusting a word of them; nothing is ever written to the disk.

The format: PKWARE's APPNOTE, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3 and 4.5.3.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from grader.intake.archive_names import decoded, safe_path
from grader.intake.blobs import Blob
from grader.intake.entry import Entry, LeftOut, Listing
from grader.intake.problems import MB, Unreadable
from grader.model import Message

_END = struct.Struct("<4s4H2LH")
_END64_PLACE = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s4B4H3L5H2L")
_LOCAL = struct.Struct("<4s2B4H3L2H")
_ENCRYPTED, _UTF8 = 0x1, 0x800
_STORED, _DEFLATED = 0, 8
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF  # "look in the zip64 record"
_PIECE = 1 << 18
_MAX_RATIO = 250  # text compresses to a twentieth; only nothing at all compresses to less than a thousandth
_FREE = MB  # a small file may be as empty as it likes
_DIRECTORY_OF_ENTRY = 700  # bytes of the directory per entry, names and extras of ordinary archives in it


@dataclass(frozen=True)
class _Member:
    """An entry of the directory."""

    raw: bytes
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    kind: int  # of file, as Unix counts them; 0 where it is not told

    @property
    def least_end(self) -> int:
        """Where the entry's data cannot end before."""
        return self.offset + _LOCAL.size + len(self.raw) + self.packed


def list_zip(blob: Blob, shown: str, limit: int) -> Listing:
    """The files in a zip, their names checked; their bytes are read, and checked, when they are loaded.

    Args:
        blob: the archive.
        shown: how messages call it.
        limit: entries that it may have.

    Raises:
        Unreadable: it is damaged, has more entries, or entries that share their bytes, as bombs do.
        OSError: it cannot be read.
    """
    start, size, count, shift = _directory(blob, shown)
    if count > limit or size > limit * _DIRECTORY_OF_ENTRY:
        raise Unreadable(Message("intake.archive_entries", {"path": shown, "limit": limit}))
    members = list(_members(blob.read(start, size), count, shift, shown))
    last = 0
    for member in sorted(members, key=lambda m: m.offset):
        if member.offset < last or member.least_end > start:
            raise _damaged(shown)
        last = member.least_end
    return _listing(blob, members, start)


def _damaged(path: str) -> Unreadable:
    return Unreadable(Message("intake.archive_damaged", {"path": path}))


def _directory(blob: Blob, shown: str) -> tuple[int, int, int, int]:
    """Where the directory is, its size and number of entries, and by how much all offsets are off."""
    tail_at = max(blob.size - _END.size - _FULL16, 0)
    tail = blob.read(tail_at, blob.size - tail_at)
    place = len(tail)
    while (place := tail.rfind(b"PK\5\6", 0, place)) >= 0:
        # A comment may hold anything, another end of archive, too: the one that ends with the file counts.
        if len(tail) - place >= _END.size and place + _END.size + _END.unpack_from(tail, place)[7] == len(tail):
            break
    else:
        raise _damaged(shown)
    _, _, _, _, count, size, offset, _ = _END.unpack_from(tail, place)
    end = tail_at + place
    if count == _FULL16 or _FULL32 in {size, offset}:
        locator = blob.read(end - _END64_PLACE.size, _END64_PLACE.size) if end >= _END64_PLACE.size else b""
        if locator[:4] == b"PK\6\7":
            where = _END64_PLACE.unpack(locator)[2]
            record = blob.read(where, _END64.size)
            if len(record) < _END64.size or record[:4] != b"PK\6\6":
                raise _damaged(shown)
            *_, count, size, offset = _END64.unpack(record)
            end = where
    shift = end - size - offset  # what stands before the archive: the program of one that unpacks itself
    if shift < 0:
        raise _damaged(shown)
    return end - size, size, count, shift


def _members(data: bytes, count: int, shift: int, shown: str) -> Iterator[_Member]:
    at = 0
    for _ in range(count):
        if at + _ENTRY.size > len(data) or data[at : at + 4] != b"PK\1\2":
            raise _damaged(shown)
        found = _ENTRY.unpack_from(data, at)
        flags, method, crc, packed, size = found[5], found[6], found[9], found[10], found[11]
        names, extras, comments, attributes, offset = found[12], found[13], found[14], found[17], found[18]
        raw = data[at + _ENTRY.size : at + _ENTRY.size + names]
        extra = data[at + _ENTRY.size + names : at + _ENTRY.size + names + extras]
        size, packed, offset = _long(extra, [size, packed, offset])
        at += _ENTRY.size + names + extras + comments
        name = decoded(raw, utf8=bool(flags & _UTF8))
        kind = stat.S_IFMT(attributes >> 16)
        yield _Member(raw, name, flags, method, crc, packed, size, offset + shift, kind)


def _long(extra: bytes, values: list[int]) -> list[int]:
    """Size, packed size and offset, from the zip64 record where they do not fit into 32 bits."""
    while len(extra) >= 4 and _FULL32 in values:
        tag, length = struct.unpack_from("<2H", extra)
        record, extra = extra[4 : 4 + length], extra[4 + length :]
        if tag == 1:
            for i, value in enumerate(values):
                if value == _FULL32 and len(record) >= 8:
                    values[i], record = int.from_bytes(record[:8], "little"), record[8:]
    return values


def _listing(blob: Blob, members: list[_Member], directory: int) -> Listing:
    found: dict[str, Entry] = {}
    left: list[LeftOut] = []
    seen: dict[bytes, str] = {}
    for member in members:
        if member.name.endswith(("/", "\\")) or member.kind == stat.S_IFDIR:
            continue
        path = safe_path(member.name)
        if path is None:
            left.append(LeftOut(member.name, Message("intake.archive_unsafe", {"path": member.name})))
        elif member.kind not in {0, stat.S_IFREG}:
            left.append(LeftOut(path, Message("intake.not_a_file", {"path": path})))
        else:
            if member.raw in seen:  # the later one counts, as for every program that unpacks one over the other
                found.pop(seen[member.raw])
                left.append(LeftOut(path, Message("intake.archive_twice", {"path": path})))
            key = path if path not in found else f"{path}\0{len(found)}"  # other bytes, the same name in Hangul
            seen[member.raw] = key
            found[key] = Entry(path, _Loader(blob, member, path, directory))
    return Listing(tuple(sorted(found.values(), key=lambda entry: entry.path)), tuple(left))


@dataclass(frozen=True)
class _Loader:
    """Reads one entry; a callable, so that the entry itself knows nothing of zips."""

    blob: Blob
    member: _Member
    path: str
    directory: int

    def __call__(self, limit: int) -> bytes | Message:
        """The entry's bytes, or why there are none."""
        try:
            return self._bytes(limit)
        except Unreadable as error:
            return error.message
        except (OSError, zlib.error, struct.error):
            return Message("intake.archive_damaged", {"path": self.path})

    def _bytes(self, limit: int) -> bytes:
        member = self.member
        if member.flags & _ENCRYPTED:
            raise Unreadable(Message("intake.archive_encrypted", {"path": self.path}))
        if member.method not in {_STORED, _DEFLATED}:
            raise Unreadable(Message("intake.archive_method", {"path": self.path}))
        too_large = Unreadable(Message("intake.too_large", {"path": self.path, "limit": limit // MB}))
        if member.size > limit:
            raise too_large
        header = _LOCAL.unpack(self.blob.read(member.offset, _LOCAL.size))
        start = member.offset + _LOCAL.size
        names, extras = header[10], header[11]
        # What the entry calls itself must be what the directory calls it: two names are two archives in one.
        if header[0] != b"PK\3\4" or self.blob.read(start, names) != member.raw:
            raise _damaged(self.path)
        start += names + extras
        if start + member.packed > self.directory:
            raise _damaged(self.path)
        data = bytearray()
        for piece in self._pieces(start):
            data += piece
            if len(data) > limit:  # whatever size the archive claims
                raise too_large
            if len(data) > _FREE and len(data) > _MAX_RATIO * member.packed:
                raise Unreadable(Message("intake.archive_bomb", {"path": self.path}))
        if len(data) != member.size or zlib.crc32(data) != member.crc:
            raise _damaged(self.path)
        return bytes(data)

    def _pieces(self, start: int) -> Iterator[bytes]:
        """What was packed, at most `_PIECE` bytes at a time."""
        inflate = zlib.decompressobj(-15) if self.member.method == _DEFLATED else None
        end = start + self.member.packed
        while start < end:
            packed = self.blob.read(start, min(_PIECE, end - start))
            if not packed:
                return
            start += len(packed)
            if inflate is None:
                yield packed
                continue
            while packed:
                yield inflate.decompress(packed, _PIECE)
                packed = inflate.unconsumed_tail
        if inflate is not None:
            yield inflate.flush()
