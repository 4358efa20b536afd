"""Lists of repositories, and one repository for a class: what counts, when it was handed in, and that nothing runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from grader.errors import IntakeError
from grader.intake import How, find, read_hand_in, read_paths
from grader.model import Submission
from tests.intake import exports
from tests.intake.exports import FIRST, LSTM, Handed

SEOUL = ZoneInfo("Asia/Seoul")
HOW = How(zone=SEOUL)


def files(submissions: list[Submission]) -> dict[str, list[str]]:
    """Student → files."""
    return {s.student: [module.path for module in s.modules] for s in submissions}


def test_repository_list(tmp_path: Path) -> None:
    """Each repository gives its branch's files, with the committer's time of each file."""
    handed = [Handed("s001", "Ann Lee", {"lstm.py": LSTM}, earlier=[{"rnn.py": "x = 1\n"}]), Handed("s002", "Bo Park")]
    path = exports.repository_list(tmp_path, handed)
    read = {s.student: s for s in read_paths([path], (), HOW)}
    assert read["s001"].times == {"lstm.py": "2023-02-01T18:05:33+09:00", "rnn.py": "2023-02-01T17:05:33+09:00"}
    assert files(list(read.values())) == {"s001": ["lstm.py", "rnn.py"], "s002": ["lstm.py"]}


def test_repository_list_deadline(tmp_path: Path) -> None:
    """Only what was committed before the deadline counts, to the second; who has nothing is told."""
    handed = [Handed("s001", "Ann Lee", {"lstm.py": LSTM}, earlier=[{"lstm.py": "x = 1\n"}]), Handed("s002", "Bo Park")]
    path = exports.repository_list(tmp_path, handed)
    before = How(zone=SEOUL, deadline=FIRST - timedelta(seconds=1))
    found = find([path], before)
    assert [m.source for h in found.hand_ins for m in read_hand_in(h).modules] == ["x = 1\n"]
    assert [(i.path, i.why.key) for i in found.left_out] == [("s002", "intake.nothing_in_time")]
    assert len(find([path], How(zone=SEOUL, deadline=FIRST)).hand_ins) == 2
    path.write_text(path.read_text().replace("s001-work,main,", "s001-work,main,2023-02-01T18:05:32"))
    assert [m.source for m in read_hand_in(find([path], HOW).hand_ins[0]).modules] == ["x = 1\n"]


def test_tokens_are_not_shown(tmp_path: Path) -> None:
    """A password in a repository's address stands in no message."""
    (tmp_path / "list.csv").write_text("student,url\ns001,https://user:secret@localhost:9/x.git\n")
    with pytest.raises(IntakeError, match=r"holds no hand-ins"):
        find([tmp_path / "list.csv"], HOW)
    exports.repository_list(tmp_path, [Handed("s002", "Bo Park")])
    text = (tmp_path / "repositories.csv").read_text() + "s001,https://user:secret@localhost:9/x.git,,\n"
    (tmp_path / "repositories.csv").write_text(text)
    (left,) = find([tmp_path / "repositories.csv"], HOW).left_out
    assert left.path == "s001" and "secret" not in str(left)


def test_repository_list_in_toml(tmp_path: Path) -> None:
    """A TOML list with a commit and a file:// address."""
    name = exports.commit(tmp_path / "work", {"lstm.py": "x = 1\n"}, FIRST)
    exports.commit(tmp_path / "work", {"lstm.py": "x = 2\n"}, FIRST + timedelta(hours=1))
    text = f'[[repositories]]\nstudent = "s001"\nurl = "file://{tmp_path}/work"\ncommit = "{name}"\n'
    (tmp_path / "list.toml").write_text(text)
    (submission,) = read_paths([tmp_path / "list.toml"], (), HOW)
    assert [m.source for m in submission.modules] == ["x = 1\n"]


@pytest.mark.parametrize("url", ["ext::sh -c 'touch evil'", "--upload-pack=touch evil", "nowhere", "git://x/y"])
def test_bad_repositories_are_left_out(tmp_path: Path, url: str) -> None:
    """An address that runs a program, or leads nowhere, runs nothing; the others are read."""
    path = exports.repository_list(tmp_path, [Handed("s001", "Ann Lee")])
    path.write_text(path.read_text() + f'"s666","{url}","",""\n')
    found = find([path], HOW)
    assert [h.student for h in found.hand_ins] == ["s001"]
    assert [(i.path, i.why.key) for i in found.left_out] == [("s666", "intake.repository")]
    assert not list(tmp_path.rglob("evil")) and not Path("evil").exists()


def test_repositories_run_nothing(tmp_path: Path) -> None:
    """Hooks, filters and settings of a repository run nothing; links and submodules are left out."""
    home = tmp_path / "s001-work"
    exports.commit(home, {"lstm.py": LSTM, ".gitattributes": "*.py filter=evil\n"}, FIRST)
    (home / "secret.py").symlink_to("/etc/passwd")
    exports.commit(home, {}, FIRST)
    evil = tmp_path / "evil"
    script = tmp_path / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch {evil}\n")
    script.chmod(0o755)
    for name in ("post-checkout", "pre-commit", "reference-transaction"):
        (home / ".git" / "hooks").mkdir(exist_ok=True)
        (home / ".git" / "hooks" / name).write_bytes(script.read_bytes())
        (home / ".git" / "hooks" / name).chmod(0o755)
    for setting in ("filter.evil.smudge", "core.fsmonitor", "gpg.program", "core.pager", "uploadpack.packObjectsHook"):
        exports.git(home, "config", setting, str(script))
    exports.git(home, "config", "log.showSignature", "true")
    (tmp_path / "list.csv").write_text(f"student,url\ns001,{home}\ns002,file://{home}\n")
    evil.unlink(missing_ok=True)
    for path in (tmp_path / "list.csv", home):
        found = find([path], HOW)
        assert all(LSTM in [m.source for m in read_hand_in(h).modules] for h in found.hand_ins)
        assert "intake.not_a_file" in {i.why.key for i in found.left_out}
    assert not evil.exists()


def test_class_repository(tmp_path: Path) -> None:
    """A folder per student in one repository; each has the time of the last commit that touched it."""
    late = FIRST + timedelta(hours=2)
    path = exports.class_repository(tmp_path, [Handed("s001", "Ann Lee"), Handed("s002", "Bo Park", time=late)])
    (path / "s009").mkdir()
    (path / "s009" / "lstm.py").write_text(LSTM)  # not committed
    read = {s.student: dict(s.times) for s in read_paths([path], (), HOW)}
    assert read == {
        "s001": {"lstm.py": "2023-02-01T18:05:33+09:00"},
        "s002": {"lstm.py": "2023-02-01T20:05:33+09:00"},
    }
    early = How(zone=SEOUL, deadline=FIRST)
    assert [s.student for s in read_paths([path], (), early)] == ["s001"]
    with pytest.raises(IntakeError, match=r"no commit before the deadline"):
        find([path], How(deadline=datetime(2000, 1, 1, tzinfo=SEOUL)))
