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
_DEFINITIONS = frozenset({"def", "class", "async", "@"})
# After a bracket that was never closed: a line that plainly begins a statement ends the one before.
_STATEMENT = re.compile(r"(?:def|class|async|import|from)\b|@")
_DOT, _COLON, _COMMA = (OPERATORS[text] for text in ".:,")
# What is skipped from a `:` or `->` on → the tokens that end it, at the depth where it began.
_ENDS = {
    "annotation": frozenset("=;"),
    "argument": frozenset(",=)"),
    "result": frozenset(":"),
    "import": frozenset(";"),
}


@dataclass(frozen=True, slots=True)
class Token:
    """A normalised token: its kind, its line (1-based), and whether a function, class or top-level part begins."""

    kind: int
    line: int
    begins: bool = False


def tokens(source: str) -> Iterator[Token]:
    """The normalised tokens of a source, lazily: whoever has enough may stop."""
    reader = _Reader(source)
    line = 1
    for match in _PATTERN.finditer(source):
        kind = match.lastgroup or ""
        text, after = match[kind], line + match[0].count("\n")
        if kind == "line":
            yield from reader.end_of_line(match.end(), line)
        elif kind != "other":
            indented = (
                after != line or match.start(kind) > match.start() or source[match.start() - 1 : match.start()] != "\n"
            )
            yield from reader.token(kind, text, line, match.end(), indented=indented and match.start(kind) > 0)
        line = after


class _Reader:
    """Where the reading is: inside brackets, at a statement's start, in the header of a `def`, in something skipped."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._depth = 0
        self._last = LINE  # the token before; a dot counts, though it is not given out
        self._after_self = False  # … was `self`
        self._comma = 0  # the line of a comma that is not given out yet: before a closing bracket it says nothing
        self._start, self._simple, self._header, self._skip, self._skip_depth = True, True, False, "", 0
        self._begins = self._decorated = self._inside = False
        self._awaits_self, self._self = False, "self"  # a method's first argument, whatever it is called

    def end_of_line(self, end: int, line: int) -> Iterator[Token]:
        """The end of a statement, unless a bracket is open."""
        if self._depth and _STATEMENT.match(self._source, end) is None:
            return
        self._depth = 0
        yield from self._end_of_statement(line)

    def _end_of_statement(self, line: int) -> Iterator[Token]:
        if self._last not in {LINE, _COLON}:
            yield Token(LINE, line)
        self._last, self._comma = LINE, 0
        self._start, self._simple, self._header, self._skip = True, True, False, ""

    def token(self, kind: str, text: str, line: int, end: int, *, indented: bool) -> Iterator[Token]:
        """What one token of the source gives: nothing, or one or two normalised ones."""
        if self._start:
            self._begin(text, indented=indented)
            if kind == "text" and self._alone(end):
                return  # a docstring, or a comment written as one; still at the start
        if self._skip and not self._ends_skip(text):
            self._start = False
            return
        if kind == "operator":
            found = self._operator(text, line)
            if text == ";" and not self._depth:
                yield from self._end_of_statement(line)
        elif kind == "name":
            found = self._name(text, end)
            if self._awaits_self and self._depth == 1:
                self._awaits_self, self._self = False, text
        else:
            found = TEXT if kind == "text" else NUMBER
        self._simple = self._simple and (text == "." or found in {NAME, ATTRIBUTE} or text in LIBRARY)
        if found:
            if self._comma:
                yield Token(_COMMA, self._comma)
                self._comma = 0
            yield Token(found, line, self._begins)
            self._last, self._after_self, self._begins = found, text in {"self", "cls", self._self}, False
        self._start = False if text != ";" else self._start

    def _begin(self, text: str, *, indented: bool) -> None:
        """Looks at the first token of a statement."""
        self._skip, self._skip_depth = ("import" if text in {"import", "from"} else ""), 0
        self._header = text in {"def", "async"}
        self._awaits_self = self._header and indented
        if not indented:
            self._self = "self"
        back_outside = self._inside and not indented
        self._begins = self._begins or (not self._decorated and (text in _DEFINITIONS or back_outside))
        self._decorated, self._inside = text == "@", indented

    def _operator(self, text: str, line: int) -> int:
        """The token of an operator; 0 for parentheses, which only group, and for what is given out later or never."""
        if text in _OPEN:
            self._depth += 1
        elif text in _CLOSE:
            self._depth = max(0, self._depth - 1)
            self._comma, self._after_self = 0, False
        if text == ":" and self._annotates():
            return 0
        if text == "->" and self._header:
            self._skip, self._skip_depth = "result", self._depth
            return 0
        if text == ":" and not self._depth:
            self._header = False
        if text == ",":
            self._comma = line
        elif text == ".":  # an attribute's own token says that there is a dot
            self._after_self = self._after_self and self._last == NAME
            self._last = _DOT
        return 0 if text in {",", "."} else OPERATORS.get(text, 0)

    def _annotates(self) -> bool:
        """Whether a `:` begins an annotation, which is skipped."""
        if self._header and self._depth == 1:
            self._skip, self._skip_depth = "argument", 1
        elif not self._depth and not self._header and not self._start and self._simple:
            self._skip, self._skip_depth = "annotation", 0
        return bool(self._skip)

    def _ends_skip(self, text: str) -> bool:
        """Counts brackets in what is skipped; whether it ends with this token, which counts again."""
        if self._depth == self._skip_depth and text in _ENDS[self._skip]:
            self._skip = ""
            return True
        self._depth += (text in _OPEN) - (text in _CLOSE and self._depth > 0)
        return False

    def _name(self, text: str, end: int) -> int:
        if self._last == _DOT:
            return ATTRIBUTE if self._after_self else LIBRARY.get(text, ATTRIBUTE)
        if text in KEYWORDS:
            return KEYWORDS[text]
        return CALLED[text] if text in CALLED and self._source.startswith("(", end) else NAME

    def _alone(self, end: int) -> bool:
        """Whether nothing but a comment follows on the line."""
        found = _PATTERN.match(self._source, end)
        return found is None or found.lastgroup == "line"
