"""The suite covers the catalogue, and the page that shows it is made from it."""

from __future__ import annotations

from collections import Counter

from grader.levels import NAMES
from tests.hostile import table
from tests.hostile.levels import Promise, levels
from tests.hostile.listed import listed
from tests.hostile.row import SECTIONS
from tests.sandbox.adapters import ADAPTERS
from tests.sandbox.test_hostile import ATTACKS


def test_the_page_is_current() -> None:
    """docs/security.md shows the table that the suite makes."""
    assert table.PAGE.read_text("utf-8") == table.page()


def test_every_part_of_the_catalogue_is_attacked() -> None:
    """At least five attacks of each part, two hundred in all, no two of one name."""
    rows = list(listed())
    assert {row.section for row in rows} == set(SECTIONS)
    assert min(Counter(row.section for row in rows).values()) >= 5
    assert len(rows) >= 200
    assert [name for name, times in Counter(row.name for row in rows).items() if times > 1] == []


def test_every_attack_on_the_sandbox_is_graded() -> None:
    """What is tried on a sandbox's child is tried as a submission, too."""
    assert {attack.name for attack in ATTACKS} <= {row.name for row in listed()}


def test_stronger_levels_promise_more() -> None:
    """Nothing that `process` promises is missing at `namespaces`, nor at `docker`."""
    for row in listed():
        weak = row.promises.of("process")
        for name in ("namespaces", "docker"):
            assert row.promises.of(name) is not Promise.NOT_PROMISED
            assert weak is Promise.NOT_PROMISED or row.promises.of(name) is weak


def test_levels_are_there() -> None:
    """Every level that is attacked has an adapter, and a name of its own."""
    assert set(levels()) <= set(NAMES) & set(ADAPTERS)
    assert {"process", "namespaces"} <= set(levels())
