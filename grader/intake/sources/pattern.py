"""File names that tell who handed in what: `‹name›_24_S_NLP_WEEK3_복습과제1_RNN.ipynb`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from grader.intake.entry import LeftOut
from grader.intake.hand_in import HandIn, Person
from grader.intake.sources.base import Found, How
from grader.intake.versions import unversioned
from grader.model import Message

DEFAULT = (
    r"(?P<name>.+?)_(?P<term>\d\d_[A-Za-z]+)_(?P<course>[A-Za-z]+)_WEEK_?(?P<week>\d+)"
    r"_(?P<slot>예습|복습|preview|review)(?:과제)?_?(?P<number>\d*)(?:_(?P<title>.*))?"
)


def named(hand_ins: Iterable[HandIn], how: How) -> Found:
    """The hand-ins under the students' names, where their own names follow the pattern; those of other weeks left out.

    A file that does not follow it keeps the name that it has.
    """
    pattern = re.compile(how.pattern or DEFAULT, re.IGNORECASE)
    kept: list[HandIn] = []
    left: list[LeftOut] = []
    for hand_in in hand_ins:
        match = pattern.fullmatch(unversioned(hand_in.student))
        groups = match.groupdict() if match else {}
        name, week = (groups.get("name") or "").strip(), groups.get("week") or ""
        if not name:
            kept.append(hand_in)
        elif how.week is not None and week.isdecimal() and int(week) != how.week:
            left.append(
                LeftOut(hand_in.student, Message("intake.other_week", {"path": hand_in.student, "week": int(week)}))
            )
        else:
            kept.append(replace(hand_in, student=name, people=(Person(name),), place=hand_in.origin))
    return Found(tuple(kept), tuple(left))
