"""Texts for `cleaning`: tables of cases as they occur in reviews and on web pages, and makers of random ones.

Nothing here that the handout leaves open: no `>` in attributes, no tag, comment or script without its end.
"""

from __future__ import annotations

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
