"""Reading a .po file without further tools: an author of an assignment writes texts, and they are there.

The part of the format that such a file uses: comments, `msgid`, `msgid_plural`, `msgstr`, `msgstr[n]`, strings over
several lines.
Source: GNU gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
from pathlib import Path

Forms = tuple[str, ...]
"""A text, or its singular and its plural."""

MAX_BYTES = 1_000_000
_ESCAPE, _MEANS = re.compile(r"\\(.)"), {"n": "\n", "t": "\t", "r": "\r"}
_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+)?("(?:[^"\\]|\\.)*")\s*')


def read_po(file: Path) -> tuple[dict[str, Forms], list[str]]:
    """The texts of a file, and what is wrong with it.

    Returns:
        Key → its forms, without the header, untranslated and fuzzy entries; and a line for each fault.
    """
    try:
        data = file.read_bytes()[:MAX_BYTES]
        lines = data.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return {}, [f"cannot be read: {type(error).__name__}"]
    texts: dict[str, Forms] = {}
    faults: list[str] = []
    entry: dict[str, str] = {}
    fuzzy, field = False, ""
    for number, line in enumerate([*lines, ""], 1):
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        if not line.strip():
            _keep(entry, texts, faults, number, fuzzy=fuzzy)
            entry, fuzzy, field = {}, False, ""
            continue
        found = _LINE.fullmatch(line)
        if found is None or not (found[1] or field):
            faults.append(f"line {number}: not a line of a .po file")
            continue
        if found[1] == "msgid" and entry:  # entries without a blank line between them
            _keep(entry, texts, faults, number, fuzzy=fuzzy)
            entry, fuzzy = {}, False
        field = found[1] or field
        entry[field] = entry.get(field, "") + _ESCAPE.sub(lambda m: _MEANS.get(m[1], m[1]), found[2][1:-1])
    return texts, faults


def _keep(entry: dict[str, str], texts: dict[str, Forms], faults: list[str], line: int, *, fuzzy: bool) -> None:
    key = entry.get("msgid", "")
    forms = tuple(entry[name] for name in sorted(entry) if name.startswith("msgstr"))
    if not key:
        return
    if key in texts:
        faults.append(f"line {line - 1}: {key} is there twice")
    elif fuzzy or not forms or not all(forms):
        faults.append(f"line {line - 1}: {key} has no text")
    else:
        texts[key] = forms
