"""The texts of every language: the package's own (gettext catalogues) and those of the assignments in use.

`locale/<language>/LC_MESSAGES/grader.po` is what people edit, `grader.mo` what is read; `make messages` compiles it.
The compiled files are committed, so that wheels and editable installs need no build step; a test
compares them. A text's key is its msgid. An assignment has its texts beside it, in `messages/<language>.po`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from types import MappingProxyType

from grader.messages.po import Forms, read_po

LANGUAGES = ("en", "ko")
FALLBACK = "en"
LOCALE = Path(__file__).parent / "locale"
_SEVERAL = 2  # a number that takes the plural, for texts whose number is unknown

_assignments: dict[str, dict[str, Mapping[str, Forms]]] = {}  # assignment → language → key → forms


def template(key: str, lang: str, count: int | None = None) -> str | None:
    """The text of a key in the form that `count` asks for, in English where the language has none; None for no text."""
    for wanted in dict.fromkeys((lang if lang in LANGUAGES else FALLBACK, FALLBACK, *LANGUAGES)):
        found = _in_language(key, wanted, _SEVERAL if count is None else count)
        if found is not None:
            return found
    return None


def templates(lang: str) -> Mapping[str, str]:
    """All texts of one language, in the plural where they have one; an unknown language gets English."""
    wanted = lang if lang in LANGUAGES else FALLBACK
    merged = {key: forms[-1] for key, forms in _package(wanted).items()}
    for texts in _assignments.values():
        merged.update({key: forms[-1] for key, forms in texts.get(wanted, {}).items()})
    return MappingProxyType(merged)


def add_assignment(name: str, folder: Path) -> list[str]:
    """Make the texts of an assignment known, those of an earlier call forgotten.

    Args:
        name: the assignment's id. Its keys begin with the part before `_` and a dot: `week04.` for `week04_rnn`.
        folder: of `en.po` and `ko.po`; need not exist.

    Returns:
        What its author has to mend, a line each: what is malformed, keys of a wrong name, texts in one language only.
        Whatever can be used is used all the same.
    """
    problems: list[str] = []
    prefix = f"{name.partition('_')[0]}."
    found: dict[str, Mapping[str, Forms]] = {}
    for language in LANGUAGES:
        file = folder / f"{language}.po"
        texts, faults = read_po(file) if file.is_file() else ({}, [])
        problems += [f"messages/{file.name}: {fault}" for fault in faults]
        wrong = [key for key in texts if not key.startswith(prefix)]
        problems += [f"messages/{file.name}: {key} must begin with {prefix}" for key in wrong]
        found[language] = {key: forms for key, forms in texts.items() if key not in wrong}
    for language, other in (LANGUAGES, LANGUAGES[::-1]):
        alone = sorted(set(found[language]) - set(found[other]))
        problems += [f"messages/{other}.po: {key} is missing ({language}.po has it)" for key in alone]
    _assignments[name] = found
    return problems


def _in_language(key: str, lang: str, count: int) -> str | None:
    for texts in _assignments.values():
        forms = texts.get(lang, {}).get(key)
        if forms is not None:
            return forms[min(_translation(lang).plural(count), len(forms) - 1)]
    if key not in _package(lang):
        return None
    translation = _translation(lang)
    return translation.ngettext(key, key, count) if len(_package(lang)[key]) > 1 else translation.gettext(key)


class _Translation(GNUTranslations):
    """A compiled catalogue that can say what is in it."""

    _catalog: dict[str | tuple[str, int], str]

    def plural(self, count: int) -> int:
        """Which form a number takes; Korean has one, English two."""
        return 0 if self.info().get("language") == "ko" or abs(count) == 1 else 1

    def forms(self) -> dict[str, Forms]:
        """Key → its text, or its singular and plural."""
        found: dict[str, Forms] = {}
        for key, text in sorted(self._catalog.items(), key=lambda item: str(item[0])):
            name = key if isinstance(key, str) else key[0]
            if name:
                found[name] = (*found.get(name, ()), text)
        return found


@cache
def _translation(lang: str) -> _Translation:
    with (LOCALE / lang / "LC_MESSAGES" / "grader.mo").open("rb") as file:
        return _Translation(file)


@cache
def _package(lang: str) -> Mapping[str, Forms]:
    return MappingProxyType(_translation(lang).forms())
