"""A syllable without a final gives an empty token.

task: jamo
loses: test_jamo, test_every_syllable, test_jamo_in_mixed_text
"""

import unicodedata

INITIALS = list("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")
VOWELS = list("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")
FINALS = [""] + list("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")


def jamo_tokenize(text):
    tokens = []
    for c in unicodedata.normalize("NFC", text):
        if 0xAC00 <= ord(c) <= 0xD7A3:
            code = ord(c) - 0xAC00
            tokens.append(INITIALS[code // 588])
            tokens.append(VOWELS[code % 588 // 28])
            tokens.append(FINALS[code % 28])
        elif not c.isspace():
            tokens.append(c)
    return tokens
