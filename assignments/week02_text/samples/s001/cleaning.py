from html.parser import HTMLParser

LETTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
LETTERS |= {chr(c) for c in range(0xC0, 0x250)} - {"×", "÷"}
LETTERS |= {chr(c) for c in range(ord("가"), ord("힣") + 1)}
LETTERS |= {chr(c) for c in range(ord("ㄱ"), ord("ㅣ") + 1)}


class Stripper(HTMLParser):
    """Collects what is between the tags."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.inside = None

    def handle_starttag(self, tag, attrs):
        self.parts.append(" ")
        if tag in ("script", "style"):
            self.inside = tag

    def handle_startendtag(self, tag, attrs):
        self.parts.append(" ")

    def handle_endtag(self, tag):
        self.parts.append(" ")
        self.inside = None

    def handle_comment(self, data):
        self.parts.append(" ")

    def handle_decl(self, decl):
        self.parts.append(" ")

    def handle_data(self, data):
        if self.inside is None:
            self.parts.append(data)


def squeeze(text):
    return " ".join(text.split())


def strip_html(text):
    parser = Stripper()
    parser.feed(text)
    parser.close()
    return squeeze("".join(parser.parts))


def remove_between_square_brackets(text):
    chars, opened = list(text), []
    for i, c in enumerate(text):
        if c == "[":
            opened.append(i)
        elif c == "]" and opened:
            start = opened.pop()
            chars[start : i + 1] = [" "] * (i + 1 - start)
    return squeeze("".join(chars))


def remove_special_characters(text, remove_digits=True):
    kept = ""
    for i, c in enumerate(text):
        before, after = text[i - 1 : i] if i else "", text[i + 1 : i + 2]
        if c in LETTERS or (not remove_digits and c in "0123456789"):
            kept += c
        elif c in "'’" and before in LETTERS and after in LETTERS:
            continue
        else:
            kept += " "
    return squeeze(kept)


def remove_stopwords(text, stopwords, is_lower_case=False):
    kept = []
    for token in text.split():
        if (token if is_lower_case else token.lower()) not in stopwords:
            kept.append(token)
    return " ".join(kept)


def text_cleaning(text, stopwords):
    for step in (strip_html, remove_between_square_brackets, remove_special_characters):
        text = step(text)
    return remove_stopwords(text, stopwords)
