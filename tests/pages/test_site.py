"""The site: it builds without a warning, loads nothing from elsewhere, and its reference is what the code says."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest

from grader.reports.marks import SYMBOLS
from tests.pages.commands import ROOT, text_of
from tools.reference.commands import walk
from tools.reference.pages import FOLDER, pages
from tools.site import for_site, linked

LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
}


class Loaded(HTMLParser):
    """What a page makes the browser fetch, links that somebody clicks left aside."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = "href" if tag == "link" and given.get("rel") != "canonical" else LOADS.get(tag, "")
        if name and given.get(name):
            self.found.append(str(given[name]))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly; the command fails on any warning."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def test_nothing_is_loaded_from_elsewhere(built: Path) -> None:
    """Pages, styles and scripts of the site name no file of another server."""
    loaded = 0
    for page in built.rglob("*.html"):
        reader = Loaded()
        reader.feed(page.read_text("utf-8"))
        loaded += len(reader.found)
        assert [url for url in reader.found if re.match(r"(?:\w+:)?//", url)] == [], page
    assert loaded > 100
    for style in built.rglob("*.css"):
        urls = re.findall(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')]*)", style.read_text("utf-8"))
        assert urls == [], style


def test_every_page_is_there(built: Path) -> None:
    """Pages of docs/ and of the root are on the site, with links between them, code in fences and tables as such."""
    for page in (*(p.relative_to(ROOT / "docs") for p in (ROOT / "docs").rglob("*.md")), "readme.md", "changelog.md"):
        assert (built / page).with_suffix(".html").is_file()
    home = (built / "index.html").read_text("utf-8")
    assert 'href="readme.html"' in home
    guide = (built / "authoring.html").read_text("utf-8")
    assert "```" not in guide
    assert '<p class="file"><code>hand-ins/s001.py</code></p>' in guide
    assert "<li><code>errors</code>" in (built / "contributing.html").read_text("utf-8")
    assert "<table>" in (built / "ta.html").read_text("utf-8")


@pytest.mark.parametrize(
    "target,source,expected",
    [
        ("../README.md", "index.md", "readme.md"),
        ("../../CHANGELOG.md", "decisions/001.md", "../changelog.md"),
        ("docs/ci.md", "readme.md", "ci.md"),
        ("CONTRIBUTING.md", "readme.md", "contributing.md"),
        ("grades.md", "ta.md", "grades.md"),
        ("../grades.md", "reference/files.md", "../grades.md"),
    ],
)
def test_links_of_the_git_host_are_links_of_the_site(target: str, source: str, expected: str) -> None:
    """A link that works where the files lie works on the site."""
    assert linked(target, source) == expected


@pytest.mark.parametrize(
    "written,expected",
    [
        ("```bash exit=1\nls\n```\n", "```bash\nls\n```\n"),
        ("```toml title=a.toml\nx = 1\n```\n", '<p class="file"><code>a.toml</code></p>\n\n```toml\nx = 1\n```\n'),
        ("Either:\n- one\n- two\n", "Either:\n\n- one\n- two\n"),
        ("```yaml\na:\n- [x](../README.md)\n```\n", "```yaml\na:\n- [x](../README.md)\n```\n"),
        ("1. Do\n\n   ```python\n   if x:\n       y\n   ```\n", "1. Do\n\n        if x:\n            y\n"),
    ],
)
def test_what_the_site_makes_of_a_page(written: str, expected: str) -> None:
    """Fences lose what stands behind their language, lists get their blank line, code stays as it is."""
    assert for_site(written, "index.md") == expected


def test_the_reference_is_made_from_the_code() -> None:
    """docs/reference/ is what `python -m tools.reference` writes, and no file more."""
    assert {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()} == pages()


def test_the_reference_is_complete() -> None:
    """Every command has a section with all its options, every table of the course's files is there."""
    page = text_of("docs/reference/commands.md")
    for name, command in walk():
        section = page.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert all(option in section for option in parameter.opts), (name, parameter.opts)
    files = text_of("docs/reference/files.md")
    for heading in ("course.toml: [late]", "course.toml: [slots.NAME]", "assignment.toml: [[tasks.forbid]]"):
        assert f"### {heading}" in files


@pytest.mark.parametrize("page", ["docs/student.md", "docs/student.ko.md"])
def test_students_know_every_sign(page: str) -> None:
    """The page explains each sign that reports show."""
    explained = set(re.findall(r"^\| (\S) \|", text_of(page), re.MULTILINE))
    assert explained == set(SYMBOLS.values())


def test_both_student_pages_say_the_same() -> None:
    """They have the same commands, sections and rows."""
    english, korean = text_of("docs/student.md"), text_of("docs/student.ko.md")
    for pattern in (r"^#+ ", r"^\| ", r"^- ", r"^```"):
        assert len(re.findall(pattern, english, re.MULTILINE)) == len(re.findall(pattern, korean, re.MULTILINE)), (
            pattern
        )
    commands = re.compile(r"^(?:grader|cd) .*$", re.MULTILINE)
    assert commands.findall(english.replace("--lang en", "--lang ko")) == commands.findall(korean)
