"""The pages: an index and one page a pair, in each language; no script runs and nothing is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from grader.messages import LANGUAGES, text
from grader.reports.files import write_atomic
from grader.reports.html import POLICY
from grader.reports.plain import one_line
from grader.similarity.compare import Comparison, Pair
from grader.similarity.view import COLOURS, histogram, place, rows, sheets

PAIRS = "pairs"
_WIDTH, _HEIGHT = 640.0, 130.0


def write_pages(found: Comparison, title: Mapping[str, str], out: Path, lang: str) -> Path:
    """Writes index.html, index.<other language>.html and pairs/<n>.html, each in both languages; the first of them.

    Raises:
        OSError: the folder cannot be written.
    """
    order = sorted(LANGUAGES, key=lambda code: code != lang)
    lists = {"class": found.pairs, "earlier": found.earlier, "against": found.against}
    for code in order:
        end = ".html" if code == order[0] else f".{code}.html"
        twins = {c: ".html" if c == order[0] else f".{c}.html" for c in order if c != code}
        names = {kind: [f"{kind}-{n:03d}{end}" for n in range(1, len(pairs) + 1)] for kind, pairs in lists.items()}
        _write(out / f"index{end}", index_page(found, title, code, names, {c: f"index{e}" for c, e in twins.items()}))
        for kind, pairs in lists.items():
            for pair, name in zip(pairs, names[kind], strict=True):
                others = {c: name.removesuffix(end) + e for c, e in twins.items()}
                _write(out / PAIRS / name, pair_page(pair, title, code, f"../index{end}", others))
    return out / "index.html"


def index_page(
    found: Comparison, title: Mapping[str, str], lang: str, names: Mapping[str, Sequence[str]], twins: Mapping[str, str]
) -> str:
    """The index in one language. `names`: the files of the pairs' pages, by kind."""
    tables = [
        ("class", rows(found.pairs, names["class"], found, within=True)),
        ("earlier", rows(found.earlier, names["earlier"], found, within=False)),
        ("against", rows(found.against, names["against"], found, within=False)),
    ]
    return _page(
        "similar.html",
        lang,
        twins,
        title=title[lang],
        found=found,
        tables=[(kind, table) for kind, table in tables if table or kind == "class"],
        apart=sum(found.baseline.apart(pair.shared) for pair in found.pairs),
        bars=histogram(found.baseline, _WIDTH, _HEIGHT),
        size=(_WIDTH, _HEIGHT),
        pages=PAIRS,
    )


def pair_page(pair: Pair, title: Mapping[str, str], lang: str, index: str, twins: Mapping[str, str]) -> str:
    """Two hand-ins side by side in one language. Regions are numbered as they follow in the left one."""
    numbered = list(enumerate(pair.regions, 1))
    listed = sorted(numbered, key=lambda entry: -entry[1].tokens)
    return _page(
        "pair.html",
        lang,
        twins,
        title=title[lang],
        pair=pair,
        index=index,
        regions=[(n, r, place(pair.left, r.left), place(pair.right, r.right)) for n, r in listed],
        sides=(
            ("a", pair.left, sheets(pair.left, [region.left for region in pair.regions])),
            ("b", pair.right, sheets(pair.right, [region.right for region in pair.regions])),
        ),
        colours=COLOURS,
    )


def _page(template: str, lang: str, twins: Mapping[str, str], **values: object) -> str:
    return _environment().get_template(template).render(lang=lang, t=_texts(lang), twins=twins, **values)


def _texts(lang: str) -> Callable[..., str]:
    def label(key: str, /, **params: object) -> str:
        return text(key, lang, **params)

    return label


def _write(path: Path, page: str) -> None:
    write_atomic(path, page.encode("utf-8", "replace"), durable=False)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader("grader.similarity", "templates"), PackageLoader("grader.reports", "templates")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(policy=POLICY, texts={code: _texts(code) for code in LANGUAGES})
    environment.filters["line"] = one_line
    return environment
