"""The zip that is handed back."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from grader.exports.handback import HandBack, folder_names

FILES = {"김민수_7_assignsubmission_file_/feedback.html": b"<p>1</p>", "s001/feedback.md": "점수".encode()}


def written(path: Path) -> bytes:
    """A zip of the files."""
    with HandBack(path) as archive:
        for name, data in FILES.items():
            archive.add(name, data)
    return path.read_bytes()


def test_same_files_same_bytes(tmp_path: Path) -> None:
    """Two zips of the same feedback are equal, whenever and wherever they are made."""
    assert written(tmp_path / "a.zip") == written(tmp_path / "deeper" / "b.zip")


def test_names_are_utf8_and_flagged(tmp_path: Path) -> None:
    """Hangul names carry the UTF-8 flag, composed, so that Windows and Moodle read them; modes let others read."""
    path = tmp_path / "a.zip"
    with HandBack(path) as archive:
        archive.add("\u1100\u1175\u11b7/x", b"1")  # decomposed, as a Mac writes it
        archive.add("plain/x", b"2")
    with zipfile.ZipFile(path) as found:
        first, second = found.infolist()
        assert found.testzip() is None
    assert first.filename == "김/x"
    assert first.flag_bits & 0x800
    assert not second.flag_bits & 0x800
    assert (first.external_attr >> 16) & 0o777 == 0o644
    assert first.date_time == (1980, 1, 1, 0, 0, 0)


def test_half_a_zip_is_none(tmp_path: Path) -> None:
    """A zip that was interrupted leaves the old one, and no litter."""
    path = tmp_path / "a.zip"
    before = written(path)

    def broken_off() -> None:
        with HandBack(path) as archive:
            archive.add("x", b"1")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


def test_folders_are_safe_and_distinct() -> None:
    """Whatever students are called, no folder leads outside or meets another one on a file system that ignores case."""
    names = ["../../etc/x", "S001", "s001", "con", "<script>", "김민수", "s001"]
    found = folder_names(names)
    assert len({name.casefold() for name in found}) == len(names)
    assert not any(c in name for name in found for c in '/\\:<>"|?*')
    assert ".." not in found
