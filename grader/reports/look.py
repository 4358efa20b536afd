"""What the terminal at hand can show: symbols, language, line drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.text import Text

from grader.reports.marks import ASCII, SYMBOLS, TONES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console, RenderableType

STYLES = {"good": "green", "bad": "red", "part": "yellow", "calm": "bright_black", "ask": "magenta"}


@dataclass(frozen=True)
class Look:
    """How to write to one console. All text goes through `plain` or `mark`: nothing is read as markup."""

    lang: str
    encoding: str
    symbols: Mapping[str, str]
    table: box.Box
    dot: str  # between the parts of a line
    overflow: Literal["ellipsis", "crop"]  # how a long name ends; the ellipsis is not ASCII

    def plain(self, text: str, style: str = "") -> Text:
        """`text` as it is; characters that the console cannot write become escapes."""
        return Text(text.encode(self.encoding, "backslashreplace").decode(self.encoding), style=style)

    def mark(self, name: str) -> Text:
        """The symbol of an outcome, coloured."""
        return Text(self.symbols[name], style=style_of(name))


def show(console: Console, *parts: RenderableType) -> None:
    """Prints parts as they are: nothing in them is markup, a number to be coloured or an emoji's name."""
    for part in parts:
        console.print(part, markup=False, highlight=False, emoji=False)


def style_of(name: str) -> str:
    """The colour of an outcome."""
    return STYLES[TONES[name]]


def look_of(console: Console, lang: str) -> Look:
    """The best that `console` can show: ASCII symbols without UTF-8, English where Hangul cannot be written."""
    encoding = console.encoding
    unicode = _writes("✓◐✗○–━·", encoding)
    return Look(
        lang=lang if lang != "ko" or _writes("가", encoding) else "en",
        encoding=encoding,
        symbols=SYMBOLS if unicode else ASCII,
        table=box.SIMPLE_HEAD if unicode else box.ASCII2,
        dot=" · " if unicode else ", ",
        overflow="ellipsis" if unicode else "crop",
    )


def _writes(sample: str, encoding: str) -> bool:
    try:
        sample.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
