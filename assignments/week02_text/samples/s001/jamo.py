from my_utils import characters

INITIAL = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWEL = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINAL = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]

# every syllable in a table
TABLE = {
    chr(0xAC00 + (i * 21 + v) * 28 + f): [j for j in (INITIAL[i], VOWEL[v], FINAL[f]) if j]
    for i in range(19)
    for v in range(21)
    for f in range(28)
}


def jamo_tokenize(text):
    result = []
    for c in characters(text):
        result.extend(TABLE.get(c, [c]))
    return result
