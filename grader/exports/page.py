"""The feedback notebook as one HTML file, by nbconvert; nothing in it runs and nothing is loaded.

nbconvert's own pages load MathJax and require.js from the network and pass a student's HTML on. Here only its cells
are used, Markdown is rendered with HTML shown as text and without pictures, and a policy forbids the rest.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import mistune
from jinja2 import pass_context
from mistune.util import safe_entity
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbformat import from_dict
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]

from grader.reports.html import notebook_frame


class _Plain(mistune.HTMLRenderer):
    """Markdown without HTML and pictures."""

    def __init__(self) -> None:
        super().__init__(escape=True)

    def text(self, text: str) -> str:
        return safe_entity(text)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f"<em>{safe_entity(text or title or '…')}</em>"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Links are followed by a click only, and tell the other side nothing."""
        if not url.startswith(("https://", "http://", "#")):
            return text
        return f'<a href="{self.safe_url(url)}" rel="noopener noreferrer nofollow">{text}</a>'


class _Exporter(HTMLExporter):
    """nbconvert's, with our Markdown. Code comes out of Pygments, which escapes it: it needs no second cleaning.

    nbconvert's own `from_notebook_node` parses its page once more, to name pictures for screen readers; that takes
    half of the time, and here are no pictures.
    """

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)

    def default_filters(self) -> Any:
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "clean_html", _as_it_is
        yield (
            "strip_files_prefix",
            _as_it_is,
        )  # takes time that grows with the square of the brackets; no links to files
        yield "markdown2html", _markdown2html
        yield "highlight_code", _highlight_code


def _highlight_code(source: str, **_: Any) -> str:
    return str(_highlighter()(source))


def _as_it_is(html: str) -> str:
    return html


@pass_context
def _markdown2html(context: Any, source: str) -> str:
    return str(_renderer()(source))


def notebook_page(notebook: dict[str, Any], title: str, lang: str) -> str:
    """The page of a feedback notebook.

    Args:
        notebook: as `grader.exports.notebook.notebook` makes it.
        title: of the page.
        lang: the language of the feedback.
    """
    body, _ = _exporter().from_notebook_node(from_dict(notebook))  # type: ignore[no-untyped-call]
    return notebook_frame(title, lang, body, _pygments_css())


@cache
def _exporter() -> _Exporter:
    return _Exporter(template_name="basic", exclude_anchor_links=True, exclude_output=True)  # type: ignore[no-untyped-call]


@cache
def _highlighter() -> Highlight2HTML:
    return Highlight2HTML(pygments_lexer="ipython3")  # type: ignore[no-untyped-call]


@cache
def _renderer() -> mistune.Markdown:
    return mistune.create_markdown(renderer=_Plain(), plugins=["table", "strikethrough"])


@cache
def _pygments_css() -> str:
    light = HtmlFormatter(style="friendly").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}"
