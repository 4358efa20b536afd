"""The feedback notebook as one HTML file, by nbconvert; nothing in it runs and nothing is loaded.

nbconvert's own pages load MathJax and require.js from the network and pass a student's HTML on. Here only its cells
are used, Markdown is rendered with HTML shown as text and without pictures, and a policy forbids the rest.
"""

from __future__ import annotations

from functools import cache
from html import escape, unescape
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import (  # type: ignore[attr-defined] # its own way to mistune
    IPythonRenderer,
    MarkdownWithMath,
    import_plugin,
)
from nbformat import from_dict

from grader.reports.html import notebook_frame


class _Plain(IPythonRenderer):
    """nbconvert's Markdown without HTML, pictures and diagrams; formulas stay as they were typed."""

    def __init__(self) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)

    def text(self, text: str) -> str:
        """Our own cells hold entities, which stay."""
        return escape(unescape(text))

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def multiline_math(self, text: str) -> str:
        return escape(text)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f"<em>{escape(unescape(text or title or '…'))}</em>"

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
        yield "strip_files_prefix", _as_it_is  # its time grows with the square of the brackets
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
    return notebook_frame(title, lang, body)


@cache
def _exporter() -> _Exporter:
    return _Exporter(template_name="basic", exclude_anchor_links=True, exclude_output=True)  # type: ignore[no-untyped-call]


@cache
def _highlighter() -> Highlight2HTML:
    return Highlight2HTML(pygments_lexer="ipython3")  # type: ignore[no-untyped-call]


@cache
def _renderer() -> MarkdownWithMath:
    return MarkdownWithMath(_Plain(), plugins=[import_plugin("table"), import_plugin("strikethrough")])
