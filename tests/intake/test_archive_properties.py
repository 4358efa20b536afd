"""Archives of any bytes and names: never an exception, never a file outside."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake import RawFile
from grader.intake.archive_names import safe_path
from grader.intake.expanding import Unpacker
from grader.intake.hand_in import HandIn
from grader.intake.saving import Gathered, Saver
from tests.intake.archives import HONEST, LSTM, OTHER, Entry, packed, read


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damage_never_raises(data: st.DataObject) -> None:
    """Whatever bytes of an archive are changed, cut off or repeated, it is read or it is a result."""
    whole = bytearray(packed(("a/lstm.py", LSTM), ("b.zip", HONEST), ("과제.ipynb", b"{}")))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    submission = read(bytes(whole[:cut] if data.draw(st.booleans()) else whole + whole[cut:]))
    assert submission.unreadable is not None or submission.modules


PARTS = st.sampled_from([*"ab./\\:~ \0\n*?<>|가", "..", "../", "C:", "con", "NUL", ".py", "intake.json"])
NAMES = st.lists(PARTS, max_size=8).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(NAMES, st.sampled_from([LSTM, OTHER])), max_size=5), NAMES)
def test_nothing_is_written_outside(tmp_path_factory: pytest.TempPathFactory, entries: list[Entry], who: str) -> None:
    """Whatever the names of entries and students, only the output's folder has new files, all of them regular."""
    top = tmp_path_factory.mktemp("outside")
    out = top / "deep" / "out"
    names = [(name if name.partition("\0")[0] else f"x{name}", content) for name, content in entries]
    unpacker = Unpacker()
    unpacker.raw(RawFile("hw.zip", packed(("lstm.py", LSTM), *names)))
    files, notes = unpacker.done()
    saver = Saver(out)
    for student in (who, who, "s001"):
        saver.save(Gathered(HandIn(student), tuple(files), tuple(notes)))
    saver.finish()
    found = [path for path in top.rglob("*") if path not in {top / "deep", out}]
    assert all(path.is_relative_to(out) and not path.is_symlink() for path in found)
    assert len([path for path in out.iterdir() if path.is_dir()]) == 3


@given(st.text(max_size=40))
def test_safe_paths_stay_below(name: str) -> None:
    """A safe path has no root, no drive, no way up and no NUL; and it stays as it is."""
    path = safe_path(name)
    if path is not None:
        assert ".." not in path.split("/") and "\0" not in path and not path.startswith("/")
        assert safe_path(path) == path
