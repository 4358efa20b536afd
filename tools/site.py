"""What mkdocs asks of us while it builds the site: pages of the project's root, links to them, the list of decisions.

The pages are written for the git host, where `../README.md` is a link and a fence may say more than its language
(`bash exit=1`, `python title=a.py`). Here both become what mkdocs understands.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"README.md": "readme.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
_FENCE = re.compile(r"^```(\w+) ([^\n`]+)$", re.MULTILINE)
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
    """The page with links and fences as mkdocs knows them."""
    source = page.file.src_uri
    return _FENCE.sub(_fence, _LINK.sub(lambda match: match[1] + linked(match[2], source), markdown))


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
