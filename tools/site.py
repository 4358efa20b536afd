"""What mkdocs asks of us while it builds the site: pages of the project's root, links to them, the list of decisions.

The pages are written for the git host, where `../README.md` is a link and a fence may say more than its language
(`bash exit=1`, `python title=a.py`). Here both become what mkdocs understands.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"README.md": "readme.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
_FENCE = re.compile(r"^```(\w+) ([^\n`]+)$", re.MULTILINE)
_LIST = re.compile(r"^((?!- )\S.*)\n(?=- )", re.MULTILINE)
_IN_LIST = re.compile(r"^( +)```\w*[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(\]\()([^)#\s:]+)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the decisions to the navigation, by their numbers."""
    decisions = sorted((Path(config.docs_dir) / "decisions").glob("*.md"))
    assert config.nav is not None
    config.nav.append({"Decisions": [f"decisions/{path.name}" for path in decisions]})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that stand in the project's root."""
    for source, page in PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / source).read_text("utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """The page as mkdocs knows it."""
    return for_site(markdown, page.file.src_uri)


def for_site(markdown: str, source: str) -> str:
    """A page's text with links, lists and fences as mkdocs knows them; `source` is its path on the site."""
    parts = re.split(r"(^```.*?^```)", markdown, flags=re.MULTILINE | re.DOTALL)
    for i, part in enumerate(parts):
        if i % 2:
            parts[i] = _FENCE.sub(_fence, part)
        else:
            text = _LIST.sub(r"\1\n\n", part)  # the git host begins a list without a blank line before it
            text = _IN_LIST.sub(_indented, text)
            parts[i] = _LINK.sub(lambda match: match[1] + linked(match[2], source), text)
    return "".join(parts)


def linked(target: str, source: str) -> str:
    """Where a link of a page leads on the site: pages of the root have moved beside those of docs/."""
    if source in PAGES.values():
        return PAGES.get(target, target.removeprefix("docs/"))
    up = "../" * (source.count("/") + 1)  # from the page to the project's root
    name = target.removeprefix(up)
    return up.removeprefix("../") + PAGES[name] if target.startswith(up) and name in PAGES else target


def _fence(match: re.Match[str]) -> str:
    """A fence without the words behind its language; the file that it is stands above it."""
    title = re.search(r"\btitle=(\S+)", match[2])
    above = f'<p class="file"><code>{title[1]}</code></p>\n\n' if title else ""
    return f"{above}```{match[1]}"


def _indented(match: re.Match[str]) -> str:
    """A fence inside a list as a block of code that is indented enough to belong to its item."""
    return textwrap.indent(textwrap.dedent(match[2]), " " * 8).rstrip("\n")
