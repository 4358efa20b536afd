"""Pushes that want more than to be graded: edited checks, git's own machinery, names, sizes."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.course import find_course
from tests.hostile.pushed import WEEK, Pushed, Scene
from tests.repository.gitting import Work

PASSES_ALL = """
import pytest

@pytest.mark.points(8)
def test_values(student):
    '''Fine.

    ko: 좋다.
    '''
"""


def _adds(**files: str | bytes) -> Callable[[Scene], str]:
    """An attack of files; `MARK` in them is the command that leaves the mark."""

    def attack(scene: Scene) -> str:
        filled = {p: c.replace("MARK", scene.touch) if isinstance(c, str) else c for p, c in files.items()}
        return scene.work.commit(**filled)

    return attack


def _leaves_its_mark(scene: Scene, *command: str | Path, **env: str) -> None:
    """The control: run beside the files of the commit, the command makes the attack's file."""
    assert not scene.marker.exists()
    subprocess.run([*map(str, command)], cwd=scene.home, env=os.environ | env, capture_output=True, timeout=120)
    assert scene.marker.exists()


def _python(*arguments: str) -> Callable[[Scene, str], None]:
    return lambda scene, commit: _leaves_its_mark(scene, sys.executable, *arguments)


def _its_checks_pass(scene: Scene, commit: str) -> None:
    """The control: in the course's place, the edited checks ask for nothing."""
    text = (scene.home / "assignments" / WEEK / "test_double.py").read_text("utf-8")
    names: dict[str, Any] = {}
    exec(text.replace("@pytest.mark.points(8)", ""), names)
    assert names["test_values"](None) is None


def _its_workflow_runs(scene: Scene, commit: str) -> None:
    text = (scene.home / ".github" / "workflows" / "grader.yml").read_text("utf-8")
    (script,) = re.findall(r"run: (.*)", text)
    _leaves_its_mark(scene, "sh", "-c", script)


def _its_course_is_found(scene: Scene, commit: str) -> None:
    assert find_course(scene.home / WEEK).id == "mine"


def _links(scene: Scene) -> str:
    secret = scene.home.parent / "seeds.json"
    secret.write_text("VALUE = 1")
    for name, target in (("double", secret), ("layer", "/etc/passwd"), ("more", "../../.."), ("loop", "loop.py")):
        link = scene.home / WEEK / f"{name}.py"
        link.unlink(missing_ok=True)
        link.symlink_to(target)
    return scene.work.commit()


def _links_are_followed(scene: Scene, commit: str) -> None:
    assert (scene.home / WEEK / "double.py").read_text() == "VALUE = 1"


def _submodule(scene: Scene) -> str:
    url = f"ext::sh -c {scene.touch.replace(' ', '% ')}"
    scene.work.commit(**{".gitmodules": f'[submodule "x"]\n\tpath = {WEEK}/x.py\n\turl = {url}\n'})
    scene.work.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{WEEK}/x.py")
    scene.work.git("commit", "--quiet", "-m", "sub")
    return scene.work.git("rev-parse", "HEAD")


def _submodule_is_fetched(scene: Scene, commit: str) -> None:
    allow = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.ext.allow", "GIT_CONFIG_VALUE_0": "always"}
    scene.work.git("submodule", "init")
    _leaves_its_mark(scene, "git", "submodule", "update", **allow)


def _filters(scene: Scene) -> str:
    scene.work.git("config", "filter.evil.smudge", f"{scene.touch}; cat")
    scene.work.git("config", "diff.evil.textconv", f"{scene.touch}; cat")
    commit = scene.work.commit(**{".gitattributes": "* filter=evil diff=evil\n"})
    scene.marker.unlink(missing_ok=True)
    return commit


def _filters_run(scene: Scene, commit: str) -> None:
    (scene.home / WEEK / "layer.py").unlink()
    _leaves_its_mark(scene, "git", "checkout", "--", f"{WEEK}/layer.py")


def _left_out_of_archives(scene: Scene, commit: str) -> None:
    packed = subprocess.run(["git", "archive", commit], cwd=scene.home, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        names = archive.getnames()
    assert f"{WEEK}/layer.py" in names
    assert f"{WEEK}/double.py" not in names


def _hooks(scene: Scene) -> str:
    for name in ("post-checkout", "post-index-change", "reference-transaction"):
        hook = scene.home / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{scene.touch}\n")
        hook.chmod(0o755)
    scene.work.git("config", "core.fsmonitor", scene.touch)
    commit = scene.work.commit(**{"README.md": "x"})
    scene.marker.unlink(missing_ok=True)
    return commit


def _replaced(scene: Scene) -> str:
    commit = scene.work.git("rev-parse", "HEAD")
    right = scene.work.commit(**{f"{WEEK}/double.py": "def double(x):\n    return 2 * x\n"})
    scene.work.git("replace", commit, right)
    return commit


def _replacement_is_shown(scene: Scene, commit: str) -> None:
    assert "return 2 * x" in scene.work.git("show", f"{commit}:{WEEK}/double.py")


def _huge(scene: Scene) -> str:
    return scene.work.commit(**{f"{WEEK}/data.py": b"x = 1\n" * 4_000_000})


def _many(scene: Scene) -> str:
    """A tree bomb beside the work: its name comes after the week's."""
    work = scene.work
    name = work.tree(*(("100644", "blob", work.blob(b"x"), f"f{i}.py") for i in range(10)))
    for _ in range(9):
        name = work.tree(*(("040000", "tree", name, f"d{i}") for i in range(10)))
    top = work.git("rev-parse", f"HEAD:{WEEK}")
    return work.commit_tree(work.tree(("040000", "tree", top, WEEK), ("040000", "tree", name, "zz")))


def _counts_without_end(scene: Scene, commit: str) -> None:
    with subprocess.Popen(["git", "ls-tree", "-r", commit], cwd=scene.home, stdout=subprocess.PIPE) as git:
        assert git.stdout is not None
        assert len(git.stdout.read(20_000_000)) == 20_000_000
        git.kill()


def _climbing(scene: Scene) -> str:
    work: Work = scene.work
    evil = work.blob(f"#!/bin/sh\n{scene.touch}\n".encode())
    inner = work.tree(("100755", "blob", evil, "post-checkout"), ("100644", "blob", evil, "x.py"))
    hooks = work.tree(("040000", "tree", inner, "hooks"))
    top = work.git("rev-parse", f"HEAD:{WEEK}")
    return work.commit_tree(
        work.tree(("040000", "tree", top, WEEK), ("040000", "tree", hooks, ".git"), ("040000", "tree", inner, ".."))
    )


def _names_climb(scene: Scene, commit: str) -> None:
    listed = scene.work.git("ls-tree", "-r", "--name-only", commit).splitlines()
    assert {"../x.py", ".git/hooks/post-checkout"} <= set(listed)
    assert (scene.home / WEEK / listed[0]).resolve().parent != scene.home / WEEK


def _named(scene: Scene) -> str:
    name = f"{WEEK}/a\n::error::forged\r\x1b[2J\u202e<b>|.py"
    return scene.work.commit(
        f"work\n\n::set-output name=x::\x1b]0;title\x07\nremote: 100 / 100\n{'x' * 5000}", **{name: "y = ("}
    )


def _names_are_printed(scene: Scene, commit: str) -> None:
    said = scene.work.git("ls-tree", "-r", "-z", "--name-only", commit)
    assert "\n::error::forged\r\x1b[2J" in said
    assert "\n    remote: 100 / 100" in scene.work.git("log", "-1", commit)


PUSHES = (
    Pushed(
        "checks of its own that ask for nothing: the course's are used, and the result names the file",
        _adds(**{f"assignments/{WEEK}/test_double.py": PASSES_ALL}),
        _its_checks_pass,
        ("checks",),
    ),
    Pushed(
        "conftest.py, pytest.ini and pyproject.toml that rewrite every outcome: no pytest of ours sees them",
        _adds(
            **{
                "conftest.py": "import subprocess\nsubprocess.run('MARK', shell=True)\n",
                f"{WEEK}/conftest.py": "import subprocess\nsubprocess.run('MARK', shell=True)\n",
                "pytest.ini": "[pytest]\naddopts = --collect-only\n",
                "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--collect-only'\n",
            }
        ),
        _python("-m", "pytest", "-q"),
        ("checks",),
    ),
    Pushed(
        "a package named grader, and sitecustomize.py: not on any path of ours",
        _adds(
            **{
                "grader/__init__.py": "import subprocess\nsubprocess.run('MARK', shell=True)\n",
                "grader/__main__.py": "",
                f"{WEEK}/sitecustomize.py": "import subprocess\nsubprocess.run('MARK', shell=True)\n",
                "torch.py": "import subprocess\nsubprocess.run('MARK', shell=True)\n",
            }
        ),
        _python("-m", "grader"),
        ("grader",),
    ),
    Pushed(
        "a workflow that prints full marks: no workflow of a push is run",
        _adds(**{".github/workflows/grader.yml": "on: push\njobs:\n  a:\n    steps:\n      - run: MARK\n"}),
        _its_workflow_runs,
        ("workflow",),
    ),
    Pushed(
        "a course.toml, an assignment.toml and a grader.toml of its own: another course is not found",
        _adds(
            **{
                "course.toml": 'id = "mine"\nterm = "x"\ntimezone = "UTC"\n[title]\nen = "x"\nko = "x"\n',
                f"assignments/{WEEK}/assignment.toml": "points = 1000\n",
                "grader.toml": "sandbox = 'process'\n",
            }
        ),
        _its_course_is_found,
        ("checks", "grader"),
    ),
    Pushed(
        "symbolic links in the place of the work, to secrets and to nowhere: not followed",
        _links,
        _links_are_followed,
        ("link",),
        ("intake.not_a_file",),
    ),
    Pushed(
        "a submodule whose address is a program: not fetched",
        _submodule,
        _submodule_is_fetched,
        ("git", "submodule"),
        ("intake.not_a_file",),
    ),
    Pushed(
        ".gitattributes with filters and text conversion that the server has: not run",
        _filters,
        _filters_run,
        ("git",),
    ),
    Pushed(
        ".gitattributes that keeps a file out of archives: the commit is graded, not an archive",
        _adds(**{".gitattributes": f"{WEEK}/double.py export-ignore\n"}),
        _left_out_of_archives,
        ("git",),
    ),
    Pushed(
        "hooks and fsmonitor in the repository that is read: not run",
        _hooks,
        lambda scene, commit: _leaves_its_mark(scene, "git", "checkout", "--detach", "HEAD"),
    ),
    Pushed(
        "refs/replace that shows another commit: the one that was pushed is graded", _replaced, _replacement_is_shown
    ),
    Pushed(
        "a file of 24 MB: left out by its size, unread",
        _huge,
        lambda scene, commit: (
            None if int(scene.work.git("cat-file", "-s", f"{commit}:{WEEK}/data.py")) > 2e7 else 1 / 0
        ),
        told=("intake.too_large",),
    ),
    Pushed("ten small trees that make ten thousand million files: cut at a limit", _many, _counts_without_end),
    Pushed("entries named .. and .git: text, never a path of ours", _climbing, _names_climb),
    Pushed(
        "names and a message with commands of the CI, escapes and line ends: text on one line",
        _named,
        _names_are_printed,
    ),
)
