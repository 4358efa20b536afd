"""Source → normalised tokens, whether or not it is Python, in time linear in its length.

Gone: comments, docstrings, imports, type annotations, layout, parentheses. Names, numbers and texts are each one token;
keywords, operators and the vocabulary of the libraries keep their own, since a student cannot rename them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.similarity.vocabulary import ATTRIBUTE, CALLED, KEYWORDS, LIBRARY, LINE, NAME, NUMBER, OPERATORS, TEXT

# Possessive quantifiers: no text makes the pattern go back over what it has read.
_PATTERN = re.compile(
    r"""[ \t\f]*+(?:\\\n[ \t\f]*+)*+(?:
    (?P<line>(?:\#[^\n]*+)?(?:\n|\Z))
  | (?P<text>(?:rb|br|rf|fr|[rbuf])?+(?:
        \"{3}(?:[^"\\]++|\\(?s:.)|"(?!""))*+(?:\"{3})?+
      | '{3}(?:[^'\\]++|\\(?s:.)|'(?!''))*+(?:'{3})?+
      | "(?:[^"\\\n]++|\\(?s:.))*+"?+
      | '(?:[^'\\\n]++|\\(?s:.))*+'?+ ))
  | (?P<number>\.?\d(?:[\w.]|(?<=[eE])[+-])*+)
  | (?P<name>[^\W\d]\w*+)
  | (?P<operator>\*\*=?|//=?|>>=?|<<=?|\.\.\.|->|:=|[-+*/%@&|^=!<>]=?|[~\[\](){},:.;])
  | (?P<other>.)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_NEW_STATEMENT = re.compile(r"(?:def|class|async|import|from)\b|@")


@dataclass(frozen=True)
class Token:
    """A normalised token: its kind, its line (1-based), and whether a function, class or top-level part begins."""

    kind: int
    line: int
    begins: bool


@dataclass
class _State:
    """Where the reader is: inside brackets, at a statement's start, in the header of a `def`, in something skipped."""

    depth: int = 0
    start: bool = True
    header: bool = False
    skip: str = ""  # "import", "annotation" (to `=`), "argument" (to `,` `=` `)`), "result" (to `:`)
    skip_depth: int = 0
    simple: bool = True  # only names and dots so far: a `:` here makes an annotation
    keyword: bool = False
    decorated: bool = False
    inside: bool = False  # the last statement was indented


def tokens(source: str) -> Iterator[Token]:
    """The normalised tokens of a source, lazily: whoever has enough may stop."""
    state = _State()
    line, last, after_self, begins = 1, LINE, False, False
    comma = 0  # the line of a comma that is not given out yet: one before a closing bracket says nothing
    for match in _PATTERN.finditer(source):
        kind, text = match.lastgroup, match[match.lastgroup or 0]
        here = line
        line += match[0].count("\n")
        if kind == "line":
            if state.depth and not _statement_follows(source, match.end()):
                continue
            state.depth = 0
            if not state.start and last not in {LINE, OPERATORS[":"]}:
                yield Token(LINE, here, False)
                last = LINE
            _next_statement(state)
            continue
        if kind == "other":
            continue
        if state.start:
            column = match.start(kind or 0) - (source.rfind("\n", 0, match.start(kind or 0)) + 1) if here == line else 1
            begins = _begin(state, text, indented=column > 0)
        if state.skip and not _ends_skip(state, text):
            continue
        if kind == "operator":
            if text in _OPEN:
                state.depth += 1
            elif text in _CLOSE:
                state.depth = max(0, state.depth - 1)
                comma = 0
            if text == ";" and not state.depth:
                if last != LINE:
                    yield Token(LINE, here, False)
                    last = LINE
                _next_statement(state)
                continue
            if text == ":" and _starts_skip(state):
                continue
            if text == "->" and state.header:
                state.skip, state.skip_depth = "result", state.depth
                continue
            if text == ":" and not state.depth:
                state.header = False
            if text == ",":
                comma = here
                continue
            token = OPERATORS.get(text, 0)
            state.simple = state.simple and text == "."
            if text == "." or not token:  # an attribute's token says that there is a dot; parentheses only group
                after_dot = text == "."
                if after_dot:
                    after_self = last == NAME and after_self
                    last = OPERATORS["."]
                continue
        elif kind == "name":
            token = _name(text, last, after_self, source, match.end())
            state.keyword = state.keyword or (state.start and text in KEYWORDS)
        elif kind == "text":
            if state.start and _alone(source, match.end()):
                continue  # a docstring, or a comment written as one
            token = TEXT
            state.simple = False
        else:
            token = NUMBER
            state.simple = False
        if comma:
            yield Token(OPERATORS[","], comma, False)
            comma = 0
        yield Token(token, here, begins)
        after_self, last, begins, state.start = text in {"self", "cls"}, token, False, False


def _next_statement(state: _State) -> None:
    state.start, state.header, state.skip, state.simple, state.keyword = True, False, "", True, False


def _begin(state: _State, text: str, *, indented: bool) -> bool:
    """Looks at the first token of a statement; whether a part of the program begins with it."""
    state.skip = "import" if text in {"import", "from"} else ""
    state.header = text in {"def", "async"}
    definition = text in {"def", "class", "async", "@"}
    begins = (definition and not state.decorated) or (state.inside and not indented)
    state.decorated, state.inside = text == "@", indented
    return begins


def _starts_skip(state: _State) -> bool:
    """Whether a `:` is the one of an annotation."""
    if state.header and state.depth == 1:
        state.skip, state.skip_depth = "argument", 1
    elif not state.depth and not state.header and not state.start and state.simple and not state.keyword:
        state.skip, state.skip_depth = "annotation", 0
    return bool(state.skip)


def _ends_skip(state: _State, text: str) -> bool:
    """Counts brackets inside what is skipped; whether it ends with this token, which counts again."""
    if state.depth == state.skip_depth:
        ends = {"annotation": ("=",), "argument": (",", "=", ")"), "result": (":",), "import": ()}[state.skip]
        if text in ends or (text == ";" and not state.depth):
            state.skip = ""
            return True
    if text in _OPEN:
        state.depth += 1
    elif text in _CLOSE:
        state.depth = max(0, state.depth - 1)
    state.start = False
    return False


def _name(text: str, last: int, after_self: bool, source: str, end: int) -> int:
    if last == OPERATORS["."]:
        return ATTRIBUTE if after_self else LIBRARY.get(text, ATTRIBUTE)
    if text in KEYWORDS:
        return KEYWORDS[text]
    return CALLED[text] if text in CALLED and source.startswith("(", end) else NAME


def _alone(source: str, end: int) -> bool:
    """Whether nothing but a comment follows on the line."""
    found = _PATTERN.match(source, end)
    return found is None or found.lastgroup == "line"


def _statement_follows(source: str, end: int) -> bool:
    """Whether the next line plainly begins a statement: a bracket that was never closed must not swallow the rest."""
    return _NEW_STATEMENT.match(source, end) is not None
