"""Pages, CSV and JSON: whole in both languages, harmless whatever a student is called or writes."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path

import pytest

from grader.similarity import Comparison, as_json, compare, write_csv, write_pages
from tests.similarity.sources import RIGHT, hand_in, right, right_sources

EVIL = '<script>alert(1)</script><img src="http://example.org/x">'
FORMULA = "=cmd()|' /C calc'!A0"
TITLE = {"en": "Week 4", "ko": "4주차"}


@pytest.fixture(scope="module")
def found() -> Comparison:
    """Two students who chose their names and their code with care, and five others."""
    source = right_sources("a")["lstm_cell"]
    evil = f'"""{EVIL}"""\n# {EVIL} \x1b[31m \u202e\n'
    evil += source.replace("def gru_cell(", f"def gru_cell(  # {EVIL}\n    ")
    return compare([hand_in(EVIL, {"lstm_cell": evil}), hand_in(FORMULA, {"lstm_cell": source}), *map(right, RIGHT)])


@pytest.fixture(scope="module")
def pages(found: Comparison, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every page that is written: name → text."""
    out = tmp_path_factory.mktemp("pages")
    write_pages(found, TITLE, out, "ko")
    return {str(path.relative_to(out)): path.read_text("utf-8") for path in out.rglob("*.html")}


def test_every_page_in_both_languages(found: Comparison, pages: dict[str, str]) -> None:
    """An index and a page a pair, each in Korean and English."""
    assert len(pages) == 2 * (1 + len(found.pairs))
    assert '<html lang="ko">' in pages["index.html"]
    assert '<html lang="en">' in pages["index.en.html"]
    assert "never guilt" in pages["index.en.html"]
    assert "잘못을 판정하지 않습니다" in pages["index.html"]


def test_links_lead_somewhere(pages: dict[str, str]) -> None:
    """Every link of every page leads to a page that is there, and every number to its twin in the other column."""
    for name, text in pages.items():
        ids = set(re.findall(r'\bid="([^"]+)"', text))
        for link in re.findall(r'<a href="([^"]+)"', text):
            if link.startswith("#"):
                assert link[1:] in ids, (name, link)
            else:
                target = (Path("/x") / name).parent / link
                assert str(Path(*target.resolve().parts[2:])) in pages, (name, link)


def test_both_columns_have_all_regions(found: Comparison, pages: dict[str, str]) -> None:
    """Each region begins once on the left and once on the right."""
    for number, pair in enumerate(found.pairs, 1):
        text = pages[f"pairs/class-{number:03d}.html"]
        for side in "ab":
            marks = re.findall(rf'id="{side}(\d+)"', text)
            assert sorted(map(int, marks)) == list(range(1, len(pair.regions) + 1))


def test_no_harm(pages: dict[str, str]) -> None:
    """A student's name and code are text: no script, nothing loaded, no control characters, a strict policy."""
    for text in pages.values():
        assert "<script" not in text
        assert "<img" not in text
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
        assert "default-src 'none'" in unescape(text)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", text)
    assert any("&lt;script&gt;" in text for text in pages.values())


def test_csv_runs_nothing(found: Comparison, tmp_path: Path) -> None:
    """A name that is a formula is a text in the CSV; there is a row a pair."""
    write_csv(found, tmp_path / "similar.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "similar.csv").read_text("utf-8-sig"))))
    assert len(rows) == len(found.pairs)
    names = {row[side] for row in rows for side in ("left", "right")}
    assert f"'{FORMULA}" in names
    assert not any(name.startswith("=") for name in names)


def test_json_has_no_code(found: Comparison) -> None:
    """The JSON tells where, not what."""
    data = json.loads(as_json(found, "week04_rnn"))
    assert data["pairs"][0]["fingerprints"] == found.pairs[0].shared
    assert data["pairs"][0]["regions"][0]["left"]["first"] >= 1
    assert "alert(1)</script><img" not in json.dumps(data["pairs"][0]["regions"])


def test_a_long_line_is_cut() -> None:
    """A page shows the beginning of a line of half a megabyte."""
    from grader.similarity.view import sheets

    long = "x = [" + ", ".join(f"f({i})" for i in range(40_000)) + "]\n"
    pair = compare([hand_in("s001", {"m": long}), hand_in("s002", {"m": long})]).pairs[0]
    (sheet,) = sheets(pair.left, [region.left for region in pair.regions])
    assert max(len(line.text) for part in sheet.stretches for line in part.lines) < 300
