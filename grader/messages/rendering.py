"""Filling templates. Nothing here raises: a text with a hole is better for a student than no feedback."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from string import Formatter

from grader.messages.catalogues import LANGUAGES
from grader.messages.catalogues import template as template_of
from grader.messages.josa import attach
from grader.messages.values import is_empty, shown
from grader.model import Message

GENERIC = "check_failed"
COUNTS = ("count", "wrong")  # parameters that choose between singular and plural, the first that is there
NOTHING = frozenset({"None", "NoneType"})  # for an `actual` of these, a text `key.none` says more than `key`
DEPTH = 6  # messages and lists inside messages
ITEMS = 50  # of one list
_OPTIONAL = re.compile(r"\[\?(.*?)\?\]", re.DOTALL)


def render(message: Message, lang: str) -> str:
    """The message in `lang`; an unknown key gives the key in brackets and its params."""
    return _render(message, lang, DEPTH)


def text(key: str, lang: str, /, **params: object) -> str:
    """The catalogue's entry for `key`, filled with `params`."""
    return render(Message(key, params), lang)


def kind(message: Message | None, lang: str) -> str:
    """The fault in one sentence that gives nothing away: all that a hidden check may show of `message`."""
    found = template_of(f"{message.key}.kind", lang) if message is not None else None
    return text(f"{GENERIC}.kind", lang) if found is None or "{" in found else found


def _render(message: Message, lang: str, depth: int) -> str:
    params = _described(message.params, lang, depth)
    actual = message.params.get("actual")
    nothing = isinstance(actual, str) and actual in NOTHING
    template = template_of(f"{message.key}.none", lang) if nothing else None
    template = template or template_of(message.key, lang, _count(message.params))
    if template is None:
        return f"[{message.key}]" + "".join(f" {name}={value}" for name, value in params.items())
    try:
        return _fill(_without_empty_parts(template, message.params), params, message.params, lang)
    except (ValueError, LookupError, TypeError, AttributeError):
        return f"[{message.key}]" + "".join(f" {name}={value}" for name, value in params.items())


def _described(params: Mapping[str, object], lang: str, depth: int) -> dict[str, str]:
    """Every param as text. A `what` with an entry `what.<it>` is the name of a thing, and gets translated."""
    described = {str(name): _one(value, lang, depth, params) for name, value in params.items()}
    if "what" in described:
        described["what"] = template_of(f"what.{described['what']}", lang) or described["what"]
    return described


def _count(params: Mapping[str, object]) -> int | None:
    """The number that chooses between singular and plural."""
    numbers = [params.get(name) for name in COUNTS]
    return next((n for n in numbers if isinstance(n, int) and not isinstance(n, bool)), None)


def _one(value: object, lang: str, depth: int, params: Mapping[str, object]) -> str:
    """One param as text: a message or title in the same language, a list of anything joined by commas."""
    if depth <= 0:
        return "…"
    if isinstance(value, Message):
        return _render(value, lang, depth - 1)
    if isinstance(value, Mapping) and value and set(value) <= set(LANGUAGES):  # titles: language → text
        value = value.get(lang, next(iter(value.values())))
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        items = [_one(item, lang, depth - 1, params) for item in value[:ITEMS]]
        return ", ".join([*items, "…"] if len(value) > ITEMS else items)
    return shown(value, lang, others=params.values())


def _without_empty_parts(template: str, params: Mapping[str, object]) -> str:
    def keep(match: re.Match[str]) -> str:
        inside = match[1]
        names = [name for _, name, _, _ in Formatter().parse(inside) if name]
        return "" if any(is_empty(params.get(name)) for name in names) else inside

    return _OPTIONAL.sub(keep, template)


def _fill(template: str, described: Mapping[str, str], raw: Mapping[str, object], lang: str) -> str:
    parts: list[str] = []
    previous = ""
    for literal, name, spec, _ in Formatter().parse(template):
        parts.append(attach(previous, literal) if lang == "ko" else literal)
        previous = ""
        if name is None:
            continue
        previous = described.get(name, "?")
        if spec and name in raw:
            with suppress(ValueError, TypeError):  # the value as it is says more than an error does
                previous = format(raw[name], spec)
        parts.append(previous)
    return "".join(parts)
