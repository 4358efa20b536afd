"""The comparison: planted copies are found, independent solutions are not, what is common counts for nobody."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from grader.model import Submission
from grader.similarity import compare, document, handout
from grader.similarity.baseline import baseline
from grader.similarity.shared import shared_counts, widespread
from tests.similarity.sources import RIGHT, ROOT, WEEK, hand_in, right, right_sources
from tools.generated_class.renaming import commented, renamed_locals, reordered, without_notes

TEMPLATE = [ROOT / "student_template" / WEEK, ROOT / "assignments" / WEEK]


def disguised(name: str, tasks: int) -> dict[str, str]:
    """A solution's first modules with other names, another order and other comments."""
    rng = random.Random(3)
    chosen = list(right_sources(name).items())[:tasks]
    return {
        stem: commented(reordered(renamed_locals(without_notes(source, rng, 1.0), rng), rng), rng, 0.2)
        for stem, source in chosen
    }


@pytest.mark.parametrize("name", RIGHT)
def test_a_disguised_copy_is_first(name: str) -> None:
    """A copy with other names, order and comments ranks above all pairs of independent right solutions."""
    class_ = [*map(right, RIGHT), hand_in("copy", disguised(name, 8))]
    found = compare(class_, handout(TEMPLATE))
    assert {found.pairs[0].left.name, found.pairs[0].right.name} == {name, "copy"}
    assert found.pairs[0].shared > 1.5 * found.pairs[1].shared
    assert min(found.pairs[0].coverage) > 0.9


def test_renaming_and_reordering_hide_nothing() -> None:
    """A disguised copy has every fingerprint of its original."""
    found = compare([right("b"), hand_in("copy", disguised("b", 8))])
    assert found.pairs[0].coverage == (1.0, 1.0)


def test_the_handout_counts_for_nobody() -> None:
    """Two untouched templates share nothing; nor do the code blocks of the README count."""
    from grader.intake import read_submission

    given = [document(read_submission(TEMPLATE[0], name)) for name in ("s001", "s002")]
    assert compare(given).pairs
    found = compare(given, handout(TEMPLATE))
    assert not found.pairs
    assert found.empty == ("s001", "s002")


def test_what_many_have_counts_for_nobody() -> None:
    """A function that six of twenty hand-ins have is left out; one that two of them have is not."""
    many, two = right_sources("a")["lstm_cell"], right_sources("b")["rnn_cell"]
    class_ = [
        hand_in(f"s{i:03d}", {"x": f"def f(x): return x + {i}", **({"m": many} if i < 6 else {})}) for i in range(18)
    ]
    class_ += [hand_in(name, {"rnn_cell": two}) for name in ("s100", "s101")]
    found = compare(class_)
    assert [(pair.left.name, pair.right.name) for pair in found.pairs] == [("s100", "s101")]


def test_regions_lead_to_the_lines() -> None:
    """A copied function is one region, with its lines and its name in both hand-ins."""
    source = right_sources("a")["lstm_cell"]
    function = source[source.index("def gru_cell_backward") :]
    other = "import torch\n\n\ndef own(x):\n    return x\n\n\n" + function.replace("gru_cell_backward", "mine")
    found = compare([hand_in("s001", {"lstm_cell": source}), hand_in("s002", {"all": other})])
    (region,) = found.pairs[0].regions
    assert (region.left.function, region.right.function) == ("gru_cell_backward", "mine")
    assert region.right.first == 8
    assert region.left.first == source[: source.index("def gru_cell_backward")].count("\n") + 1
    assert region.left.last - region.left.first == region.right.last - region.right.first


def test_no_token_counts_twice() -> None:
    """Ten copies of a function beside one share it once."""
    source = right_sources("a")["rnn_cell"]
    many = "\n\n".join(source.replace("class RNN", f"class RNN{i}") for i in range(10))
    found = compare([hand_in("one", {"m": source}), hand_in("ten", {"m": many})])
    assert found.pairs[0].tokens <= len(hand_in("one", {"m": source}).kinds)


def test_earlier_terms_and_known_solutions() -> None:
    """A copy from an earlier term or of a public solution is listed apart, and never in the class's own list."""
    class_ = [right("a"), hand_in("s002", disguised("b", 5)), hand_in("s003", disguised("c", 5))]
    found = compare(class_, handout(TEMPLATE), earlier=[right("b")], against=[right("c")])
    assert found.earlier[0].left.name == "s002"
    assert found.against[0].left.name == "s003"
    assert all({p.left.name, p.right.name} <= {"a", "s002", "s003"} for p in found.pairs)


def test_a_team_is_not_compared_with_itself() -> None:
    """Two hand-ins of one team are no pair."""
    sources = right_sources("a")
    one, two = (hand_in(name, sources) for name in ("s001", "s002"))
    assert compare([one, two]).pairs
    from dataclasses import replace

    team = [replace(doc, members=("s001", "s002")) for doc in (one, two)]
    assert not compare(team).pairs


def test_the_most_with_anybody_else() -> None:
    """`next` is what either shares with a third, not what the two share."""
    class_ = [right("a"), hand_in("copy", right_sources("a")), right("d"), right("e")]
    found = compare(class_)
    first, second = found.pairs[:2]
    assert first.next == second.shared < first.shared


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tiny_classes(count: int) -> None:
    """No hand-in, one or two, empty ones among them, give a comparison without a fence."""
    found = compare([document(Submission(f"s{i}", "")) for i in range(count)])
    assert (found.pairs, found.baseline.fence) == ((), None)


def test_shared_counts_are_those_of_sets() -> None:
    """The index counts what intersections of sets count, block by block."""
    rng = np.random.default_rng(2)
    sets = [np.unique(rng.integers(0, 300, rng.integers(0, 80))).astype(np.uint64) for _ in range(40)]
    table = np.concatenate([block for _, block in shared_counts(sets, sets, 40)])
    assert table.tolist() == [[len(np.intersect1d(a, b)) for b in sets] for a in sets]


def test_widespread_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking at a slice at a time finds the same."""
    rng = np.random.default_rng(3)
    sets = [np.unique(rng.integers(0, 2**64, 500, dtype=np.uint64)) for _ in range(3)] * 3
    whole = widespread(sets, 2)
    monkeypatch.setattr("grader.similarity.shared._SLICE", 300)
    assert np.array_equal(widespread(sets, 2), whole)
    assert len(whole) == 1500


def test_a_fence_far_from_an_exponential_tail() -> None:
    """In a thousand classes without copies few have a pair beyond the fence; ten copies do not move it."""
    rng = np.random.default_rng(4)
    classes = [rng.exponential(20.0, 4950).astype(np.int32) for _ in range(300)]
    marked = sum(baseline(shared).apart(int(shared.max())) for shared in classes)
    assert marked < 75
    copied = np.concatenate([classes[0], np.full(10, 400, np.int32)])
    clean, moved = baseline(classes[0]).fence, baseline(copied).fence
    assert clean is not None
    assert moved is not None
    assert abs(moved - clean) < 0.1 * clean


def test_hostile_hand_ins_are_compared_in_bounded_time() -> None:
    """A million equal tokens, twice, beside deep nesting and a long line: seconds, and each pair a few regions."""
    texts = {
        "s001": "a " * 1_000_000,
        "s002": "a " * 1_000_000,
        "s003": "x = " + "[" * 200_000 + "]" * 200_000,
        "s004": "x = " + "[" * 200_000 + "]" * 200_000,
        "s005": "y = [" + "f(1), g(2, 3), " * 40_000 + "]",
        "s006": "def f():\n    return 1\n" * 20_000,
    }
    started = time.process_time()
    found = compare([hand_in(name, {"m": text}) for name, text in texts.items()])
    assert time.process_time() - started < 30
    assert all(len(pair.regions) < 5_000 for pair in found.pairs)
    assert {"s001", "s005"} <= set(found.cut)
