"""The page of a push in Markdown: every task, every check that did not pass, and what else its student should know."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from grader.ci.push import Graded, Outcome
from grader.messages import render, text
from grader.model import Outcome as CheckOutcome
from grader.reports.marks import SYMBOLS
from grader.reports.plain import one_line
from grader.reports.view import CheckView, StudentView, student_view, title_in

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$^=:])")
_MARKUP = re.compile(r"[@`\[\]*_~|!:\n]")  # what Markdown might find inside a tag
_OUTPUT = 2000  # characters of what a check's code printed
_SAID = 200  # bytes kept for the last line of a page that is cut


def summary(outcome: Outcome, lang: str, limit: int) -> str:
    """The page, at most `limit` bytes of UTF-8; parts that have no room are left out whole, and the page says so."""
    cut = f"\n{escaped(text('ci.summary_cut', lang))}\n"
    page, left = [], limit - max(_SAID, len(cut.encode()))
    for part in _parts(outcome, lang):
        size = len(part.encode("utf-8", "replace"))
        if size > left:
            page.append(cut)
            break
        page.append(part)
        left -= size
    return "".join(page) if limit > _SAID else ""


def escaped(value: str) -> str:
    """Text on one line that Markdown and HTML show as it is."""
    return _SPECIAL.sub(r"\\\1", html.escape(one_line(value), quote=False)).replace("@", "&#64;")


def _parts(outcome: Outcome, lang: str) -> Iterator[str]:
    """Headings and tables first: where a page is cut, it is the details that go."""
    views = [(graded, student_view(graded.run.verdicts[0], lang)) for graded in outcome.weeks]
    if not views:
        yield f"{escaped(text('ci.nothing', lang))}\n\n"
    for graded, view in views:
        yield _table(graded, view, lang)
    for note in outcome.notes:
        yield f"{escaped(render(note, lang))}\n\n"
    for week in outcome.removed:
        yield f"{escaped(text('ci.removed', lang, week=week))}\n\n"
    if outcome.edited:
        names = [f"`{_code(file.path)}`" for file in outcome.edited[:20]]
        more = " …" if len(outcome.edited) > len(names) else ""
        yield f"⚠ {escaped(text('ci.edited', lang))}\n{', '.join(names)}{more}\n\n"
    for graded, view in views:
        yield f"### {escaped(title_in(graded.run.titles, lang, graded.week))}\n\n"
        for said in filter(None, [view.unreadable, *view.notes]):
            yield f"{escaped(said)}\n\n"
        for task in [t for t in view.tasks if t.mark != CheckOutcome.NOT_STARTED]:  # the table says so
            for check in task.checks:
                if not check.passed and (check.mark != CheckOutcome.SKIPPED or check.waits_for):
                    yield _check(task.title, check, lang)


def _table(graded: Graded, view: StudentView, lang: str) -> str:
    title = title_in(graded.run.titles, lang, graded.week)
    head = f"## {escaped(title)} · {view.earned} / {view.possible}\n\n"
    if view.unreadable:
        return f"{head}{escaped(view.unreadable)}\n\n"
    columns = [text(f"label.{name}", lang) for name in ("task", "outcome", "points")]
    rows = [f"| {' | '.join(map(escaped, columns))} |", "|---|---|---:|"]
    for task in view.tasks:
        bonus = f" ({escaped(text('label.bonus', lang))})" if task.bonus else ""
        mark = f"{SYMBOLS[task.mark]} {escaped(task.label)}"
        rows.append(f"| {escaped(task.title)}{bonus} | {mark} | {task.earned} / {task.possible} |")
    return head + "\n".join(rows) + "\n\n"


def _check(task: str, check: CheckView, lang: str) -> str:
    hidden = f" ({escaped(text('label.hidden', lang))})" if check.hidden else ""
    head = f"{SYMBOLS[check.mark]} {_html(task)}: {_html(check.title)}{hidden} · {check.earned} / {check.points}"
    reason = check.message or (text("label.waits_for", lang, check=check.waits_for) if check.waits_for else "")
    lines = [line for line in (check.label, reason, check.diagnosis, check.place) if line]
    body = "".join(f"{escaped(line)}  \n" for line in lines)
    for source in filter(None, (check.source, check.output[-_OUTPUT:])):
        body += f"\n<pre>{_html(source, lines=True)}</pre>\n"
    return f"<details><summary>{head}</summary>\n\n{body}\n</details>\n\n"


def _html(value: str, *, lines: bool = False) -> str:
    """Text inside a tag. An empty line would end the tag for Markdown."""
    value = re.sub(r"\n\s*\n", "\n", value) if lines else one_line(value)
    return _MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", html.escape(value))


def _code(value: str) -> str:
    return one_line(value).replace("`", "'")[:200]
