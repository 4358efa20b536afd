import re
import unicodedata


def whitespace_tokenize(text):
    return text.split()


def word_tokenize(text):
    # [^\W_]는 isalnum과 거의 같지만 그대로 확인
    out = []
    for chunk in text.split():
        i = 0
        while i < len(chunk):
            j = i
            while j < len(chunk) and (
                chunk[j].isalnum() or (j > i and chunk[j] in "'’-" and chunk[j - 1].isalnum() and chunk[j + 1 : j + 2].isalnum())
            ):
                j += 1
            j = max(j, i + 1)
            out.append(chunk[i:j])
            i = j
    return out


def syllable_tokenize(text):
    return [*"".join(unicodedata.normalize("NFC", text).split())]
