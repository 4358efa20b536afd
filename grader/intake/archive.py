"""Archives of any kind we open → what lies in them; nothing is ever written to the disk."""

from __future__ import annotations

import io
import tarfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath

from grader.intake.archive_names import safe_path
from grader.intake.blobs import Blob
from grader.intake.entry import Entry, LeftOut, Listing
from grader.intake.problems import MB, Unreadable
from grader.intake.zips import list_zip
from grader.model import Message

_PIECE = 1 << 18
_BLOCK = 512  # of a tar
_ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz")


def is_archive(name: str) -> bool:
    """Whether a file of this name is opened; browsers add ` (1)` before the ending, never behind."""
    return name.casefold().endswith(_ENDINGS)


def archive_stem(name: str) -> str:
    """The archive's name without folders and ending: `s001.tar.gz` → `s001`."""
    name = PurePosixPath(name).name
    ending = max((e for e in _ENDINGS if name.casefold().endswith(e)), key=len, default="")
    return name.removesuffix(name[len(name) - len(ending) :]) if ending else name


def list_archive(blob: Blob, shown: str, *, entries: int, unpacked: int) -> Listing:
    """The files in an archive, by its content, whatever its ending.

    Args:
        blob: the archive.
        shown: how messages call it.
        entries: how many it may have.
        unpacked: bytes that a tar may have, since it is unpacked as a whole.

    Raises:
        Unreadable: it is none, is damaged, or goes beyond a limit.
    """
    try:
        start = blob.read(0, _BLOCK)
        if start[:2] == b"\x1f\x8b":
            return _list_tar(_gunzipped(blob, shown, unpacked), shown, entries)
        if start[257:262] == b"ustar":
            if blob.size > unpacked:
                raise Unreadable(Message("intake.too_large", {"path": shown, "limit": unpacked // MB}))
            return _list_tar(blob.read(0, unpacked), shown, entries)
        return list_zip(blob, shown, entries)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Unreadable(Message("intake.io", {"path": shown, "reason": reason})) from None


def _gunzipped(blob: Blob, shown: str, limit: int) -> bytes:
    inflate = zlib.decompressobj(31)
    found, at = bytearray(), 0
    try:
        while at < blob.size and not inflate.eof:
            packed = blob.read(at, _PIECE)
            at += len(packed)
            while packed and not inflate.eof:
                found += inflate.decompress(packed, _PIECE)
                packed = inflate.unconsumed_tail
                if len(found) > limit:
                    raise Unreadable(Message("intake.too_large", {"path": shown, "limit": limit // MB}))
    except zlib.error:
        raise Unreadable(Message("intake.archive_damaged", {"path": shown})) from None
    return bytes(found)


def _list_tar(data: bytes, shown: str, limit: int) -> Listing:
    found: dict[str, Entry] = {}
    left: list[LeftOut] = []
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
            for number, member in enumerate(archive):
                if number == limit:
                    raise Unreadable(Message("intake.archive_entries", {"path": shown, "limit": limit}))
                if member.isdir():
                    continue
                path = safe_path(member.name)
                if path is None:
                    left.append(LeftOut(member.name, Message("intake.archive_unsafe", {"path": member.name})))
                elif not member.isreg() or member.issparse():
                    left.append(LeftOut(path, Message("intake.not_a_file", {"path": path})))
                else:
                    if path in found:
                        left.append(LeftOut(path, Message("intake.archive_twice", {"path": path})))
                    found[path] = Entry(path, _loader(data, member.offset_data, member.size, path))
    except (tarfile.TarError, ValueError, OverflowError, RecursionError, EOFError):
        raise Unreadable(Message("intake.archive_damaged", {"path": shown})) from None
    return Listing(tuple(sorted(found.values(), key=lambda entry: entry.path)), tuple(left))


def _loader(data: bytes, start: int, size: int, path: str) -> Callable[[int], bytes | Message]:
    def load(limit: int) -> bytes | Message:
        if size > limit:
            return Message("intake.too_large", {"path": path, "limit": limit // MB})
        content = data[start : start + size]
        return content if len(content) == size else Message("intake.archive_damaged", {"path": path})

    return load
