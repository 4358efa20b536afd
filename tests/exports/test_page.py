"""The feedback notebook as a page: by nbconvert, and harmless whatever stands in a cell."""

from __future__ import annotations

import re
from time import process_time
from typing import Any

import pytest

from grader.exports.page import notebook_page
from grader.exports.work import LONGEST
from grader.reports.markdown import escaped
from tests.reports.test_html import Page

HARM = [
    "<script>alert(1)</script>",
    '<img src="https://evil.example/x.png" onerror="alert(1)">',
    "![x](https://evil.example/x.png)",
    "[click](javascript:alert(1))",
    "[data](data:text/html,<script>alert(1)</script>)",
    '<iframe src="https://evil.example"></iframe>',
    "<style>@import url(https://evil.example/x.css);</style>",
    '<svg onload="alert(1)"></svg>',
    "</div></main></body><script>alert(2)</script>",
    '<a href="https://evil.example" ping="https://evil.example">x</a>',
    "[ref]\n\n[ref]: javascript:alert(1)",
    "<https://fine.example/page>",
    "`<script>`\n\n```html\n<script>alert(3)</script>\n```",
    "$$\\require{html}\\href{javascript:alert(1)}{x}$$",
    "<!-- comment --><base href='https://evil.example'>",
    "> " * 200 + "deep",
    "```mermaid\n</pre><script>alert(4)</script>\n```",
    "$$</p><script>alert(5)</script>$$ $<img src=x>$",
    "\\begin{a}</p><script>alert(6)</script>\\end{a}",
    "<script\n\n>alert(7)</script\n>",
]


def page(*cells: tuple[str, str]) -> str:
    """The page of a notebook with these cells (kind, source)."""
    made: list[dict[str, Any]] = []
    for number, (kind, source) in enumerate(cells):
        entry: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": source}
        made.append(entry | ({"outputs": [], "execution_count": None} if kind == "code" else {}))
    notebook = {"cells": made, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    return notebook_page(notebook, "김민수 </title><script>", "ko")


@pytest.mark.parametrize("kind", ["markdown", "code"])
@pytest.mark.parametrize("source", HARM)
def test_a_cell_does_no_harm(kind: str, source: str) -> None:
    """No tag of the student's, no script, handler, picture or style; nothing is loaded from anywhere."""
    found = Page(page((kind, source)))
    tags = {tag for tag, _ in found.tags}
    assert not tags & {"script", "iframe", "object", "img", "svg", "form", "base", "embed", "video", "audio"}
    assert sum(tag == "style" for tag, _ in found.tags) == 1
    assert [tag for tag, _ in found.tags if tag == "link"] == ["link"]
    assert not [name for _, attrs in found.tags for name in attrs if name.startswith("on") or name == "ping"]
    for link in found.values("href") + found.values("src"):
        assert link in ("data:,", "https://fine.example/page"), link


@pytest.mark.parametrize("part", ["[", "![", "[a](", "[a]: ", "\\[", "`a", "*a ", "<", "|", "~~a ", "> ", "- "])
def test_markdown_made_to_be_slow(part: str) -> None:
    """A cell of the most characters that are kept is rendered in a moment, whatever it repeats."""
    source = (part * LONGEST)[:LONGEST]
    began = process_time()
    assert page(("markdown", source)).rstrip().endswith("</html>")
    assert process_time() - began < 5


def test_policy_and_no_cdn() -> None:
    """The policy forbids scripts and requests; no MathJax, no require.js, no address at all."""
    html = page(("markdown", "# 제목 $x^2$"), ("code", "x = 1"))
    policy = next(a["content"] for _, a in Page(html).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert not re.search(r"https?://|//cdn|mathjax|require", html, re.IGNORECASE)
    assert "url(" not in html
    assert "@import" not in html


def test_cells_are_shown() -> None:
    """Markdown is rendered, code is coloured and whole, HTML in it is text; the title is text."""
    found = Page(page(("markdown", "# 제목\n\n*강조* <b>x</b>"), ("code", "def f(x):\n    return x < 1  # <b>")))
    text = "".join(found.text)
    assert "제목" in text
    assert "<b>x</b>" in text
    assert "return x < 1  # <b>" in text
    assert "em" in {tag for tag, _ in found.tags}
    assert any("hl-ipython3" in (attrs.get("class") or "") for _, attrs in found.tags)
    assert text.lstrip().startswith("김민수 </title><script>")


@pytest.mark.parametrize(
    "text", ["[0, 2]", "$x$ $$y$$", "\\[a\\] \\(b\\)", "a_b *c* `d`", "<b> &amp;", "\\begin{a}b\\end{a}"]
)
def test_our_own_text_is_shown_as_it_is(text: str) -> None:
    """What feedback cells escape comes out as it was, formulas and brackets included."""
    assert f"x {text} y" in "".join(Page(page(("markdown", f"x {escaped(text)} y"))).text)


def test_the_same_page_each_time() -> None:
    """The exporter is made once and used for everybody: a page does not depend on the one before."""
    first = page(("markdown", "a"), ("code", "b"))
    page(("markdown", "# other"))
    assert page(("markdown", "a"), ("code", "b")) == first
