"""The pages in a real browser: nothing is loaded, nothing runs, nothing sticks out."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.reports.everything import ReportPaths, write_all
from tests.reports.browser import Browser, path_of_browser
from tests.reports.class_of import HOSTILE, class_of, submission_of

pytestmark = [
    pytest.mark.slow,  # starts a browser for each page
    pytest.mark.skipif(not path_of_browser(), reason="needs Chromium: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> ReportPaths:
    """All reports of a class of sixty, with hostile names."""
    run = class_of(60)
    out = tmp_path_factory.mktemp("reports")
    return write_all(run, out, "ko", submissions=[submission_of(verdict) for verdict in run.verdicts])


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """One browser profile for all tests."""
    return Browser(tmp_path_factory.mktemp("browser"))


def pages(paths: ReportPaths) -> list[Path]:
    """The class page in both languages, an ordinary student's, and two with hostile names: a script and an image."""
    hostile = [paths.feedback[len(paths.feedback) - len(HOSTILE) + place] for place in (0, 4)]
    assert "script" in HOSTILE[0] and "onerror" in HOSTILE[4]
    return [paths.class_page, paths.class_page.with_name("index.en.html"), paths.feedback[1], *hostile]


def test_console_is_silent_and_nothing_is_loaded(browser: Browser, paths: ReportPaths) -> None:
    """No error, no warning, no request, not even a refused one."""
    for page in pages(paths):
        shown = browser.open(page)
        assert "</main>" in shown.dom, page
        assert (shown.console, shown.requests) == ([], []), page


def test_hostile_names_run_nothing(browser: Browser, paths: ReportPaths) -> None:
    """Even without the page's policy no name becomes a script, an image or a handler."""
    for page in pages(paths):
        shown = browser.open_without_policy(page)
        assert "data-hit" not in shown.dom.split("</script>")[0], page
        assert "<img" not in shown.dom, page
        assert (shown.console, shown.requests) == ([], []), page


@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_sticks_out(browser: Browser, paths: ReportPaths, width: int) -> None:
    """On a telephone and on a screen: wide tables scroll inside themselves, the page does not."""
    for page in (paths.class_page, paths.feedback[1]):
        assert browser.overflow(page, width) == "", page


def test_the_watch_sees(browser: Browser, tmp_path: Path) -> None:
    """The counterpart: a page that does all of it is noticed, and our policy stops the same page."""
    bad = "<img src='http://127.0.0.1:9/x.png' onerror='alert(1)'><script>console.error('boo')</script>"
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    page = tmp_path / "bad.html"
    page.write_text(f"<!doctype html><head>{policy}</head><body>{bad}<p>{'wide' * 400}")
    bare = browser.open_without_policy(page)
    assert "data-hit" in bare.dom and "http://127.0.0.1:9/x.png" in bare.requests
    assert any("boo" in line for line in bare.console)
    assert browser.overflow(page, 1280)
    stopped = browser.open(page)
    assert stopped.requests == [] and "data-hit" not in stopped.dom
    assert stopped.console  # the browser says what it refused
