from tokenization import syllable_tokenize

초성 = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
중성 = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
종성 = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


def jamo_tokenize(text):
    out = []
    for 글자 in syllable_tokenize(text):
        번호 = ord(글자) - ord("가")
        if not 0 <= 번호 < 19 * 21 * 28:
            out.append(글자)
            continue
        앞, 끝 = divmod(번호, 28)
        out += [초성[앞 // 21], 중성[앞 % 21]] + ([종성[끝]] if 끝 else [])
    return out
