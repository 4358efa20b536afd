"""The catalogues are complete in both languages, and rendering never fails a student."""

from __future__ import annotations

import math
import re
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.messages import LANGUAGES, kind, render, templates, text
from grader.model import Message, Outcome

JUDGE_KEYS = {
    "not_started": {"name"},
    "missing_name": {"name", "similar"},
    "student_error": {"type", "text"},
    "load_error": {"file", "type", "text"},
    "load_error_import": {"file", "type", "text"},
    "load_error_syntax": {"file", "type", "text"},
    "timeout": {"seconds"},
    "memory": {"limit_mb", "reached_mb"},
    "cpu_time": {"seconds"},
    "gpu_memory": set(),
    "disk": {"limit_mb"},
    "crashed_exit": {"status"},
    "crashed_signal": {"signal"},
    "protocol_broken": set(),
    "input_modified": {"path"},
    "unsendable": {"what", "path"},
    "type_differs": {"what", "expected", "actual"},
    "dtype_differs": {"what", "expected", "actual"},
    "shape_differs": {"what", "expected", "actual"},
    "length_differs": {"what", "expected", "actual", "got", "wanted"},
    "keys_differ": {"what", "missing", "extra"},
    "not_finite": {"what", "count", "index"},
    "value_differs": {"what", "index", "expected", "actual", "wrong", "total", "worst"},
    "number_differs": {"what", "expected", "actual"},
    "text_differs": {"what", "expected", "actual"},
    "text_looks_alike": {"what", "expected", "wanted", "got"},
    "gradient_differs": {"what", "index", "expected", "actual", "worst", "relative"},
    "gradient_inconsistent": {"what", "analytic", "numeric", "relative"},
    "no_gradient": {"what"},
    "distribution_differs": {"what", "count", "distance", "at", "allowed", "test", "false_alarm"},
    "frequencies_differ": {"category", "rate", "trials", "what", "expected", "test", "false_alarm"},
    "gate_missed": {"metric", "value", "at_least", "at_most", "runs", "certain", "possible", "unsure"},
    "mean_differs": {"what", "count", "mean", "expected", "margin", "test", "false_alarm"},
    "out_of_range": {"actual", "low", "high", "what"},
    "rate_differs": {"what", "rate", "trials", "expected", "test", "false_alarm"},
    "unexpected_gradient": {"what"},
    "assertion": {"text"},
    "unexpected_value": {"text"},
    "skipped": {"check"},
    "ungraded": {"reason"},
    "forbidden": {"name"},
    "student_exit": {"text"},
    "name_not_run": {"name", "cell", "line", "text"},
    "check_failed": set(),
    "batch_matters": {"changed", "total"},
    "no_label": {"what", "got", "highest"},
    "no_predict": {"name", "got"},
    "seed_ignored": {"changed", "total"},
}


def placeholders(template: str) -> set[str]:
    """The names a template asks for; raises ValueError where it is malformed."""
    return {name for _, name, _, _ in Formatter().parse(re.sub(r"\[\?|\?\]", "", template)) if name is not None}


def test_judge_has_the_agreed_messages() -> None:
    """The keys and params that judge and assertions use are exactly those of the catalogue."""
    english = templates("en")
    assert {key: placeholders(english[key]) for key in JUDGE_KEYS} == JUDGE_KEYS
    plain = {key for key in english if key.endswith(".kind") and "." not in key.removesuffix(".kind")}
    assert {key.removesuffix(".kind") for key in plain} == set(JUDGE_KEYS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_has_a_label(lang: str) -> None:
    """A new outcome without a label would be shown as a bare key."""
    assert all(not text(f"outcome.{outcome}", lang).startswith("[") for outcome in Outcome)


def test_params_fill_the_template_in_the_language_asked_for() -> None:
    """The same message reads in English and in Korean."""
    message = Message("timeout", {"seconds": 10})
    assert "within 10 seconds" in render(message, "en")
    assert "10초 안에" in render(message, "ko")


def test_unknown_key_shows_key_and_params() -> None:
    """A forgotten text is visible and harmless."""
    assert render(Message("no.such", {"a": 1, "b": ["x", "y"]}), "ko") == "[no.such] a=1 b=x, y"


def test_unknown_language_reads_english() -> None:
    """A wrong language setting still gives feedback."""
    assert text("outcome.passed", "fr") == "passed"


def test_missing_param_leaves_a_mark() -> None:
    """A forgotten param costs its value, not the feedback."""
    assert "within ? seconds" in render(Message("timeout"), "en")


@pytest.mark.parametrize("similar", [[], "", None, ()])
def test_optional_part_disappears_when_there_is_nothing_to_say(similar: object) -> None:
    """No "similar names:" without a name."""
    message = Message("missing_name", {"name": "f", "similar": similar})
    assert "Similar" not in render(message, "en")
    assert "Similar names in it: g, h." in render(Message("missing_name", {"name": "f", "similar": ["g", "h"]}), "en")


def test_zero_counts_as_something_to_say() -> None:
    """An index of 0 is a place, not an absence."""
    assert "the first at 0" in text("not_finite", "en", what="x", count=2, index=0)


def test_nested_messages_use_the_same_language() -> None:
    """A param that is a message, alone or in a list, is rendered with it."""
    inner = Message("what.result")
    assert text("no_gradient", "ko", what=inner).startswith("결과까지")
    assert "the result, h" in text("no_gradient", "en", what=[inner, "h"])


def test_messages_inside_each_other_end() -> None:
    """A cycle of params gives a text, not a RecursionError."""
    params: dict[str, object] = {}
    params["reason"] = [Message("ungraded", params)]
    assert "…" in render(Message("ungraded", params), "en")


def test_student_text_is_not_a_template() -> None:
    """Braces, optional marks and particles in a param stay as the student wrote them."""
    hostile = "{0} {name.__class__} [? x ?] 은(는)"
    for lang in LANGUAGES:
        assert hostile in text("assertion", lang, text=hostile)


def test_thing_names_are_translated() -> None:
    """`what="result"` reads as a word in both languages; other names stay."""
    assert text("no_gradient", "ko", what="result").startswith("결과")
    assert text("no_gradient", "ko", what="dx").startswith("dx")


def test_floats_that_differ_look_different() -> None:
    """Two different numbers never read "expected 1, got 1"; ordinary ones stay short."""
    shown = text("text_differs", "en", what="x", expected=1.0, actual=1.0 + 1e-9)
    assert "Expected 1, got 1.000000001 " in shown
    assert "Expected 0.333333, got 0.5 " in text("text_differs", "en", what="x", expected=1 / 3, actual=0.5)
    assert "got nan" in text("text_differs", "en", what="x", expected=1.0, actual=math.nan)


def test_long_params_are_cut() -> None:
    """A student's exception of a megabyte doesn't fill the page."""
    assert len(text("assertion", "en", text="x" * 10**6)) < 5000
    assert len(text("keys_differ", "en", what="d", missing=["k"] * 10**5, extra=[])) < 5000


@pytest.mark.parametrize(
    "name,particle",
    [("은닉", "이"), ("상태", "가"), ("x1", "이"), ("x2", "가"), ("h", "이(가)"), ("f_", "이(가)"), ("", "이(가)")],
)
def test_particle_follows_the_sound_before_it(name: str, particle: str) -> None:
    """이/가 is chosen after Hangul and digits, and left open after Latin letters."""
    assert f"`{name}`{particle} 정의" in text("missing_name", "ko", name=name, similar=[])


def test_particle_euro_after_rieul() -> None:
    """(으)로 becomes 로 after a vowel and after ㄹ, 으로 after other consonants."""
    assert [text("crashed_exit", "ko", status=n).split(" 먼저")[0][-3:] for n in (1, 2, 3)] == [" 1로", " 2로", "3으로"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_kind_ignores_params(lang: str) -> None:
    """A hidden check's sentence is the same whatever the message holds."""
    message = Message("value_differs", {"expected": "SECRET"})
    assert kind(message, lang) == templates(lang)["value_differs.kind"]


@pytest.mark.parametrize("message", [None, Message("no.such"), Message("label.total")])
def test_kind_falls_back_to_a_sentence(message: Message | None) -> None:
    """A message without a kind of its own says that the check failed, and no more."""
    assert kind(message, "en") == "This check did not pass."
    assert kind(message, "ko") == "이 검사를 통과하지 못했습니다."


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(
    key=st.sampled_from(sorted(templates("en"))) | st.text(max_size=5),
    params=st.dictionaries(st.sampled_from(["what", "expected", "actual", "index", "name", "text", "x"]), VALUES),
    lang=st.sampled_from(["en", "ko", "xx"]),
)
def test_rendering_never_raises(key: str, params: dict[str, object], lang: str) -> None:
    """Any key with any params in any language is a text."""
    assert isinstance(render(Message(key, params), lang), str)
    assert kind(Message(key, params), lang)


def test_unprintable_params_leave_a_mark() -> None:
    """An object whose `str` raises, or an int too long to print, becomes a question mark."""

    class Hostile:
        def __str__(self) -> str:
            raise RuntimeError

    assert "within ? seconds" in text("timeout", "en", seconds=Hostile())
    assert "within ? seconds" in text("timeout", "en", seconds=10**5000)
