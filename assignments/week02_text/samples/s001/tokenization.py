from my_utils import characters


def whitespace_tokenize(text):
    return text.split()


def word_tokenize(text):
    tokens = []
    word = ""
    for i, c in enumerate(text):
        joins = (
            c in "'’-" and word != "" and i + 1 < len(text) and text[i - 1].isalnum() and text[i + 1].isalnum()
        )
        if c.isalnum() or joins:
            word += c
            continue
        if word:
            tokens.append(word)
            word = ""
        if not c.isspace():
            tokens.append(c)
    if word:
        tokens.append(word)
    return tokens


def syllable_tokenize(text):
    return characters(text)
