"""Texts for `cleaning`: tables of cases as they occur in reviews and on web pages, and makers of random ones.

Nothing here that the handout leaves open: no `>` in attributes, no tag, comment or script without its end.
"""

from __future__ import annotations

from grader.testing import Draw

MARKUP = (
    "<p>An <b>excellent</b> film.</p>",
    "A film for all of us.<br /><br />The cast is great.",
    "It takes 12<br />me 3",
    '<div class="review"><p>재미있는 <i>영화</i>예요</p><p>또 볼래요</p></div>',
    "Tom &amp; Jerry, caf&eacute;, 5 &#60; 7, &#x2764; &quot;quoted&quot;",
    "first&nbsp;&nbsp;second &hellip; third",
    "a < b and c > d",
    "I <3 this <b>film</b>",
    "before<!-- a <b>comment</b> -->after",
    "x<script>if (a < b) { show('<p>'); }</script>y",
    '<style type="text/css">\nb { color: red; }\n</style>Text below a style',
    "  many \t spaces\nand lines  ",
    "no markup at all",
    "",
)
MARKUP_EDGES = (
    "&lt;b&gt;no tag&lt;/b&gt;",
    "&amp;lt;b&amp;gt; &amp;amp;",
    "a<BR>b<Br/>c",
    "<SCRIPT>let x = 1;</SCRIPT>left<Style>p {}</sTYLE>",
    '<a\nhref="x.html"\n>a link</a> over <img src="a.png" alt="lines"/>',
    "<!-- one --> kept <!-- two\nlines --> kept",
    "<script>a</script> kept <script>b</script> kept",
    "<!-- <script> -->kept<script>gone</script>",
    "<script>x = '<b>'; y = '</b>';</script>kept",
    "1<2 x<=y <- <3 <<",
    "> >> a>b",
    "<!DOCTYPE html><html><body>page</body></html>",
    "a&nbsp;&#160;&#10;b\u00a0c\u3000d\u2003e",
    "AT&T, Q&A &",
    "un<b>believ</b>able",
    "<p></p><br>",
    " \t\r\n ",
    "<h1>제목</h1><ul><li>하나</li><li>둘</li></ul>",
)
BRACKETS = (
    "The city [note 1] has [2][3] rivers",
    "a [b [c] d] e",
    "a[b]c",
    "[gone]",
    "left []\nright",
    "한국어[韓國語]는 [각주 1] 재미있다",
    "(round) {curly} stay",
    "",
)
BRACKET_EDGES = (
    "a [b c",
    "a ] b",
    "a [b [c] d",
    "a [b] c] d",
    "] a [",
    "[[[x]]] y [[z]",
    "[a [b] c [d [e] f] g] h",
    "[two\nlines] kept",
    "a [b\t  c",
)
SPECIAL = (
    "Hello, world!!",
    "you'll see, I don’t",
    "rock'n'roll",
    "state-of-the-art e-mail: a_b@c.com",
    "'quoted' and dogs' tails",
    "café à la carte",
    "2023년 1월: ㅋㅋㅋ 재미있다 ㅠㅠ",
    "100% sure, 3.14",
    "  spaces\tand\nlines ",
    "",
)
SPECIAL_EDGES = (
    "the 90's, 3'a 5G l33t",
    "naïve Žižek × ÷ ÀÖØöøÿ ɏ",
    "m² ① Ⅳ ½",
    "a''b a'-b it's' 'tis",
    "한국어'가 ㅋ’ㅋ 가’ 나",
    "日本語 русский αβγ",
    "good👍🏽film ♥",
    "‘single’ “double” don`t don´t",
    "O’Neill's o'clock's",
    "x\u200by a\u00a0b\u3000c",
    "^_^ -_- [a] <b> \\ |",
    "?!",
)
STOPWORDS = frozenset(
    ["the", "a", "an", "is", "are", "was", "of", "and", "to", "in", "it", "this", "that", "be", "you", "i", "dont"]
)
KOREAN_STOPWORDS = frozenset(["그리고", "하지만", "그", "이", "저", "것", "수", "더"])
STOPPED = (
    ("The cat and THE dog", STOPWORDS),
    ("Theory is another thing", STOPWORDS),
    ("it is", STOPWORDS),
    ("그리고 그 영화는 하지만 그것은 더 좋다", KOREAN_STOPWORDS),
    ("  A   film\tof\n the year ", STOPWORDS),
    ("nothing goes here", frozenset[str]()),
    ("", STOPWORDS),
)
REVIEWS = (
    "<p>The film is [spoiler] great!</p>",
    "It's 10 of 10.<br /><br />Don't miss it, you'll be moved.",
    "그리고 <b>정말</b> 재미있다!!! [별점 5] ㅋㅋ",
    "This &amp; that<br/>are the best, aren’t they?",
    "",
)
REVIEW_EDGES = (
    "&lt;p&gt;the&lt;/p&gt; [cut] end &#91;note&#93; it&#39;s &amp;lt; &#91; open",
    "<!-- one -->this<!-- two -->film<!-- <script> --> plays <script>on</script>",
    "<SCRIPT>x</SCRIPT>rock''n''roll<script>y</script> left<BR>right",
    "[a [the] film] it’s of 'great' value² 3D",
)
_WORDS = (
    "film",
    "The",
    "great",
    "AND",
    "boring",
    "it",
    "This",
    "you'll",
    "don’t",
    "café",
    "1999",
    "영화",
    "그리고",
    "재미있다",
    "ㅋㅋ",
    "10점",
)
_TAGS = (
    "<p>",
    "</p>",
    "<br />",
    "<br>",
    "<B>",
    "</B>",
    '<span class="x y">',
    "</span>",
    "<h1>",
    "</h1>",
    "<a\nhref='u'>",
)
_HIDDEN = (
    "<!-- note -->",
    "<!-- <i>a</i> > b\n-->",
    "<script>a < b && c > '<p>'</script>",
    "<SCRIPT src='x.js'></SCRIPT>",
    "<style>\np { margin: 0 }\n</style>",
)
_ENTITIES = (
    "&lt;b&gt;",
    "&amp;",
    "&lt;",
    "&gt;",
    "&nbsp;",
    "&#39;",
    "&quot;",
    "&#xAC00;",
    "&eacute;",
    "&amp;lt;",
    "&#91;",
    "&#93;",
)
_TEXTS = (" < ", " > ", " <3 ", "1<2 ", " & ", ", ", "! ", " [note] ", " [a [b] c] ", " - ", "\n", "\t", "  ")
_PIECES = (_WORDS, _TAGS, _WORDS, _HIDDEN, _WORDS, _ENTITIES, _WORDS, _TEXTS)
_BRACKET_CHARACTERS = "[][][]ab 가\n"
_SPECIAL_CHARACTERS = "abZéÖ가힣ㄱㅣ059''’’--_.×² \t"


def marked_up(draw: Draw) -> tuple[str]:
    """(text,): words, tags, comments, scripts, entities and stray signs, side by side."""
    return ("".join(draw.choice(draw.choice(_PIECES)) for _ in range(draw.size(8, 40))),)


def bracketed(draw: Draw) -> tuple[str]:
    """(text,): brackets in any order, most of them without a partner."""
    return (_characters(draw, _BRACKET_CHARACTERS, draw.size(6, 30)),)


def special(draw: Draw) -> tuple[str]:
    """(text,): letters, digits, apostrophes and signs in any order."""
    return (_characters(draw, _SPECIAL_CHARACTERS, draw.size(10, 40)),)


def stopped(draw: Draw) -> tuple[str, set[str]]:
    """(text, stop words): a text of a few words in any case, some of them stop words."""
    words = [_characters(draw, "abc", draw.size(1, 2)) for _ in range(6)]
    chosen = [draw.choice(words) for _ in range(draw.size(4, 20))]
    written = [draw.choice((word, word.upper(), word.title())) for word in chosen]
    return draw.choice((" ", "  ", "\n")).join(written), set(words[:3])


def _characters(draw: Draw, alphabet: str, n: int) -> str:
    return "".join(alphabet[i] for i in draw.integers(0, len(alphabet), (n,)).tolist())
