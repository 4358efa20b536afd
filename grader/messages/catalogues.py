"""Finding and merging the catalogues of all areas."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from grader.messages import catalogue as _package

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "ko")
FALLBACK = "en"


@cache
def sections() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Every area's catalogue: area → language → key → template, areas in alphabetical order."""
    found: dict[str, Mapping[str, Mapping[str, str]]] = {}
    for area in sorted(module.name for module in pkgutil.iter_modules(_package.__path__)):
        module = importlib.import_module(f"{_package.__name__}.{area}")
        found[area] = {"en": module.EN, "ko": module.KO}
    return MappingProxyType(found)


@cache
def templates(lang: str) -> Mapping[str, str]:
    """All templates of one language; an unknown language gets English."""
    wanted = lang if lang in LANGUAGES else FALLBACK
    merged: dict[str, str] = {}
    for area in sections().values():
        for key, template in area[wanted].items():
            merged.setdefault(key, template)
    return MappingProxyType(merged)
