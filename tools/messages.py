"""Keeps the message catalogues in order: `make messages`, and `--check` in the lint session.

From the code and the assignments it finds every key that is used; from the texts, the parameters that they name. It
writes `grader.pot`, adds what is missing to the .po files (empty, for a person to fill), sorts them and compiles the
package's.

    python -m tools.messages [--check]
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "grader" / "messages" / "locale"
LANGUAGES = ("en", "ko")
_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
COUNTED = ("count", "wrong")  # as in grader.messages.rendering
INTERNAL = frozenset({"memory_error", "disk_error"})  # the student's process to the judge, which knows the limit
# What the parameters hold, for translators.
PARAMETERS = {
    "actual": "what the student's code gave",
    "analytic": "the gradient that backward gave",
    "branch": "a branch of a repository",
    "cell": "number of a notebook's code cell",
    "certain": "yes or no: more than bad luck",
    "check": "the title of a check",
    "commit": "the beginning of a commit's hash",
    "count": "a number; chooses singular or plural",
    "earned": "points",
    "expected": "the right value",
    "extra": "names, separated by commas",
    "file": "a file's name",
    "got": "what the student's code gave",
    "index": "a position such as [0, 2]; may be empty",
    "key": "the beginning of a key's id",
    "level": "a sandbox level",
    "limit": "a number of files, kB or MB",
    "line": "a line's number",
    "missing": "names, separated by commas",
    "name": "a name in code",
    "names": "file names, separated by commas",
    "numeric": "a numerical derivative",
    "path": "a file's name, or an argument's",
    "reason": "a reason in English, from Python or the system",
    "result": "the beginning of a result's hash",
    "similar": "names, separated by commas; may be empty",
    "text": "the text of an exception, any language",
    "total": "a number of entries",
    "type": "an exception's class",
    "wanted": "the right value",
    "what": "the name of a value, or a word of the entries what.*",
    "week": "an assignment's id",
    "worst": "the largest error; may be empty",
    "wrong": "a number of wrong entries; chooses singular or plural",
}


def sources(package: bool, assignment: Path | None = None) -> Iterator[Path]:
    """The files whose keys count."""
    if package:
        yield from sorted((ROOT / "grader").rglob("*.py"))
        yield from sorted((ROOT / "grader").rglob("templates/*.html"))
    elif assignment is not None:
        yield from sorted(p for p in assignment.glob("*.*") if p.suffix in {".py", ".toml"})


def strings(file: Path) -> Iterator[str]:
    """Every string constant of a file that may be a key; the fixed beginning of an f-string with a `*`."""
    text = file.read_text("utf-8")
    if file.suffix != ".py":
        yield from re.findall(r"""["']([a-z][\w.]*)["']""", text)
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _KEY.fullmatch(node.value):
            yield node.value
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            start = str(node.values[0].value)
            if re.fullmatch(r"[a-z][a-z0-9_]*\.\w*", start):
                yield start + "*"


def asked_for(files: Iterator[Path]) -> set[str]:
    """Keys that the code cannot do without: the constant first argument of `Message`, `fail` and `text`."""
    found = set()
    for file in files:
        if file.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                key = node.args[1 if called == "expect" and len(node.args) > 1 else 0]
                named = isinstance(key, ast.Constant) and isinstance(key.value, str) and _KEY.fullmatch(key.value)
                if called in {"Message", "fail", "text", "expect"} and isinstance(key, ast.Constant) and named:
                    found.add(str(key.value))
    return found


def placeholders(template: str) -> set[str]:
    """The parameters that a text names."""
    return {name for _, name, _, _ in Formatter().parse(re.sub(r"\[\?|\?\]", "", template)) if name}


def is_used(key: str, used: set[str]) -> bool:
    """Whether some string of the code is the key, or begins it; a `.kind` or `.none` belongs to its message."""
    plain = key.removesuffix(".kind").removesuffix(".none")
    return plain in used or any(u.endswith("*") and plain.startswith(u[:-1]) for u in used) or plain.startswith("what.")


def catalogue(file: Path, lang: str) -> Catalog:
    """A .po file; an empty one where there is none."""
    if not file.is_file():
        return Catalog(locale=lang, fuzzy=False)
    with file.open("rb") as stream:
        return read_po(stream, locale=lang)


def in_order(old: Catalog, lang: str, wanted: set[str]) -> Catalog:
    """The same texts sorted, with comments on the parameters, and empty entries for keys that are missing."""
    new = Catalog(locale=lang, fuzzy=False)
    for entry in sorted((e for e in old if e.id), key=key_of):
        forms = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
        new.add(entry.id, entry.string, auto_comments=_comments(forms))
    for key in sorted(wanted - {key_of(e) for e in old}):
        new.add(key, "")
    return new


def key_of(entry: Message) -> str:
    """An entry's key."""
    return entry.id if isinstance(entry.id, str) else entry.id[0]


_HEADER = "# Texts that students read. The msgid is the key; `make messages` keeps this file in order."


def _header(lang: str) -> list[str]:
    """Our own, since babel's has dates, which no two runs share."""
    plurals = "nplurals=2; plural=(n != 1);" if lang == "en" else "nplurals=1; plural=0;"
    return ["Content-Type: text/plain; charset=utf-8", f"Language: {lang}", f"Plural-Forms: {plurals}"]


def _comments(forms: tuple[str, ...]) -> list[str]:
    names = sorted(set().union(*map(placeholders, forms)))
    return [f"{{{name}}}: {PARAMETERS[name]}" for name in names if name in PARAMETERS]


def po_text(catalog: Catalog, lang: str) -> bytes:
    """The file as it is written."""
    out = io.BytesIO()
    write_po(out, catalog, width=110, sort_output=True, omit_header=True)
    header = "".join(f'"{line}\\n"\n' for line in _header(lang))
    return f'{_HEADER}\nmsgid ""\nmsgstr ""\n{header}\n'.encode() + out.getvalue().lstrip()


def mo_bytes(catalog: Catalog, lang: str) -> bytes:
    """The compiled catalogue."""
    out = io.BytesIO()
    write_mo(out, _Compiled(catalog, lang))  # type: ignore[arg-type] # all of a catalogue that it reads
    return out.getvalue()


class _Compiled:
    """What `write_mo` needs of a catalogue: entries that have a text, below our own header."""

    charset = "utf-8"

    def __init__(self, catalog: Catalog, lang: str) -> None:
        header = "".join(f"{line}\n" for line in _header(lang))
        self._entries = [Message("", header), *[entry for entry in catalog if entry.id and entry.string]]
        self.num_plurals = 2 if lang == "en" else 1

    def __iter__(self) -> Iterator[Message]:
        return iter(self._entries)


def outputs() -> tuple[dict[Path, bytes], list[str]]:
    """Every file as it should be, and what only a person can mend."""
    files: dict[Path, bytes] = {}
    problems: list[str] = []
    package_used = {s for file in sources(package=True) for s in strings(file)}
    places: list[tuple[dict[str, Path], Path | None]] = [
        ({lang: LOCALE / lang / "LC_MESSAGES" / "grader.po" for lang in LANGUAGES}, None)
    ]
    folders = sorted(p.parent for p in (ROOT / "assignments").glob("*/assignment.toml"))
    places += [({lang: folder / "messages" / f"{lang}.po" for lang in LANGUAGES}, folder) for folder in folders]
    for pos, folder in places:
        prefix = f"{folder.name.partition('_')[0]}." if folder is not None else ""
        used = (
            package_used
            if folder is None
            else {s for f in sources(package=False, assignment=folder) for s in strings(f)}
        )
        asked = asked_for(sources(package=folder is None, assignment=folder))
        old = {lang: catalogue(po, lang) for lang, po in pos.items()}
        known = {key_of(e) for c in old.values() for e in c if e.id}
        wanted = {key for key in asked if key.startswith(prefix) and key not in INTERNAL} | known
        if not wanted:
            continue
        for lang, po in pos.items():
            new = in_order(old[lang], lang, wanted)
            where = po.relative_to(ROOT)
            problems += [f"{where}: {key_of(e)} has no text" for e in new if e.id and not e.string]
            problems += [f"{where}: {key_of(e)} is used nowhere" for e in new if e.id and not is_used(key_of(e), used)]
            files[po] = po_text(new, lang)
            if folder is None:
                files[po.with_suffix(".mo")] = mo_bytes(new, lang)
        if folder is None:
            template = in_order(old["en"], "en", wanted)
            for entry in template:
                entry.string = ("",) * len(entry.id) if not isinstance(entry.id, str) else ""
            files[LOCALE / "grader.pot"] = po_text(template, "en")
    return files, problems


def main(arguments: list[str]) -> int:
    """Write the files, or with --check only compare; 1 where something is to be done."""
    files, problems = outputs()
    stale = [file for file, content in files.items() if not file.is_file() or file.read_bytes() != content]
    if "--check" in arguments:
        problems += [f"{file.relative_to(ROOT)} is out of date: run `make messages`" for file in stale]
    else:
        for file in stale:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(files[file])
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
