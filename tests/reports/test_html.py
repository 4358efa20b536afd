"""The pages are self-contained, safe against what students write, and say everything in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from grader.messages import text
from grader.model import Message, Outcome, Run, Verdict
from grader.reports.everything import write_all
from grader.reports.html import moment, student_page, write_pages

TEMPLATES = Path(__file__).resolve().parents[2] / "grader" / "reports" / "templates"
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """A page as a browser sees it: tags, attributes, text; every tag closed by its own end tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps the tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """SVG's empty elements."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Closes the innermost open tag, which must be this one."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keeps text outside style sheets."""
        if "style" not in self.open:
            self.text.append(data)

    def values(self, attribute: str) -> list[str]:
        """All values of an attribute."""
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]


@pytest.fixture(scope="module")
def folder(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports of the run, in Korean first."""
    out = tmp_path_factory.mktemp("reports")
    write_all(run, out, "ko")
    return out


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, str]:
    """Every page by its path."""
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.html")}


def test_all_reports_are_written(folder: Path, run: Run) -> None:
    """Results, gradebook, a class page per language, one page per student, and the same as Markdown."""
    assert {path.name for path in folder.iterdir()} == {
        "results.json",
        "gradebook.csv",
        "index.html",
        "index.en.html",
        "feedback",
    }
    pages, texts = ({p.stem for p in (folder / "feedback").glob(f"*.{kind}")} for kind in ("html", "md"))
    assert pages == texts
    assert len(list((folder / "feedback").iterdir())) == 2 * len(pages) == 2 * len(run.verdicts)


def test_paths_are_in_the_order_of_the_run(run: Run, tmp_path: Path) -> None:
    """The caller can hand each student the right page."""
    paths = write_all(run, tmp_path, "en")
    assert paths.feedback[0] == tmp_path / "feedback" / "s001.html"
    for verdict, path in zip(run.verdicts[:20], paths.feedback, strict=False):
        assert verdict.student in path.read_text("utf-8")


def test_pages_load_nothing_and_run_nothing(pages: dict[str, str]) -> None:
    """No script, no address outside the folder, and a policy that forbids both."""
    for html in pages.values():
        page = Page(html)
        assert not {"script", "iframe", "object", "img", "form", "base"} & {tag for tag, _ in page.tags}
        assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
        policy = next(attrs["content"] for _, attrs in page.tags if attrs.get("http-equiv"))
        assert policy
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
        for link in page.values("href") + page.values("src"):
            assert link == "data:," or not re.match(r"[a-z]+:|//", link), link
        assert "url(" not in html
        assert "@import" not in html


def test_student_text_is_text(pages: dict[str, str], nasty_names: tuple[str, ...]) -> None:
    """Names, exception texts and output appear as typed, never as tags or control characters."""
    name = "<script>alert(1)</script>"
    assert name in nasty_names
    assert name in "".join(Page(pages["index.html"]).text)
    every = "".join("".join(Page(html).text) for html in pages.values())
    assert "<img src=x>" in every
    assert "␀" in every
    assert not any(re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", html) for html in pages.values())


def test_class_page_links_every_student(pages: dict[str, str], run: Run) -> None:
    """Each row leads to a page that exists, and each page is reached."""
    for index in ("index.html", "index.en.html"):
        links = {unquote(link) for link in Page(pages[index]).values("href") if link.startswith("feedback/")}
        assert links == {path for path in pages if path.startswith("feedback/")}


def test_class_pages_link_each_other(pages: dict[str, str]) -> None:
    """The other language is one link away."""
    assert "index.en.html" in Page(pages["index.html"]).values("href")
    assert "index.html" in Page(pages["index.en.html"]).values("href")


def test_class_page_shows_what_needs_a_look(pages: dict[str, str], run: Run) -> None:
    """Ungraded checks with the reason, unreadable submissions, sandbox and fingerprint of the seed."""
    text = "".join(Page(pages["index.en.html"]).text)
    assert text.count("the sandbox could not be started") == sum(verdict.ungraded for verdict in run.verdicts) > 0
    assert "JSONDecodeError" in text
    assert "no network, own user, memory limit" in text
    assert run.seed_sha256[:16] in text


def test_histogram_is_labelled_in_the_language(pages: dict[str, str]) -> None:
    """The drawing is inline and its texts are Korean on the Korean page."""
    drawing = re.search(r"<svg.*?</svg>", pages["index.html"], re.DOTALL)
    assert drawing
    assert "득점 비율(%)" in drawing[0]
    assert 'role="img"' in drawing[0]


def test_student_page_holds_both_languages(pages: dict[str, str]) -> None:
    """Korean is checked, English is one key press away, and each part says its language."""
    page = Page(pages["feedback/s005.html"])
    radios = [attrs for tag, attrs in page.tags if tag == "input"]
    assert [(attrs["id"], "checked" in attrs) for attrs in radios] == [("pick-ko", True), ("pick-en", False)]
    assert [attrs["lang"] for tag, attrs in page.tags if tag == "article"] == ["ko", "en"]
    for rule in (
        '#pick-ko:checked ~ main > article:not([lang="ko"])',
        '#pick-en:checked ~ main > article:not([lang="en"])',
    ):
        assert rule in pages["feedback/s005.html"]


def test_languages_do_not_mix(pages: dict[str, str]) -> None:
    """The English half of a page holds no Hangul, and the Korean half is Korean."""
    html = pages["feedback/s005.html"]
    korean, english = (re.search(f'<article lang="{lang}">.*?</article>', html, re.DOTALL) for lang in ("ko", "en"))
    assert korean
    assert english
    assert not re.search("[가-힣]", english[0])
    assert len(re.findall("[가-힣]", korean[0])) > 200


def test_anchors_lead_somewhere(pages: dict[str, str]) -> None:
    """Every link inside a page has its target, and no id occurs twice."""
    for html in pages.values():
        page = Page(html)
        ids = page.values("id")
        assert len(ids) == len(set(ids))
        assert {link[1:] for link in page.values("href") if link.startswith("#")} <= set(ids)


def test_hidden_values_reach_no_student(run: Run, secret: str) -> None:
    """With every check hidden, nothing of messages, source, output or facts is on any page."""
    for verdict in run.verdicts:
        results = tuple(replace(r, check=replace(r.check, hidden=True)) for r in verdict.results)
        assert secret not in student_page(replace(verdict, results=results), run, "ko")


def test_public_values_reach_the_student(pages: dict[str, str], secret: str) -> None:
    """The counterpart: the same texts of public checks are shown."""
    assert any(secret in html for path, html in pages.items() if path.startswith("feedback/"))


def test_page_names_nobody_else(pages: dict[str, str]) -> None:
    """A student's page holds no other student's name and no link to the class."""
    text = pages["feedback/s005.html"]
    assert not re.findall(r"s00[1-46-9]", text)
    assert "index" not in "".join(Page(text).values("href"))


def test_backticks_become_code(one: Callable[..., Verdict], run: Run) -> None:
    """Names in messages are set as code, and a tag inside them stays text."""
    message = Message("forbidden", {"name": "<b>nn.LSTM</b>"})
    assert "<code>&lt;b&gt;nn.LSTM&lt;/b&gt;</code>" in student_page(one(message=message), run, "en")


def test_empty_run_has_a_class_page(run_of: Callable[..., Run], tmp_path: Path) -> None:
    """Nobody handed in: the page says so."""
    assert "채점한 제출물이 없습니다" in write_pages(run_of(), tmp_path, "ko").index.read_text("utf-8")


def test_interrupted_run_says_so(run_of: Callable[..., Run], tmp_path: Path) -> None:
    """An incomplete report is not taken for a complete one."""
    page = write_pages(run_of(interrupted=True, expected=9), tmp_path, "en").index.read_text("utf-8")
    assert "This run was interrupted" in page
    assert "0 / 9" in page


def test_pages_are_reproducible(run: Run, tmp_path: Path, folder: Path) -> None:
    """The same run gives the same bytes."""
    write_pages(run, tmp_path, "ko")
    for name in ("index.html", "feedback/s005.html"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


@pytest.mark.parametrize(
    "started,shown",
    [("2023-02-03T14:03:09+09:00", "2023-02-03 14:03 (UTC+09:00)"), ("<soon>", "<soon>"), ("", "")],
)
def test_times_name_their_offset(started: str, shown: str) -> None:
    """A time is shown with its offset; what is none is shown as it is."""
    assert moment(started) == shown


def test_every_outcome_is_shown_without_colour(one: Callable[..., Verdict], run: Run) -> None:
    """The label of each outcome stands on the page as text."""
    for outcome in Outcome:
        assert text(f"outcome.{outcome}", "ko") in student_page(one(outcome=outcome), run, "ko")


def _schemes() -> list[dict[str, str]]:
    css = (TEMPLATES / "base.css").read_text("utf-8")
    return [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    ]


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", _schemes(), ids=["light", "dark", "print"])
def test_text_has_enough_contrast(scheme: dict[str, str]) -> None:
    """Every pair of text and ground in use reaches WCAG AA, 4.5 : 1."""
    tones = ("good", "bad", "part", "calm", "ask")
    grounds = ("page", "card", "sunk")
    pairs = [(ink, ground) for ink in ("ink", "muted", "accent") for ground in grounds]
    pairs += [(tone, f"{tone}-soft") for tone in tones] + [(tone, "card") for tone in tones]
    for ink, ground in pairs:
        light, dark = sorted((_luminance(scheme[ink]), _luminance(scheme[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)
