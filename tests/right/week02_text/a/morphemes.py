from __future__ import annotations

_analysers: list = []


def _kiwi():
    if not _analysers:
        from kiwipiepy import Kiwi

        _analysers.append(Kiwi())
    return _analysers[0]


def morphemes(text: str, keep: set[str] | None = None) -> list[str]:
    if not text.strip() or (keep is not None and not keep):
        return []
    result = []
    for token in _kiwi().tokenize(text):
        if keep is None or any(token.tag.startswith(prefix) for prefix in keep):
            form = "".join(token.form.split())
            if form:
                result.append(form)
    return result
