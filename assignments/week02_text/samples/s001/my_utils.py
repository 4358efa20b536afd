from unicodedata import normalize


def characters(text):
    """All characters of the NFC text that are not whitespace."""
    return [c for c in normalize("NFC", text) if not c.isspace()]


def ngrams(text, sizes=(2, 3)):
    """Character n-grams of a text with a space at both ends."""
    text = f" {text.strip().lower()} "
    return [text[i : i + n] for n in sizes for i in range(len(text) - n + 1)]
