"""Looking for what must not be in a bundle: in its files, and in what files hold packed up."""

from __future__ import annotations

import ast
import base64
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.model import Check
from grader.template.markers import read_markers

_SHORT = 20  # characters of a line of code; shorter ones anybody writes
# Longer lines that anybody writes, too, and that give nothing away.
_IDIOMS = frozenset(
    {
        "forsentenceinsentences:",
        "withtorch.no_grad():",
        "torch.manual_seed(seed)",
        "generator=torch.Generator().manual_seed(seed)",
        "model.load_state_dict(state)",
    }
)
_DEEP = 4
_MOST = 1 << 28  # bytes of one packed part
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{64,}={0,2}")
_IMPORT = re.compile(r"\s*(from\s+\S+\s+)?import\s")  # says what it needs, not how it goes
_MARKER = re.compile(r"#+ ?((BEGIN|END) )?SOLUTION")


@dataclass(frozen=True)
class Secret:
    """Something that stays with the course: `kind` and `where` say what it is, `text` is what is looked for."""

    kind: str
    where: str
    text: bytes


@dataclass(frozen=True)
class Leak:
    """A secret in a file of a bundle."""

    path: str
    secret: Secret

    def __str__(self) -> str:
        return f"{self.path}: holds a {self.secret.kind} ({self.secret.where})"


def solution_secrets(sources: Mapping[str, str]) -> Iterator[Secret]:
    """The lines of solutions, without their indentation and comments; only those that say something.

    Args:
        sources: file name → source, with solution markers.
    """
    for name, source in sources.items():
        markers = read_markers(source, name)
        lines = source.splitlines()
        numbers = [n for b in markers.blocks for n in range(b.first + 1, b.last)] + [m.number for m in markers.lines]
        # What stands outside the solutions, too, is in the stub anyhow.
        public = "\n".join(_squeezed(line) for n, line in enumerate(lines, 1) if n not in numbers)
        for number in numbers:
            if _IMPORT.match(lines[number - 1]) and ";" not in lines[number - 1]:
                continue
            text = _squeezed(_MARKER.split(lines[number - 1])[0])
            if len(text) >= _SHORT and text not in _IDIOMS and text not in public:
                yield Secret("line of the reference", f"{name}:{number}", text.encode())


def code_secrets(name: str, source: str) -> Iterator[Secret]:
    """The lines inside functions of a file that stays with the course, docstrings left out."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt) and not isinstance(
            node, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom
        ):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue
            text = _squeezed(lines[node.lineno - 1])
            if len(text) >= _SHORT:
                yield Secret("line that is recorded instead", f"{name}:{node.lineno}", text.encode())


def check_secrets(checks: Iterable[Check], documents: Mapping[str, str]) -> Iterator[Secret]:
    """Names, titles and docstrings of hidden checks.

    Args:
        documents: check → its docstring.
    """
    known = list(checks)
    public = {c.name for c in known if not c.hidden}
    titles = {t for c in known if not c.hidden for t in c.titles.values()}
    for check in known:
        if not check.hidden:
            continue
        if check.name not in public:
            yield Secret("name of a hidden check", check.id, check.name.encode())
        texts = [*check.titles.values(), *documents.get(check.id, "").splitlines()]
        for text in dict.fromkeys(t.strip().removeprefix("ko:").strip() for t in texts):
            if text and text not in titles:
                yield Secret("title of a hidden check", check.id, _squeezed(text).encode())


def seed_secrets(name: str, seed: int) -> Iterator[Secret]:
    """A secret seed in the ways it can be written."""
    for text in (str(seed), f"{seed:x}", f"{seed:016x}"):
        yield Secret("secret seed", name, text.encode())
    for order in ("big", "little"):
        yield Secret("secret seed", name, seed.to_bytes(8, order))


def leaks(files: Mapping[str, bytes], secrets: Sequence[Secret]) -> list[Leak]:
    """What of the secrets is in the files, each once a file. Blanks do not count, nor the case of digits."""
    found: dict[tuple[str, Secret], Leak] = {}
    for path, content in files.items():
        for part in (path.encode(), *_parts(content, path, _DEEP)):
            forms = {part, _squeeze(part), part.lower()}
            for secret in secrets:
                if any(_holds(form, secret) for form in forms):
                    found[path, secret] = Leak(path, secret)
    return list(found.values())


def _holds(content: bytes, secret: Secret) -> bool:
    if not secret.kind.startswith("name"):
        return secret.text in content
    at = content.find(secret.text)
    while at >= 0:  # test_cut is no part of test_cut_off
        around = content[at - 1 : at] + content[at + len(secret.text) : at + len(secret.text) + 1]
        if not re.search(rb"[A-Za-z0-9_]", around):
            return True
        at = content.find(secret.text, at + 1)
    return False


def _parts(content: bytes, path: str, depth: int) -> Iterator[bytes]:
    """The content, and what is packed in it."""
    yield content
    if not depth:
        return
    for inner in _unpacked(content):
        yield from _parts(inner, path, depth - 1)


def _unpacked(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for info in archive.infolist():
                    yield info.filename.encode()
                    yield archive.read(info)[:_MOST]
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
            pass
    if content.startswith(b"\x1f\x8b"):
        try:
            yield gzip.decompress(content)[:_MOST]
        except (OSError, EOFError, zlib.error):
            pass
    if content[:1] == b"\x78":
        try:
            yield zlib.decompressobj().decompress(content, _MOST)
        except zlib.error:
            pass
    if content[:1] in (b"{", b"["):  # text in JSON is escaped: a notebook's lines, quotation marks
        try:
            yield from (text.encode() for text in _strings(json.loads(content)))
        except (ValueError, RecursionError):
            pass
    for match in _BASE64.finditer(content):
        text = match[0]
        try:
            yield base64.b64decode(text + b"=" * (-len(text) % 4))
        except ValueError:
            continue


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if value and all(isinstance(v, str) for v in value):
            yield "".join(value)
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)


def _squeezed(text: str) -> str:
    return _squeeze(text.encode()).decode()


def _squeeze(text: bytes) -> bytes:
    """Without blanks."""
    return text.translate(None, b" \t\r\n")
