"""Reading a repository by its objects: what is in it, and nothing else; nothing of it runs."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.repository import Change, GitFault, Objects, changes, head, is_repository, objects_of
from tests.repository.gitting import Work


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """An empty repository."""
    return Work(tmp_path / "work")


@pytest.fixture
def marker(tmp_path: Path) -> Iterator[Path]:
    """A file that attackers' programs make."""
    yield tmp_path / "it-ran"
    assert not (tmp_path / "it-ran").exists()


def files(work: Work, commit: str) -> dict[str, bytes]:
    """Path → bytes of a commit."""
    with Objects(objects_of(work.folder), sha256=len(commit) > 40) as objects:
        entries, whole = objects.entries(objects.commit(commit))
        assert whole
        plain = [e for e in entries if not e.is_link and not e.is_submodule]
        return dict(zip([e.path for e in plain], objects.contents(plain), strict=True))


def changed(work: Work, before: str, after: str) -> list[Change]:
    """What two commits have differently."""
    with Objects(objects_of(work.folder)) as objects:
        return changes(*(objects.entries(objects.commit(name))[0] for name in (before, after)))


@pytest.mark.parametrize("sha256", [False, True])
def test_files_of_a_commit(tmp_path: Path, sha256: bool) -> None:
    """All files of any name, to the byte, of either kind of repository."""
    work = Work(tmp_path / "w", sha256=sha256)
    wanted = {
        "a.py": b"x = 1\r\n",
        "주차/한글 파일.py": "값 = 1\n".encode(),
        "empty": b"",
        'odd"\n\t:,.py': b"\0\xff\n\n",
    }
    commit = work.commit(**wanted)
    assert files(work, commit) == wanted
    assert head(work.folder) == head(work.folder, "main") == commit


def test_names_that_are_no_text(work: Work) -> None:
    """A path of bytes that are no UTF-8 is kept as surrogates."""
    tree = work.tree(("100644", "blob", work.blob(b"1"), "\udcc7\udcd1.py"))
    assert files(work, work.commit_tree(tree)) == {"\udcc7\udcd1.py": b"1"}


def test_changes(work: Work) -> None:
    """Added, changed and deleted paths; a file that moved is one of each."""
    before = work.commit(a="1", b="2", c="3")
    (work.folder / "a").rename(work.folder / "d")
    (work.folder / "b").unlink()
    after = work.commit(c="4")
    assert changed(work, before, after) == [Change("a", "D"), Change("b", "D"), Change("c", "M"), Change("d", "A")]
    assert changed(work, after, after) == []


def test_bare_checkout_and_worktree(work: Work, tmp_path: Path) -> None:
    """A bare repository, one that borrows objects, and a second work tree are read alike."""
    commit = work.commit(a="1")
    work.git("clone", "--quiet", "--bare", "--shared", work.folder, tmp_path / "bare.git")
    work.git("worktree", "add", "--quiet", tmp_path / "second")
    for place in (tmp_path / "bare.git", tmp_path / "second"):
        with Objects(objects_of(place)) as objects:
            assert objects.has(commit)
    assert is_repository(tmp_path / "bare.git")
    assert not is_repository(tmp_path)
    with pytest.raises(GitFault, match="no git repository"):
        objects_of(tmp_path)


def test_a_shallow_copy(work: Work, tmp_path: Path) -> None:
    """The commit is there, the one before it is not."""
    before, after = work.commit(a="1"), work.commit(a="2")
    work.git("clone", "--quiet", "--depth=1", f"file://{work.folder}", tmp_path / "copy")
    with Objects(objects_of(tmp_path / "copy")) as objects:
        assert objects.has(after)
        assert not objects.has(before)
        assert not objects.has("0" * 40)
        assert not objects.has("")


def test_a_partial_copy(work: Work, tmp_path: Path) -> None:
    """Files that were not fetched are missing, and not fetched behind our back."""
    work.git("config", "uploadpack.allowFilter", "true")
    commit = work.commit(a="1")
    options = ("--filter=blob:none", "--no-checkout")
    work.git("clone", "--quiet", *options, f"file://{work.folder}", tmp_path / "copy")
    with Objects(objects_of(tmp_path / "copy")) as objects:
        entries, _ = objects.entries(objects.commit(commit))
        assert objects.missing([e.blob for e in entries]) == [entries[0].blob]
        with pytest.raises(GitFault, match="missing"):
            objects.contents(entries)
    # The control: git itself would fetch it.
    assert subprocess.run(["git", "cat-file", "-e", entries[0].blob], cwd=tmp_path / "copy").returncode == 0


def test_configuration_runs_nothing(work: Work, marker: Path) -> None:
    """Hooks, filters, text conversion, external diff and fsmonitor of the repository: none is called."""
    program = work.folder.parent / "evil.sh"
    program.write_text(f"#!/bin/sh\necho x >> {marker}\ncat\n")
    program.chmod(0o755)
    before = work.commit(**{"a.py": "1", ".gitattributes": "* filter=evil diff=evil\n"})
    after = work.commit(**{"a.py": "2"})
    for name in ("filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "diff.external", "core.fsmonitor"):
        work.git("config", name, program)
    hooks = work.folder / ".git" / "hooks"
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).write_bytes(program.read_bytes())
        (hooks / name).chmod(0o755)
    assert files(work, after)["a.py"] == b"2"
    assert changed(work, before, after) == [Change("a.py", "M")]
    assert head(work.folder) == after
    assert not marker.exists()
    work.git("checkout", "--quiet", before)  # the control: all of it is live
    assert marker.exists()
    marker.unlink()


def test_replaced_objects_are_not_seen(work: Work) -> None:
    """`refs/replace` shows git another commit; we read the one that was pushed."""
    good, bad = work.commit(a="good"), work.commit(a="bad")
    work.git("replace", good, bad)
    assert work.git("show", f"{good}:a") == "bad"  # the control
    assert files(work, good) == {"a": b"good"}


def test_environment_is_not_listened_to(work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hook is told by GIT_DIR and others where git works; we work elsewhere."""
    commit = work.commit(a="1")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert files(work, commit) == {"a": b"1"}
    assert head(work.folder) == commit


def test_tree_bomb_is_cut(work: Work) -> None:
    """Ten small trees that name each other ten times are 10^10 files: the list is cut within seconds."""
    name = work.tree(*(("100644", "blob", work.blob(b"x"), f"f{i}.py") for i in range(10)))
    for _ in range(9):
        name = work.tree(*(("040000", "tree", name, f"d{i}") for i in range(10)))
    bomb = work.commit_tree(name)
    begin = time.monotonic()
    with Objects(objects_of(work.folder)) as objects:
        entries, whole = objects.entries(objects.commit(bomb))
    assert time.monotonic() - begin < 30
    assert not whole
    assert len(entries) == 20_000


def test_links_and_submodules_are_told(work: Work) -> None:
    """They are entries of their own kind, of no size."""
    tree = work.tree(
        ("120000", "blob", work.blob(b"/etc/passwd"), "link.py"),
        ("160000", "commit", "1" * 40, "other.py"),
        ("100644", "blob", work.blob(b"12"), "a.py"),
    )
    with Objects(objects_of(work.folder)) as objects:
        entries, _ = objects.entries(objects.commit(work.commit_tree(tree)))
    assert [(e.path, e.is_link, e.is_submodule) for e in entries] == [
        ("a.py", False, False),
        ("link.py", True, False),
        ("other.py", False, True),
    ]


@pytest.mark.parametrize("name", ["", "HEAD", "main", "--all", "1" * 39, "1" * 40, "-" * 40, "A" * 40, "1" * 40 + "\n"])
def test_only_hashes_of_commits(work: Work, name: str) -> None:
    """What is no hash, or no commit's, is refused before git is asked for it."""
    work.commit(a="1")
    with Objects(objects_of(work.folder)) as objects, pytest.raises(GitFault):
        objects.commit(name)


@pytest.mark.parametrize("name", ["", "--output=x", "a b", "HEAD~1", "HEAD:a", "@{u}", "..", "no-such", "x" * 2000])
def test_only_names_of_branches(work: Work, name: str) -> None:
    """A name that git might take for something else is refused."""
    work.commit(a="1")
    with pytest.raises(GitFault):
        head(work.folder, name)


def test_a_long_message_is_not_read(work: Work) -> None:
    """A commit of megabytes is refused by its size; a tree or a file in a commit's place, too."""
    tree = work.tree(("100644", "blob", work.blob(b"x"), "a.py"))
    long = work.git("commit-tree", tree, "-F", "-", stdin=b"x" * 2_000_000)
    with Objects(objects_of(work.folder)) as objects:
        with pytest.raises(GitFault, match="longer"):
            objects.commit(long)
        for other in (tree, work.blob(b"x")):
            with pytest.raises(GitFault, match="no such commit"):
                objects.commit(other)
