"""The class's common mistakes in one language: what it is, who, where, and what to tell everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.messages import kind, render, template, text
from grader.model import Message, Run
from grader.reports.class_report.clusters import Cluster
from grader.reports.plain import one_line, visible
from grader.reports.view import place, title_in

SHOWN = 12  # in full; the others in a line each
_SOURCE = 160  # characters of a source line


@dataclass(frozen=True)
class ExampleView:
    """A line that does it, and one student who wrote it."""

    student: str
    page: str
    place: str
    source: str
    same: str  # how many wrote it


@dataclass(frozen=True)
class MistakeView:
    """One mistake.

    `tell` can be said to the class: no values of a hidden check stand in it. `who`: student and page of everybody.
    """

    students: int
    tried: int
    share: float
    title: str
    tell: str
    task: str
    about: tuple[str, ...]  # the values that are wrong
    checks: tuple[str, ...]
    hidden: bool
    examples: tuple[ExampleView, ...]
    who: tuple[tuple[str, str], ...]
    outcome: str  # a mark
    label: str


def mistake_views(
    run: Run, found: Sequence[Cluster], pages: Sequence[str], titles: dict[str, str], lang: str
) -> tuple[MistakeView, ...]:
    """In the order given."""
    return tuple(_view(run, cluster, pages, titles, lang) for cluster in found)


def _view(run: Run, cluster: Cluster, pages: Sequence[str], titles: dict[str, str], lang: str) -> MistakeView:
    hidden = all(check.hidden for check in cluster.checks)
    return MistakeView(
        students=cluster.students,
        tried=cluster.tried,
        share=cluster.students / max(cluster.tried, 1),
        title=_title(cluster, lang),
        tell=_tell(cluster, lang, hidden=hidden),
        task=titles.get(cluster.task, one_line(cluster.task)),
        about=tuple(one_line(template(f"what.{what}", lang) or what) for what in cluster.about),
        checks=tuple(dict.fromkeys(title_in(check.titles, lang, check.name) for check in cluster.checks)),
        hidden=hidden,
        examples=tuple(
            ExampleView(
                student=one_line(run.verdicts[example.verdict].student),
                page=pages[example.verdict],
                place=place(example.where, lang),
                source=one_line(example.where.text)[:_SOURCE] if example.where is not None else "",
                same=text("class.same_line", lang, count=example.students),
            )
            for example in cluster.examples
        ),
        who=tuple((one_line(run.verdicts[number].student), pages[number]) for number in cluster.verdicts),
        outcome=cluster.outcome.value,
        label=text(f"outcome.{cluster.outcome}", lang),
    )


def _title(cluster: Cluster, lang: str) -> str:
    """The kind of fault; of an exception its class, which says more."""
    params = cluster.message.params
    if cluster.message.key == "student_error" and params.get("type"):
        return one_line(f"{params['type']}: {params.get('text', '')}")[:_SOURCE]
    return kind(cluster.message, lang)


def _tell(cluster: Cluster, lang: str, *, hidden: bool) -> str:
    """In general words: of a diagnosis without its parameters, of a hidden check the kind only."""
    if cluster.diagnosed:
        return visible(render(Message(cluster.message.key), lang))
    if hidden:
        return ""
    told = visible(render(cluster.message, lang))
    return told if cluster.same else text("class.for_instance", lang, text=told)
