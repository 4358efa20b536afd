from __future__ import annotations

from functools import cache


@cache
def _kiwi():
    from kiwipiepy import Kiwi

    return Kiwi()


def morphemes(text: str, keep: set[str] | None = None) -> list[str]:
    prefixes = ("",) if keep is None else tuple(keep)
    return [
        "".join(token.form.split())
        for token in (_kiwi().tokenize(text) if text.strip() else [])
        if token.tag.startswith(prefixes)
    ]
