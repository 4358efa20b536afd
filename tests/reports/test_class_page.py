"""The class page of a large class: everything on it, small, harmless, in both languages."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from grader.model import Run
from grader.reports.class_report import class_page_view, findings
from grader.reports.class_report.plots import LogAxis, bars, log_axis, mark, small
from grader.reports.everything import write_all
from grader.reports.html import class_page
from tests.reports.class_of import HOSTILE, class_of, submission_of

STUDENTS = 600


@pytest.fixture(scope="module")
def large() -> Run:
    """A class of 600."""
    return class_of(STUDENTS, seed=1)


@pytest.fixture(scope="module")
def pages(large: Run) -> dict[str, str]:
    """Its page in each language."""
    found = findings(large, (), [submission_of(v) for v in large.verdicts])
    links = [f"feedback/{number}.html" for number in range(len(large.verdicts))]
    return {lang: class_page(found, lang, links, {}) for lang in ("ko", "en")}


def test_a_class_is_the_same_every_time() -> None:
    """The generated class depends on its seed and its size only."""
    assert class_of(20, seed=4) == class_of(20, seed=4)
    assert class_of(20, seed=4) != class_of(20, seed=5)
    assert [v.student for v in class_of(20).verdicts][-len(HOSTILE) :] == list(HOSTILE)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_page_of_600_is_small(pages: dict[str, str], lang: str) -> None:
    """Every student, below a megabyte and a half."""
    assert len(pages[lang].encode()) < 1_500_000
    assert pages[lang].count('<tr><th scope="row"><a href="feedback/') >= STUDENTS


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_no_text_is_missing(pages: dict[str, str], lang: str) -> None:
    """No key of the catalogue stands on the page instead of its text, and no placeholder is left open."""
    assert not re.findall(r"\[(?:class|label|outcome|mistake|week04)\.[\w.]+\]", pages[lang])
    body = pages[lang].split("</style>")[1]
    assert not re.findall(r">[^<]*\{\w+\}[^<]*<", body)


def test_hostile_names_are_text(pages: dict[str, str]) -> None:
    """No tag, no handler and no control character comes from a name."""
    for html in pages.values():
        assert "<script" not in html and "<img" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", html)


def test_drawings_are_accessible(pages: dict[str, str]) -> None:
    """Each drawing with a role has a name; the large ones a description and the same as a table, summing up to all."""
    for html in pages.values():
        drawings = re.findall(r"<svg[^>]*role=\"img\"[^>]*>", html)
        assert len(drawings) > 8
        assert all("aria-label" in tag for tag in drawings)
        assert all("aria-hidden" in tag for tag in re.findall(r"<svg[^>]*>", html) if "role=" not in tag)
        figures = re.findall(r'<figure class="plot">.*?</figure>', html, re.DOTALL)
        assert len(figures) == 3
        for figure in figures:
            assert "<title" in figure and "<desc" in figure
            assert sum(map(int, re.findall(r'<td class="num">(\d+)</td>', figure))) in range(
                STUDENTS - 30, STUDENTS + 1
            )


def test_mistakes_tell_what_to_say(large: Run) -> None:
    """Ranked by students; a line, a place and a link for each; what can be said holds no hidden value."""
    page = class_page_view(findings(large), "en", [str(n) for n in range(STUDENTS)])
    counts = [mistake.students for mistake in page.mistakes]
    assert counts == sorted(counts, reverse=True) and counts[0] > 20
    first = page.mistakes[0]
    assert first.tell and first.examples[0].source and "line" in first.examples[0].place
    assert len(first.who) == first.students
    hidden = [mistake for mistake in page.mistakes if mistake.hidden]
    assert hidden and not any(re.search(r"\d\.\d", mistake.tell) for mistake in hidden)


def test_sections_are_where_the_contents_say(pages: dict[str, str]) -> None:
    """The page's own links have targets."""
    for html in pages.values():
        links = re.findall(r'href="#(\w+)"', html)
        assert len(links) == 7
        assert all(f'id="{link}"' in html for link in links)


@pytest.mark.bench
def test_all_reports_of_600_within_ten_seconds(large: Run, tmp_path: Path) -> None:
    """Class pages, 600 feedback pages, results.json and the gradebook: processor time, so that others do not count."""
    started = time.process_time()
    write_all(large, tmp_path, "ko", submissions=[submission_of(v) for v in large.verdicts])
    assert time.process_time() - started < 10


def test_bars_keep_their_proportions() -> None:
    """The highest takes all the room, half as many half of it, one of a thousand is still seen, none is nothing."""
    placed = bars([1000, 500, 1, 0], ["a", "b", "c", "d"])
    heights = [bar.height for bar in placed]
    assert heights[0] == 2 * heights[1] and heights[2] >= 2 and heights[3] == 0
    assert all(bar.x >= 0 and bar.x + bar.width <= 480 for bar in placed)
    assert small([0, 0]) == "" and small([2, 1]).count("z") == 2


def test_marks_stay_inside() -> None:
    """A word near an end of the axis is written away from it."""
    assert [mark(share, "x").anchor for share in (0.0, 0.5, 1.0)] == ["start", "middle", "end"]


def test_logarithmic_axis() -> None:
    """Every value is in a bin, ticks are round and few, and one value alone makes an axis."""
    axis = LogAxis(0.1, 1000, 40)
    assert sum(axis.counts([0.1, 5, 999, 1000])) == 4
    assert axis.ticks() == [0.1, 1, 10, 100, 1000]
    alone = log_axis([3.0], 3.0)
    assert alone.low < 3 < alone.high and sum(alone.counts([3.0])) == 1
