"""Nothing that student code printed can act on a terminal or trick a reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.plain import one_line, points, visible


@pytest.mark.parametrize(
    "raw,shown",
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bcx", "x"),
        ("a\x00b", "a␀b"),
        ("a\x08b", "a␈b"),
        ("a\rb", "a␍b"),
        ("a\r\nb\tc", "a\nb\tc"),
        ("\x7f\x9b", "␡<U+009B>"),
        ("abc\u202edef", "abc<U+202E>def"),
        ("a\u200bb", "a<U+200B>b"),
        ("\ud800", "\ufffd"),
        ("은닉 상태 h₁ ✓", "은닉 상태 h₁ ✓"),
        ("\x1b", "␛"),
    ],
)
def test_controls_become_visible(raw: str, shown: str) -> None:
    """Escape sequences go, other control characters and invisible tricks are shown, text stays."""
    assert visible(raw) == shown


@given(st.text())
def test_visible_text_acts_on_nothing(raw: str) -> None:
    """Whatever was printed, what is left is printable, or a line break or a tab, and can be encoded."""
    shown = visible(raw)
    assert not any(ord(char) < 32 and char not in "\n\t" for char in shown)
    assert "\x7f" not in shown
    shown.encode()


def test_one_line_is_one_line() -> None:
    """Every kind of line break is gone."""
    assert len(one_line("a\nb\r\nc\x0bd\u2028e\u2029f\x85g").splitlines()) == 1


@pytest.mark.parametrize("value,text", [(20.0, "20"), (12.5, "12.5"), (0.333, "0.33"), (0, "0"), (100, "100")])
def test_points_have_no_empty_decimals(value: float, text: str) -> None:
    """Points look as people write them."""
    assert points(value) == text
